"""What a phone's page tells about its sound, as frames of a stream, so that ``receipts.py`` can do its sums. Pure.

A browser does not say what became of each packet. Four times a second it says how far it has played (in the clock of
RTP, 48 kHz), how much of that it had to make up, and how long sound waits in its buffer. From that:

* which frames: the first reports tie the browser's clock to ours (what is played now was sent ``delay`` ago); from then
  on ranges follow each other without a gap, in the browser's own clock. The tie is good to about SLIP_MS.
* how many were made up ("concealed"): exactly. Which ones of a report: not known; they are spread evenly over it.
* what came late or was repaired: the browser does it without telling. No frame is ever said to be late or repaired.
* what was never reported is unknown, as with a bodypack.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from hushcue_wire import fates as wire

UNITS_PER_MS = 48
NS_PER_MS = 1_000_000
PATH_MS = 20.0
"""From a frame of the engine to its packet: it waits for its second half, and for the encoder."""
SLIP_MS = 30.0
"""The tie between the clocks is made anew when it is wrong by more."""
FRESH_MS = 500.0
MOST_MS = 3000
"""Of one report; more is a page that was asleep, and what it played meanwhile is not known."""
STRETCH = 1.5
TIES = 15


@dataclass(frozen=True, slots=True)
class PhoneReport:
    """position: of the sample played last, RTP timestamp (modulo 2**32). samples, concealed: since the report before,
    at 48 kHz. delay_ms: mean time in the browser's buffer. ago_ms: how old the report is. muted: played, not heard."""

    number: int
    position: int
    samples: int
    concealed: int
    delay_ms: float
    rtt_ms: float | None = None
    muted: bool = False
    ago_ms: float = 0.0


class PhoneEar:
    """One listening session of a phone. Frame 0 was sent at ``began_ns``."""

    def __init__(self, began_ns: int, frame_ms: int) -> None:
        self._began_ns = began_ns
        self._unit = frame_ms * UNITS_PER_MS
        self._position: int | None = None  # RTP, as told last
        self._played = 0  # the same, counted on from the first
        self._offset = 0  # of our clock, in units
        self._ties: deque[int] = deque(maxlen=TIES)
        self._next = 0  # the frame after those that are told
        self._number = -1
        self._made_up = 0  # samples concealed that do not fill a frame yet

    def report(self, report: PhoneReport, now_ns: int) -> tuple[int, bytes] | None:
        """(number of the first frame, an octet of ``hushcue_wire.fates`` for each), None where it tells nothing new."""
        if report.number <= self._number:
            return None
        self._number = report.number
        known = self._position is not None
        advance = _signed(report.position - (self._position or 0)) if known else report.samples
        self._position = report.position
        if not 0 < advance <= MOST_MS * UNITS_PER_MS:
            self._played += max(0, advance) if known else 0
            self._next = max(self._next, self._frame(self._played))
            return None
        self._played += advance
        self._tie(report, now_ns)
        end = self._frame(self._played)
        # played faster or slower, sound moves on by a little more or less than was played; a lost report is more
        told = advance if advance <= STRETCH * report.samples else report.samples
        first = max(self._next, self._frame(self._played - told))
        if end <= first:
            return None
        self._next = end
        return first, self._fates(report, end - first)

    def _frame(self, played: int) -> int:
        return max(0, (played + self._offset) // self._unit)

    def _tie(self, report: PhoneReport, now_ns: int) -> None:
        """What is played now was sent so long ago."""
        if report.ago_ms > FRESH_MS:
            return
        ago_ms = report.ago_ms + report.delay_ms + (report.rtt_ms or 0.0) / 2 + PATH_MS
        sent_ms = (now_ns - self._began_ns) / NS_PER_MS - ago_ms
        self._ties.append(round(sent_ms * UNITS_PER_MS) - self._played)
        middle = sorted(self._ties)[len(self._ties) // 2]
        if len(self._ties) == 1 or abs(middle - self._offset) > SLIP_MS * UNITS_PER_MS:
            self._offset = middle

    def _fates(self, report: PhoneReport, count: int) -> bytes:
        if report.muted:
            return bytes([wire.ORIGINAL | wire.MUTED]) * count
        heard = wire.ORIGINAL | wire.delay_code(round(report.delay_ms))
        fates = bytearray([heard]) * count
        self._made_up += report.concealed
        made_up = min(count, self._made_up // self._unit)
        self._made_up = 0 if made_up == count else self._made_up - made_up * self._unit
        for each in range(made_up):
            fates[each * count // made_up] = wire.CONCEALED
        return bytes(fates)


def _signed(difference: int) -> int:
    """Of two numbers modulo 2**32."""
    return ((difference + 0x80000000) & 0xFFFFFFFF) - 0x80000000
