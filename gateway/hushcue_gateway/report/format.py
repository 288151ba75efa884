"""Numbers and moments as people read them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, tzinfo

from ..wording.readers.currencies import EXPONENTS

NOT_KNOWN = "–"
SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "BRL": "R$", "THB": "฿", "VND": "₫", "IDR": "Rp", "JPY": "JP¥"}


def shown(kind: str, value: float | None, currency: str = "") -> str:
    """A number by its kind: count, percent, money, decimal."""
    if value is None:
        return NOT_KNOWN
    if kind == "percent":
        return percent(value)
    if kind == "money":
        return money(value, currency)
    if kind == "decimal":
        return f"{value:,.1f}"
    return count(round(value))


def count(value: int | None) -> str:
    """With thousands apart."""
    return NOT_KNOWN if value is None else f"{value:,}"


def percent(value: float | None) -> str:
    """A share, as percent with one digit."""
    return NOT_KNOWN if value is None else f"{value * 100:.1f} %"


def money(minor: float | None, currency: str) -> str:
    """Of minor units."""
    if minor is None:
        return NOT_KNOWN
    digits = digits_of(currency)
    sign = SIGNS.get(currency, currency + " " if currency else "")
    return f"{sign}{minor / 10**digits:,.{digits}f}"


def digits_of(currency: str) -> int:
    """Of the minor unit."""
    return EXPONENTS.get(currency, 2)


def clock(at_ms: int, zone: tzinfo, *, seconds: bool = False) -> str:
    """14:05, or 14:05:09."""
    return _at(at_ms, zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def day(at_ms: int, zone: tzinfo) -> str:
    """2026-01-31."""
    return _at(at_ms, zone).strftime("%Y-%m-%d")


def zone_name(at_ms: int, zone: tzinfo) -> str:
    """UTC+08:00: whoever reads it may be elsewhere."""
    offset = _at(at_ms, zone).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}" if offset else "UTC"


def length(span_ms: int) -> str:
    """1:32:05."""
    seconds = max(0, span_ms) // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def iso(at_ms: int, zone: tzinfo) -> str:
    """For programs, and for spreadsheets: 2026-01-31 14:05:09."""
    return _at(at_ms, zone).strftime("%Y-%m-%d %H:%M:%S")


def names_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """id -> what people call it: its label, with its id where another's is alike, its id where it has none."""
    labels = {name: label.strip() for name, label in labels.items()}
    alike = Counter(label.casefold() for label in labels.values())
    return {
        name: f"{label} ({name})" if label and alike[label.casefold()] > 1 else label or name
        for name, label in labels.items()
    }


def _at(at_ms: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, zone)
