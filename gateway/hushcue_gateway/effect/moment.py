"""A moment: an opportunity as the comparison sees it, with its arm and what followed. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Arm = Literal["send", "hold", "forced", "excluded"]
"""send and hold: as the coin said, whatever was done then (intention to treat). forced: the coin said hold and a person
had it spoken; excluded: no coin was tossed, or something else happened in its window. Both are counted and shown."""
ARMS: tuple[Arm, ...] = ("send", "hold", "forced", "excluded")
REASONS = (
    "never_held",
    "asked",
    "nobody_to_tell",
    "too_many_suggestions",
    "another_cue",
    "pin_changed",
    "price_changed",
    "airing_ended",
    "off_air",
    "no_orders",
    "not_counted",
)
"""Why a moment is not compared. never_held: its rule is one that no coin is tossed for. asked: a person wanted it.
not_counted: the gateway was not running when its window ended."""
AFTERWARDS: frozenset[str] = frozenset({"another_cue", "pin_changed", "price_changed", "off_air"})
"""Reasons that what was spoken could itself bring about."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What followed, from ``from_ms`` to ``to_ms`` (show time). None: no source tells it. orders, clicks: of the
    product, of the room where the opportunity was about none. viewer_ms: how long all viewers together watched. flags:
    of REASONS, what else happened."""

    orders: int | None
    clicks: int | None
    viewer_ms: int | None
    from_ms: int
    to_ms: int
    flags: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the store keeps it."""
        return {
            "orders": self.orders,
            "clicks": self.clicks,
            "viewer_ms": self.viewer_ms,
            "from_ms": self.from_ms,
            "to_ms": self.to_ms,
            "flags": list(self.flags),
        }

    @classmethod
    def of_json(cls, fields: Mapping[str, Any]) -> Outcome:
        """Back again. KeyError, TypeError or ValueError where it is none."""
        orders, clicks, viewer_ms = (_whole(fields.get(name)) for name in ("orders", "clicks", "viewer_ms"))
        flags = tuple(str(flag) for flag in fields.get("flags") or ())
        return cls(orders, clicks, viewer_ms, int(fields["from_ms"]), int(fields["to_ms"]), flags)


@dataclass(frozen=True, slots=True)
class Moment:
    """An opportunity. at_ms: show time at which its rule found it. side: what the coin said, "" where none was tossed.
    why: of REASONS where arm is excluded. spoken: whether it was really said to the end; None: not known.
    p_send: with which probability the coin said send."""

    opportunity_id: str
    airing: str
    rule: str
    product: str
    at_ms: int
    arm: Arm
    why: str = ""
    orders: int | None = None
    clicks: int | None = None
    viewer_ms: int | None = None
    flags: tuple[str, ...] = ()
    side: Literal["send", "hold", ""] = ""
    spoken: bool | None = None
    p_send: float = 0.7

    @property
    def assigned(self) -> Literal["send", "hold", ""]:
        """What the coin said. A forced one was to be held."""
        if self.side:
            return self.side
        if self.arm == "forced":
            return "hold"
        return self.arm if self.arm in ("send", "hold") else ""


def moment_of(row: Mapping[str, Any], spoken: bool | None = None) -> Moment:
    """Of a stored opportunity (the columns of its table). One whose outcome has flags, or that has none, is not
    compared. KeyError, TypeError or ValueError where it is none."""
    arm: Arm = row["arm"] if row["arm"] in ARMS else "excluded"
    why = str(row.get("why") or "never_held") if arm == "excluded" else ""
    moment = Moment(
        str(row["id"]),
        str(row["airing"]),
        str(row["rule"]),
        str(row.get("product") or ""),
        int(row["at_ms"]),
        arm,
        why,
        side="hold" if arm == "forced" else "" if arm == "excluded" else arm,
        spoken=spoken,
        p_send=float(row["p_send"]),
    )
    outcome = Outcome.of_json(row["outcome"]) if row.get("outcome") else None
    return followed(moment, outcome)


def followed(moment: Moment, outcome: Outcome | None) -> Moment:
    """The same with what followed; None: nobody counted."""
    flags = outcome.flags if outcome is not None else ("not_counted",)
    if outcome is not None:
        moment = replace(moment, orders=outcome.orders, clicks=outcome.clicks, viewer_ms=outcome.viewer_ms)
        if outcome.orders is None:
            flags = (*(each for each in flags if each != "no_orders"), "no_orders")
    moment = replace(moment, flags=flags)
    if flags and moment.arm in ("send", "hold"):
        return replace(moment, arm="excluded", why=flags[0])
    return moment


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
