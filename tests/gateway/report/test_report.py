"""The report is whole in itself, says what is known and what is not, and lets nobody's text act."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta, timezone
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.moments import campaign

from hushcue_gateway.report import chart
from hushcue_gateway.report.build import build, rule_lines
from hushcue_gateway.report.csv_files import BOM, archive, tables, text
from hushcue_gateway.report.format import clock, length, money, names_apart, percent, shown, zone_name
from hushcue_gateway.report.html import render
from hushcue_gateway.report.report import About, CueLine, Heard, QuestionLine, Report, Timeline
from hushcue_gateway.showdata.board import Board
from hushcue_gateway.showdata.fact import Count, Fact, Gauge, Order, Pin, Sheet
from hushcue_words import LANGUAGES

BEGAN = 1_700_000_000_000
ENDED = BEGAN + 7_200_000
EAST = timezone(timedelta(hours=8))
EVIL = '<script>alert("1")</script>&<img src=x onerror=alert(2)>'
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Tags(HTMLParser):
    """Which elements there are, and whether each one that opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def tags_of(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert not tags.wrong and not tags.open
    return tags


def facts() -> list[Fact]:
    found: list[Fact] = [
        Sheet(BEGAN, "SKU1", label="亚麻衬衫", slot=1, price_minor=9900, currency="CNY"),
        Sheet(BEGAN, "SKU2", label=EVIL, slot=2, price_minor=100, currency="CNY"),
        Pin(BEGAN, "SKU1"),
        Gauge(BEGAN, "stock", 100, "SKU1"),
    ]
    for step in range(720):
        at_ms = BEGAN + step * 10_000
        found += [
            Gauge(at_ms, "viewers", 100 + step),
            Count(at_ms, "clicks", 10, "SKU1"),
            Count(at_ms, "impressions", 100, "SKU1"),
        ]
        if step % 3 == 0:
            found.append(Order(at_ms, "SKU1", 1, 9900, "CNY", "paid", "shop", f"o-{step}"))
    return found


def board_of(facts: list[Fact]) -> Board:
    board = Board(BEGAN)
    for fact in facts:
        board.take(fact, fact.at_ms)
    return board


ABOUT = About("main", "一号直播间", "air-0123456789ab", "Autumn", "live", BEGAN, ENDED, ENDED)


def whole_report(about: About = ABOUT, board: Board | None = None) -> Report:
    cues = [
        CueLine(BEGAN + 600_000, "c1", True, "", "question", "讲一下尺码", "SKU1", "done", False,
                (Heard("anna", "complete", 100.0, "Anna"), Heard("mei", "partial", 71.5, "美"))),
        CueLine(BEGAN + 900_000, "c2", False, "林导", text=EVIL),
        CueLine(BEGAN + 1_200_000, "c3", False, "Ana", text="between us", private=True),
        CueLine(BEGAN + 1_300_000, "c4", False, "", heard=(Heard("anna", "pending", None),)),
    ]  # fmt: skip
    questions = [QuestionLine({"en": "size", "zh": "尺码"}, "SKU1", 23, EVIL, BEGAN + 500_000, True)]
    rules = rule_lines(about, campaign(9, rule="question"), campaign(80, 2.5, rule="question"))
    return build(about, board or board_of(facts()), cues, rules, questions)


@pytest.fixture(scope="module")
def report() -> Report:
    return whole_report()


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_page_is_whole_in_itself(report: Report, tongue: str) -> None:
    page = render(report, tongue, EAST, ENDED)
    tags = tags_of(page)
    assert not tags.seen & {"script", "img", "link", "iframe", "object", "form", "video", "image", "use"}
    assert not {name for name in tags.attributes if name.startswith("on")} | (tags.attributes & {"src", "srcset"})
    assert all(link.startswith("#cue-") for link in re.findall(r'href="([^"]*)"', page))
    assert not re.search(r"https?://|url\(|@import", page)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_what_people_wrote_is_shown_and_does_nothing(report: Report, tongue: str) -> None:
    page = render(report, tongue, EAST, ENDED)
    assert "<script>" not in page and "onerror=alert" in page and "<img" not in page
    assert page.count("&lt;script&gt;") >= 3  # product, cue, question


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_whatever_adds_an_element(label: str, example: str) -> None:
    board = Board(BEGAN)
    board.take(Sheet(BEGAN, "SKU1", label=label), BEGAN)
    cue = CueLine(BEGAN + 1000, "c", False, label, text=example)
    question = QuestionLine({"en": label, "zh": label}, "", 3, example, BEGAN, False)
    about = replace(ABOUT, title=label, label=example)
    plain = build(replace(ABOUT, title="x"), board_of([Sheet(BEGAN, "SKU1", label="x")]),
                  [replace(cue, who="x", text="x")], (), [replace(question, example="x")])  # fmt: skip
    page = render(build(about, board, [cue], (), [question]), "en", EAST, ENDED)
    assert tags_of(page).seen == tags_of(render(plain, "en", EAST, ENDED)).seen


def test_numbers_are_those_of_the_board(report: Report) -> None:
    found = {each.code: each.value for each in report.figures}
    assert found["orders"] == 240
    assert found["gmv_minor"] == 240 * 9900
    assert found["viewers_peak"] == 819
    assert found["cvr"] == pytest.approx(240 / 7200)
    page = render(report, "en", EAST, ENDED)
    assert "¥23,760.00" in page and "3.3 %" in page


def test_what_nobody_told_is_a_dash_and_is_named_as_missing() -> None:
    bare = build(ABOUT, board_of([Sheet(BEGAN, "SKU1", label="shirt"), Gauge(BEGAN, "viewers", 5)]))
    assert {each.code for each in bare.figures if each.value is None} >= {"orders", "cvr", "ctr", "gmv_minor"}
    page = render(bare, "zh", EAST, ENDED)
    assert "没有数据源提供订单" in page and "没有数据源提供点击" in page
    assert "0.0 %" not in page


def test_an_airing_of_which_nothing_is_known_has_a_report_all_the_same() -> None:
    for tongue in LANGUAGES:
        tags_of(render(build(replace(ABOUT, ended_ms=None), Board(BEGAN)), tongue, EAST, ENDED))


def test_private_words_are_nowhere_in_it(report: Report) -> None:
    assert "between us" not in render(report, "en", EAST, ENDED)
    assert b"between us" not in b"".join(text(rows) for rows in tables(report, "en", EAST).values())


def test_a_demonstration_says_that_it_is_one() -> None:
    for kind, words in (("demo", "nobody sold"), ("replay", "another day")):
        assert words in render(whole_report(replace(ABOUT, kind=kind)), "en", EAST, ENDED)
    assert "nobody sold" not in render(whole_report(), "en", EAST, ENDED)


def test_what_is_no_live_airing_stands_beside_no_other() -> None:
    demo = whole_report(replace(ABOUT, kind="demo"))
    page = render(demo, "en", EAST, ENDED)
    assert "All live airings" not in page and "▲" not in page and page.count("<b>This airing</b>") == 1
    assert len(tables(demo, "en", EAST)["effect"]) == 2 and len(tables(whole_report(), "en", EAST)["effect"]) == 3


def test_what_is_over_is_judged_once_and_the_pool_more_strictly(report: Report) -> None:
    (line,) = report.rules
    assert (line.here.level, line.pool.level) == (0.95, 0.995)
    assert line.pool.verdict == "helps" and line.here.verdict == "unknown"
    assert rule_lines(None, [], campaign(30))[0].pool.level == 0.995
    running = replace(ABOUT, ended_ms=None)
    assert rule_lines(running, campaign(30), [])[0].here.level == 0.995


def test_peoples_cues_are_counted_before_and_after_with_a_caveat(report: Report) -> None:
    first = report.manual[0]
    assert (first.orders_before, first.orders_after) == (10, 10)
    assert (first.clicks_before, first.clicks_after) == (300, 300)
    assert "One moment cannot show cause" in render(report, "en", EAST, ENDED)
    assert "单独一个时刻说明不了因果" in render(report, "zh", EAST, ENDED)


def test_the_timeline_adds_up_and_its_drawing_is_well_formed(report: Report) -> None:
    series = report.timeline
    assert sum(value or 0 for value in series.orders) == 240
    assert series.steps <= 150 and series.step_ms % 60_000 == 0
    titles = {"viewers": "v", "orders": "o", "comments": EVIL, "cues": EVIL}
    root = ElementTree.fromstring(chart.timeline(series, report.cues, titles, EAST))
    assert len([line for line in root.findall(".//line") if "cue" in line.get("class", "")]) == 4
    assert [link.get("href") for link in root.findall(".//a")] == ["#cue-1", "#cue-2", "#cue-3"]  # the fourth: no room
    assert not root.findall(".//script")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.none() | st.integers(0, 2**40), max_size=200),
    st.lists(st.integers(0, 10**6), max_size=200),
    st.lists(st.integers(-(10**6), 10**8), max_size=60),
)
def test_any_series_can_be_drawn(viewers: list[int | None], orders: list[int], cues: list[int]) -> None:
    series = Timeline(BEGAN, 60_000, tuple(viewers), tuple(orders))
    lines = [CueLine(BEGAN + at_ms, str(at_ms), at_ms % 2 == 0, "") for at_ms in cues]
    titles = dict.fromkeys(("viewers", "orders", "comments", "cues"), "t")
    drawn = chart.timeline(series, lines, titles, EAST)
    assert not drawn if not series.steps else ElementTree.fromstring(drawn) is not None
    assert "nan" not in drawn and "inf" not in drawn
    chart.spark(orders)


@given(st.none() | st.floats(0, 100), st.none() | st.floats(0, 1000), st.none() | st.floats(0, 1000))
def test_any_range_can_be_drawn(low: float | None, high: float | None, ratio: float | None) -> None:
    drawn = chart.forest(low, high, ratio, "unknown", EVIL)
    assert ElementTree.fromstring(drawn) is not None
    assert "nan" not in drawn and "inf" not in drawn


def test_tables_open_in_a_spreadsheet(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(report, "zh", EAST, ENDED))) as folder:
        files = {name: folder.read(name) for name in folder.namelist()}
    assert set(files) == {f"{name}.csv" for name in tables(report, "zh", EAST)}
    for content in files.values():
        assert content.startswith(BOM.encode()) and b"\r\n" in content
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1, rows[0]
    products = list(csv.DictReader(io.StringIO(files["products.csv"].decode("utf-8-sig"))))
    assert (products[0]["商品编号"], products[0]["订单"], products[0]["价格"]) == ("SKU1", "240", "99.00")
    timeline = list(csv.reader(io.StringIO(files["timeline.csv"].decode("utf-8-sig"))))
    assert timeline[1][0] == "2023-11-15 06:13:00"


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_headings_are_words_for_people_and_no_two_are_alike(report: Report, tongue: str) -> None:
    for name, (heading, *_) in tables(report, tongue, EAST).items():
        assert len(set(heading)) == len(heading), name
        assert not [each for each in heading if "_" in str(each)], name
        if tongue == "zh":
            assert not [each for each in heading if re.fullmatch(r"[a-z .]+", str(each))], name


def test_values_are_words_for_people_too(report: Report) -> None:
    heading, here, pool = tables(report, "zh", EAST)["effect"]
    told = dict(zip(heading, pool, strict=True))
    assert (told["规则"], told["范围"], told["结论"]) == ("高频提问", "至今全部直播", "有帮助")
    assert dict(zip(heading, here, strict=True))["范围"] == "本场直播"
    heading, question = tables(report, "en", EAST)["questions"]
    told = dict(zip(heading, question, strict=True))
    assert (told["product"], told["product id"], told["host was told"]) == ("亚麻衬衫", "SKU1", "yes")
    heading, spoken, *_ = tables(report, "en", EAST)["cues"]
    told = dict(zip(heading, spoken, strict=True))
    assert (told["rule"], told["product"], told["product id"]) == ("frequent question", "亚麻衬衫", "SKU1")
    assert (told["hosts"], told["host ids"], told["heard"]) == ("Anna; 美", "anna; mei", "Anna 100 %; 美 71.5 %")


def test_programs_are_given_headings_and_codes_that_no_language_changes(report: Report) -> None:
    english, chinese = (tables(report, tongue, EAST, codes=True) for tongue in LANGUAGES)
    for name, (heading, *rows) in english.items():
        assert heading == chinese[name][0] and all(re.fullmatch(r"[a-z][a-z0-9_]*", str(each)) for each in heading)
        assert [len(row) for row in rows] == [len(heading)] * len(rows)
    effect = dict(zip(chinese["effect"][0], chinese["effect"][2], strict=True))
    assert (effect["rule"], effect["scope"], effect["per"], effect["verdict"]) == ("question", "all", "clicks", "helps")
    cues = [dict(zip(chinese["cues"][0], row, strict=True)) for row in chinese["cues"][1:]]
    assert [each["who"] for each in cues] == ["assistant", "林导", "Ana", "operator"]
    assert cues[0]["rule"] == "question" and cues[0]["host_ids"] == "anna; mei"
    with zipfile.ZipFile(io.BytesIO(archive(report, "zh", EAST, ENDED, codes=True))) as folder:
        assert folder.read("timeline.csv").decode("utf-8-sig").startswith("time,viewers,orders,comments\r\n")


def test_tables_give_no_verdict_on_what_is_always_spoken() -> None:
    lines = rule_lines(ABOUT, campaign(9, rule="stock_low"), campaign(80, 2.5, rule="stock_low"))
    for codes, verdict in ((True, "always"), (False, "always spoken")):
        rows = tables(build(ABOUT, Board(BEGAN), (), lines), "en", EAST, codes=codes)["effect"][1:]
        assert [(row[-2], str(row[-1])[:13]) for row in rows] == [(verdict, "Always spoken")] * 2


def test_hosts_are_called_by_their_labels_and_told_apart_where_those_are_alike(report: Report) -> None:
    assert "<div>Anna " in render(report, "en", EAST, ENDED)
    called = names_apart({"anna": "Anna", "mei": "美", "h-2": " anna", "gone": ""})
    assert called == {"anna": "Anna (anna)", "mei": "美", "h-2": "anna (h-2)", "gone": "gone"}


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_no_cell_is_a_formula(written: str) -> None:
    content = text([[written, 5, -5, 0.25, None]]).decode("utf-8-sig")
    assert not written or content.lstrip('"')[0] not in "=+-@\t\r" or written[0] == '"'


def test_numbers_stay_numbers_in_tables() -> None:
    assert text([[-5, 0.25, 1234567.0, None]]).decode("utf-8-sig") == "-5,0.25,1234567,\r\n"


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [(123456, "CNY", "¥1,234.56"), (123456, "VND", "₫123,456"), (123456, "KWD", "KWD 123.456"), (None, "USD", "–")],
)
def test_money_is_in_its_own_minor_unit(minor: int | None, currency: str, said: str) -> None:
    assert money(minor, currency) == said


def test_moments_are_told_in_the_zone_of_the_studio() -> None:
    assert clock(BEGAN, EAST) == "06:13" and clock(BEGAN, EAST, seconds=True) == "06:13:20"
    assert zone_name(BEGAN, EAST) == "UTC+08:00"
    assert length(5_525_000) == "1:32:05"
    assert (percent(0.0612), shown("count", 1234), shown("decimal", 2.25)) == ("6.1 %", "1,234", "2.2")
