"""A report's tables as CSV (RFC 4180) for spreadsheets, in one ZIP.

UTF-8 with a byte order mark, by which Excel knows it; numbers plain, so that they stay numbers; a text that a
spreadsheet would run as a formula is shown as text.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from ..effect.sentence import rates, sentence
from .format import digits_of, iso
from .report import Figure, Heard, Report
from .words import WORDS

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = Sequence[object]


def archive(report: Report, tongue: str, zone: tzinfo, now_ms: int) -> bytes:
    """All tables. The headings are in "en" or "zh"; the files' names are not."""
    sink = io.BytesIO()
    moment = datetime.fromtimestamp(now_ms / 1000, zone).timetuple()[:6]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, rows in tables(report, tongue, zone).items():
            folder.writestr(zipfile.ZipInfo(f"{name}.csv", moment), text(rows), zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def tables(report: Report, tongue: str, zone: tzinfo) -> dict[str, list[Row]]:
    """Name -> rows, the first of which are headings."""

    def say(*codes: str) -> list[str]:
        return [WORDS.say_in(tongue, code, {}) for code in codes]

    return {
        "room": [
            ["code", *say("col_figure", "col_value"), "currency", *say("method_formulas")],
            *(
                [each.code, *say(each.code), _figure(each), each.currency if each.kind == "money" else "",
                 (each.formula or {}).get(tongue, "")]
                for each in report.figures
            ),
        ],
        "timeline": [
            say("col_time", "axis_viewers", "col_orders", "comments"),
            *(
                [iso(report.timeline.from_ms + place * report.timeline.step_ms, zone),
                 *(_at(getattr(report.timeline, what), place) for what in ("viewers", "orders", "comments"))]
                for place in range(report.timeline.steps)
            ),
        ],
        "products": [
            ["id", *say("col_product"), "no.", *say("col_price"), "currency",
             *say("col_impressions", "col_clicks", "col_orders", "col_units", "col_gmv", "col_ctr", "col_cvr"),
             *say("col_stock")],
            *(
                [each.id, each.label, each.slot or "", _money(each.price_minor, each.currency), each.currency,
                 each.impressions, each.clicks, each.orders, each.units, _money(each.gmv_minor, each.currency),
                 _share(each.ctr), _share(each.cvr), each.stock]
                for each in report.products
            ),
        ],
        "questions": [
            say("col_topic", "col_product", "col_users", "col_example", "col_first", "col_told"),
            *(
                [each.label.get(tongue, ""), each.product, each.users, each.example, iso(each.first_ms, zone),
                 *say("yes" if each.told else "no")]
                for each in report.questions
            ),
        ],
        "cues": [
            ["no.", *say("col_time", "col_who", "col_rule", "col_product", "col_what", "col_heard"), "id"],
            *(
                [number, iso(each.at_ms, zone), each.who, each.rule, each.product, each.text,
                 "; ".join(map(_heard, each.heard)),
                 each.id]
                for number, each in enumerate(report.cues, 1)
            ),
        ],
        "effect": [
            [*say("col_rule"), "scope", "n_spoken", "n_silent", "orders_spoken", "orders_silent", "per",
             "exposure_spoken", "exposure_silent", "rate_spoken", "rate_silent", "ratio", "low", "high", "level", "phi",
             "verdict", "sentence"],
            *(
                [line.rule, scope, found.n_sent, found.n_held, found.orders_sent, found.orders_held, found.basis,
                 found.exposure_sent, found.exposure_held, *rates(found), found.ratio, found.low, found.high,
                 found.level, found.phi, found.verdict, sentence(found, tongue)]
                for line in report.rules
                for scope, found in (("airing", line.here), ("all", line.pool))
            ),
        ],
        "around": [
            [*say("col_time", "col_who"), "orders_before", "orders_after", "clicks_before", "clicks_after"],
            *(
                [iso(each.cue.at_ms, zone), each.cue.who, each.orders_before, each.orders_after, each.clicks_before,
                 each.clicks_after]
                for each in report.manual
            ),
        ],
    }  # fmt: skip


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
    return one.host if one.percent is None else f"{one.host} {one.percent:g} %"


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
