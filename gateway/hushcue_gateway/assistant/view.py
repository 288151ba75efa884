"""The assistant as screens see it. Pure: what is given, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from hushcue_words import LANGUAGES, Trouble

from ..questions.group import Group
from .suggestion import Suggestion
from .words import WORDS

FACT_NAMES: Mapping[str, tuple[str, str]] = {
    "product": ("product", "商品"),
    "label": ("product", "商品"),
    "slot": ("link no.", "链接号"),
    "stock": ("in stock", "库存"),
    "minutes_left": ("minutes to sell out", "预计售罄（分钟）"),
    "orders_per_min": ("orders/min", "每分钟订单"),
    "next_label": ("next product", "下一款"),
    "next_slot": ("next link no.", "下一个链接号"),
    "viewers": ("viewers", "在线人数"),
    "was": ("peak before", "此前峰值"),
    "clicks": ("clicks", "点击"),
    "orders": ("orders", "订单"),
    "ctr": ("CTR", "点击率"),
    "cvr": ("CVR", "转化率"),
    "usual_cvr": ("usual CVR", "平时转化率"),
    "minutes": ("minutes", "分钟"),
    "per_min": ("comments/min", "每分钟评论"),
    "usual_per_min": ("usually", "平时"),
    "topic_en": ("topic", "话题"),
    "users": ("viewers who asked", "提问人数"),
    "example": ("for example", "例如"),
    "times": ("times the usual", "平时的倍数"),
    "usual": ("usually", "平时"),
    "seconds_left": ("seconds left", "剩余秒数"),
    "src": ("source", "来源"),
    "silent_s": ("silent for (s)", "无数据（秒）"),
}
"""Name of a fact -> what people call it (en, zh). A fact that is not here is for the program alone."""
RATIOS = ("ctr", "cvr", "usual_cvr")
HIDDEN_WHERE = {"product": "label"}


def iso(at_ms: int | None) -> str | None:
    """A time for a document, None stays None."""
    if not at_ms:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def suggestion(one: Suggestion) -> dict[str, Any]:
    """A card."""
    facts = one.opportunity.facts if one.opportunity else {}
    at = iso(one.opportunity.at_ms) if one.opportunity else None
    shown = [
        {"name": dict(zip(("en", "zh"), FACT_NAMES[name], strict=True)), "value": _value(name, facts), "at": at}
        for name in facts
        if name in FACT_NAMES and HIDDEN_WHERE.get(name) not in facts
    ]
    return {
        "rule": one.rule or None,
        "moment": one.opportunity_id or None,
        "product": one.product or None,
        "label": facts.get("label"),
        "hosts": list(one.hosts),
        "language": one.language,
        "text": one.text,
        "spoken_s": round(one.seconds, 2),
        "engine": one.engine,
        "voice": one.voice,
        "state": one.state,
        "why": WORDS.both(one.why) if one.why in WORDS and one.why not in _WITH_FACTS else None,
        "mode": one.mode,
        "facts": shown,
        "card": one.card,
        "at": iso(one.at_ms),
        "expires": iso(one.expires_ms),
        "says_at": iso(one.says_at_ms),
        "by": one.decided_name or one.decided_by or None,
        "held": one.state == "held",
        "urgent": one.urgent,
        "edited": one.edited,
        "rephrased": one.rephrased,
        "demo": bool(facts.get("demo")),
        "trouble": dict(one.trouble) or None,
        "cue": dict(one.cues),
    }


_WITH_FACTS = ("no_words", "not_said")


def reason_of(state: str, why: str, trouble: Mapping[str, str]) -> dict[str, str] | None:
    """Why it went no further, for people who look back; None where it did not have to. A card that nobody sent because
    it had no sound tells that, and not that nobody sent it."""
    if trouble and (state == "failed" or why in ("", "not_answered") or why not in WORDS) and state != "done":
        return {tongue: WORDS.say_in(tongue, "not_said", {"why": trouble[tongue]}) for tongue in LANGUAGES}
    if state == "failed" or why in _WITH_FACTS:
        return WORDS.both("not_said_here")
    if state == "cut" and why not in WORDS:
        return WORDS.both("stopped")
    return WORDS.both(why) if why in WORDS else None


def _value(name: str, facts: Mapping[str, Any]) -> Any:
    """A figure or text, or {"en", "zh"}; as people read it: 3.4142 is 3.4, 4.0 is 4, and a ratio is a percentage."""
    value = facts[name]
    if name == "topic_en":
        return {"en": value, "zh": facts.get("topic_zh", value)}
    if name in RATIOS and isinstance(value, int | float):
        return f"{100 * value:.1f} %"
    if not isinstance(value, float):
        return value
    shown = round(value, 1 if abs(value) >= 1 else 2)
    return int(shown) if shown.is_integer() else shown


def trouble_json(trouble: Trouble) -> dict[str, str]:
    """Why there is no sound, or nothing was said."""
    return {"code": trouble.code, "en": trouble.in_language("en"), "zh": trouble.in_language("zh")}


def question(group: Group) -> dict[str, Any]:
    """A line of the list."""
    return {
        "topic": group.topic,
        "label": dict(group.label) if group.label else None,
        "product": group.product or None,
        "languages": dict(group.languages),
        "users": round(group.users, 1),
        "users_2min": group.users_2min,
        "raw": group.raw,
        "share": round(group.share, 3),
        "example": group.example,
        "first": iso(group.first_ms),
        "last": iso(group.last_ms),
        "answered": iso(group.answered_ms),
        "sent": iso(group.sent_ms),
    }


def changed(before: Mapping[str, Any], now: Mapping[str, Any], tell: Callable[[str, Any], None]) -> None:
    """``tell`` every entry that is new, another, or (None) gone."""
    for name in before.keys() - now.keys():
        tell(name, None)
    for name, value in now.items():
        if before.get(name) != value:
            tell(name, value)
