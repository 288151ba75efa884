"""Amounts as shops write them ("19.90") in minor units. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

MAX_MINOR = 2**40
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
"""Currencies whose minor unit is not a hundredth (ISO 4217)."""


def exponent_of(currency: str) -> int:
    """How many digits stand behind the point."""
    return 0 if currency in _WHOLE.split() else 3 if currency in _THOUSANDTHS.split() else 2


def minor_of(amount: object, currency: str) -> int | None:
    """ "19.90" of "USD" -> 1990. None where it is no amount from 0 to MAX_MINOR."""
    if not isinstance(amount, str) or len(amount) > 32:
        return None
    try:
        minor = Decimal(amount).scaleb(exponent_of(currency)).to_integral_value(ROUND_HALF_EVEN)
        return int(minor) if 0 <= minor <= MAX_MINOR else None
    except (InvalidOperation, ValueError, OverflowError):
        return None
