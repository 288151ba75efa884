"""How well-mannered the assistant is: the numbers that people set for a show. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LIMITS: Mapping[str, tuple[int, int]] = {
    "gap_s": (0, 600),
    "most_per_hour": (0, 240),
    "ttl_s": (5, 300),
    "pause_deadline_s": (0, 60),
}
"""The least and the most of each setting."""


@dataclass(frozen=True, slots=True)
class Manners:
    """Times in seconds of the wall clock. Raises ValueError naming the field when a value is outside its limits.

    gap_s: silence of the assistant between two of its cues. most_per_hour: cues in any 60 minutes. ttl_s: a cue that
    was not said so long after it was put in line is not said any more. pause_deadline_s: so long a cue waits for a
    pause in the host's own speech. muted_until_ms: until then (ms since the epoch) the assistant is silent.

    What is urgent, and what a person sends, knows neither gap nor cap; both know the other three.
    """

    gap_s: int = 45
    most_per_hour: int = 20
    ttl_s: int = 30
    pause_deadline_s: int = 12
    muted_until_ms: int = 0

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
                raise ValueError(f"{name}: must be a whole number from {least} to {most}")
        muted = self.muted_until_ms
        if isinstance(muted, bool) or not isinstance(muted, int) or muted < 0:
            raise ValueError("muted_until_ms: must be a time in ms, 0 is never")

    def as_json(self) -> dict[str, Any]:
        """For the store; ``of_json`` takes it back."""
        return asdict(self)

    @classmethod
    def of_json(cls, document: Mapping[str, Any]) -> Manners:
        """What is absent is as usual. Raises ValueError naming what is wrong."""
        strange = sorted(set(document) - set(cls.__slots__))
        if strange:
            raise ValueError(f"{strange[0]}: no such setting")
        return cls(**document)
