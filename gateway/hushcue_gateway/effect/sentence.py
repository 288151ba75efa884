"""An estimate as people read it: the same few sentences everywhere, in both languages. Pure."""

from __future__ import annotations

from hushcue_words import LANGUAGES

from .estimate import Basis, Estimate
from .verdict import LEAST_IN_ARM, LEAST_MOMENTS, MOST_NEEDED
from .words import WORDS

PER: dict[Basis, float] = {"clicks": 100.0, "viewer_minutes": 1000.0, "moments": 1.0}
"""So many of the basis make numbers that people can hold side by side."""
MOST_SHOWN = 99.0


def sentence(found: Estimate, tongue: str) -> str:
    """What the moments of one rule say together, in "en" or "zh"."""
    if not found.n:
        return _say(tongue, "moments_none")
    parts = [_say(tongue, "moments", n=found.n, n_sent=found.n_sent, n_held=found.n_held)]
    if found.n_spoken < found.n_sent:
        parts.append(_say(tongue, "spoken", n_sent=found.n_sent, n_spoken=found.n_spoken))
    sent, held = rates(found)
    if sent is not None and held is not None:
        parts.append(_say(tongue, "per_" + found.basis, sent=number(sent), held=number(held)))
    if found.all_counted:
        parts.append(_say(tongue, "all_counted"))
    arrow = "" if found.why == "too_few" else f"{effect_words(found, tongue)} → "
    parts.append(f"{arrow}{verdict_words(found, tongue)}{_stop(tongue)}")
    return _join(parts, tongue)


def sentences(found: Estimate) -> dict[str, str]:
    """In every language."""
    return {tongue: sentence(found, tongue) for tongue in LANGUAGES}


def effect_words(found: Estimate, tongue: str) -> str:
    """The ratio and its range."""
    if found.low is None:
        return _say(tongue, "no_effect")
    if found.high is None or found.ratio is None:
        return _say(tongue, "effect_open", low=times(found.low))
    return _say(tongue, "effect", ratio=times(found.ratio), low=times(found.low), high=times(found.high))


def verdict_words(found: Estimate, tongue: str) -> str:
    """One of three, and what is still needed."""
    if found.why == "too_few":
        return _say(tongue, "too_few", least=LEAST_MOMENTS, in_arm=LEAST_IN_ARM)
    if found.verdict != "unknown" or not found.more_needed:
        return _say(tongue, found.verdict)
    code = "unknown_most" if found.more_needed >= MOST_NEEDED else "unknown_more"
    return _say(tongue, code, more=found.more_needed)


def rates(found: Estimate) -> tuple[float | None, float | None]:
    """Orders per 100 clicks, 1000 viewer-minutes or moment: spoken, silent. None: there was nothing to order from."""
    per = PER[found.basis]
    return (
        found.orders_sent / found.exposure_sent * per if found.exposure_sent else None,
        found.orders_held / found.exposure_held * per if found.exposure_held else None,
    )


def rule_name(rule: str, tongue: str) -> str:
    """What people call a rule."""
    code = "rule_" + rule
    return _say(tongue, code) if code in WORDS else rule


def number(value: float) -> str:
    """As many digits as it is worth."""
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def times(value: float) -> str:
    """A ratio. So large that nobody should read it as a number: said so."""
    return f"{value:.2f}" if value <= MOST_SHOWN else f">{MOST_SHOWN:.0f}"


def _say(tongue: str, code: str, **facts: object) -> str:
    return WORDS.say_in(tongue, code, facts)


def _stop(tongue: str) -> str:
    return "。" if tongue == "zh" else "."


def _join(parts: list[str], tongue: str) -> str:
    return ("" if tongue == "zh" else " ").join(parts)
