"""Documents as they come from outside, a line or a message at a time: read in slices of the loop's time, and taken."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hushcue_words import Trouble

from .documents import Malformed, facts_of
from .entry import with_name
from .fact import Fact
from .pace import Pace
from .words import WORDS, trouble_of

if TYPE_CHECKING:
    from .desk import ShowDataDesk

MOST_REFUSED = 100
"""Of these it is told why; of the others, how many."""
KEY_CHARS = 12


@dataclass
class Read:
    """What came of a text. refused: {"line", "field", "en", "zh"}, lines from 1."""

    facts: list[Fact] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    more_refused: int = 0

    def refuse(self, line: int, name: str, trouble: Trouble) -> None:
        """A line that was no document."""
        if len(self.refused) >= MOST_REFUSED:
            self.more_refused += 1
            return
        self.troubles.append(trouble)
        said = {"en": trouble.in_language("en"), "zh": trouble.in_language("zh")}
        self.refused.append({"line": line, "field": name, **said})

    def answer(self, accepted: int, doubled: int) -> dict[str, Any]:
        """As the one who sent it is told."""
        said = {"accepted": accepted, "doubled": doubled, "refused": self.refused}
        return {**said, "more_refused": self.more_refused} if self.more_refused else said


async def take_text(
    desk: ShowDataDesk, show: str, text: str | bytes, src: str, key: str = "", who: str = ""
) -> dict[str, Any]:
    """A document a line, or an array of them a line. src: who tells what does not say it itself. key: of this telling;
    the same again from the same teller is known by it, document for document, also where lines that were refused were
    put right. who: account or token. Raises Trouble as ``ShowDataDesk.take`` does."""
    read = await read_text(desk, show, text, src, f"{who}\0{key}" if key else "")
    taken = await desk.take(show, read.facts, src, who=who)
    return read.answer(taken.accepted, taken.doubled)


async def read_text(desk: ShowDataDesk, show: str, text: str | bytes, src: str, key: str = "") -> Read:
    """The facts in it, and what is wrong with the rest. text: bytes are UTF-8, with or without a mark in front."""
    read, pace, now_ms = Read(), Pace(), desk.now_ms(show)
    mark = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=KEY_CHARS).hexdigest() if key else ""
    lines: Sequence[str | bytes] = text.split("\n") if isinstance(text, str) else _lines(text)
    for number, line in enumerate(lines, 1):
        for place, document in enumerate(_documents(read, number, line), 1):
            if mark and isinstance(document, dict) and document.get("id", "") == "":
                document["id"] = f"{mark}-{number}.{place}"
            with_name(document, src)
            try:
                read.facts += facts_of(document, now_ms, src, desk.stray)
            except Malformed as malformed:
                read.refuse(number, malformed.field, trouble_of(malformed))
            if pace.used_up:
                await pace.rest()
    return read


def _lines(text: bytes) -> Sequence[bytes]:
    return text.removeprefix(codecs.BOM_UTF8).split(b"\n")


def _documents(read: Read, number: int, line: str | bytes) -> list[Any]:
    if not line.strip():
        return []
    try:
        found = json.loads(line.decode() if isinstance(line, bytes) else line)
    except UnicodeDecodeError:
        read.refuse(number, "", WORDS.trouble("data_not_utf8", exit_code=0))
        return []
    except (ValueError, RecursionError):  # brackets within brackets
        read.refuse(number, "", WORDS.trouble("data_not_json", exit_code=0))
        return []
    return found if isinstance(found, list) else [found]
