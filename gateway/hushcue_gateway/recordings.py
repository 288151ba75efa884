"""The recordings of all shows: their files, what the store knows of them, and who may not stay.

What is asked in the asyncio loop (``retention``, ``begin``, ``ended``) never waits for the disk or the store; ``open``,
``delete``, ``housekeep`` do and are for a thread.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from .config_recordings import Recordings as RecordingsEntry
from .core.retention import DEFAULT, Kept, Retention, limit_ms, recordings_due
from .cues import MAX_CUES, Cue
from .logs import Log
from .store import Database
from .store.cue_store import row_of, upsert_cue
from .store.models.cues import CueRow, RecordingRow, RetentionRow
from .witness.messages import RecordingEnded
from .witness.words import WORDS

FOLDER = "recordings"
MB = 1_000_000
THERE = ("complete", "cut")
"""States of a recording that can be heard."""
RULES = ("record", "recordings_days", "cues_days", "notice_zh", "notice_en")
DELETE_AT_ONCE = 500


class Recordings:
    """See the module."""

    def __init__(self, database: Database, state_dir: Path, settings: RecordingsEntry, log: Log):
        self.folder = state_dir / FOLDER
        self._database = database
        self._max_bytes = settings.max_mb * MB
        self._min_free_bytes = settings.min_free_mb * MB
        self._log = log
        self._rules: dict[str, Retention] = {}
        self._no_space = False
        self._there: set[str] = set()
        self._hearers: list[Callable[[Literal["show", "cue"], str], None]] = []
        self.bytes = 0
        """of all files, as of the last ``housekeep``"""

    def on_change(self, hear: Callable[[Literal["show", "cue"], str], None]) -> None:
        """Called by ``told`` when a show records now, or no longer, or a cue has a recording no more."""
        self._hearers.append(hear)

    def told(self, what: Literal["show", "cue"], name: str) -> None:
        """Let everybody know; in the loop, by whoever changed it in a thread."""
        for hear in self._hearers:
            hear(what, name)

    def is_there(self, cue: str) -> bool:
        """Whether a cue has a recording that can be heard; known of the newest MAX_CUES and all since."""
        return cue in self._there

    # --- what shows want --------------------------------------------------------------------------------------------

    def retention(self, show: str) -> Retention:
        """What holds for a show now."""
        return self._rules.get(show, DEFAULT)

    def notice(self, show: str) -> dict[str, str]:
        """What hosts and operators of a show are told while it records."""
        rules, standard = self.retention(show), WORDS.both("notice_default")
        return {"en": rules.notice_en or standard["en"], "zh": rules.notice_zh or standard["zh"]}

    def change(self, show: str, rules: Retention, by: str, now_ms: int) -> None:
        """From now on. Raises Trouble where it cannot be stored."""
        values = {**asdict(rules), "changed_at_ms": now_ms, "changed_by": by}
        put = insert(RetentionRow).values(show=show, **values)
        self._database.write(
            lambda session: session.execute(put.on_conflict_do_update(index_elements=["show"], set_=values))
        )
        self._rules[show] = rules

    def forget_show(self, show: str) -> None:
        """It is deleted: what it wanted is forgotten. Files and rows go with those of all tables."""
        self._rules.pop(show, None)

    # --- the life of a recording ------------------------------------------------------------------------------------

    def open(self) -> None:
        """Read what shows want; what an earlier gateway left open was cut."""
        rows = self._database.read(lambda session: list(session.scalars(select(RetentionRow))))
        self._rules = {row.show: Retention(**{name: getattr(row, name) for name in RULES}) for row in rows}
        broken = self._database.read(
            lambda session: list(session.scalars(select(RecordingRow).where(RecordingRow.state == "recording")))
        )
        for row in broken:
            self._adopt(row)
        there = select(RecordingRow.cue).where(RecordingRow.state.in_(THERE))
        newest = there.order_by(RecordingRow.began_at_ms.desc()).limit(MAX_CUES)
        self._there.update(self._database.read(lambda session: list(session.scalars(newest))))

    def begin(self, cue: Cue) -> Path | None:
        """Where this cue is to be recorded; None where its show does not record, or there is no space left."""
        if not self.retention(cue.show).record or self._no_space:
            return None
        moment = datetime.fromtimestamp(cue.asked_at)
        name = f"{cue.show}/{moment:%Y-%m-%d}/{moment:%H%M%S}-{cue.id}.ogg"
        began_at_ms = round(cue.asked_at * 1000)
        row = {"cue": cue.id, "show": cue.show, "file": name, "state": "recording", "began_at_ms": began_at_ms}
        values, hosts = row_of(cue), list(cue.to)

        def change(session: Session) -> None:
            upsert_cue(session, values, hosts)  # it may not be in the log yet
            session.execute(insert(RecordingRow).values(**row).on_conflict_do_nothing())

        self._database.change_soon(change)
        return self.folder / name

    def ended(self, event: RecordingEnded) -> None:
        """The witness closed a file. One of which nothing came is none."""
        state = ("complete" if event.complete else "cut") if event.duration_ms > 0 else "deleted"
        values: dict[str, Any] = {"state": state, "bytes": event.bytes, "duration_ms": event.duration_ms}
        if state == "deleted":
            values["file"] = ""
            with contextlib.suppress(OSError):
                Path(event.file).unlink()
        if state in THERE:
            self._there.add(event.cue)
        # after a crash the same file is closed a second time, longer
        which = update(RecordingRow).where(RecordingRow.cue == event.cue)
        self._database.change_soon(lambda session: session.execute(which.values(**values)))

    def path_of(self, row: RecordingRow | None) -> Path | None:
        """The file of a recording that can be heard; None where there is none (any more)."""
        if row is None or row.state not in THERE or not row.file:
            return None
        path = (self.folder / row.file).resolve()
        return path if path.is_relative_to(self.folder.resolve()) and path.is_file() else None

    def delete(self, cue: str, by: str, now_ms: int) -> bool:
        """Delete the sound of a cue for good; False where there is none. OSError where the file does not go."""
        row = self._database.read(lambda session: session.get(RecordingRow, cue))
        if row is None or row.state not in THERE:
            return False
        if row.file:
            (self.folder / row.file).unlink(missing_ok=True)
        gone = {"state": "deleted", "file": "", "bytes": 0, "deleted_at_ms": now_ms, "deleted_by": by}
        which = update(RecordingRow).where(RecordingRow.cue == cue)
        self._database.write(lambda session: session.execute(which.values(**gone)))
        self._there.discard(cue)
        return True

    # --- what is due ------------------------------------------------------------------------------------------------

    def housekeep(self, now_ms: int) -> None:
        """Delete what is due. Raises nothing that another time may not put right."""
        rows = self._database.read(
            lambda session: list(session.scalars(select(RecordingRow).where(RecordingRow.state.in_(THERE))))
        )
        size = {row.cue: row.bytes for row in rows}
        kept = [Kept(row.cue, row.show, row.bytes, row.began_at_ms) for row in rows]
        gone: dict[str, list[int]] = {}
        for due in recordings_due(kept, self._rules, now_ms, self._max_bytes):
            with contextlib.suppress(OSError):
                if self.delete(due.cue, due.why, now_ms):
                    gone.setdefault(due.why, []).append(size.pop(due.cue))
        for why, sizes in gone.items():
            reason = WORDS.trouble(f"why_{why}")
            self._log.info("recording_deleted", count=len(sizes), megabytes=round(sum(sizes) / MB, 1), why=reason)
        self.bytes = sum(size.values())
        self._database.write(lambda session: _forget_cues(session, self._rules, now_ms))
        self._forget_empty_folders()
        self._look_for_space()

    def _adopt(self, row: RecordingRow) -> None:
        from .witness.recorder import length_ms  # loads FFmpeg

        path = self.folder / row.file
        if not path.is_file():
            self._log.warning("recording_lost_file", cue=row.cue, path=path)
        size = path.stat().st_size if path.is_file() else 0
        self.ended(RecordingEnded(row.cue, str(path), size, length_ms(path) if size else 0, False))

    def _look_for_space(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        free = shutil.disk_usage(self.folder).free
        short = free < self._min_free_bytes
        if short and not self._no_space:
            self._log.error("recording_no_space", free_mb=free // MB, path=self.folder)
        self._no_space = short

    def _forget_empty_folders(self) -> None:
        for day in self.folder.glob("*/*"):
            if day.is_dir() and day.name < time.strftime("%Y-%m-%d"):
                with contextlib.suppress(OSError):  # not empty
                    day.rmdir()


def _forget_cues(session: Session, rules: Mapping[str, Retention], now_ms: int) -> None:
    """Cues that their show no longer wants. One with a recording stays as long as that."""
    shows = session.scalars(select(CueRow.show).distinct()).all()
    for show in shows:
        before_ms = limit_ms(rules.get(show, DEFAULT).cues_days, now_ms)
        heard = exists().where(RecordingRow.cue == CueRow.id, RecordingRow.state != "deleted")
        old = (
            select(CueRow.id)
            .where(CueRow.show == show, CueRow.asked_at_ms < before_ms, CueRow.state.in_(("ended", "refused")), ~heard)
            .limit(DELETE_AT_ONCE)
        )
        session.execute(delete(CueRow).where(CueRow.id.in_(old)))
