"""Receipts at work: the book of ``core/receipts.py``, its journals, and who is told."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hushcue_words import Trouble

from .core.actions import Played
from .core.bodypack import BodypackView
from .core.events import TalkEnded, TalkStarted
from .core.ledger import TOLD, Record
from .core.receipt import Receipt
from .core.receipts import Receipts
from .cues import Cue, CueLog
from .journal import Journal
from .logs import Log
from .notices import WHY
from .words import WORDS

CUE = "cue"
"""Kind of the records that hold a cue; all others are the ledger's."""
WHOLE_PERCENT = 100.0


class ReceiptDesk:
    """Lives in the asyncio loop. ``restore`` first, ``close`` last. ``cues`` is the log of the cues themselves."""

    def __init__(self, folder: Path, frame_ms: int, log: Log):
        self.cues = CueLog(keep=self._keep_cue)
        self.book = Receipts(self._keep, frame_ms)
        self._log = log
        self._journal = Journal(folder, "cues", log, self._going_on)
        self._told = Journal(folder, "played", log, self.book.unfinished_told)  # many, and soon of no use

    def restore(self) -> None:
        """What a gateway before this one kept. Cues that went on are cut off; bodypacks may yet tell of them."""
        records = list(self._journal.read())
        self.cues.restore(_cues(records))
        ledger = [record for record in records if record.get("k") != CUE]
        self._tell(self.book.restore([*ledger, *self._told.read()], time.monotonic_ns()))

    def close(self) -> None:
        """No more records."""
        self._journal.close()
        self._told.close()

    # --- what people ask --------------------------------------------------------------------------------------------

    def of_cue(self, cue: str) -> list[dict[str, Any]]:
        """Every receipt of a cue, with the sentences of its reasons."""
        return [self._as_json(receipt) for receipt in self.book.of_cue(cue)]

    def brief(self, cue: str) -> list[dict[str, Any]]:
        """The same for lists."""
        return [
            {"bodypack": each.bodypack, "state": each.state, "heard_percent": each.heard_percent}
            for each in self.book.of_cue(cue)
        ]

    # --- what happens -----------------------------------------------------------------------------------------------

    def talk_started(self, event: TalkStarted, to: Iterable[str]) -> None:
        """``to``: whoever is to hear it."""
        self.book.talk_started(event.cue, to, event.first, event.at_ns)

    def talk_ended(self, event: TalkEnded) -> None:
        self._tell(self.book.talk_ended(event.cue, event.last, event.at_ns))

    def stream_added(self, view: BodypackView, now_ns: int) -> None:
        """A bodypack has a session and a stream, instead of the one before where there was one."""
        assert view.stream is not None and view.session is not None and view.hello is not None
        self.book.session_ended(view.id, now_ns)
        stream = view.stream
        news = self.book.session_began(
            view.id, view.hello.boot, view.session, stream.frame_ms, stream.first_sequence, now_ns
        )
        self._tell(news)

    def stream_removed(self, bodypack: str, now_ns: int) -> None:
        """Its stream ended at ``now_ns``."""
        self.book.session_ended(bodypack, now_ns)

    def played(self, told: Played, rtt_ms: float) -> None:
        self._tell(self.book.played(told, rtt_ms))

    def tick(self, now_ns: int) -> None:
        self._tell(self.book.tick(now_ns))

    # --- inside -----------------------------------------------------------------------------------------------------

    def _keep(self, record: Record) -> None:
        (self._told if record["k"] == TOLD else self._journal).write(record)

    def _keep_cue(self, cue: Cue) -> None:
        self._journal.write({"k": CUE, "cue": cue.as_record()})

    def _going_on(self) -> list[Record]:
        cues = [{"k": CUE, "cue": cue.as_record()} for cue in self.cues.going_on()]
        return [*cues, *self.book.unfinished()]

    def _tell(self, receipts: Iterable[Receipt]) -> None:
        for receipt in receipts:
            why = "; ".join(str(each) for each in _reasons(receipt))
            more: Trouble | str = WORDS.trouble("receipt_why", text=why) if why else ""
            facts = {"id": receipt.bodypack, "heard": receipt.heard_percent, "cue": receipt.cue, "why": more}
            whole = receipt.heard_percent == WHOLE_PERCENT
            self._log.tell("info" if whole else "warning", "receipt", facts, about=receipt.bodypack)

    @staticmethod
    def _as_json(receipt: Receipt) -> dict[str, Any]:
        says = [{"code": code, **WHY.both(code)} for code in receipt.why]
        return {**receipt.as_json(), "why": says}


def _reasons(receipt: Receipt) -> list[Trouble]:
    return [Trouble(WHY, code, {}, 0) for code in receipt.why]


def _cues(records: Iterable[Record]) -> Iterable[Cue]:
    for record in records:
        if record.get("k") == CUE:
            try:
                yield Cue.of_record(record["cue"])
            except (KeyError, TypeError, ValueError):
                continue
