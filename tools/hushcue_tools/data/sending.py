"""A file of documents in as few requests as it takes; each may be sent again and counts once."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from hushcue_words import EXIT_MISSING, language

from ..words import WORDS as COMMAND_WORDS
from .feed import Say
from .place import Later, Place
from .rows import NotARow, document_of, text_of

MOST_BYTES = 512 * 1024
"""Of a request; a gateway takes 1 MiB."""
MOST_LINES = 5_000
WAITS_S = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Before a request is tried again; after the last it is given up."""


class Sending:
    """``put`` line after line, then ``finish``. Raises Trouble. sleep: so many seconds."""

    def __init__(self, place: Place, say: Say, sleep: Callable[[float], object]):
        self.accepted = self.doubled = self.refused = 0
        self._place = place
        self._say = say
        self._sleep = sleep
        self._lines: list[bytes] = []
        self._bytes = 0
        self._line = 0

    def put(self, line: bytes) -> None:
        """One more line, as it stands in the file."""
        line = _in_one_line(line)
        if self._bytes + len(line) > MOST_BYTES or len(self._lines) >= MOST_LINES:
            self.finish()
        self._lines.append(line)
        self._bytes += len(line) + 1

    def finish(self) -> None:
        """Send what there is."""
        if not self._lines:
            return
        body = b"\n".join(self._lines)
        answer = self._post(body, hashlib.sha256(b"%d\n" % self._line + body).hexdigest())
        self.accepted += int(answer["accepted"])
        self.doubled += int(answer["doubled"])
        for row in answer["refused"]:
            self.refused += 1
            about = {"line": self._line + row["line"], "field": row["field"], "said": row[language()]}
            self._say("refused" if row["field"] else "refused_line", about)
        self.refused += int(answer.get("more_refused", 0))
        self._line += len(self._lines)
        self._lines, self._bytes = [], 0

    def _post(self, body: bytes, key: str) -> dict[str, Any]:
        for wait_s in (*WAITS_S, None):
            try:
                return self._place.post(body, key)
            except Later as error:
                if wait_s is None:
                    away = {"url": self._place.url, "reason": error}
                    raise COMMAND_WORDS.trouble("gateway_away", exit_code=EXIT_MISSING, **away) from None
                self._say("waiting", {"reason": error, "seconds": round(wait_s), "count": len(self._lines)})
                self._sleep(wait_s)
        raise AssertionError


def _in_one_line(line: bytes) -> bytes:
    """In ASCII, where it is a document: no character in it ends a line for anybody. Else as it is: the gateway says why
    it is none."""
    try:
        return json.dumps(document_of(text_of(line)), separators=(",", ":")).encode()
    except NotARow:
        return b" ".join(line.splitlines())
