"""Facts as JSON documents: what sources send, what is exported, what a recorded show is a file of.

```
{"type":"comment","id":"…","t":"2026-01-02T03:04:05.678Z","user":"opaque","name":"…","text":"…","lang":"id"}
{"type":"order","id":"…","product":"SKU3","units":2,"amount_minor":3980,"currency":"USD","state":"paid"}
{"type":"gauge","viewers":532}        {"type":"gauge","product":"SKU3","stock":48}
{"type":"counter","product":"SKU3","impressions":1200,"clicks":86,"mode":"total"}
{"type":"pin","product":"SKU3","slot":3}
{"type":"product","product":"SKU3","label":"…","slot":3,"price_minor":1990,"currency":"USD","stock_low":20,
 "offer_ends":"2026-01-02T03:14:00Z","keywords":["…"],"stock":48}
{"type":"on_air","on":true,"scene":"Desk","quiet":false}
```

Any of them may hold "v" (1), "id" (the source's own: what comes twice counts once), "src" (who tells it) and "t" (ISO
8601 with a zone, or milliseconds since the epoch; without it, further than STRAY_MS from show time, or ahead of it:
now). Nothing else: a field that nobody knows is refused by its name. An order of several products is one document for
each, their ids "ORDER#1", "ORDER#2": the room counts it once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast, get_args

from .fact import COUNTERS, GAUGES, Comment, Count, Fact, Gauge, OnAir, Order, OrderState, Pin, Sheet

MAX_TEXT_CHARS = 500
MAX_ID_CHARS = 64
MAX_LABEL_CHARS = 100
MAX_KEYWORDS = 20
MAX_KEYWORD_CHARS = 40
MAX_NUMBER = 2**40
MAX_UNITS = 100_000
MAX_SLOT = 999
MAX_LANGUAGE_CHARS = 35
MAX_FIELDS = 32
STRAY_MS = 600_000
LATEST_MS = 253_402_300_799_000
"""The end of the year 9999."""

_SRC = re.compile(r"[a-z0-9][a-z0-9._-]*")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]+")
"""What turns the direction of writing, also of what a screen shows behind it."""
_UNSEEN = re.compile(r"[\u200b\u2060\ufeff]+")
_PARTS = (*GAUGES, *COUNTERS)
_MAX_WHOLE_CHARS = MAX_ID_CHARS - 1 - max(map(len, _PARTS))
COMMON = frozenset({"v", "type", "id", "t", "src"})
MISSING: Any = object()


class Malformed(ValueError):
    """field: which one, "" for the document as a whole. why: a code of ``words.py``; most: what that sentence needs."""

    def __init__(self, field: str, why: str, most: int = 0):
        super().__init__(f"{field}: {why}")
        self.field = _TURNING.sub("?", _CONTROL.sub("?", field[:MAX_ID_CHARS]))
        self.why = why
        self.most = most


def facts_of(document: object, now_ms: int, src: str, strayed: Callable[[], None] = lambda: None) -> list[Fact]:
    """What it tells; more than one fact where it holds several numbers. Raises Malformed.

    now_ms: show time. src: who tells it, where the document does not say; "" is from before. strayed: called where its
    time was too far from ``now_ms`` and was not taken.
    """
    if not isinstance(document, Mapping):
        raise Malformed("", "not_an_object")
    if len(document) > MAX_FIELDS:
        raise Malformed("", "too_many_fields", MAX_FIELDS)
    kind = document.get("type", MISSING)
    if not isinstance(kind, str) or kind not in _KINDS:
        raise Malformed("type", "missing" if kind is MISSING else "unknown_type")
    read, fields = _KINDS[kind]
    for name in document:
        if name not in fields and name not in COMMON:
            raise Malformed(str(name), "unknown_field")
    if document.get("v", 1) != 1 or isinstance(document.get("v", 1), bool):
        raise Malformed("v", "unknown_version")
    at_ms = _time(document, now_ms, strayed)
    own_src = _text(document, "src", MAX_ID_CHARS, src)
    if own_src and not _SRC.fullmatch(own_src):
        raise Malformed("src", "not_a_name")
    return read(document, at_ms, own_src, _id(document, "id", ""))


def document_of(fact: Fact) -> dict[str, Any]:
    """The document that tells this fact, its time in milliseconds; ``facts_of`` makes the same of it."""
    common: dict[str, Any] = {"t": fact.at_ms}
    common.update({name: getattr(fact, name) for name in ("src", "id") if getattr(fact, name)})
    if isinstance(fact, Comment):
        told = {"user": fact.user, "name": fact.name, "lang": fact.language}
        return {"type": "comment", **common, "text": fact.text, **{name: text for name, text in told.items() if text}}
    if isinstance(fact, Order):
        money = {"amount_minor": fact.amount_minor, "currency": fact.currency} if fact.currency else {}
        about = {"product": fact.product} if fact.product else {}
        return {"type": "order", **common, **about, "units": fact.units, **money, "state": fact.state}
    if isinstance(fact, Pin):
        slot = {} if fact.slot is None else {"slot": fact.slot}
        return {"type": "pin", **common, "product": fact.product, **slot}
    if isinstance(fact, OnAir):
        return {"type": "on_air", **common, "on": fact.on, "scene": fact.scene, "quiet": fact.quiet}
    if isinstance(fact, Sheet):
        names = ("label", "slot", "price_minor", "currency", "stock_low")
        known: dict[str, Any] = {name: getattr(fact, name) for name in names if getattr(fact, name) is not None}
        if fact.offer_ends_at_ms is not None:
            known["offer_ends"] = fact.offer_ends_at_ms
        if fact.keywords is not None:
            known["keywords"] = list(fact.keywords)
        return {"type": "product", **common, "product": fact.product, **known}
    about = {"product": fact.product} if fact.product else {}
    if isinstance(fact, Gauge):
        return {"type": "gauge", **common, **about, fact.what: fact.value}
    return {"type": "counter", **common, **about, fact.what: fact.value, "mode": "total" if fact.total else "delta"}


# --- each kind ------------------------------------------------------------------------------------------------------


def _comment(document: Mapping[str, Any], at_ms: int, src: str, id_: str) -> list[Fact]:
    text = _text(document, "text", MAX_TEXT_CHARS)
    if not text:
        raise Malformed("text", "empty")
    language = _text(document, "lang", MAX_LANGUAGE_CHARS, "")
    if language and not _LANGUAGE.fullmatch(language):
        raise Malformed("lang", "not_a_language")
    user, name = _id(document, "user", ""), _text(document, "name", MAX_LABEL_CHARS, "")
    return [Comment(at_ms, text, user, name, language, src, id_)]


def _order(document: Mapping[str, Any], at_ms: int, src: str, id_: str) -> list[Fact]:
    amount = _number(document, "amount_minor", MAX_NUMBER, 0)
    currency = _currency(document, "")
    if amount and not currency:
        raise Malformed("currency", "missing")
    state = document.get("state", "paid")
    if state not in get_args(OrderState):
        raise Malformed("state", "unknown_state")
    units = _number(document, "units", MAX_UNITS, 1)
    product = _id(document, "product", "")
    return [Order(at_ms, product, units, amount, currency, cast(OrderState, state), src, id_)]


def _gauge(document: Mapping[str, Any], at_ms: int, src: str, id_: str) -> list[Fact]:
    product = _id(document, "product", "")
    told = [what for what in GAUGES if what in document]
    if not told:
        raise Malformed("viewers", "missing")
    if "stock" in told and not product:
        raise Malformed("product", "missing")
    values = [(what, _number(document, what, MAX_NUMBER)) for what in told]
    return [
        Gauge(at_ms, what, value, "" if what == "viewers" else product, src, _part(id_, what, values))
        for what, value in values
    ]


def _counter(document: Mapping[str, Any], at_ms: int, src: str, id_: str) -> list[Fact]:
    product = _id(document, "product", "")
    mode = document.get("mode", "delta")
    if mode not in ("total", "delta"):
        raise Malformed("mode", "unknown_mode")
    values = [(what, _number(document, what, MAX_NUMBER)) for what in COUNTERS if what in document]
    if not values:
        raise Malformed(COUNTERS[0], "missing")
    return [
        Count(at_ms, what, value, product, mode == "total", src, _part(id_, what, values)) for what, value in values
    ]


def _pin(document: Mapping[str, Any], at_ms: int, src: str, id_: str) -> list[Fact]:
    slot = _number(document, "slot", MAX_SLOT) if "slot" in document else None
    return [Pin(at_ms, _id(document, "product"), slot, src, id_)]


def _product(document: Mapping[str, Any], at_ms: int, src: str, id_: str) -> list[Fact]:
    product = _id(document, "product")
    if not product:
        raise Malformed("product", "empty")
    ends = _moment("offer_ends", document["offer_ends"]) if "offer_ends" in document else None
    sheet = Sheet(
        at_ms,
        product,
        label=_text(document, "label", MAX_LABEL_CHARS) if "label" in document else None,
        slot=_number(document, "slot", MAX_SLOT) if "slot" in document else None,
        price_minor=_number(document, "price_minor", MAX_NUMBER) if "price_minor" in document else None,
        currency=_currency(document, None),
        stock_low=_number(document, "stock_low", MAX_NUMBER) if "stock_low" in document else None,
        offer_ends_at_ms=ends,
        keywords=_keywords(document["keywords"]) if "keywords" in document else None,
        src=src,
        id=id_,
    )
    if "stock" not in document:
        return [sheet]
    stock = _number(document, "stock", MAX_NUMBER)
    return [sheet, Gauge(at_ms, "stock", stock, product, src, _of(id_, "stock") if id_ else "")]


def _on_air(document: Mapping[str, Any], at_ms: int, src: str, id_: str) -> list[Fact]:
    for name in ("on", "quiet"):
        if not isinstance(document.get(name, MISSING if name == "on" else False), bool):
            raise Malformed(name, "not_true_or_false" if name in document else "missing")
    scene = _text(document, "scene", MAX_LABEL_CHARS, "")
    return [OnAir(at_ms, document["on"], scene, document.get("quiet", False), src, id_)]


Reader = Callable[[Mapping[str, Any], int, str, str], list[Fact]]
_KINDS: Mapping[str, tuple[Reader, frozenset[str]]] = {
    "comment": (_comment, frozenset({"user", "name", "text", "lang"})),
    "order": (_order, frozenset({"product", "units", "amount_minor", "currency", "state"})),
    "gauge": (_gauge, frozenset({"product", *GAUGES})),
    "counter": (_counter, frozenset({"product", "mode", *COUNTERS})),
    "pin": (_pin, frozenset({"product", "slot"})),
    "product": (
        _product,
        frozenset(
            {"product", "label", "slot", "price_minor", "currency", "stock_low", "offer_ends", "keywords", "stock"}
        ),
    ),
    "on_air": (_on_air, frozenset({"on", "scene", "quiet"})),
}


# --- each field -----------------------------------------------------------------------------------------------------


def _text(document: Mapping[str, Any], name: str, most: int, default: Any = MISSING) -> str:
    """In one line, without what is no letter."""
    value = document.get(name, default)
    if value is MISSING:
        raise Malformed(name, "missing")
    if not isinstance(value, str):
        raise Malformed(name, "not_text")
    if len(value) > most:
        raise Malformed(name, "too_long", most)
    return one_line(value)


def one_line(text: str) -> str:
    """Without what is no letter, ends a line, or turns others around."""
    return _CONTROL.sub(" ", _TURNING.sub("", text)).strip()


def _id(document: Mapping[str, Any], name: str, default: Any = MISSING) -> str:
    """Numbers are names too: many sources number their orders. What nobody sees makes no other name of it."""
    value = document.get(name, default)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**19:
        return str(value)
    return _UNSEEN.sub("", _text(document, name, MAX_ID_CHARS, default)).strip()


def _number(document: Mapping[str, Any], name: str, most: int, default: Any = MISSING) -> int:
    value = document.get(name, default)
    if value is MISSING:
        raise Malformed(name, "missing")
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 5.0 is what some programs make of 5
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed(name, "not_a_number")
    if not 0 <= value <= most:
        raise Malformed(name, "out_of_range", most)
    return value


def _currency(document: Mapping[str, Any], default: Any) -> Any:
    value = document.get("currency", MISSING)
    if value is MISSING:
        return default
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise Malformed("currency", "not_a_currency")
    return value


def _keywords(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise Malformed("keywords", "not_words")
    if len(value) > MAX_KEYWORDS or any(len(word) > MAX_KEYWORD_CHARS for word in value):
        raise Malformed("keywords", "too_many_words", MAX_KEYWORDS)
    return tuple(word for word in map(one_line, value) if word)


def _time(document: Mapping[str, Any], now_ms: int, strayed: Callable[[], None]) -> int:
    if "t" not in document:
        return now_ms
    at_ms = _moment("t", document["t"])
    if abs(at_ms - now_ms) > STRAY_MS:
        strayed()
        return now_ms
    return min(at_ms, now_ms)  # what a clock that is ahead tells would be newer than all that comes after it


def _moment(name: str, value: object) -> int:
    if isinstance(value, float) and abs(value) <= LATEST_MS:  # not a number is not
        value = round(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= LATEST_MS:
            raise Malformed(name, "not_a_time")
        return value
    if not isinstance(value, str) or len(value) > MAX_ID_CHARS:
        raise Malformed(name, "not_a_time")
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise Malformed(name, "time_without_zone")
        at_ms = round(moment.astimezone(UTC).timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        if isinstance(error, Malformed):
            raise
        raise Malformed(name, "not_a_time") from None
    if not 0 <= at_ms <= LATEST_MS:
        raise Malformed(name, "not_a_time")
    return at_ms


def _part(id_: str, what: str, values: list[tuple[str, int]]) -> str:
    """Each fact of a document that tells several has an id of its own."""
    return _of(id_, what) if id_ and len(values) > 1 else id_


def parts_of(id_: str) -> list[str]:
    """The ids that the facts of a document with this id may have, where it tells several."""
    return [_of(id_, what) for what in _PARTS]


def entry_of(id_: str) -> str:
    """What the facts of one document have in common. id_: of any of them, or the document's own."""
    head, _, what = id_.rpartition("/")
    return _short(head if head and what in _PARTS else id_)


def _of(id_: str, what: str) -> str:
    return f"{_short(id_)}/{what}"


def _short(id_: str) -> str:
    """With room behind it for what tells its facts apart."""
    if len(id_) <= _MAX_WHOLE_CHARS:
        return id_
    return hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=_MAX_WHOLE_CHARS // 2 - 2).hexdigest()
