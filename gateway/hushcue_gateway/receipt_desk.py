"""Receipts at work: the book of ``core/receipts.py``, where it is kept, and who is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from hushcue_words import Trouble

from .core.actions import Played
from .core.bodypack import BodypackView
from .core.events import TalkEnded, TalkStarted
from .core.receipt import Receipt
from .core.receipts import Receipts
from .cues import CueLog
from .logs import Log
from .notices import WHY
from .store import Database
from .store.cue_store import CueStore
from .store.old_files import take_over
from .words import WORDS

WHOLE_PERCENT = 100.0


class ReceiptDesk:
    """Lives in the asyncio loop. ``restore`` first. ``cues`` is the log of the cues themselves."""

    def __init__(self, database: Database, frame_ms: int, log: Log, first_show: str = "main"):
        """first_show: what earlier versions said belongs to it."""
        self._database = database
        self._first_show = first_show
        self.store = CueStore(database)
        self.cues = CueLog(keep=self.store.keep_cue)
        self.book = Receipts(self.store.keep_record, frame_ms)
        self.store.unfinished = self.book.unfinished_records
        self._log = log
        self._hearers: list[Callable[[Receipt], None]] = []

    def on_receipt(self, hear: Callable[[Receipt], None]) -> None:
        """``hear`` is told every receipt that is told to people."""
        self._hearers.append(hear)

    def restore(self) -> None:
        """What a gateway before this one kept. Cues that went on are cut off; bodypacks may yet tell of them."""
        take_over(self._database, self._database.path.parent, self._first_show, self._log)
        cues, records = self.store.restore()
        self.cues.restore(cues)
        self._tell(self.book.restore(records, time.monotonic_ns()))

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

    def session_began(self, host: str, boot: int, session: int, frame_ms: int, first: int, now_ns: int) -> None:
        """The same of a host whose stream is not the roster's: a phone."""
        self.book.session_ended(host, now_ns)
        self._tell(self.book.session_began(host, boot, session, frame_ms, first, now_ns))

    def stream_removed(self, bodypack: str, now_ns: int) -> None:
        """Its stream ended at ``now_ns``."""
        self.book.session_ended(bodypack, now_ns)

    def played(self, told: Played, rtt_ms: float) -> None:
        self._tell(self.book.played(told, rtt_ms))

    def tick(self, now_ns: int) -> None:
        self._tell(self.book.tick(now_ns))

    # --- inside -----------------------------------------------------------------------------------------------------

    def _tell(self, receipts: Iterable[Receipt]) -> None:
        for receipt in receipts:
            for hear in self._hearers:
                hear(receipt)
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
