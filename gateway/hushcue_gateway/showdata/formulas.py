"""Ratios, each with its formula as people read it. Counted, never stored; null where a raw number is unknown, never 0.

Platforms mean different things by one name: what is meant here stands beside the number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .board import Board

MINUTE_MS = 60_000
RATE_MS = 2 * MINUTE_MS
"""Of "per minute": over so long."""
SELL_OUT_MS = 5 * MINUTE_MS
MOST_MINUTES_LEFT = 600.0


@dataclass(frozen=True, slots=True)
class Window:
    """Of a board and a product ("" is the room): from ``since_ms`` to ``now_ms``, show time."""

    board: Board
    product: str
    since_ms: int
    now_ms: int

    def count(self, what: str) -> int | None:
        """None: nobody tells it."""
        if not self.board.known(what, self.product):
            return None
        return self.board.count(what, self.product, self.since_ms, self.now_ms)

    def money_minor(self) -> int | None:
        """Of paid orders in the main currency; of placed ones, where nobody tells what is paid."""
        currency = self.board.currency(self.product)
        if not currency:
            return None
        state = money_state(self.board)
        return self.board.money_minor(currency, self.product, self.since_ms, self.now_ms, state)

    def per_minute(self, what: str) -> float | None:
        """Over the last RATE_MS, or since the airing began."""
        since_ms = max(self.now_ms - RATE_MS, self.board.began_ms)
        span_ms = self.board.span_ms(since_ms, self.now_ms)
        if not self.board.known(what, self.product):
            return None
        # A minute that is not over yet is one minute: two orders in the first second are not a hundred a minute.
        return self.board.count(what, self.product, since_ms, self.now_ms) * MINUTE_MS / max(span_ms, MINUTE_MS)


@dataclass(frozen=True, slots=True)
class Formula:
    """needs: what must be known of the room or product, else ``value`` is not asked and the answer is None."""

    en: str
    zh: str
    needs: tuple[str, ...]
    value: Callable[[Window], float | None]

    def __call__(self, window: Window) -> float | None:
        if not all(window.board.known(what, window.product) for what in self.needs):
            return None
        return self.value(window)


def money_state(board: Board) -> str:
    """ "paid" where any source tells what is paid, else "created": of which orders the money is."""
    currency = board.currency()
    paid = board.money_minor(currency, "", 0, board.newest_ms, "paid") if currency else 0
    return "paid" if paid else "created"


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _minutes_left(window: Window) -> float | None:
    stock = window.board.reading("stock", window.product)
    since_ms = max(window.now_ms - SELL_OUT_MS, window.board.began_ms)
    span_ms = window.board.span_ms(since_ms, window.now_ms)
    units = window.board.count("units", window.product, since_ms, window.now_ms)
    if stock is None or not units:
        return None
    left = stock.value * max(span_ms, MINUTE_MS) / MINUTE_MS / units
    return left if left <= MOST_MINUTES_LEFT else None


def _gpm(window: Window) -> float | None:
    money, views = window.money_minor(), window.count("views")
    return money * 1000 / views if money is not None and views else None


FORMULAS: Mapping[str, Formula] = {
    "ctr": Formula(
        "CTR = clicks ÷ impressions, since the show began",
        "点击率 = 点击数 ÷ 曝光数（开播至今）",
        ("clicks", "impressions"),
        lambda window: _ratio(window.count("clicks"), window.count("impressions")),
    ),
    "cvr": Formula(
        "CVR = orders ÷ clicks, since the show began",
        "转化率 = 订单数 ÷ 点击数（开播至今）",
        ("orders", "clicks"),
        lambda window: _ratio(window.count("orders"), window.count("clicks")),
    ),
    "gmv_minor": Formula(
        "GMV = money of paid orders (of orders placed, where no source tells payments), refunds not taken off",
        "成交额 = 已支付订单金额（数据源不提供支付状态时按下单金额），未扣除退款",
        ("orders",),
        Window.money_minor,
    ),
    "aov_minor": Formula(
        "average order = GMV ÷ orders",
        "客单价 = 成交额 ÷ 订单数",
        ("orders",),
        lambda window: _ratio(window.money_minor(), window.count("orders")),
    ),
    "gpm_minor": Formula(
        "GPM = GMV × 1000 ÷ views",
        "千次观看成交额 = 成交额 × 1000 ÷ 观看次数",
        ("orders", "views"),
        _gpm,
    ),
    "orders_per_min": Formula(
        "orders of the last 2 minutes ÷ 2",
        "每分钟订单 = 最近 2 分钟订单数 ÷ 2",
        ("orders",),
        lambda window: window.per_minute("orders"),
    ),
    "comments_per_min": Formula(
        "comments of the last 2 minutes ÷ 2",
        "每分钟评论 = 最近 2 分钟评论数 ÷ 2",
        ("comments",),
        lambda window: window.per_minute("comments"),
    ),
    "minutes_left": Formula(
        "minutes to sell-out = stock ÷ units sold per minute over the last 5 minutes",
        "售罄倒计时（分钟）= 库存 ÷ 最近 5 分钟每分钟售出件数",
        ("stock",),
        _minutes_left,
    ),
}
