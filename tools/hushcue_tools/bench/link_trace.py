"""A recorded network: a file that says when each datagram was sent and how long it took, or that it was lost.

CSV with a line of names, or JSON with a list of objects, of the same fields:

    send_ms     when it was sent, rising
    delay_ms    how long it took; empty or absent means lost
    lost        1 or true: lost, whatever delay_ms says

In JSON ``delays_ms`` may stand for ``delay_ms``: one per copy that arrived. A datagram meets the last row sent not
after it; behind the end the trace begins again.
"""

import csv
import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from hushcue_words import EXIT_USAGE

from .link import Fate, Link
from .words import WORDS

LONGEST_DELAY_MS = 60_000.0
MOST_ROWS = 10_000_000


class Row(NamedTuple):
    """One datagram of the record."""

    send_ms: float
    fate: Fate


class Trace:
    """An air: each datagram meets the row that was sent last before it. At least one row."""

    def __init__(self, rows: Sequence[Row]):
        self._first_ms = rows[0].send_ms
        self._starts = [row.send_ms - self._first_ms for row in rows]
        self._fates = [row.fate for row in rows]
        # The last row lasts as long as the others do on average.
        self._length_ms = self._starts[-1] * len(rows) / (len(rows) - 1) if self._starts[-1] else math.inf

    def fate(self, size: int, now_ms: float) -> Fate:
        """As recorded."""
        place_ms = now_ms % self._length_ms if math.isfinite(self._length_ms) else now_ms
        return self._fates[max(0, bisect_right(self._starts, place_ms + 1e-6) - 1)]


def read(path: Path) -> list[Row]:
    """The rows of a trace file. Raises Trouble where it is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WORDS.trouble("trace_unread", exit_code=EXIT_USAGE, file=path, reason=error) from None
    try:
        entries = json.loads(text) if text.lstrip()[:1] in ("[", "{") else list(csv.DictReader(StringIO(text)))
        rows = [_row(entry) for entry in entries]
        if not rows:
            raise ValueError("no rows")
        if any(after.send_ms < before.send_ms for before, after in pairwise(rows)):
            raise ValueError("send_ms falls")
    except (AttributeError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise WORDS.trouble("trace_wrong", exit_code=EXIT_USAGE, file=path, reason=error) from None
    return rows


def write(path: Path, link: Link) -> None:
    """What a link did (it must have kept it), as JSON that :func:`read` takes."""
    rows = [
        {"send_ms": sent_ms, "delays_ms": list(fate.delays_ms)}
        for sent_ms, fate in zip(link.sent_ms, link.fates, strict=True)
    ]
    path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", encoding="utf-8")


def _row(entry: Mapping[str, object]) -> Row:
    send_ms = _number(entry["send_ms"])
    delays = entry.get("delays_ms")
    if not isinstance(delays, list):
        delay = entry.get("delay_ms")
        delays = [] if delay in (None, "") else [delay]
    if entry.get("lost") in (True, 1, "1", "true", "True", "yes"):
        delays = []
    return Row(send_ms, Fate(tuple(_delay(each) for each in delays)))


def _delay(value: object) -> float:
    delay_ms = _number(value)
    if not 0 <= delay_ms <= LONGEST_DELAY_MS:
        raise ValueError(f"delay_ms {delay_ms}")
    return delay_ms


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{value!r}")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r}")
    return number
