"""What is still to be told, in order, and what was told and not yet answered. Pure.

| what happens      | documents                                                                                       |
|-------------------|-------------------------------------------------------------------------------------------------|
| ``put``           | wait; each is given an id where it has none, so that it may be told twice and counts once       |
| ``message``       | up to MOST_CHARS of them go, and wait for their answer                                          |
| ``answered``      | those of the oldest message are done: every message has one answer, in order                    |
| ``broke``         | those without an answer wait again, first                                                       |
| more than ``most``| the oldest that wait are left out, and counted                                                  |
"""

import json
from collections import deque
from collections.abc import Mapping

MOST_CHARS = 48_000
"""Of one message; a gateway takes 65 536."""
MOST_DOCUMENTS = 500
MOST_UNANSWERED = 4
Documents = list[str]


class Outbox:
    """run: names this telling, for ids. most: documents that may wait."""

    def __init__(self, run: str, most: int = 20_000):
        self.left_out = 0
        self._run = run
        self._most = most
        self._number = 0
        self._waiting: deque[str] = deque()
        self._told: deque[Documents] = deque()

    def __len__(self) -> int:
        """How many are not done."""
        return len(self._waiting) + sum(len(each) for each in self._told)

    def put(self, document: Mapping[str, object]) -> None:
        """One more."""
        if "id" not in document:
            self._number += 1
            document = {**document, "id": f"{self._run}-{self._number}"}
        text = json.dumps(document, separators=(",", ":"))  # ASCII: no character in it ends a line
        if len(text) > MOST_CHARS:
            self.left_out += 1
            return
        self._waiting.append(text)
        if len(self._waiting) > self._most:
            self._waiting.popleft()
            self.left_out += 1

    def message(self) -> str | None:
        """The next one to send, None where nothing waits or enough is on its way."""
        if not self._waiting or len(self._told) >= MOST_UNANSWERED:
            return None
        going: Documents = []
        chars = 2
        while self._waiting and len(going) < MOST_DOCUMENTS and chars + len(self._waiting[0]) + 1 <= MOST_CHARS + 3:
            chars += len(self._waiting[0]) + 1
            going.append(self._waiting.popleft())
        self._told.append(going)
        return "[" + ",".join(going) + "]"

    def answered(self) -> int:
        """An answer came; of how many documents. 0: to nothing that was said."""
        return len(self._told.popleft()) if self._told else 0

    def broke(self) -> None:
        """The connection did."""
        while self._told:
            self._waiting.extendleft(reversed(self._told.pop()))
