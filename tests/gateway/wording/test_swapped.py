"""A number of the facts is said only of what it is a number of."""

from __future__ import annotations

from itertools import combinations

import pytest
from support.opportunities import FACTS, opportunity

from hushcue_gateway.rules.opportunity import FactValue
from hushcue_gateway.wording.count_words import signs_of
from hushcue_gateway.wording.fill import variants
from hushcue_gateway.wording.guard import check
from hushcue_gateway.wording.kinds import counts_of
from hushcue_gateway.wording.languages import LANGUAGES
from hushcue_gateway.wording.limits import Limits

STOCK: dict[str, FactValue] = {"stock": 3, "price": 20, "slot": 7}
SURGE: dict[str, FactValue] = {"slot": 3, "orders": 21, "minutes": 5}
SLUMP: dict[str, FactValue] = {"orders": 2, "minutes": 10, "usual": 12}
SLOW: dict[str, FactValue] = {"slot": 3, "clicks": 186, "orders": 4}
ASKED: dict[str, FactValue] = {"slot": 3, "users": 5}
CHAT: dict[str, FactValue] = {"per_min": 180, "usual_per_min": 40}
PEAK: dict[str, FactValue] = {"viewers": 1832, "was": 1500}
SHARE: dict[str, FactValue] = {"cvr": 0.016, "orders": 4, "times": 2.4}


def code_of(text: str, facts: dict[str, FactValue], language: str) -> str:
    refusal = check(text, facts, language, 3.0, limits=Limits(allowed_claims=("price", "价格")))
    return refusal.code if refusal else ""


SWAPPED = [
    ("en", STOCK, "20 left, price 3"),
    ("en", STOCK, "Only $3 each, twenty left"),
    ("en", STOCK, "Link 20 has 7 pieces left"),
    ("en", STOCK, "Only 7 left on link 3"),
    ("en", SURGE, "5 orders in 21 minutes, keep going"),
    ("en", SURGE, "Three orders in five minutes"),
    ("en", SLUMP, "12 orders in 10 minutes, usually 2"),
    ("en", SLUMP, "Only 2 in 12 minutes, usually 10 orders"),
    ("en", ASKED, "Three viewers ask about link 5"),
    ("en", CHAT, "40 comments a minute, usually 180"),
    ("en", PEAK, "1500 viewers now, up from 1832"),
    ("en", SHARE, "Only 4 percent buy, 2.4 orders"),
    ("zh-Hans", STOCK, "7号只剩20件，卖3元"),
    ("zh-Hans", STOCK, "20号链接还剩3件"),
    ("zh-Hans", SURGE, "3号二十一分钟出了五单"),
    ("zh-Hans", SLUMP, "十二分钟只有两单，平时十单"),
    ("zh-Hans", SLUMP, "这十分钟有十二单，平时两单"),
    ("zh-Hans", SLOW, "3号有4次点击，成交186单"),
    ("zh-Hans", ASKED, "三位朋友在问5号链接"),
    ("zh-Hans", SHARE, "转化率只有4%，成交1.6单"),
    ("zh-Hant", SURGE, "3號二十一分鐘出了五單"),
    ("zh-Hant", ASKED, "三位朋友在問5號連結"),
    ("ja", SURGE, "3番、21分で5件の注文です。"),
    ("ja", ASKED, "5番について3人から質問です。"),
    ("ja", SLUMP, "この10分の注文は12件、普段は2件です。"),
    ("es", SURGE, "5 pedidos en 21 minutos, sigue así"),
    ("es", ASKED, "Tres personas preguntan por el producto cinco"),
    ("es", SLUMP, "Doce pedidos en diez minutos, lo normal son dos"),
    ("pt", SURGE, "5 pedidos em 21 minutos, continua assim"),
    ("pt", ASKED, "Três pessoas perguntando do produto cinco"),
    ("id", SURGE, "5 pesanan dalam 21 menit, lanjut kak"),
    ("id", ASKED, "Tiga orang tanya soal etalase lima"),
    ("vi", SURGE, "5 đơn trong 21 phút, giữ nhịp nhé"),
    ("vi", ASKED, "Ba bạn hỏi về mã số năm"),
    ("th", SURGE, "ได้ 5 ออเดอร์ใน 21 นาที ไปต่อเลย"),
    ("th", ASKED, "มีสามคนถามเรื่องตะกร้าที่ห้า"),
    # nobody can tell
    ("en", SURGE, "Wow, 21 and 5, keep going"),
    ("zh-Hans", SURGE, "数字是21和5，继续"),
]


@pytest.mark.parametrize(("language", "facts", "text"), SWAPPED)
def test_a_number_of_something_else_is_refused(language: str, facts: dict[str, FactValue], text: str) -> None:
    assert code_of(text, facts, language) == "guard_swapped_number"


GOOD = [
    ("en", STOCK, "Just 3 left of link 7, the price is 20"),
    ("en", STOCK, "Link seven, three pieces to go at 20 dollars"),
    ("en", SURGE, "21 orders in the last 5 minutes for link 3, keep it up"),
    ("en", SURGE, "Five minutes, twenty-one orders, great pace"),
    ("en", SURGE, "Link 3 sold 21 in five minutes"),
    ("en", SURGE, "Link three is flying with 21 new orders in only 5 minutes"),
    ("en", SLUMP, "Only 2 orders in 10 minutes instead of the usual 12"),
    ("en", SLUMP, "It is usually 12 orders, now just 2 in ten minutes"),
    ("en", SLUMP, "Orders are slow, just 2 in ten minutes. Try something new."),
    ("en", SLOW, "Link 3 got 186 clicks but just 4 orders, clear up their doubts"),
    ("en", SLOW, "Only 4 of 186 clicks on link 3 turned into orders"),
    ("en", ASKED, "Five people want to know about link 3"),
    ("en", ASKED, "5 friends are asking for the size of link three"),
    ("en", CHAT, "Chat is wild, 180 a minute, normally 40"),
    ("en", CHAT, "180 comments in one minute, have a look"),
    ("en", PEAK, "A new record, over 1,800 are watching"),
    ("zh-Hans", STOCK, "7号只剩3件，卖20元"),
    ("zh-Hans", SURGE, "3号链接五分钟就出了二十一单，继续加油"),
    ("zh-Hans", SURGE, "刚刚五分钟成交21单，节奏很好"),
    ("zh-Hans", SLUMP, "十分钟只有两单，比平时的十二单少，换个讲法"),
    ("zh-Hans", SLUMP, "平时能有12单，这10分钟才2单"),
    ("zh-Hans", SLOW, "3号点击186次，只有4单"),
    ("zh-Hans", ASKED, "有五位朋友在问3号链接的尺码，仔细说一说。"),
    ("zh-Hans", ASKED, "五个人问到三号链接，讲一讲"),
    ("zh-Hans", CHAT, "评论一分钟180条，平时才40条"),
    ("zh-Hans", PEAK, "在线1832人了，之前是1500"),
    ("zh-Hans", SHARE, "转化率1.6%，只成交4单"),
    ("zh-Hant", SURGE, "3號連結五分鐘就出了二十一單"),
    ("zh-Hant", ASKED, "有五位朋友在問3號連結的尺寸"),
    ("zh-Hant", SLUMP, "平常有十二單，這十分鐘才兩單"),
    ("ja", SURGE, "3番、5分間で21件の注文が入りました。"),
    ("ja", ASKED, "3番について5名の方から質問です。"),
    ("ja", SLUMP, "注文はこの10分で2件、いつもは12件です。"),
    ("ja", SLOW, "3番、クリックは186回で注文は4件です。"),
    ("es", SURGE, "Ya van 21 pedidos en solo 5 minutos con el producto 3"),
    ("es", ASKED, "Cinco personas quieren saber del producto tres"),
    ("es", SLUMP, "Normalmente son doce pedidos, ahora dos en diez minutos"),
    ("es", SLOW, "El producto 3 tiene 186 clics y apenas 4 pedidos"),
    ("pt", SURGE, "Já são 21 pedidos em 5 minutos no produto 3"),
    ("pt", ASKED, "Cinco pessoas querem saber do produto três"),
    ("pt", SLUMP, "O normal é doze pedidos, agora dois em dez minutos"),
    ("pt", SLOW, "186 cliques no produto 3 e só 4 pedidos"),
    ("id", SURGE, "Sudah 21 pesanan dalam 5 menit di etalase 3"),
    ("id", ASKED, "Ada lima orang yang tanya etalase tiga"),
    ("id", SLUMP, "Biasanya 12 pesanan, sekarang 2 dalam 10 menit"),
    ("id", SLOW, "Etalase 3 sudah 186 klik, baru 4 pesanan"),
    ("vi", SURGE, "Mã số 3 đã có 21 đơn trong 5 phút"),
    ("vi", ASKED, "Có năm bạn đang hỏi mã số ba"),
    ("vi", SLUMP, "Bình thường 12 đơn, giờ mới 2 đơn trong 10 phút"),
    ("vi", SLOW, "Mã số 3 có 186 lượt bấm, mới chốt 4 đơn"),
    ("th", SURGE, "ตะกร้าที่ 3 ได้ 21 ออเดอร์ใน 5 นาที"),
    ("th", ASKED, "มีห้าคนถามเรื่องตะกร้าที่สาม"),
    ("th", SLUMP, "10 นาทีได้แค่ 2 ออเดอร์ ปกติ 12 ออเดอร์"),
    ("th", SLOW, "ตะกร้าที่ 3 มี 186 คลิก แต่สั่ง 4 ออเดอร์"),
]


@pytest.mark.parametrize(("language", "facts", "text"), GOOD)
def test_a_number_of_what_it_is_said_of_may_be_said(language: str, facts: dict[str, FactValue], text: str) -> None:
    assert code_of(text, facts, language) == ""


def exchanges() -> list[tuple[str, str, str]]:
    """(rule, a fact, another fact) whose numbers are of different kinds, or of different times."""
    found = []
    for rule, facts in FACTS.items():
        numbers = [
            name
            for name, value in facts.items()
            if isinstance(value, int) and name not in ("pinned", "was", "next_slot")
        ]
        found += [(rule, one, other) for one, other in combinations(numbers, 2)]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("rule", "one", "other"), exchanges())
def test_every_template_whose_numbers_change_places_is_refused(rule: str, one: str, other: str, language: str) -> None:
    facts = {**FACTS[rule], one: 20, other: 50}
    told = variants(opportunity(rule, **{one: 50, other: 20}), language)
    for line in (line for line in told if {one, other} <= set(line.fact_ids)):
        cited = {name: facts[name] for name in line.fact_ids}
        for text in (line.text,) if language == "ja" else (line.text, line.spoken):
            refusal = check(text, cited, language, 3.0)
            assert refusal is not None and refusal.code == "guard_swapped_number", text


def test_digits_in_a_name_are_no_count() -> None:
    facts: dict[str, FactValue] = {"label": "iPhone 15", "users": 5}
    assert code_of("5 people ask about the iPhone 15", facts, "en") == ""
    assert code_of("Five people ask about the 15", facts, "en") == ""
    assert code_of("15 people ask about the iPhone", facts, "en") == "guard_swapped_number"


def test_the_words_of_every_language_are_known_for_every_kind_that_rules_tell() -> None:
    told = {count.kind for facts in FACTS.values() for count in counts_of(facts, "en")} - {"unknown"}
    for language in LANGUAGES:
        signs = signs_of(language)
        assert told <= {*signs.after, *signs.before}, language
