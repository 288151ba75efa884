"""Which language a comment is in: its script first, then the words that give a language of Latin letters away."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .normalise import Text
from .words import LEXICONS

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "es", "id", "th", "vi", "pt", "ja")
_LATIN = ("en", "es", "pt", "id", "vi")
_THAI = re.compile("[\u0e01-\u0e5b]")
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa\uff66-\uff9f]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_JAPANESE_ONLY = re.compile("[値円込気楽発売価対単図駅戻択転応広黒変県渋歩働畑峠枠様届]")
_NEW = frozenset(
    "这个们为么发货价钱码吗问买卖还没过说话开关长样颜红黄蓝绿东两几块张条双号链库贵实质适运费单券优满减评论亲谢请让给"
    "里后来会对点头脸体轻厚宽紧软硬热凉爱宝贝妈爷孙儿国产厂标签图画视频声听读写学习时间钟岁龄龙凤鱼鸟马车门厅窗电脑线网络"
    "处备复够应该从与专业务级织丝绸纱针袜裤裙钮扣边领围摆袖团队粉哪帮讲报称观记试难谁边达迟递进远连选遗顺须预险鲜"
)
_OLD = frozenset(
    "這個們為麼發貨價錢碼嗎問買賣還沒過說話開關長樣顏紅黃藍綠東兩幾塊張條雙號鏈庫貴實質適運費單優滿減評論親謝請讓給"
    "裡後來會對點頭臉體輕寬緊軟熱涼愛寶貝媽爺孫兒國產廠標籤圖畫視頻聲聽讀寫學習時間鐘歲齡龍鳳魚鳥馬車門廳窗電腦線網絡"
    "處備復夠應該從與專業務級織絲綢紗針襪褲鈕邊領圍擺團隊幫講報稱觀記試難誰達遲遞進遠連選遺順須預險鮮咩嘅係喺唔哋冇"
)
_HANS = _NEW - _OLD
_HANT = _OLD - _NEW
_LETTERS: Mapping[str, str] = {
    **dict.fromkeys("ñ¿¡", "es"),
    **dict.fromkeys("õç", "pt"),
    **dict.fromkeys("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "vi"),
}
_VOTES: Mapping[str, tuple[str, ...]] = {
    word: tuple(name for name in _LATIN if word in LEXICONS[name].votes)
    for word in sorted(set().union(*(LEXICONS[name].votes for name in _LATIN)))
}


def primary(tag: str) -> str:
    """ "zh" of "zh-Hant"; "id" also of the old "in"."""
    name = tag.lower().replace("_", "-").partition("-")[0]
    return {"in": "id", "cmn": "zh", "yue": "zh"}.get(name, name)


def guess(text: Text, told: str = "", usual: str = "en") -> str:
    """One of LANGUAGES. told: BCP 47 from the source, "" if unknown; the script decides against it, words of Latin
    letters only where clearly more of them speak for another language. Without any sign: what was told, else
    ``usual``, which wins ties."""
    plain = text.plain
    if text.solid:
        if _THAI.search(plain):
            return "th"
        if _KANA.search(plain):
            return "ja"
        if _HAN.search(plain):
            return "ja" if primary(told) == "ja" or _japanese(plain, told) else _chinese(plain, told)
    votes = dict.fromkeys(_LATIN, 0)
    for word in text.words:
        for name in _VOTES.get(word, ()):
            votes[name] += 2 if len(_VOTES[word]) == 1 else 1
    if not plain.isascii():
        votes["pt"] += 3 * ("ão" in plain)
        for char in plain:
            if char in _LETTERS:
                votes[_LETTERS[char]] += 3
    best = max(_LATIN, key=lambda name: (votes[name], name == usual))
    known = primary(told)
    if known in votes:
        return known if votes[best] < votes[known] + 4 else best
    if not votes[best] and known in ("zh", "th", "ja"):
        return _chinese("", told) if known == "zh" else known
    return best


def _japanese(plain: str, told: str) -> bool:
    """Han letters alone, nobody said Chinese, and one of them is written so in Japan only."""
    return primary(told) != "zh" and _JAPANESE_ONLY.search(plain) is not None


def _chinese(plain: str, told: str) -> str:
    old = sum(char in _HANT for char in plain)
    new = sum(char in _HANS for char in plain)
    if old == new:
        return "zh-Hant" if re.search(r"hant|-tw|-hk|-mo|yue", told.lower().replace("_", "-")) else "zh-Hans"
    return "zh-Hant" if old > new else "zh-Hans"
