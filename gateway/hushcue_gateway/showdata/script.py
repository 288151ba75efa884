"""What happens when in the made-up show. Minutes are those of a show of two hours; a shorter one is the same, faster.

| minute  | what happens                                                  | what it is for               |
|---------|---------------------------------------------------------------|------------------------------|
| 0-2     | opening, nothing pinned                                       |                              |
| 14-26   | a serum that sells fast and of which there are few            | stock low, sold out          |
| 18-20   | many ask about shipping, in all languages                     | frequent question            |
| 28-36   | viewers come over from somewhere else                         | viewers' peak                |
| 33-35   | many ask about sizes                                          | frequent question            |
| 52-58   | flash sale: a lower price, until 58; viewers type its word    | comments, orders, deadline   |
| 60-65   | a break                                                       | quiet scene                  |
| 77-97   | the headphones again: many look, few buy                      | slow product                 |
| 98-104  | the source of clicks is silent                                | stale source                 |
| 106-114 | hardly anybody can pay                                        | order slump                  |
"""

from __future__ import annotations

from dataclasses import dataclass

WHOLE_MINUTES = 120
SECONDS = 60
STOCK_LOW = 15


@dataclass(frozen=True, slots=True)
class Good:
    """A product of the demonstration. ctr, cvr: clicks of impressions, orders of clicks, on a usual day."""

    id: str
    label: str
    price_minor: int
    stock: int
    ctr: float
    cvr: float
    keywords: tuple[str, ...]


GOODS = (
    Good(
        "TOTE", "Canvas tote", 1890, 620, 0.06, 0.07, ("tote", "bag", "包", "bolsa", "tas", "กระเป๋า", "túi", "バッグ")
    ),
    Good("SERUM", "Vitamin C serum", 2290, 40, 0.09, 0.13, ("serum", "精华", "精華", "sérum", "เซรั่ม", "美容液")),
    Good(
        "SHIRT",
        "Linen shirt",
        3490,
        540,
        0.07,
        0.06,
        ("shirt", "linen", "衬衫", "襯衫", "camisa", "kemeja", "เสื้อ", "áo"),
    ),
    Good(
        "BUDS",
        "Wireless headphones",
        4990,
        460,
        0.06,
        0.08,
        ("headphones", "耳机", "耳機", "audífonos", "fones", "หูฟัง"),
    ),
    Good(
        "MUG",
        "Travel mug",
        1590,
        480,
        0.08,
        0.09,
        ("mug", "cup", "杯子", "taza", "gelas", "แก้ว", "cốc", "caneca", "マグ"),
    ),
    Good(
        "LAMP",
        "Desk lamp",
        2790,
        350,
        0.05,
        0.05,
        ("lamp", "台灯", "檯燈", "lámpara", "lampu", "โคมไฟ", "đèn", "ランプ"),
    ),
    Good(
        "SOCKS",
        "Wool socks",
        990,
        900,
        0.06,
        0.10,
        ("socks", "袜子", "襪子", "calcetines", "kaus kaki", "ถุงเท้า", "靴下"),
    ),
    Good(
        "BOTTLE",
        "Steel bottle",
        2190,
        420,
        0.05,
        0.06,
        ("bottle", "水壶", "水壺", "botella", "botol", "ขวด", "garrafa"),
    ),
)
PINS = (
    (2, 0), (14, 1), (26, 2), (38, 3), (52, 4), (60, None), (65, 5), (77, 3), (97, 6), (106, 7), (114, 0),
)  # fmt: skip
"""From that minute on, that product."""
VIEWERS = (
    (0, 120), (4, 380), (9, 600), (27, 620), (31, 1050), (36, 800), (51, 780), (54, 1700), (58, 1450), (61, 950),
    (65, 820), (75, 880), (97, 860), (110, 780), (120, 420),
)  # fmt: skip
"""At that minute, so many; straight lines between."""
WAVES = ((18, 20, "shipping"), (33, 35, "size"), (45, 47, "colour"), (70, 72, "discount"), (80, 83, "material"),
         (90, 92, "price"))  # fmt: skip
"""From, to, what many ask about."""
FLASH, FLASH_ENDS = 53, 58
TYPING_S = 75
SLOW, SLOW_ENDS, SLOW_PLACE = 77, 97, 3
SILENT, SILENT_ENDS = 98, 104
SLUMP, SLUMP_ENDS = 106, 114


@dataclass(frozen=True, slots=True)
class Scene:
    """Of the programme. quiet: the assistant does not speak by itself in it."""

    name: str
    quiet: bool = False


OPENING, DESK, BREAK = Scene("Opening"), Scene("Desk"), Scene("Break", quiet=True)


class Script:
    """Of a show of so many minutes with so many products. Seconds count from its beginning."""

    def __init__(self, minutes: int, products: int):
        self.minutes = minutes
        self.products = products
        self._second = WHOLE_MINUTES / minutes / SECONDS
        """minutes of the whole show in one second of this one"""
        self.flash_s, self.flash_ends_s = self._at(FLASH), self._at(FLASH_ENDS)
        self.typing_ends_s = min(self.flash_s + TYPING_S, self.flash_ends_s)
        self.flash_place = self.pinned(self.flash_s)

    def pinned(self, second: int) -> int | None:
        """Which product is shown."""
        minute, place = second * self._second, None
        for since, each in PINS:
            if since <= minute:
                place = each
        return None if place is None else place % self.products

    def scene(self, second: int) -> Scene:
        """What is on the screen."""
        minute = second * self._second
        if minute < PINS[0][0]:
            return OPENING
        return BREAK if 60 <= minute < 65 else DESK

    def viewers(self, second: int) -> float:
        """How many are there."""
        minute = second * self._second
        before = VIEWERS[0]
        for after in VIEWERS[1:]:
            if minute <= after[0]:
                part = (minute - before[0]) / (after[0] - before[0])
                return before[1] + part * (after[1] - before[1])
            before = after
        return float(before[1])

    def stock_of(self, place: int) -> int:
        """At the beginning; in a shorter show less is sold."""
        return max(6, round(GOODS[place].stock * min(1.0, self.minutes / WHOLE_MINUTES)))

    def stock_low_of(self, place: int) -> int:
        """From so few on it is low."""
        return min(STOCK_LOW, max(2, self.stock_of(place) // 2))

    def ctr_factor(self, second: int, place: int) -> float:
        """Of the usual CTR."""
        if self._within(second, SLOW, SLOW_ENDS) and place == SLOW_PLACE % self.products:
            return 1.5
        return 1.6 if self._flash(second, place) else 1.0

    def cvr_factor(self, second: int, place: int) -> float:
        """Of the usual CVR."""
        if self._within(second, 60, 65):
            return 0.3
        if self._within(second, SLUMP, SLUMP_ENDS):
            return 0.04
        if self._within(second, SLOW, SLOW_ENDS) and place == SLOW_PLACE % self.products:
            return 0.15
        return 2.2 if self._flash(second, place) else 1.0

    def clicks_are_silent(self, second: int) -> bool:
        """Their source tells nothing."""
        return self._within(second, SILENT, SILENT_ENDS)

    def topic(self, second: int) -> str:
        """What many ask about just now, "" most of the time."""
        return next((topic for since, until, topic in WAVES if self._within(second, since, until)), "")

    def typing(self, second: int) -> bool:
        """Viewers type the word of the flash sale."""
        return self.flash_s <= second < self.typing_ends_s

    def _flash(self, second: int, place: int) -> bool:
        return place == self.flash_place and self.flash_s <= second < self.flash_ends_s

    def _within(self, second: int, since: float, until: float) -> bool:
        return since <= second * self._second < until

    def _at(self, minute: float) -> int:
        return round(minute / self._second)
