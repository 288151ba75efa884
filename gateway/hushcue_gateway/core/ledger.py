"""The cues and accounts that receipts are made of, as a function of records: small JSON objects, one for each change.

    k          fields                                      what it says
    talk       cue, to, at                                 a talk began
    part       cue, b, boot, session, frame_ms, first,     it is sent to bodypack b in that session
               at_ms
    last       cue, b, boot, session, last, exact          up to that frame; null: the gateway died
    told       b, boot, session, n, from, f, rtt           what became of frames (f: base64 of ``fates``)
    gave       cue, b, boot, session, why                  no more is awaited of that part
    over       cue, at, cut                                the talk ended, or the gateway did
    receipt    cue, r                                      a receipt as people were told

The same records in the same order give the same ledger; ``told`` may come after all others. Pure.
"""

from __future__ import annotations

import binascii
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .account import UNTOLD, Account, Part
from .receipt import Receipt, Tally, no_frames
from .told import NS_PER_MS

MAX_CUES = 1000
MAX_OPEN = 32
"""Of the newest so many cues every frame is remembered; of others the receipts."""
TOLD = "told"
PART_FIELDS = ("boot", "session", "frame_ms", "first", "at_ms")
Record = dict[str, Any]
WRONG = (KeyError, TypeError, ValueError, AttributeError, binascii.Error)
"""What a record that is none of ours raises."""


@dataclass(slots=True)
class Entry:
    """One cue. ended_ns None: it goes on. accounts: none once only the receipts are kept."""

    cue: str
    to: tuple[str, ...]
    started_ns: int
    ended_ns: int | None = None
    cut: bool = False
    waits_ns: int = 0
    """since when the rest is awaited"""
    expired: bool = False
    """no longer"""
    accounts: dict[str, Account] = field(default_factory=dict)
    told: dict[str, Receipt] = field(default_factory=dict)
    """the receipts as they were told last, when they were no longer pending"""
    made: dict[str, Receipt] = field(default_factory=dict)
    """as they were last made of the accounts, until a record changes something"""

    def duration_ms(self) -> int | None:
        """None while it goes on; of one that was cut off as far as is known."""
        if self.ended_ns is None:
            return None
        if not self.cut:
            return (self.ended_ns - self.started_ns) // NS_PER_MS
        parts = [part for account in self.accounts.values() for part in account.parts]
        return max((part.at_ms + part.frames * part.frame_ms for part in parts), default=0)

    def complete(self, bodypack: str) -> bool:
        """Everything is known, and nothing can change it."""
        told = self.told.get(bodypack)
        return told is not None and told.state == "complete"

    def receipt(self, bodypack: str, frame_ms: int) -> Receipt:
        """As it stands now. KeyError for a bodypack the cue is not for."""
        account = self.accounts.get(bodypack)
        if account is None or self.complete(bodypack):
            return self.told[bodypack]
        made = self.made.get(bodypack)
        if made is None or self.cut:  # how long a cue was that was cut off hangs on all who tell
            made = self.made[bodypack] = account.receipt(self.duration_ms(), frame_ms)
        return made


class Ledger:
    """See the module."""

    def __init__(self, most: int = MAX_CUES) -> None:
        self._most = most
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.totals: dict[str, Tally] = {}
        """bodypack -> frames told, of all cues"""
        self._open: dict[str, dict[str, Entry]] = {}
        """bodypack -> cue -> those of which not everything is known, oldest first"""

    def apply(self, record: Record) -> None:
        """Make a change. Raises one of WRONG when it makes no sense."""
        kind = record["k"]
        if kind == TOLD:
            self._told(record)
            return
        entry = self.entries.get(record["cue"])
        if kind == "talk" and entry is None:
            entry = Entry(str(record["cue"]), tuple(record["to"]), int(record["at"]))
            entry.accounts = {name: Account(entry.cue, name) for name in entry.to}
            self._add(entry)
            for name in entry.accounts:
                self._open.setdefault(name, {})[entry.cue] = entry
        elif kind == "receipt":
            receipt = Receipt.of_json(record["r"])
            if entry is None:
                entry = Entry(str(record["cue"]), (), 0, 0)
                self._add(entry)
            entry.told[receipt.bodypack] = receipt
            if entry.complete(receipt.bodypack):
                self._close(entry, receipt.bodypack)
        elif entry is None:
            return
        elif kind == "part":
            boot, session, frame_ms, first, at_ms = (int(record[name]) for name in PART_FIELDS)
            entry.made.pop(record["b"], None)
            if not self.parts_like(entry, record):  # a journal that was begun anew may hold it twice
                entry.accounts[record["b"]].parts.append(Part(boot, session, max(1, frame_ms), first, at_ms))
        elif kind == "last":
            last = record["last"]
            entry.made.pop(record["b"], None)
            for part in self.parts_like(entry, record):
                part.finish(None if last is None else int(last), bool(record["exact"]))
        elif kind == "gave":
            entry.made.pop(record["b"], None)
            for part in self.parts_like(entry, record):
                part.why = str(record["why"])
        elif kind == "over":
            entry.ended_ns = entry.waits_ns = int(record["at"])
            entry.cut = bool(record["cut"])
            entry.made.clear()

    def _add(self, entry: Entry) -> None:
        self.entries[entry.cue] = entry
        for old in [each for each in self.entries.values() if each.ended_ns is not None]:
            if len(self.entries) <= self._most:
                break
            del self.entries[old.cue]
            self._close(old, *old.accounts)

    def _close(self, entry: Entry, *bodypacks: str) -> None:
        for name in bodypacks:
            self._open.get(name, {}).pop(entry.cue, None)

    def _told(self, record: Record) -> None:
        octets = binascii.a2b_base64(record["f"])
        first, bodypack = int(record["from"]), str(record["b"])
        news: Tally | None = None
        for entry, part in self.parts_of(bodypack):
            if (part.boot, part.session) == (record["boot"], record["session"]):
                entry.made.pop(bodypack, None)
                fresh = part.tell(first, octets)
                part.rtt_ms = float(record["rtt"])
                news = fresh if news is None else np.maximum(news, fresh)  # two cues at once hold the same frames
        if news is not None:
            self.totals[bodypack] = self.totals.get(bodypack, no_frames()) + news

    def parts_of(self, bodypack: str) -> Iterator[tuple[Entry, Part]]:
        """Every part of a bodypack of which not everything is known, oldest cue first."""
        for entry in tuple(self._open.get(bodypack, {}).values()):
            for part in tuple(entry.accounts[bodypack].parts):
                yield entry, part

    def parts_like(self, entry: Entry, record: Record) -> list[Part]:
        """The part (or none) of ``entry`` that a record is about."""
        account = entry.accounts.get(record["b"])
        which = (record["boot"], record["session"])
        return [part for part in account.parts if (part.boot, part.session) == which] if account else []

    def going_on(self) -> list[Entry]:
        """Cues that have not ended."""
        return [entry for entry in self.entries.values() if entry.ended_ns is None]

    def close_old(self, frame_ms: int) -> None:
        """Of cues that are over, awaited no longer and not among the newest, keep only the receipts."""
        for entry in list(self.entries.values())[:-MAX_OPEN]:
            if entry.accounts and entry.ended_ns is not None:
                receipts = {name: entry.receipt(name, frame_ms) for name in entry.accounts}
                if all(receipt.state != "pending" for receipt in receipts.values()):
                    self._close(entry, *entry.accounts)
                    entry.told, entry.accounts, entry.made = receipts, {}, {}

    def unfinished(self, frame_ms: int) -> Iterator[Record]:
        """The records that make up every cue of which a receipt is pending: what a new journal has to begin with."""
        for entry in self.entries.values():
            if all(entry.receipt(name, frame_ms).state != "pending" for name in entry.accounts):
                continue
            yield {"k": "talk", "cue": entry.cue, "to": list(entry.to), "at": entry.started_ns}
            for bodypack, account in entry.accounts.items():
                for part in account.parts:
                    yield part_record(entry.cue, bodypack, part)
                    if part.last is not None or part.cut:
                        yield last_record(entry.cue, bodypack, part, part.last, part.exact)
            if entry.ended_ns is not None:
                yield {"k": "over", "cue": entry.cue, "at": entry.ended_ns, "cut": entry.cut}

    def unfinished_told(self, frame_ms: int) -> Iterator[Record]:
        """The ``told`` records that belong to ``unfinished``."""
        for entry in self.entries.values():
            for bodypack, account in entry.accounts.items():
                if entry.receipt(bodypack, frame_ms).state == "pending":
                    for part in account.parts:
                        yield from _told_records(bodypack, part)


def part_record(cue: str, bodypack: str, part: Part) -> Record:
    """``part`` begins."""
    numbers = {name: getattr(part, name) for name in PART_FIELDS}
    return {"k": "part", "cue": cue, "b": bodypack, **numbers}


def last_record(cue: str, bodypack: str, part: Part, last: int | None, exact: bool) -> Record:
    """``part`` ends with the frame ``last``."""
    who = {"cue": cue, "b": bodypack, "boot": part.boot, "session": part.session}
    return {"k": "last", **who, "last": last, "exact": exact}


def told_record(bodypack: str, boot: int, session: int, number: int, first: int, fates: bytes, rtt_ms: float) -> Record:
    """Frames are told."""
    text = binascii.b2a_base64(fates, newline=False).decode("ascii")
    who = {"b": bodypack, "boot": boot, "session": session}
    return {"k": TOLD, **who, "n": number, "from": first, "f": text, "rtt": round(rtt_ms, 1)}


def _told_records(bodypack: str, part: Part) -> Iterator[Record]:
    """One for every run of frames that are told."""
    known = np.concatenate(([False], part.octets != UNTOLD, [False]))
    edges = np.flatnonzero(np.diff(known.astype(np.int8)))
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        fates = part.octets[low:high].astype(np.uint8).tobytes()
        first = part.base + int(low)
        yield told_record(bodypack, part.boot, part.session, -1, first, fates, part.rtt_ms)
