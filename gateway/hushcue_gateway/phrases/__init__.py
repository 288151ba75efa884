"""Phrases that are said with one key: typed and spoken by a machine, or recorded by a person."""

from .desk import PhraseDesk
from .phrase import Phrase

__all__ = ["Phrase", "PhraseDesk"]
