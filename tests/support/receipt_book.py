"""A book of receipts in virtual time, and bodypacks that tell it what they played."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import strategies as st

from hushcue_gateway.core.actions import Played
from hushcue_gateway.core.ledger import Record
from hushcue_gateway.core.receipt import Receipt
from hushcue_gateway.core.receipts import Receipts
from hushcue_wire import fates as wire

MS = 1_000_000
FRAME_MS = 10
HEARD = wire.ORIGINAL | wire.delay_code(20)
LATE = wire.REDUNDANCY | wire.LATE | wire.delay_code(400)
FATE = st.sampled_from(
    [HEARD, LATE, wire.CONCEALED, wire.LOST, wire.ORIGINAL | wire.MUTED, wire.ORIGINAL | wire.LEFT_OUT]
)


class Book:
    """A book, its journal, a clock, and bodypacks whose streams send a frame every 10 ms."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.book = Receipts(self.records.append, FRAME_MS)
        self.now_ns = 1000 * 1000 * MS
        self.began: dict[str, tuple[int, int, int, int]] = {}  # bodypack -> (session, boot, first sequence, since)
        self.numbers: dict[str, int] = {}
        self.told: list[Receipt] = []

    def begin(self, bodypack: str, session: int = 1, boot: int = 1, first: int = 100) -> None:
        self.began[bodypack] = session, boot, first, self.now_ns
        self.told += self.book.session_began(bodypack, boot, session, FRAME_MS, first, self.now_ns)

    def end(self, bodypack: str) -> None:
        self.book.session_ended(bodypack, self.now_ns)

    def place(self, bodypack: str) -> int:
        """The extended number of the frame that is sent now."""
        _, _, first, since = self.began[bodypack]
        return first + (self.now_ns - since) // (FRAME_MS * MS)

    def start(self, cue: str, *to: str) -> None:
        places = tuple((name, self.place(name) & 0xFFFF) for name in to if name in self.began)
        self.book.talk_started(cue, to, places, self.now_ns)

    def stop(self, cue: str, *to: str) -> None:
        places = tuple((name, (self.place(name) - 1) & 0xFFFF) for name in to if name in self.began)
        self.told += self.book.talk_ended(cue, places, self.now_ns)

    def document(self, bodypack: str, first: int, octets: bytes, **changes: int) -> Played:
        session, boot, _, _ = self.began[bodypack]
        self.numbers[bodypack] = self.numbers.get(bodypack, 0) + 1
        told = Played(bodypack, self.now_ns, boot, session, self.numbers[bodypack], first & 0xFFFF, octets)
        return replace(told, **changes)

    def hear(self, *documents: Played, rtt_ms: float = 0.0) -> None:
        for told in documents:
            self.told += self.book.played(replace(told, at_ns=self.now_ns), rtt_ms)

    def passes(self, ms: int) -> None:
        self.now_ns += ms * MS

    def tick(self) -> list[Receipt]:
        news = self.book.tick(self.now_ns)
        self.told += news
        return news

    def receipt(self, cue: str = "c", bodypack: str = "h") -> Receipt:
        (found,) = [each for each in self.book.of_cue(cue) if each.bodypack == bodypack]
        return found


def documents_of(book: Book, bodypack: str, first: int, octets: bytes, size: int = 100) -> list[Played]:
    return [book.document(bodypack, first + at, octets[at : at + size]) for at in range(0, len(octets), size)]


def said(frames: int = 300, lead: int = 50, first: int = 100) -> tuple[Book, int]:
    """A book in which a cue of so many frames was said to "h", and the number of its first frame."""
    book = Book()
    book.begin("h", first=first)
    book.passes(lead * FRAME_MS)
    at = book.place("h")
    book.start("c", "h")
    book.passes(frames * FRAME_MS)
    book.stop("c", "h")
    return book, at


def restored(records: Iterable[Record], now_ns: int) -> Book:
    other = Book()
    other.now_ns = now_ns
    other.told += other.book.restore(records, now_ns)
    return other
