"""Trying things before they count: rules over an airing that is over, words in a voice."""

from __future__ import annotations

import asyncio
import base64
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..questions.shop import Shop
from ..rules.forms import forms_json
from ..rules.rehearsal import rehearse
from ..rules.settings import RuleSettings
from ..showdata.desk import ShowDataDesk
from ..showdata.fact import Fact
from ..showdata.generator import generate
from ..voice.speaking import Speaking
from . import view
from .tuning import Tuning

HOUR_MS = 3_600_000
DEMO_MINUTES = 120
MOST_SHOWN = 500


class Rehearsing:
    """Raises Trouble for what people ask wrongly."""

    def __init__(self, data: ShowDataDesk, tuning: Tuning, speaking: Speaking):
        self._data = data
        self._tuning = tuning
        self._speaking = speaking

    def rules(self, show: str) -> dict[str, Any]:
        """How each rule is set, and what may be set."""
        return {**self._tuning.of(show).rules.as_json(), "forms": forms_json()}

    async def facts(self, show: str, airing: str | None, seed: int) -> Sequence[Fact]:
        """Of an airing that is kept; without one, of the demo show."""
        if airing is not None:
            return await self._data.past.facts(await self._data.past.get(airing, show))
        return await asyncio.to_thread(lambda: list(generate(seed, DEMO_MINUTES)))

    def rehearse(self, facts: Sequence[Fact], settings: RuleSettings, shop: Shop) -> dict[str, Any]:
        """What would have fired. Takes seconds: to be called in a thread."""
        fired = rehearse(facts, settings, shop)
        counts: dict[str, Counter[str]] = {}
        for each in fired:
            counts.setdefault(each.rule, Counter())["held_back" if each.held_back_by else "fired"] += 1
        hours = max((facts[-1].at_ms - facts[0].at_ms) / HOUR_MS, 1 / 60) if facts else 1.0
        return {
            "hours": round(hours, 2),
            "rules": {
                rule: {"fired": count["fired"], "held_back": count["held_back"], "per_hour": count["fired"] / hours}
                for rule, count in counts.items()
            },
            "fired": [
                {
                    "at": view.iso(each.at_ms),
                    "rule": each.rule,
                    "product": each.product,
                    "facts": dict(each.facts),
                    "held_back_by": each.held_back_by,
                }
                for each in fired[:MOST_SHOWN]
            ],
            "more": max(0, len(fired) - MOST_SHOWN),
        }

    async def preview(self, show: str, text: str, language: str, voice: str = "") -> dict[str, Any]:
        """Spoken, in a certain voice or in the one that speaks the language now: how long it is, by whom, how long it
        was in the making (0: it was there already), and the sound itself."""
        if voice:
            speech = await self._speaking.trial(text, language, voice, show)
        else:
            speech = await self._speaking.make(text, language, show=show)
        data = await asyncio.to_thread(speech.path.read_bytes)
        return {
            "seconds": round(speech.seconds, 2),
            "took_ms": round(speech.took_ms),
            "engine": speech.engine,
            "voice": speech.voice,
            "wav": base64.b64encode(data).decode(),
        }
