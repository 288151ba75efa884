"""Receipts: for every cue and bodypack, what was really heard. Talks, sessions and "played" documents in, receipts out.

    what happens                         what becomes of a receipt
    a talk starts                        pending: an account for every bodypack it is for, a part where it has a session
    a session begins within the talk     the part before ends (where the clock says), another begins
    the bodypack tells (``played``)      frames become known; told again, they stay as they were
    the talk ends                        the last frame is known; complete as soon as all are told
    a hello of another boot              partial at once: what the boot before had not told is gone
    it tells of later frames, or of      partial after GRACE_NS: it tells in order, so nothing more comes
    a later session
    silence since the end                partial after PATIENCE_NS
    it tells after all                   put right

Every change is a record (``ledger.py``) handed to ``record`` before it is made; a book that is given the records of
another by ``restore`` goes on where that one ended; what still went on there was cut off. Pure: times are arguments, in
ns of one monotonic clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from .account import Part
from .actions import Played
from .events import Places
from .ledger import MAX_CUES, WRONG, Entry, Ledger, Record, last_record, part_record, told_record
from .receipt import Receipt, fates_of, repairs_of
from .told import NS_PER_MS, SLACK_MS, Stream

GRACE_NS = 5_000 * NS_PER_MS
PATIENCE_NS = 30_000 * NS_PER_MS

Doom = tuple[str, str, int, int]
"""cue, bodypack, boot, session"""


class Receipts:
    """See the module. ``frame_ms``: of a bodypack that never had a session. Calls that can settle receipts give those
    that are no longer pending, or were put right, since they were last given."""

    def __init__(self, record: Callable[[Record], None], frame_ms: int = 10, most: int = MAX_CUES) -> None:
        self._record = record
        self._frame_ms = frame_ms
        self._ledger = Ledger(most)
        self._streams: dict[str, list[Stream]] = {}
        """of a bodypack; the last one is the present one unless it has ended"""
        self._boots: dict[str, int] = {}
        self._doomed: dict[Doom, tuple[int, str]] = {}
        """parts of which nothing more is awaited from then on, and why"""
        self._ratios: dict[str, float] = {}

    # -- what people ask

    def of_cue(self, cue: str) -> list[Receipt]:
        """As they stand, in the order of the bodypacks the cue is for; empty where the cue is not known."""
        entry = self._ledger.entries.get(cue)
        if entry is None:
            return []
        return [entry.receipt(name, self._frame_ms) for name in entry.accounts or entry.told]

    def of_bodypack(self, cue: str, bodypack: str) -> Receipt | None:
        """One of them; None where the cue is not known, or not for this bodypack."""
        entry = self._ledger.entries.get(cue)
        if entry is None or bodypack not in (entry.accounts or entry.told):
            return None
        return entry.receipt(bodypack, self._frame_ms)

    def missed_ms(self, cue: str, bodypack: str, newest_ms: int) -> list[tuple[int, int]] | None:
        """What the bodypack did not hear of the newest ``newest_ms`` of a cue that is over, in ms from its beginning.
        None when that is not known (any longer)."""
        entry = self._ledger.entries.get(cue)
        duration_ms = entry.duration_ms() if entry else None
        if entry is None or duration_ms is None or bodypack not in entry.accounts:
            return None
        return entry.accounts[bodypack].missed_ms(duration_ms, newest_ms)

    def totals(self) -> Iterator[tuple[str, dict[str, int], dict[str, int]]]:
        """(bodypack, frames of cues by fate, frames heard only thanks to what) since the gateway began."""
        for bodypack, tally in self._ledger.totals.items():
            yield bodypack, fates_of(tally), repairs_of(tally)

    def ratios(self) -> Mapping[str, float]:
        """Bodypack -> share (0..1) that it heard of the cue whose receipt was told last."""
        return self._ratios

    def unfinished(self) -> Iterator[Record]:
        """The records that make up every cue of which a receipt is pending, ``told`` records left out."""
        return self._ledger.unfinished(self._frame_ms)

    def unfinished_told(self) -> Iterator[Record]:
        """The ``told`` records of that."""
        return self._ledger.unfinished_told(self._frame_ms)

    def unfinished_records(self) -> Iterator[Record]:
        """Both, in the order in which ``restore`` takes them."""
        yield from self.unfinished()
        yield from self.unfinished_told()

    # -- what happens

    def talk_started(self, cue: str, to: Iterable[str], first: Places, at_ns: int) -> None:
        """The engine began a talk, or began it again after it was replaced."""
        if cue not in self._ledger.entries:
            self._do({"k": "talk", "cue": cue, "to": list(to), "at": at_ns})
        entry, places = self._ledger.entries[cue], dict(first)
        for bodypack in entry.accounts:
            stream = self._present(bodypack)
            if stream is not None:
                sequence = places.get(bodypack, (stream.by_clock(at_ns) + 1) & 0xFFFF)
                self._begin_part(entry, bodypack, stream, max(stream.first, stream.extended(sequence, at_ns)), at_ns)

    def talk_ended(self, cue: str, last: Places, at_ns: int) -> list[Receipt]:
        """The engine ended it."""
        entry, places = self._ledger.entries.get(cue), dict(last)
        if entry is None or entry.ended_ns is not None:
            return []
        for bodypack, account in entry.accounts.items():
            stream = self._present(bodypack)
            for part in account.parts:
                if part.last is None and stream is not None and part.session == stream.session:
                    newest = stream.by_clock(at_ns)
                    said = stream.extended(places.get(bodypack, newest & 0xFFFF), at_ns)
                    close = abs(said - newest) * stream.frame_ms <= SLACK_MS  # else of the session before
                    self._end_part(cue, bodypack, part, said if close else newest, True)
        self._do({"k": "over", "cue": cue, "at": at_ns, "cut": False})
        return self._news(entry)

    def session_began(
        self, bodypack: str, boot: int, session: int, frame_ms: int, first_sequence: int, now_ns: int
    ) -> list[Receipt]:
        """A stream begins; ``session_ended`` comes before where there was one."""
        news = self.booted(bodypack, boot, now_ns)
        stream = Stream(boot, session, frame_ms, first_sequence, now_ns)
        needed = {(part.boot, part.session) for _, part in self._ledger.parts_of(bodypack)}
        streams = self._streams.get(bodypack, ())
        self._streams[bodypack] = [each for each in streams if (each.boot, each.session) in needed] + [stream]
        for entry in self._ledger.going_on():
            if bodypack in entry.accounts:
                self._begin_part(entry, bodypack, stream, first_sequence, now_ns)
        return news

    def session_ended(self, bodypack: str, now_ns: int) -> None:
        """Its stream was removed, or has been silent since ``now_ns``."""
        stream = self._present(bodypack)
        if stream is None:
            return
        stream.ended_ns = now_ns
        for entry in self._ledger.going_on():
            account = entry.accounts.get(bodypack)
            for part in account.parts if account else ():
                if part.last is None and part.session == stream.session:
                    self._end_part(entry.cue, bodypack, part, stream.by_clock(now_ns) - 1, False)  # for certain

    def booted(self, bodypack: str, boot: int, now_ns: int) -> list[Receipt]:
        """The bodypack runs under this boot now: what another one had not told is gone."""
        if self._boots.get(bodypack) == boot:
            return []
        self._boots[bodypack] = boot
        for entry, part in self._ledger.parts_of(bodypack):
            if part.boot != boot:
                self._doom(entry, bodypack, part, now_ns, "bodypack_restarted")
        return self._execute(now_ns, bodypack)

    def played(self, told: Played, rtt_ms: float = 0.0) -> list[Receipt]:
        """A bodypack tells what became of frames."""
        stream = self._stream_of(told)
        if stream is None:
            return []
        first = stream.told(told.first, len(told.fates), told.number, told.at_ns)
        stop = first + len(told.fates)
        wanted: dict[str, Entry] = {}
        for entry, part in self._ledger.parts_of(told.bodypack):
            due_ns = told.at_ns + GRACE_NS
            if (part.boot, part.session) == (told.boot, told.session):
                if part.overlaps(first, stop):
                    wanted[entry.cue] = entry
                if part.last is not None and stop > part.last + 1:
                    self._doom(entry, told.bodypack, part, due_ns, "not_told")
            elif part.boot == told.boot and stream is self._present(told.bodypack):
                self._doom(entry, told.bodypack, part, due_ns, "session_replaced")
        if not wanted:
            return []
        fates = told.fates
        self._do(told_record(told.bodypack, told.boot, told.session, told.number, first, fates, rtt_ms))
        return [each for entry in wanted.values() for each in self._news(entry, told.bodypack)]

    def tick(self, now_ns: int) -> list[Receipt]:
        """Time passes."""
        news = self._execute(now_ns)
        for entry in list(self._ledger.entries.values()):
            if entry.ended_ns is not None and not entry.expired and now_ns - entry.waits_ns >= PATIENCE_NS:
                entry.expired = True
                for bodypack, account in entry.accounts.items():
                    for part in account.parts:
                        if not part.settled:
                            self._give_up((entry.cue, bodypack, part.boot, part.session), "not_reported")
                news += self._news(entry)
        self._ledger.close_old(self._frame_ms)
        return news

    def restore(self, records: Iterable[Record], now_ns: int) -> list[Receipt]:
        """The records of a gateway before this one, oldest first, ``told`` ones perhaps last. Such as make no sense are
        left out. What had not ended was cut off."""
        for record in records:
            try:
                self._ledger.apply(record)
            except WRONG:
                continue
        self._ledger.totals.clear()
        news = []
        for entry in list(self._ledger.entries.values()):
            if entry.ended_ns is None:
                for bodypack, account in entry.accounts.items():
                    for part in account.parts:
                        if part.last is None and not part.cut:
                            self._end_part(entry.cue, bodypack, part, None, False)
                self._do({"k": "over", "cue": entry.cue, "at": now_ns, "cut": True})
            entry.waits_ns, entry.expired = now_ns, not entry.accounts
            news += self._news(entry)
        self._ledger.close_old(self._frame_ms)
        return news

    # -- inside

    def _do(self, record: Record) -> None:
        self._record(record)
        self._ledger.apply(record)

    def _news(self, entry: Entry, only: str | None = None) -> list[Receipt]:
        news = []
        if entry.ended_ns is not None:
            for bodypack in tuple(entry.accounts) if only is None else (only,):
                if entry.complete(bodypack):
                    continue
                receipt = entry.receipt(bodypack, self._frame_ms)
                if receipt.state != "pending" and entry.told.get(bodypack) != receipt:
                    self._do({"k": "receipt", "cue": entry.cue, "r": receipt.as_json()})
                    self._ratios[bodypack] = receipt.heard_percent / 100
                    news.append(receipt)
        return news

    def _present(self, bodypack: str) -> Stream | None:
        streams = self._streams.get(bodypack)
        if not streams or streams[-1].began_ns is None or streams[-1].ended_ns is not None:
            return None
        return streams[-1]

    def _stream_of(self, told: Played) -> Stream | None:
        """The session it tells of; None where no cue was sent in it."""
        streams = self._streams.setdefault(told.bodypack, [])
        for stream in streams:
            if (stream.boot, stream.session) == (told.boot, told.session):
                return stream
        for _, part in self._ledger.parts_of(told.bodypack):  # of a gateway before us
            if (part.boot, part.session) == (told.boot, told.session):
                stream = Stream(told.boot, told.session, part.frame_ms, part.first, None)
                if part.octets.size:
                    stream.note(part.base + len(part.octets), -1)
                streams.insert(0, stream)
                return stream
        return None

    def _begin_part(self, entry: Entry, bodypack: str, stream: Stream, first: int, at_ns: int) -> None:
        if all(part.session != stream.session for part in entry.accounts[bodypack].parts):
            at_ms = max(0, at_ns - entry.started_ns) // NS_PER_MS
            part = Part(stream.boot, stream.session, stream.frame_ms, first, at_ms)
            self._do(part_record(entry.cue, bodypack, part))

    def _end_part(self, cue: str, bodypack: str, part: Part, last: int | None, exact: bool) -> None:
        bounded = None if last is None else max(last, part.first - 1)
        self._do(last_record(cue, bodypack, part, bounded, exact))

    def _doom(self, entry: Entry, bodypack: str, part: Part, due_ns: int, why: str) -> None:
        key = (entry.cue, bodypack, part.boot, part.session)
        if not part.settled and (key not in self._doomed or due_ns < self._doomed[key][0]):
            self._doomed[key] = due_ns, why

    def _execute(self, now_ns: int, only: str | None = None) -> list[Receipt]:
        news = []
        for key, (due_ns, why) in list(self._doomed.items()):
            if now_ns < due_ns or (only is not None and key[1] != only):
                continue
            del self._doomed[key]
            self._give_up(key, why)
            entry = self._ledger.entries.get(key[0])
            news += self._news(entry, key[1]) if entry is not None and key[1] in entry.accounts else []
        return news

    def _give_up(self, key: Doom, why: str) -> None:
        cue, bodypack, boot, session = key
        self._do({"k": "gave", "cue": cue, "b": bodypack, "boot": boot, "session": session, "why": why})
