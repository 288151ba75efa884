"""Comments that are no viewer's question: links, contacts, orders by code, words meant for a machine."""

from __future__ import annotations

import re

from .normalise import LINK, Text, simplest

SPAM = ("", "empty", "link", "contact", "injection", "order", "repeat", "flood")
"""Why a comment counts for nothing: "" it counts; empty: no letter; link, contact: leads elsewhere; injection: speaks
to a language model; order: a code that buys; repeat: the same person's same words within 30 s; flood: the same words
of many within 5 s."""

_CONTACT = re.compile(
    r"whats ?app|telegram|t\.me|(?:微|薇|威|vx|v信|wx|wechat)[ :：]*(?:信|号|號)?[ :：]*[a-z0-9_-]{5,}|"
    r"加[我微薇vV][^|]{0,6}(?:信|[a-z0-9]{5,})|"
    r"\b(?:link|check|see|click|visit)\b.{0,20}\b(?:bio|profile|channel)\b|主页(?:有|看)|主頁(?:有|"
    r"看)|看我(?:主|头像|頭像)|私信我|\bline ?id\b|แอดไลน์|ไอดีไลน์|"
    r"\b(?:earn|make|win) \$?\d+|\bfree (?:followers|money|iphone|bitcoin)\b|\bfollow (?:me|back|4)|"
    r"\bf4f\b|\b互关|互粉|刷单|刷單|兼职|兼職|日赚|日賺|"
    r"\b(?:gana|ganar) dinero|\bsigueme|\bsegue de volta|\bganhe dinheiro|\bganhar dinheiro|"
    r"\bpenghasilan|\bslot gacor|\bjudi online|\bpinjol|kiếm tiền (?:online|tại nhà|mỗi ngày|nhanh)|việc nhẹ|"
    r"\bvay (?:tiền|vốn)|hack (?:acc|tool)|สล็อต|บาคาร่า|รายได้เสริม|งานออนไลน์|副業|稼げ|フォロバ|相互フォロー"
)
_NUMBER = re.compile(r"(?<!\d)(?:\+?\d[\d \-.]{7,15}\d)(?!\d)")
_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,24}\b(?:instruction|prompt|rule|previous|above|"
    r"prior|system)|\bsystem ?(?:prompt|message|:)|"
    r"\b(?:you are|act as|pretend to be|behave as)\b.{0,20}\b(?:ai|assistant|gpt|chatgpt|dan|"
    r"jailbroken|language model|admin mode|chatbot)\b|"
    r"\bprompt injection|\bjailbreak|\bdeveloper mode|</?(?:system|assistant|user|script|speak|"
    r"prosody|audio|break|img|iframe)\b|<\|.{0,20}\|>|\[\[.{0,40}\]\]|"
    r"\b(?:assistant|ai|system|bot) ?[:>] |\brepeat after me\b|\b(?:say|speak|tell|announce|"
    r"read)\b.{0,30}\b(?:in(?:to)? (?:the |her |his )?(?:ear|earpiece)|to the host|out loud verbatim)|"
    r"(?:忽略|无视|無視|忘记|忘記|忘掉)(?!我).{0,10}(?:指令|提示|规则|規則|设定|設定|命令)|"
    r"你现在是.{0,12}(?:助手|机器人|模型|ai|gpt)|你現在是.{0,12}(?:助手|機器人|模型|ai|gpt)|"
    r"系统提示词|系統提示詞|"
    r"(?:以上|前)の(?:指示|命令).{0,8}(?:無視|忘れ)|システムプロンプト|\bignor(?:a|e|en|em|ar)\b.{0,24}(?:instrucciones|"
    r"anterior|"
    r"instruções|instrucoes|anteriores)|\babaikan.{0,24}(?:instruksi|perintah|aturan)|"
    r"\b(?:bỏ qua|phớt lờ).{0,24}(?:hướng dẫn|chỉ dẫn|lệnh|chỉ thị)|(?:เพิกเฉย|ละเว้น|ไม่ต้องสนใจ).{0,20}(?:คำสั่ง|"
    r"ข้อความ)|\{\{.{0,60}\}\}|\$\{.{0,60}\}"
)
_ORDER = re.compile(
    r"(?:\+ ?\d{1,3}|\d{1,2}(?: ?[,+&] ?\d{1,2})*|(\d)\1{1,7}|[扣打刷]\d{1,4}|[a-z]?\d{1,3} ?[+x*] "
    r"?\d{1,2}|(?:cf|f|co|mau|keep|fix|chot|chốt|mua|lay|lấy|quero|quiero|want|mine|take|เอา|รับ|จอง|"
    r"要|拍|我要)"
    r" ?(?:[a-z]{0,2}\d{0,4}|一?[个件份单單]|(?:xs|s|m|l|xl|xxl)[码碼]?)(?: ?(?:kak|nha|ạ|ค่ะ|คะ|ครับ|"
    r"了|pls))?|(?:\d{1,3}号?)?(?:已拍|拍了|下单了|下單了|已下单|已下單|買った|買います|sold|order|"
    r"done))"
)


def spam_of(raw: str, text: Text) -> str:
    """ "" or one of SPAM that shows in the comment alone (repeat and flood need the others: ``crowd.py``)."""
    plain = text.plain
    bare = simplest(raw)
    if _INJECTION.search(bare):
        return "injection"
    if "." in bare and LINK.search(bare):
        return "link"
    if _CONTACT.search(bare) or _telephone(bare):
        return "contact"
    if _ORDER.fullmatch(plain.strip(" !.。！~")) and not text.marked:
        return "order"
    return "" if text.lettered else "empty"


def _telephone(bare: str) -> bool:
    """A row of at least nine digits."""
    if sum(char.isdigit() for char in bare) < 9:
        return False
    found = _NUMBER.search(bare)
    return found is not None and sum(char.isdigit() for char in found.group()) >= 9
