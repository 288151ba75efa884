"""A report's tables as CSV (RFC 4180) for spreadsheets, in one ZIP.

UTF-8 with a byte order mark, by which Excel knows it; numbers plain, so that they stay numbers; a text that a
spreadsheet would run as a formula is shown as text.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

from hushcue_words import Catalogue

from ..effect.sentence import rates, rule_name, sentence
from ..effect.words import WORDS as EFFECT_WORDS
from ..rules.opportunity import NEVER_HELD
from .format import digits_of, iso
from .report import Figure, Heard, Report
from .words import WORDS

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = Sequence[object]


COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "room": (
        ("code", "col_code"), ("figure", "col_figure"), ("value", "col_value"), ("currency", "col_currency"),
        ("formula", "method_formulas"),
    ),
    "timeline": (
        ("time", "col_time"), ("viewers", "axis_viewers"), ("orders", "col_orders"), ("comments", "comments"),
    ),
    "products": (
        ("product_id", "col_product_id"), ("product", "col_product"), ("slot", "col_slot"), ("price", "col_price"),
        ("currency", "col_currency"), ("impressions", "col_impressions"), ("clicks", "col_clicks"),
        ("orders", "col_orders"), ("units", "col_units"), ("sales", "col_gmv"), ("ctr", "col_ctr"), ("cvr", "col_cvr"),
        ("stock", "col_stock"),
    ),
    "questions": (
        ("topic", "col_topic"), ("product", "col_product"), ("product_id", "col_product_id"),
        ("viewers", "col_users"), ("example", "col_example"), ("first_at", "col_first"), ("told", "col_told"),
    ),
    "cues": (
        ("number", "col_number"), ("time", "col_time"), ("who", "col_who"), ("rule", "col_rule"),
        ("product", "col_product"), ("product_id", "col_product_id"), ("text", "col_what"), ("hosts", "col_hosts"),
        ("host_ids", "col_host_ids"), ("heard", "col_heard"), ("cue_id", "col_cue_id"),
    ),
    "effect": (
        ("rule", "col_rule"), ("scope", "col_scope"), ("n_spoken", "col_n_spoken"), ("n_silent", "col_n_silent"),
        ("orders_spoken", "col_orders_spoken"), ("orders_silent", "col_orders_silent"), ("per", "col_per"),
        ("exposure_spoken", "col_exposure_spoken"), ("exposure_silent", "col_exposure_silent"),
        ("rate_spoken", "col_rate_spoken"), ("rate_silent", "col_rate_silent"), ("ratio", "col_ratio"),
        ("low", "col_low"), ("high", "col_high"), ("level", "col_level"), ("phi", "col_phi"),
        ("verdict", "col_verdict"), ("sentence", "col_sentence"),
    ),
    "around": (
        ("time", "col_time"), ("who", "col_who"), ("orders_before", "col_orders_before"),
        ("orders_after", "col_orders_after"), ("clicks_before", "col_clicks_before"),
        ("clicks_after", "col_clicks_after"),
    ),
}  # fmt: skip
"""Table -> its columns: what programs call each, and the code of what people do. The first stay as they are."""


def archive(report: Report, tongue: str, zone: tzinfo, now_ms: int, *, codes: bool = False) -> bytes:
    """All tables, the files' names the same in every language. See ``tables``."""
    sink = io.BytesIO()
    moment = datetime.fromtimestamp(now_ms / 1000, zone).timetuple()[:6]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, rows in tables(report, tongue, zone, codes=codes).items():
            folder.writestr(zipfile.ZipInfo(f"{name}.csv", moment), text(rows), zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def tables(report: Report, tongue: str, zone: tzinfo, *, codes: bool = False) -> dict[str, list[Row]]:
    """Name -> rows, the first of which are headings, in "en" or "zh". codes: headings, and values that are one of a
    few, as programs know them; whole sentences are in the language all the same."""

    def say(code: str) -> str:
        return WORDS.say_in(tongue, code, {})

    def one_of(code: str, words: Catalogue = WORDS, prefix: str = "") -> str:
        return code if codes or prefix + code not in words else words.say_in(tongue, prefix + code, {})

    def rule(code: str) -> str:
        return code if codes or not code else rule_name(code, tongue)

    names = {line.id: line.label for line in report.products}
    rows: dict[str, list[Row]] = {
        "room": [
            [each.code, say(each.code), _figure(each), each.currency if each.kind == "money" else "",
             (each.formula or {}).get(tongue, "")]
            for each in report.figures
        ],
        "timeline": [
            [iso(report.timeline.from_ms + place * report.timeline.step_ms, zone),
             *(_at(getattr(report.timeline, what), place) for what in ("viewers", "orders", "comments"))]
            for place in range(report.timeline.steps)
        ],
        "products": [
            [each.id, each.label, each.slot or "", _money(each.price_minor, each.currency), each.currency,
             each.impressions, each.clicks, each.orders, each.units, _money(each.gmv_minor, each.currency),
             _share(each.ctr), _share(each.cvr), each.stock]
            for each in report.products
        ],
        "questions": [
            [each.label.get(tongue, ""), names.get(each.product, each.product), each.product, each.users, each.example,
             iso(each.first_ms, zone), one_of("yes" if each.told else "no")]
            for each in report.questions
        ],
        "cues": [
            [number, iso(each.at_ms, zone), each.who or one_of("assistant" if each.assistant else "operator"),
             rule(each.rule), names.get(each.product, each.product), each.product, each.text,
             "; ".join(one.name for one in each.heard), "; ".join(one.host for one in each.heard),
             "; ".join(map(_heard, each.heard)), each.id]
            for number, each in enumerate(report.cues, 1)
        ],
        "effect": [
            [rule(line.rule), one_of(scope, prefix="scope_"), found.n_sent, found.n_held, found.orders_sent,
             found.orders_held, one_of(found.basis, prefix="per_"), found.exposure_sent, found.exposure_held,
             *rates(found), found.ratio, found.low, found.high, found.level, found.phi,
             *(
                 (one_of("always"), say("never_held"))
                 if line.rule in NEVER_HELD
                 else (one_of(found.verdict, EFFECT_WORDS), sentence(found, tongue))
             )]
            for line in report.rules
            for scope, found in (("airing", line.here), ("all", line.pool))
            if scope == "airing" or not report.about.demo
        ],
        "around": [
            [iso(each.cue.at_ms, zone), each.cue.who or one_of("operator"), each.orders_before, each.orders_after,
             each.clicks_before, each.clicks_after]
            for each in report.manual
        ],
    }  # fmt: skip
    return {
        name: [[column if codes else say(word) for column, word in columns], *rows[name]]
        for name, columns in COLUMNS.items()
    }


def text(rows: Iterable[Row]) -> bytes:
    """As a spreadsheet opens it."""
    sink = io.StringIO()
    writer = csv.writer(sink)
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return (BOM + sink.getvalue()).encode()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _heard(one: Heard) -> str:
    return one.name if one.percent is None else f"{one.name} {one.percent:g} %"


def _figure(figure: Figure) -> object:
    if figure.kind == "money":
        return _money(figure.value, figure.currency)
    return figure.value if figure.value is None or figure.kind != "count" else round(figure.value)


def _money(minor: float | None, currency: str) -> str | None:
    """Plain, in whole units: 1234.50."""
    digits = digits_of(currency)
    return None if minor is None else f"{minor / 10**digits:.{digits}f}"


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 5)


def _at(values: Sequence[int | None], place: int) -> int | None:
    return values[place] if place < len(values) else None
