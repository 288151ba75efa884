"""What is said of each rule's opportunity, a file for each language: written in it, not translated into it."""

from __future__ import annotations

from collections.abc import Mapping

from ..line import Pack
from . import en, es, id, ja, pt, th, vi, zh_hans, zh_hant

PACKS: Mapping[str, Pack] = {
    module.PACK.language: module.PACK for module in (zh_hans, zh_hant, en, es, id, th, vi, pt, ja)
}
"""By language of ``wording/languages.py``."""
