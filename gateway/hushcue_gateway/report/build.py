"""A report from what is known of an airing: its board, its cues, its moments. Pure."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

from ..effect.estimate import estimate
from ..effect.moment import Moment
from ..effect.verdict import Look
from ..rules.opportunity import RULES
from ..showdata.board import Board, Product
from ..showdata.buckets import BUCKET_MS
from ..showdata.formulas import FORMULAS, Window
from .report import (
    About,
    Around,
    Both,
    CueLine,
    Figure,
    ProductLine,
    QuestionLine,
    Report,
    RuleLine,
    Timeline,
)
from .words import WORDS

MINUTE_MS = 60_000
AROUND_MS = 300_000
MOST_STEPS = 150
SPARK_STEPS = 48
MOST_MANUAL = 50
RATIOS = ("cvr", "ctr", "aov_minor", "gpm_minor")
KINDS = {"cvr": "percent", "ctr": "percent", "aov_minor": "money", "gpm_minor": "money", "gmv_minor": "money"}


def build(
    about: About,
    board: Board,
    cues: Sequence[CueLine] = (),
    rules: Sequence[RuleLine] = (),
    questions: Sequence[QuestionLine] = (),
    missing: Sequence[Both] = (),
) -> Report:
    """rules: of ``rule_lines``. missing: what else could not be told."""
    steps = build_in_steps(about, board, cues, rules, questions, missing)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            report: Report = done.value
            return report


def build_in_steps(
    about: About,
    board: Board,
    cues: Sequence[CueLine] = (),
    rules: Sequence[RuleLine] = (),
    questions: Sequence[QuestionLine] = (),
    missing: Sequence[Both] = (),
) -> Generator[None, None, Report]:
    """The same, a piece of at most some milliseconds at a time: the board of an airing that is on belongs to the event
    loop, and nobody's key may wait for a report."""
    cues = sorted((replace(cue, text="") if cue.private else cue for cue in cues), key=lambda cue: cue.at_ms)
    room = figures(board, about)
    yield
    timeline = timeline_of(board, about)
    yield
    products = []
    for product in tuple(board.products.values()):
        products.append(product_line(board, product, about))
        yield
    counted = []
    for cue in [cue for cue in cues if not cue.assistant][:MOST_MANUAL]:
        counted.append(around(board, cue))
        yield
    return Report(
        about,
        room,
        timeline,
        tuple(sorted(products, key=_most_sold)),
        tuple(sorted(questions, key=lambda each: -each.users)),
        tuple(cues),
        tuple(counted),
        tuple(rules),
        (*_missing(board, about), *missing),
    )


def figures(board: Board, about: About) -> tuple[Figure, ...]:
    """Of the room, from beginning to end."""
    window = Window(board, "", about.began_ms, about.until_ms)
    currency = board.currency()
    peak = board.reading("viewers_peak")
    seen = [value for value in board.series("viewers", "", about.began_ms, about.until_ms) if value is not None]
    found = [
        Figure("gmv_minor", FORMULAS["gmv_minor"](window), "money", _formula("gmv_minor"), currency),
        Figure("orders", window.count("orders"), "count"),
        Figure("units", window.count("units"), "count"),
        Figure("viewers_peak", peak.value if peak else None, "count"),
        Figure("viewers_mean", sum(seen) / len(seen) if seen else None, "count", WORDS.both("formula_viewers_mean")),
        Figure("comments", window.count("comments"), "count"),
    ]
    found += [Figure(code, FORMULAS[code](window), KINDS[code], _formula(code), currency) for code in RATIOS]
    extra = (Figure(what, window.count(what), "count") for what in ("views", "follows", "likes", "shares", "refunds"))
    return (*found, *(each for each in extra if each.value is not None))


def timeline_of(board: Board, about: About) -> Timeline:
    """In at most MOST_STEPS steps of whole minutes."""
    from_ms = about.began_ms // MINUTE_MS * MINUTE_MS
    minutes = max(1, -(-(about.until_ms - from_ms) // MINUTE_MS))
    step_ms = -(-minutes // MOST_STEPS) * MINUTE_MS
    per = step_ms // BUCKET_MS
    end_ms = from_ms + -(-minutes * MINUTE_MS // step_ms) * step_ms

    def ten(what: str) -> list[int | None]:
        return board.series(what, "", from_ms, end_ms)[: (end_ms - from_ms) // BUCKET_MS] if board.known(what) else []

    def summed(what: str) -> tuple[int | None, ...]:
        return tuple(sum(value or 0 for value in each) for each in _steps(ten(what), per))

    viewers = tuple(each[-1] for each in _steps(ten("viewers"), per))
    return Timeline(from_ms, step_ms, viewers, summed("orders"), summed("comments"))


def product_line(board: Board, product: Product, about: About) -> ProductLine:
    """From beginning to end."""
    window = Window(board, product.id, about.began_ms, about.until_ms)
    stock = board.reading("stock", product.id)
    return ProductLine(
        product.id,
        product.label,
        product.slot,
        product.price_minor,
        product.currency or board.currency(product.id),
        window.count("impressions"),
        window.count("clicks"),
        window.count("orders"),
        window.count("units"),
        _whole(window.money_minor()),
        FORMULAS["ctr"](window),
        FORMULAS["cvr"](window),
        stock.value if stock else None,
        board.stock_first(product.id),
        _spark(board, product.id, about),
    )


def around(board: Board, cue: CueLine) -> Around:
    """Orders and clicks of the room, five minutes before and after. Counted, not judged."""
    at_ms = cue.at_ms // BUCKET_MS * BUCKET_MS
    before, after = (at_ms - AROUND_MS, at_ms), (at_ms, at_ms + AROUND_MS)
    counts = [
        board.count(what, "", *span) if board.known(what) else None
        for what in ("orders", "clicks")
        for span in (before, after)
    ]
    return Around(cue, *counts)


def rule_lines(about: About | None, moments: Sequence[Moment], pool: Sequence[Moment]) -> list[RuleLine]:
    """Every rule that found something in this airing (``moments``) or in any (``pool``). What is over and is looked at
    once is judged as such; the pool, which grows with every airing and is looked at after each, by the stricter range.
    about: None: of no airing in particular. Not for the event loop: it takes a while."""
    over = about is not None and about.ended_ms is not None
    look: Look = "end" if over else "live"
    lines = []
    for rule in RULES:
        here = [each for each in moments if each.rule == rule]
        there = [each for each in pool if each.rule == rule]
        if here or there:
            held = sum(each.assigned == "hold" for each in here)
            airings = len({each.airing for each in there})
            lines.append(RuleLine(rule, len(here), held, estimate(here, look), estimate(there, "live"), airings))
    return lines


def _missing(board: Board, about: About) -> list[Both]:
    told: list[Both] = [
        WORDS.both("missing_" + what) for what in ("orders", "clicks", "viewers", "views") if not board.known(what)
    ]
    if board.products and not any(board.known("stock", product) for product in board.products):
        told.append(WORDS.both("missing_stock"))
    if board.beyond:
        told.append(WORDS.both("missing_beyond", count=board.beyond))
    for name, sight in board.sources().items():
        if name != "manual" and sight.is_stale(about.until_ms):
            minutes = max(1, (about.until_ms - sight.last_ms) // MINUTE_MS)
            told.append(WORDS.both("missing_source", src=name, minutes=minutes))
    if about.ended_ms is None:
        told.append(WORDS.both("missing_end"))
    return told


def _most_sold(line: ProductLine) -> tuple[int, int, int, str]:
    return -(line.gmv_minor or 0), -(line.orders or 0), line.slot or 10_000, line.label


def _spark(board: Board, product: str, about: About) -> tuple[int, ...]:
    if not board.known("orders", product):
        return ()
    ten = board.series("orders", product, about.began_ms, about.until_ms)
    return tuple(sum(value or 0 for value in each) for each in _steps(ten, -(-len(ten) // SPARK_STEPS) or 1))


def _steps(values: Sequence[int | None], per: int) -> list[Sequence[int | None]]:
    return [values[place : place + per] for place in range(0, len(values), per)]


def _formula(code: str) -> Mapping[str, str]:
    return {"en": FORMULAS[code].en, "zh": FORMULAS[code].zh}


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
