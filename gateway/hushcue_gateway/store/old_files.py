"""``cues.jsonl`` and ``played.jsonl``, in which earlier versions kept cues and receipts: taken over once.

They are renamed when everything in them is stored, never deleted.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..core.ledger import TOLD, Record
from ..cues import Cue
from ..logs import Log
from .cue_store import RECEIPT, put_receipt, row_of, upsert_cue
from .database import Database
from .models.cues import CueRow, ReceiptStepRow

MOST_LINE_BYTES = 1 << 20
"""A longer line is none of ours."""
CUE = "cue"
TAKEN = ".imported"


def take_over(database: Database, folder: Path, show: str, log: Log) -> int:
    """Store what the old files hold, as of ``show``; how many cues that were. Raises Trouble where it cannot be
    stored: the files are still there then."""
    files = [folder / f"{name}{part}.jsonl" for name in ("cues", "played") for part in (".old", "")]
    present = [path for path in files if path.is_file()]
    if not present:
        return 0
    records = [record for path in present for record in read_lines(path)]
    cues = {cue.id: cue for cue in _cues(records, show)}  # of one that comes again the newest word counts
    ledger = [record for record in records if record.get("k") not in (CUE, TOLD)]
    told = [record for record in records if record.get("k") == TOLD]
    receipts = [each for each in ledger if each.get("k") == RECEIPT and each.get("cue") in cues]

    def change(session: Session) -> int:
        known = set(session.scalars(select(CueRow.id)))
        for cue in cues.values():
            if cue.id not in known:
                upsert_cue(session, row_of(cue), cue.to)
        for each in receipts:
            if each["cue"] not in known:
                with contextlib.suppress(KeyError, TypeError, AttributeError):
                    put_receipt(session, each["cue"], each["r"])
        if not session.scalar(select(func.count()).select_from(ReceiptStepRow)):
            session.add_all(ReceiptStepRow(record=record) for record in (*ledger, *told))
        return len(cues)

    count = database.write(change)
    for path in present:
        path.replace(path.with_name(path.name + TAKEN))
    log.info("store_imported", cues=count, receipts=len(receipts), path=folder / "cues.jsonl")
    return count


def read_lines(path: Path) -> Iterator[Record]:
    """Every record, oldest first. A line that is no JSON object (the last of a crash) is left out."""
    with contextlib.suppress(OSError), open(path, "rb") as file:
        while line := file.readline(MOST_LINE_BYTES):
            with contextlib.suppress(ValueError):
                record: Any = json.loads(line)
                if isinstance(record, dict):
                    yield record


def _cues(records: list[Record], show: str) -> Iterator[Cue]:
    for record in records:
        if record.get("k") == CUE:
            with contextlib.suppress(KeyError, TypeError, ValueError):
                cue = Cue.of_record(record["cue"])
                cue.show = cue.show or show
                yield cue
