"""Saying a phrase: a talk like any other, with the phrase's sound and text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..cues import Cue
from ..talk_desk import Asker, Order, TalkDesk
from .desk import PhraseDesk

SayPhrase = Callable[[Asker, Order, str], Cue]
"""(who, to whom and how, id of the phrase). Raises Trouble where they may not, or it has no sound."""


def sayer(talks: TalkDesk, phrases: PhraseDesk) -> SayPhrase:
    """For whoever lets people say phrases."""

    def say(asker: Asker, order: Order, phrase: str) -> Cue:
        found = phrases.get(phrase, order.show)
        path = phrases.sound(phrase, order.show)
        said = replace(order, source=None, heartbeat=False, text=found.text or found.label, phrase=phrase)
        return talks.say_sound(asker, said, path, found.label)

    return say
