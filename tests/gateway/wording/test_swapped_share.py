"""How often a good line is lost to the look for numbers that changed places, and how often such a line gets past it.

The lines were written without a look at ``count_words.py``; of those it refused first, two words were added to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hushcue_gateway.wording.guard import check
from hushcue_gateway.wording.languages import LANGUAGES

Facts = dict[str, int]
SURGE: Facts = {"slot": 3, "orders": 21, "minutes": 5}
SLUMP: Facts = {"orders": 2, "minutes": 10, "usual": 12}
SLOW: Facts = {"slot": 3, "clicks": 186, "orders": 4}
ASKED: Facts = {"slot": 3, "users": 5}
CHAT: Facts = {"per_min": 180, "usual_per_min": 40}
PEAK: Facts = {"viewers": 1832}
WRITTEN: list[tuple[str, Facts, str]] = [
    ("en", SURGE, "That's {orders} orders within {minutes} minutes. Link {slot} is on fire."),
    ("en", SURGE, "Link {slot}: {orders} sold in {minutes} minutes. Keep the energy up!"),
    ("en", SURGE, "In just {minutes} minutes {orders} people ordered link {slot}."),
    ("en", SURGE, "{orders} orders came in over the last {minutes} minutes, ride the wave."),
    ("en", SLUMP, "Things are quiet: {orders} orders in {minutes} minutes, where we normally see {usual}."),
    ("en", SLUMP, "We usually get around {usual}, but only {orders} orders came in {minutes} minutes."),
    ("en", SLUMP, "Sales slowed to {orders} in {minutes} minutes, down from about {usual}. Switch it up."),
    ("en", SLOW, "{clicks} people opened link {slot} but only {orders} bought. Address their worries."),
    ("en", SLOW, "Link {slot} has {clicks} clicks and {orders} orders so far. Go over the details."),
    ("en", SLOW, "Lots of interest in link {slot}: {clicks} clicks, yet {orders} orders."),
    ("en", ASKED, "{users} viewers would like to hear more about link {slot}."),
    ("en", ASKED, "Quick one, {users} people are wondering about sizes for link {slot}."),
    ("en", ASKED, "Could you cover link {slot}? {users} viewers asked."),
    ("en", CHAT, "Comments are pouring in, about {per_min} a minute versus the usual {usual_per_min}."),
    ("en", PEAK, "We just hit {viewers} viewers, bring out the deal."),
    ("en", PEAK, "{viewers} in the room right now, a record."),
    ("zh-Hans", SURGE, "{slot}号链接太火了，{minutes}分钟卖了{orders}单，再推一波"),
    ("zh-Hans", SURGE, "短短{minutes}分钟，{slot}号已经{orders}单了，趁热打铁"),
    ("zh-Hans", SURGE, "{minutes}分钟{orders}单，节奏保持住"),
    ("zh-Hans", SLUMP, "最近{minutes}分钟只出了{orders}单，比平时{usual}单少，换个说法试试"),
    ("zh-Hans", SLUMP, "单量慢下来了，{minutes}分钟{orders}单，平常能到{usual}单"),
    ("zh-Hans", SLOW, "{slot}号有{clicks}次点击，但下单的只有{orders}个，打消一下顾虑"),
    ("zh-Hans", SLOW, "点进{slot}号的有{clicks}次，成交才{orders}单，多讲讲细节"),
    ("zh-Hans", ASKED, "{slot}号有{users}个人在问，回答一下"),
    ("zh-Hans", ASKED, "有{users}位观众想了解{slot}号链接，讲一下吧"),
    ("zh-Hans", CHAT, "评论区很热闹，每分钟{per_min}条，平时才{usual_per_min}条"),
    ("zh-Hans", PEAK, "直播间现在有{viewers}人，新高，上福利"),
    ("zh-Hant", SURGE, "{slot}號連結{minutes}分鐘賣了{orders}單，再推一下"),
    ("zh-Hant", ASKED, "有{users}個朋友在問{slot}號，回答一下吧"),
    ("zh-Hant", SLUMP, "{minutes}分鐘只有{orders}單，平常有{usual}單，換個角度"),
    ("ja", SURGE, "{slot}番、{minutes}分間で注文が{orders}件入っています。この調子です。"),
    ("ja", SURGE, "{minutes}分で{orders}件売れました。続けましょう。"),
    ("ja", ASKED, "{users}人の方が{slot}番について聞いています。"),
    ("ja", SLUMP, "{minutes}分で注文は{orders}件だけ、いつもの{usual}件より少ないです。"),
    ("ja", SLOW, "{slot}番はクリックが{clicks}回ありますが、注文は{orders}件です。"),
    ("es", SURGE, "El producto {slot} arrasa: {orders} pedidos en apenas {minutes} minutos."),
    ("es", SURGE, "En {minutes} minutos llegaron {orders} pedidos, sigue con ese ritmo."),
    ("es", ASKED, "Hay {users} personas con dudas sobre el producto {slot}."),
    ("es", SLUMP, "Van {orders} pedidos en {minutes} minutos cuando lo habitual son {usual}."),
    ("es", SLOW, "El producto {slot} suma {clicks} clics pero solo {orders} pedidos."),
    ("pt", SURGE, "O produto {slot} tá bombando: {orders} pedidos em {minutes} minutos."),
    ("pt", SURGE, "Em {minutes} minutos foram {orders} vendas, mantém o ritmo."),
    ("pt", ASKED, "{users} pessoas querem saber mais do produto {slot}."),
    ("pt", SLUMP, "Só {orders} pedidos em {minutes} minutos, costuma ser {usual}. Muda o papo."),
    ("pt", SLOW, "Produto {slot} com {clicks} cliques e {orders} pedidos, tira as dúvidas."),
    ("id", SURGE, "Etalase {slot} laris, {orders} pesanan masuk dalam {minutes} menit."),
    ("id", SURGE, "Dalam {minutes} menit sudah {orders} orderan, gas terus kak."),
    ("id", ASKED, "Kak, {users} orang mau tahu soal etalase {slot}."),
    ("id", SLUMP, "Baru {orders} pesanan dalam {minutes} menit, biasanya bisa {usual}."),
    ("id", SLOW, "Etalase {slot} diklik {clicks} kali tapi baru {orders} pesanan."),
    ("vi", SURGE, "Mã số {slot} chốt được {orders} đơn chỉ trong {minutes} phút."),
    ("vi", SURGE, "{minutes} phút mà đã {orders} đơn rồi, giữ nhịp nhé."),
    ("vi", ASKED, "Có {users} người muốn biết thêm về mã số {slot}."),
    ("vi", SLUMP, "Mới có {orders} đơn trong {minutes} phút, mọi khi là {usual} đơn."),
    ("vi", SLOW, "Mã số {slot} có {clicks} lượt bấm nhưng mới {orders} đơn."),
    ("th", SURGE, "ตะกร้าที่ {slot} มาแรง {orders} ออเดอร์ใน {minutes} นาที"),
    ("th", SURGE, "แค่ {minutes} นาทีได้ {orders} ออเดอร์แล้ว ลุยต่อเลย"),
    ("th", ASKED, "มี {users} คนอยากรู้เรื่องตะกร้าที่ {slot}"),
    ("th", SLUMP, "{minutes} นาทีนี้ได้แค่ {orders} ออเดอร์ จากปกติ {usual}"),
    ("th", SLOW, "ตะกร้าที่ {slot} คลิก {clicks} ครั้ง แต่สั่งแค่ {orders}"),
]
MOST_LOST = 0.05
"""Of good lines, by this look alone."""


def lines() -> Iterator[tuple[str, Facts, str]]:
    """With the facts that each one cites."""
    for language, facts, text in WRITTEN:
        yield language, {name: value for name, value in facts.items() if f"{{{name}}}" in text}, text


def test_few_good_lines_are_lost() -> None:
    lost = [
        text
        for language, cited, text in lines()
        if (refusal := check(text.format(**cited), dict(cited), language, 3.0))
        and refusal.code == "guard_swapped_number"
    ]
    assert len(lost) <= MOST_LOST * len(WRITTEN), lost


def test_no_line_whose_numbers_change_places_gets_past_it() -> None:
    for language, cited, text in lines():
        for one, other in combinations(cited, 2):
            changed = text.format(**{**cited, one: cited[other], other: cited[one]})
            assert check(changed, dict(cited), language, 3.0) is not None, changed


def test_there_are_lines_in_every_language() -> None:
    assert {language for language, _, _ in WRITTEN} == set(LANGUAGES)
