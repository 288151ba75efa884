"""Rows of a table as documents: what a dashboard exports, or a person types into a spreadsheet. Pure.

Columns are known by their names in the first row, English or Chinese; a column that nobody knows is left out, and said.
Counters and orders are taken as totals since the show began, which is what dashboards show; "clicks_delta" is how many
more. Money is written as people do ("19.90", "1,234.50"); "amount_minor" is in minor units.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..links.money import exponent_of
from .fact import COUNTERS

NAMES: Mapping[str, tuple[str, ...]] = {
    "t": ("t", "time", "timestamp", "时间", "時間", "统计时间"),
    "product": ("product", "product_id", "sku", "商品", "商品id", "商品编号", "商品編號"),
    "label": ("label", "product_name", "title", "商品名称", "商品名稱", "商品标题"),
    "slot": ("slot", "link", "链接", "链接号", "序号", "連結", "序號"),
    "price": ("price", "价格", "價格", "售价"),
    "currency": ("currency", "币种", "幣別", "货币"),
    "stock": ("stock", "inventory", "库存", "庫存", "剩余库存"),
    "viewers": ("viewers", "online", "在线人数", "在線人數", "实时在线人数"),
    "impressions": ("impressions", "曝光", "曝光数", "曝光次数", "商品曝光", "曝光數"),
    "clicks": ("clicks", "点击", "点击数", "点击次数", "商品点击", "點擊", "點擊數"),
    "carts": ("carts", "add_to_cart", "加购", "加购数", "加購"),
    "views": ("views", "观看", "观看次数", "观看数", "觀看次數"),
    "likes": ("likes", "点赞", "点赞数", "讚"),
    "shares": ("shares", "分享", "分享数", "分享數"),
    "follows": ("follows", "new_followers", "关注", "新增关注", "新增粉丝", "關注"),
    "orders": ("orders", "订单", "订单数", "成交订单数", "訂單", "訂單數"),
    "units": ("units", "件数", "成交件数", "件數"),
    "amount": ("amount", "gmv", "sales", "成交额", "成交金额", "销售额", "成交額"),
    "amount_minor": ("amount_minor", "gmv_minor"),
    "text": ("text", "comment", "评论", "评论内容", "留言"),
    "user": ("user", "user_id", "用户", "用户id", "用戶"),
    "lang": ("lang", "language", "语言", "語言"),
    "pinned": ("pinned", "讲解中", "正在讲解", "講解中"),
    "id": ("id", "编号", "編號"),
}
"""Ours -> what a column may be called."""
_OF: Mapping[str, str] = {name: ours for ours, names in NAMES.items() for name in names}
DELTA = "_delta"
DELIMITERS = ",;\t"
YES = frozenset({"1", "true", "yes", "y", "x", "是", "讲解中", "講解中"})
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([万萬wk]?)", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}(?!\d)")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
"""How exports keep a spreadsheet from taking an id for a number."""
_TIMES = {"": 1, "万": 10_000, "萬": 10_000, "w": 10_000, "k": 1_000}
MOST_ORDERS = 1_000
"""Told by one row; more is a mistake of the table."""


class BadCell(ValueError):
    """column: as the table calls it."""

    def __init__(self, column: str):
        super().__init__(column)
        self.column = column


@dataclass
class Table:
    """One table, row after row. totals: product -> where orders, units and money stood (a restart goes on with it)."""

    columns: dict[int, str]
    names: list[str]
    deltas: frozenset[str]
    unknown: tuple[str, ...] = ()
    delimiter: str = ","
    totals: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of_header(cls, line: str) -> Table | None:
        """By its first line; None where no column of it is known."""
        delimiter = max(DELIMITERS, key=line.count)
        names = next(csv.reader([line], delimiter=delimiter), [])
        columns: dict[int, str] = {}
        deltas, unknown = set(), []
        for place, name in enumerate(names):
            plain = name.strip().strip("\ufeff").lower().replace(" ", "_")
            ours = _OF.get(plain.removesuffix(DELTA))
            if ours is None or ours in columns.values():
                unknown.append(name.strip())
                continue
            columns[place] = ours
            if plain.endswith(DELTA):
                deltas.add(ours)
        if not columns.keys() or set(columns.values()) <= {"t", "id", "user", "lang", "currency"}:
            return None
        return cls(columns, names, frozenset(deltas), tuple(unknown), delimiter)

    def documents(self, row: Sequence[str], name: str) -> Iterator[dict[str, Any]]:
        """What a row tells. name: of this row and no other. Raises BadCell."""
        cells = {self.columns[place]: _bare(cell) for place, cell in enumerate(row) if place in self.columns}
        cells = {ours: cell for ours, cell in cells.items() if cell}
        common: dict[str, Any] = {"t": _moment(cells["t"])} if "t" in cells else {}
        name = cells.get("id", name)
        product = {"product": cells["product"]} if "product" in cells else {}
        try:
            if product:
                yield from self._sheet(cells, common)
            for gauge in ("viewers", "stock"):
                if gauge in cells and (gauge == "viewers" or product):
                    about = product if gauge == "stock" else {}
                    yield {"type": "gauge", **common, **about, gauge: self._whole(cells, gauge)}
            for mode, which in (("total", set(COUNTERS) - self.deltas), ("delta", self.deltas & set(COUNTERS))):
                counted = {what: self._whole(cells, what) for what in COUNTERS if what in which and what in cells}
                if counted:
                    own = {"id": f"{name}-{mode}"} if mode == "delta" else {}
                    yield {"type": "counter", **common, **own, **product, **counted, "mode": mode}
            if "orders" in cells:
                yield from self._orders(cells, common, product, name)
            if "text" in cells:
                about = {ours: cells[ours] for ours in ("user", "lang") if ours in cells}
                yield {"type": "comment", **common, "id": name, "text": cells["text"], **about}
            if product and cells.get("pinned", "").lower() in YES:
                yield {"type": "pin", **common, **product}
        except BadCell:
            raise
        except (ValueError, OverflowError):
            raise BadCell("?") from None

    def _sheet(self, cells: Mapping[str, str], common: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        told: dict[str, Any] = {"label": cells["label"]} if "label" in cells else {}
        if "slot" in cells:
            told["slot"] = self._whole(cells, "slot")
        if "price" in cells:
            told["price_minor"] = self._money(cells, "price")
        if told and "currency" in cells:
            told["currency"] = cells["currency"].upper()
        if told:
            yield {"type": "product", **common, "product": cells["product"], **told}

    def _orders(
        self, cells: Mapping[str, str], common: Mapping[str, Any], product: Mapping[str, Any], name: str
    ) -> Iterator[dict[str, Any]]:
        """As many orders as there are more of; what their units and money were on average."""
        now = {what: self._whole(cells, what) for what in ("orders", "units") if what in cells}
        if "amount" in cells or "amount_minor" in cells:
            minor = "amount_minor" in cells
            now["amount"] = self._whole(cells, "amount_minor") if minor else self._money(cells, "amount")
        if "orders" in self.deltas:
            more = now
        else:
            before = self.totals.get(cells.get("product", ""))
            self.totals[cells.get("product", "")] = dict(now)
            if before is None:
                return  # where it stood when we came
            more = {what: max(0, value - before.get(what, value)) for what, value in now.items()}
        count = more["orders"]
        if count > MOST_ORDERS:
            raise BadCell("orders")
        for place in range(count):
            order: dict[str, Any] = {"type": "order", **common, **product, "id": f"{name}-{place}"}
            order["units"] = max(1, _share(more.get("units", count), count, place))
            if more.get("amount") and "currency" in cells:
                order["amount_minor"] = _share(more["amount"], count, place)
                order["currency"] = cells["currency"].upper()
            yield order

    def _whole(self, cells: Mapping[str, str], what: str) -> int:
        return round(self._number(cells, what))

    def _money(self, cells: Mapping[str, str], what: str) -> int:
        return round(self._number(cells, what) * 10.0 ** exponent_of(cells.get("currency", "").upper()))

    def _number(self, cells: Mapping[str, str], what: str) -> float:
        plain = cells[what].replace("，", ",").lstrip("¥￥$€£฿₫ ").strip()
        found = _NUMBER.fullmatch(_with_a_point(plain, self.delimiter == ";"))
        if found is None:
            place = next((place for place, ours in self.columns.items() if ours == what), None)
            raise BadCell(self.names[place].strip() if place is not None else what)
        return float(found[1]) * _TIMES[found[2].lower()]


def _with_a_point(number: str, comma: bool) -> str:
    """As a machine writes it: "1,234.5" and "1.234,5" are both 1234.5. comma: of a table whose columns are parted by
    semicolons, because there a comma stands before the decimals."""
    comma_at, point_at = number.rfind(","), number.rfind(".")
    if comma_at >= 0 and point_at >= 0:
        thousands = "," if comma_at < point_at else "."
    elif comma_at >= 0:
        thousands = "," if number.count(",") > 1 or _THOUSANDS.match(number) else ""
    else:
        thousands = "." if comma and _THOUSANDS.match(number) else ""
    return (number.replace(thousands, "") if thousands else number).replace(",", ".")


def _share(whole: int, parts: int, place: int) -> int:
    """Of so many equal parts, whose sum is the whole."""
    return whole * (place + 1) // parts - whole * place // parts


def _bare(cell: str) -> str:
    plain = cell.strip()
    found = _AS_TEXT.fullmatch(plain)
    return found[1].strip() if found is not None else plain


def _moment(cell: str) -> int | str:
    return int(cell) if cell.isdecimal() and len(cell) >= 12 else cell
