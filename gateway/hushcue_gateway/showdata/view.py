"""A board as screens show it: the sections "board" and "products" of the live document. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .buckets import BUCKET_MS
from .fact import MANUAL
from .formulas import FORMULAS, MINUTE_MS, Window, money_state

if TYPE_CHECKING:
    from .airing import Airing
    from .board import Board, Reading
    from .product import Product

TIMELINE_MS = 30 * MINUTE_MS
SPARK_MINUTES = 30
STALE_MS = 120_000
TIMELINE = ("viewers", "orders", "comments")
READ = ("viewers", "viewers_peak", "likes", "follows", "shares", "views", "orders", "comments")
"""Numbers of the room that are told as they are."""
RATIOS = {
    "comments_per_min": "comments",
    "orders_per_min": "orders",
    "gmv_minor": "orders",
    "ctr": "clicks",
    "cvr": "orders",
    "aov_minor": "orders",
    "gpm_minor": "orders",
}
"""And those that are worked out, with the raw number whose age is theirs."""
AGELESS = frozenset({"viewers_peak"})
DIGITS = 5


def iso(at_ms: int) -> str:
    """As the interface writes moments."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def document_of(airing: Airing, board: Board, now_ms: int) -> dict[str, Any]:
    """The whole: the airing beside what ``view_of`` tells."""
    about = {"id": airing.id, "kind": airing.kind, "title": airing.title, "speed": airing.speed}
    times = {"began": iso(airing.began_ms), "now": iso(now_ms)}
    view = board.view(now_ms)
    return {"board": {"airing": {**about, **times}, **view["board"]}, "products": view["products"]}


def view_of(board: Board, now_ms: int) -> dict[str, Any]:
    """See ``Board.view``. now_ms: show time."""
    return {
        "board": {
            "on_air": board.on_air,
            "quiet": board.quiet,
            "scene": board.scene,
            "pinned": board.pinned,
            "numbers": numbers(board, now_ms),
            "formulas": {code: {"en": formula.en, "zh": formula.zh} for code, formula in FORMULAS.items()},
            "sources": {
                src: {
                    "last": iso(sight.last_ms),
                    "stale": src != MANUAL and sight.is_stale(now_ms),
                    "facts": sight.facts,
                }
                for src, sight in board.sources().items()
            },
            "minute": minute(board, now_ms),
        },
        "products": {product.id: _seen(board, product, now_ms) for product in board.products.values()},
    }


def _seen(board: Board, product: Product, now_ms: int) -> dict[str, Any]:
    """The same as a moment ago, where nothing was told of it and nothing of it fades with time."""
    fades = now_ms // BUCKET_MS if board.known("orders", product.id) else 0
    state = (board.touched(product.id), fades, product.id == board.pinned)
    before = board.seen.get(product.id)
    if before is None or before[0] != state:
        before = board.seen[product.id] = (state, product_view(board, product, now_ms))
    return {**before[1]}


def numbers(board: Board, now_ms: int) -> dict[str, dict[str, Any]]:
    """Of the room: {code: {"value", "at", "src", "stale"}}; "value" is null where a raw number is unknown."""
    shown = {what: _number(board, board.reading(what), what, now_ms) for what in READ}
    window = Window(board, "", board.began_ms, now_ms)
    for code, raw in RATIOS.items():
        shown[code] = _number(board, board.reading(raw), raw, now_ms)
        shown[code]["value"] = rounded(FORMULAS[code](window))
    shown["gmv_minor"].update(currency=board.currency(), state=money_state(board))
    for code in ("aov_minor", "gpm_minor"):
        shown[code]["currency"] = board.currency()
    return shown


def minute(board: Board, now_ms: int) -> dict[str, Any]:
    """The last half hour in steps of ten seconds: {"from", "step_ms", "viewers": [...], "orders", "comments"}. Only
    steps that are over, and the same until the next one is: whoever draws it would be sent all of it every second."""
    bucket = now_ms // BUCKET_MS
    if board.drawn[0] != bucket:
        since_ms = max(board.began_ms, now_ms - TIMELINE_MS)
        over = bucket - since_ms // BUCKET_MS
        values = {what: board.series(what, "", since_ms, bucket * BUCKET_MS)[:over] for what in TIMELINE}
        board.drawn = (bucket, {"from": iso(since_ms // BUCKET_MS * BUCKET_MS), "step_ms": BUCKET_MS, **values})
    return {**board.drawn[1]}


def product_view(board: Board, product: Product, now_ms: int) -> dict[str, Any]:
    """A line of the product table."""
    window = Window(board, product.id, board.began_ms, now_ms)
    stock = board.reading("stock", product.id)
    return {
        "label": product.label,
        "slot": product.slot,
        "price_minor": product.price_minor,
        "currency": product.currency or board.currency(product.id),
        "stock": stock.value if stock else None,
        "stock_at": iso(stock.at_ms) if stock else None,
        "stock_low": product.stock_low,
        "stock_first": board.stock_first(product.id),
        "pinned": product.id == board.pinned,
        **{what: window.count(what) for what in ("impressions", "clicks", "orders", "units")},
        "gmv_minor": window.money_minor(),
        **{code: rounded(FORMULAS[code](window)) for code in ("ctr", "cvr", "orders_per_min", "minutes_left")},
        "spark": spark(board, product.id, now_ms),
        "offer_ends": iso(product.offer_ends_at_ms) if product.offer_ends_at_ms else None,
        "keywords": list(product.keywords),
    }


def spark(board: Board, product: str, now_ms: int) -> list[int]:
    """Orders in each of the last 30 minutes, the newest last."""
    if not board.known("orders", product):
        return [0] * SPARK_MINUTES
    step = MINUTE_MS // BUCKET_MS
    ten = board.series("orders", product, now_ms - SPARK_MINUTES * MINUTE_MS, now_ms)[-SPARK_MINUTES * step :]
    return [sum(each or 0 for each in ten[place : place + step]) for place in range(0, SPARK_MINUTES * step, step)]


def rounded(value: float | None) -> float | None:
    """Enough of it for people."""
    return None if value is None else round(value, DIGITS)


def _number(board: Board, reading: Reading | None, what: str, now_ms: int) -> dict[str, Any]:
    if reading is None:
        return {"value": None, "at": None, "src": None, "stale": False}
    # An event that is rare is not stale: its source may well be here. A measured value that is not repeated is.
    sight = board.sources().get(reading.src)
    silent = sight is not None and reading.src != MANUAL and sight.is_stale(now_ms)
    old = now_ms - reading.at_ms > STALE_MS and what not in AGELESS and what == "viewers"
    return {"value": reading.value, "at": iso(reading.at_ms), "src": reading.src, "stale": silent or old}
