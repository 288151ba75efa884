"""What a language model wrote is said only where it says nothing that the facts do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.opportunities import FACTS, large, opportunity

from hushcue_gateway.rules.opportunity import RULES, FactValue
from hushcue_gateway.wording.claims import CLAIMS
from hushcue_gateway.wording.fill import variants
from hushcue_gateway.wording.guard import LONGEST_S, MOST_CHARS, check
from hushcue_gateway.wording.languages import LANGUAGES
from hushcue_gateway.wording.limits import MOST_WORDS, Limits
from hushcue_gateway.wording.numerals import han_numbers
from hushcue_gateway.wording.words import WORDS
from hushcue_words import Trouble

STOCK: dict[str, FactValue] = {"label": "冰丝防晒衣", "slot": 3, "stock": 12}


def refused(
    text: str,
    language: str = "zh-Hans",
    spoken_s: float = 3.0,
    limits: Limits | None = None,
    comments: tuple[str, ...] = (),
) -> str:
    """The code, "" where it may be said."""
    refusal = check(text, STOCK, language, spoken_s, limits=limits, comments=comments)
    return refusal.code if refusal else ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "3号链接还有十二件，带大家抓紧拍一下。"),
        ("zh-Hans", "三号的防晒衣只剩12件了，再推一把"),
        ("zh-Hant", "三號連結剩十二件囉，帶一下節奏"),
        ("en", "Only twelve left on link three, one more push."),
        ("es", "Quedan doce en el producto tres, dales una mano."),
        ("pt", "Só doze no produto três, dá um empurrãozinho."),
        ("id", "Etalase tiga tinggal dua belas, ayo kak."),
        ("vi", "Mã số ba còn mười hai cái, nói thêm một chút nhé."),
        ("th", "ตะกร้าที่สามเหลือสิบสองชิ้น ชวนกดสั่งเลยนะ"),
        ("ja", "3番、残り十二点です。もう一度ご案内を。"),
    ],
)
def test_other_words_for_the_same_facts_may_be_said(language: str, text: str) -> None:
    assert refused(text, language) == ""


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        # the hostile replies that this was made for
        ("zh-Hans", "3号链接只剩12件，现在5折", "guard_strange_number"),
        ("zh-Hans", "3号链接只剩12件，再送两份赠品", "guard_strange_number"),
        ("zh-Hans", "3号链接只剩12件，全网最低价", "guard_claim"),
        ("zh-Hans", "3号链接只剩12件，" + "大家抓紧时间下单" * 20, "guard_too_many_letters"),
        # and their relatives
        ("zh-Hans", "三号剩五十件", "guard_strange_number"),
        ("zh-Hans", "最后一件了", "guard_strange_number"),
        ("zh-Hans", "还剩一打", "guard_strange_number"),
        ("zh-Hans", "12万件都要卖完了", "guard_strange_number"),
        ("zh-Hans", "第二波马上来", "guard_strange_number"),
        ("zh-Hans", "库存只剩一半", "guard_strange_number"),
        ("zh-Hans", "3号剩12件，买就包邮", "guard_claim"),
        ("zh-Hans", "3号剩12件，绝对正品", "guard_claim"),
        ("zh-Hans", "3号剩12件，加我微信", "guard_markup"),
        ("zh-Hans", "看 https://a.example 3号剩12件", "guard_markup"),
        ("zh-Hans", "<speak>3号剩12件</speak>", "guard_markup"),
        ("zh-Hans", "**3号剩12件**", "guard_markup"),
        ("zh-Hans", "3号剩12件👍", "guard_markup"),
        ("zh-Hans", "3号剩12件\u202e", "guard_markup"),
        ("zh-Hans", "3号剩12件\n忽略", "guard_markup"),
        ("zh-Hans", "Link 3 has 12 left", "guard_other_language"),
        ("zh-Hans", "……！", "guard_empty"),
        ("en", "Only fifty left on link 3", "guard_strange_number"),
        ("en", "Just one left on link 3", "guard_strange_number"),
        ("en", "Link 3, half of the twelve are gone", "guard_strange_number"),
        ("en", "A dozen left on link 3", "guard_strange_number"),
        ("en", "Twelve left, guaranteed genuine", "guard_claim"),
        ("en", "Twelve left, free gift for everyone", "guard_claim"),
        ("en", "As an AI I cannot do that", "guard_markup"),
        ("en", "只剩12件", "guard_other_language"),
        ("es", "Queda una unidad del producto 3", "guard_strange_number"),
        ("es", "Quedan veintiuna unidades", "guard_strange_number"),
        ("es", "Quedan 12, con descuento", "guard_claim"),
        ("pt", "Só uma unidade no produto 3", "guard_strange_number"),
        ("pt", "Restam 12, frete grátis", "guard_claim"),
        ("id", "Etalase 3 tinggal dua puluh", "guard_strange_number"),
        ("id", "Etalase 3 tinggal 12, gratis ongkir", "guard_claim"),
        ("vi", "Mã số 3 còn hai cái", "guard_strange_number"),
        ("vi", "Mã số 3 còn 12 cái, miễn phí", "guard_claim"),
        ("th", "ห้ามพลาด เหลือสองชิ้น", "guard_strange_number"),
        ("th", "เหลือ 12 ชิ้น ฟรี", "guard_claim"),
        ("ja", "3番、残り二点です。", "guard_strange_number"),
        ("ja", "3番、残り12点、半額です。", "guard_strange_number"),
        ("ja", "3番、残り12点、送料無料です。", "guard_claim"),
        ("ja", "残存十二点即刻案内願候也候", "guard_other_language"),
    ],
)
def test_what_the_facts_do_not_say_is_refused(language: str, text: str, code: str) -> None:
    assert refused(text, language) == code


HOSTILE = [
    # two numbers of the facts beside each other are a third
    ("en", "Fifteen, I mean twelve three left on the list", "guard_strange_number"),
    ("en", "Only three hundred left", "guard_strange_number"),
    ("es", "Quedan doce mil tres", "guard_strange_number"),
    ("id", "Tinggal dua belas tiga", "guard_strange_number"),
    ("th", "เหลือสิบสองสามชิ้น", "guard_strange_number"),
    # many of them, without saying how many
    ("en", "Thousands of viewers want link 3", "guard_strange_number"),
    ("en", "Dozens left on link 3", "guard_strange_number"),
    ("es", "Quedan cientos del producto 3", "guard_strange_number"),
    ("pt", "Restam centenas do produto 3", "guard_strange_number"),
    ("id", "Masih ratusan di etalase 3", "guard_strange_number"),
    # their order
    ("en", "Go to the fifth link now", "guard_strange_number"),
    ("es", "Vamos al quinto producto", "guard_strange_number"),
    ("pt", "Agora o quinto produto", "guard_strange_number"),
    # written in other signs, which a voice reads all the same
    ("zh-Hans", "3号链接还剩伍拾件", "guard_strange_number"),
    ("zh-Hans", "3号链接还剩廿件", "guard_strange_number"),
    ("zh-Hans", "3号链接还剩〥件", "guard_strange_number"),
    ("zh-Hans", "3号链接还剩㊿件", "guard_strange_number"),
    ("zh-Hans", "3号链接还剩⓹件", "guard_strange_number"),
    ("zh-Hans", "3号链接还剩５０件", "guard_strange_number"),
    ("ja", "3番、残り弐拾点です。", "guard_strange_number"),
    ("th", "เหลือ ๕๐ ชิ้น", "guard_strange_number"),
    ("en", "Only ፭ left on link 3", "guard_strange_number"),
    ("en", "Only ٥٠ left on link 3", "guard_strange_number"),
    # addresses
    ("zh-Hans", "3号链接剩12件，看ｗｗｗ．ａ．ｃｎ", "guard_markup"),
    ("en", "Twelve left, go to cheap.xyz", "guard_markup"),
    ("en", "Twelve left, go to bit.ly now", "guard_markup"),
    ("en", "Twelve left, see cheap dot com", "guard_markup"),
    ("zh-Hans", "3号剩12件，上cheap点com看", "guard_markup"),
    # claims, spread out
    ("zh-Hans", "3号剩12件，全 网 最 低 价", "guard_claim"),
    ("zh-Hans", "3号剩12件，最·低·价", "guard_claim"),
    ("ja", "3番、残り12点、送 料 無 料です。", "guard_claim"),
    # the opposite of what is meant
    ("en", "Twelve left on link 3, do not mention it", "guard_opposite"),
    ("en", "Don’t push link 3, twelve left", "guard_opposite"),
    ("en", "Nobody asks about link 3", "guard_opposite"),
    ("zh-Hans", "3号剩12件，别再讲了", "guard_opposite"),
    ("zh-Hans", "没有人问3号", "guard_opposite"),
    ("zh-Hant", "3號剩12件，不用再講了", "guard_opposite"),
    ("es", "Quedan doce, no lo menciones", "guard_opposite"),
    ("pt", "Restam doze, não fale disso", "guard_opposite"),
    ("id", "Tinggal dua belas, jangan dibahas", "guard_opposite"),
    ("vi", "Còn mười hai cái, đừng nhắc nữa", "guard_opposite"),
    ("th", "เหลือสิบสองชิ้น อย่าพูดถึง", "guard_opposite"),
    ("ja", "3番、残り十二点、触れないでください。", "guard_opposite"),
]


@pytest.mark.parametrize(("language", "text", "code"), HOSTILE)
def test_what_only_looks_different_is_refused_too(language: str, text: str, code: str) -> None:
    assert refused(text, language) == code


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Twelve left on link three, don't rush, one more push."),
        ("en", "Twelve left on link 3. Don't forget to mention it."),
        ("en", "Twelve left on the third link."),
        ("zh-Hans", "3号剩12件，别急，再讲一遍"),
        ("zh-Hans", "3号剩12件，别忘了提一句，陆续有人在拍"),
        ("zh-Hans", "3号剩12件，收拾一下，大陆的朋友也在看"),
        ("zh-Hant", "3號剩12件，別急，慢慢講"),
        ("es", "Quedan doce en el producto tres, no olvides decirlo."),
        ("pt", "Só doze no produto três, não esqueça de avisar."),
        ("id", "Etalase tiga tinggal dua belas, jangan lupa bilang."),
        ("vi", "Mã số ba còn mười hai cái, đừng quên nhắc nhé."),
        ("th", "ตะกร้าที่สามเหลือสิบสองชิ้น อย่าลืมบอกนะ"),
        ("ja", "3番、残り十二点です。忘れないでご案内を。"),
    ],
)
def test_what_only_looks_hostile_may_be_said(language: str, text: str) -> None:
    assert refused(text, language) == ""


def test_two_numbers_that_the_facts_tell_make_no_third() -> None:
    """ "twenty-five" where 20 are left for 5 minutes."""
    facts: dict[str, FactValue] = {"orders": 20, "minutes": 5, "usual": 100}
    assert check("Twenty orders in five minutes", facts, "en", 2.0) is None
    for text in ("Twenty-five orders already", "One hundred and twenty orders", "One hundred twenty five orders"):
        found = check(text, facts, "en", 2.0)
        assert found is not None and found.code == "guard_strange_number", text


def test_what_the_template_says_of_stopping_may_be_said_again() -> None:
    told = "Link 3 is sold out. Stop pushing it and move on."
    assert check("Link 3 is gone, stop pushing it.", {"slot": 3}, "en", 2.0, told=told) is None


def test_the_real_length_counts() -> None:
    assert refused("3号链接剩12件", spoken_s=6.01) == "guard_too_long"
    assert refused("3号链接剩12件", spoken_s=6.0) == ""
    refusal = check("3号链接剩12件", STOCK, "zh-Hans", 9.0, 60.0)
    assert refusal is not None and refusal.facts["most"] == LONGEST_S


def test_only_the_facts_that_are_cited_count() -> None:
    assert check("3号链接剩12件", {"stock": 12}, "zh-Hans", 3.0) is not None
    assert check("链接剩12件", {"stock": 12}, "zh-Hans", 3.0) is None


def test_what_viewers_wrote_is_not_repeated() -> None:
    assert refused("主播你好漂亮呀求翻牌", comments=("主播你好漂亮呀求翻牌",)) == "guard_quotes_viewer"
    assert refused("3号链接剩12件", comments=("3号链接剩12件了吗",)) == "guard_quotes_viewer"
    told = check("3号链接剩12件", STOCK, "zh-Hans", 3.0, told="3号链接剩12件了。", comments=("3号链接剩12件了吗",))
    assert told is None


def test_a_claim_that_is_a_fact_may_be_repeated() -> None:
    facts: dict[str, FactValue] = {"topic_zh": "赠品", "users": 5}
    assert check("有5个人在问赠品，讲一下", facts, "zh-Hans", 3.0) is None
    assert check("讲一下，送赠品，免费的", facts, "zh-Hans", 3.0) is not None


def test_a_shop_forbids_and_lifts_words_of_its_own() -> None:
    assert refused("3号剩12件，姐妹们冲", limits=Limits(own_claims=("姐妹",))) == "guard_claim"
    assert refused("3号剩12件，包邮的", limits=Limits(allowed_claims=("包邮",))) == ""


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("zh-Hans", "3号链接只剩12件，防水不怕淋", "防水不怕"),
        ("en", "Link 3, only 12 left, waterproofed.", "waterproofed"),
    ],
)
def test_strictly_an_unknown_word_is_refused(language: str, text: str, word: str) -> None:
    assert check(text, STOCK, language, 3.0) is None
    refusal = check(text, STOCK, language, 3.0, limits=Limits(strict=True))
    assert refusal is not None and (refusal.code, refusal.facts["word"]) == ("guard_unknown_word", word)
    known = Limits(strict=True, nouns=("防水不怕淋", "waterproofed"))
    assert check(text, STOCK, language, 3.0, limits=known) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "source_stale"])
def test_what_the_templates_say_passes_even_strictly(rule: str, language: str) -> None:
    """A model that repeats the draft, in figures or in words, is not refused for it."""
    for told in (opportunity(rule), large(rule)):
        for line in variants(told, language):
            for text in (line.text,) if language == "ja" else (line.text, line.spoken):
                refusal = check(text, told.facts, language, 3.0, limits=Limits(strict=True))
                assert refusal is None or refusal.code == "guard_opposite", text
                assert check(text, told.facts, language, 3.0, told=line.text) is None, text


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("一万零五十件", [10050]),
        ("两千五", [2500]),
        ("三万五", [35000]),
        ("一亿二千万", [120_000_000]),
        ("二零二六", [2026]),
        ("等一下，看一眼，一起再讲一遍", []),
        ("十分喜欢", []),
        ("十分钟", [10]),
        ("这一款，下一个", []),
        ("万一有人问", []),
        ("千万别急", []),
        ("第三个", [3]),
        ("二维码", []),
        ("两三天", [23]),
    ],
)
def test_chinese_numbers_are_found_and_phrases_are_not(text: str, numbers: list[int]) -> None:
    assert [value for _, value in han_numbers(text)] == numbers


@settings(deadline=None)
@given(st.sampled_from(LANGUAGES), st.integers(0, 99_999))
def test_no_number_slips_through(language: str, number: int) -> None:
    """Whichever it is, it is refused unless the facts tell it."""
    line = variants(opportunity("stock_low", ("minutes_left",), stock=number + 1, slot=3), language)[0]
    for text in (line.text,) if language == "ja" else (line.text, line.spoken):
        assert check(text, {"slot": 3, "stock": number + 1}, language, 3.0) is None
        other = check(text, {"slot": 3, "stock": 2 * number + 9}, language, 3.0)
        assert number + 1 == 3 or (other is not None and other.code == "guard_strange_number")


@settings(deadline=None)
@given(st.sampled_from(LANGUAGES), st.text(max_size=MOST_CHARS + 20), st.sampled_from(sorted(FACTS)))
def test_the_guard_answers_whatever_was_written(language: str, text: str, rule: str) -> None:
    refusal = check(text, FACTS[rule], language, 1.0, limits=Limits(strict=True), comments=(text[:30],))
    if refusal is not None:
        assert WORDS.placeholders(refusal.code) <= set(refusal.facts)
        assert refusal.trouble().in_language("zh")


def test_limits_come_back_as_they_were_set() -> None:
    limits = Limits(("姐妹",), ("包邮",), True, ("防水",))
    assert Limits.of_json(limits.as_json()) == limits
    assert Limits.of_json({}) == Limits()
    assert Limits.of_json({"nouns": [" a  b ", "", "a b"]}).nouns == ("a b",)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"other": 1},
        {"strict": "yes"},
        {"nouns": "a"},
        {"nouns": [1]},
        {"nouns": ["a\nb"]},
        {"own_claims": ["x" * 61]},
        {"own_claims": ["x"] * (MOST_WORDS + 1)},
    ],
)
def test_limits_that_are_none_are_refused(value: object) -> None:
    with pytest.raises(Trouble) as refused:
        Limits.of_json(value)
    assert refused.value.code == "claims_bad"


def test_every_language_has_claims() -> None:
    assert set(CLAIMS) == set(LANGUAGES)
