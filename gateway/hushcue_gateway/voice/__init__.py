"""Typed text becomes speech, in a process of its own: eSpeak NG is one global state, under a licence of its own."""

from .languages import LANGUAGES, Unreadable, readable
from .messages import Spoken
from .voice import Voice

__all__ = ["LANGUAGES", "Spoken", "Unreadable", "Voice", "readable"]
