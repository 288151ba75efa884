"""What is in the store about effect: opportunities with their outcomes, and the cues of an airing.

Methods are for threads. It reads what ``assistant/repository.py`` writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ..showdata.airing import Airing
from ..showdata.markers import said_ms, show_ms
from ..store.database import Database
from ..store.models.assistant import OpportunityRow, SuggestionRow
from ..store.models.cues import CueRow, ReceiptRow
from ..store.models.showdata import AiringRow
from .moment import Moment, moment_of

LIVE = "live"
HEARD_STATES = ("speaking", "done", "cut")
"""Of suggestions whose sound has reached an ear."""
MOST_MOMENTS = 10_000
MOST_CUES = 2_000
AT_ONCE = 1_000
ASSISTANT = "assistant"
"""The priority of its cues."""
COLUMNS = ("id", "airing", "rule", "product", "at_ms", "arm", "p_send", "why", "outcome")


@dataclass(frozen=True, slots=True)
class Said:
    """A cue of an airing. at_ms: when it was said, show time. assistant: it said it; to several hosts it is one
    all the same. who: asked for it, "" a rule did. receipts: (host, state, percent or None), of every host."""

    id: str
    at_ms: int
    assistant: bool
    who: str
    rule: str
    product: str
    text: str
    state: str
    private: bool
    receipts: tuple[tuple[str, str, float | None], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that became an opportunity. facts: as its rule told them. told: its cue was heard."""

    at_ms: int
    product: str
    facts: Mapping[str, Any]
    told: bool


class EffectLog:
    """Of all shows."""

    def __init__(self, database: Database):
        self._database = database

    def moments(self, show: str, airing: str = "", since_ms: int = 0, until_ms: int | None = None) -> list[Moment]:
        """Of one airing, or (airing "") of every live one of the show, oldest first. Times are show time."""

        def read(session: Session) -> list[Moment]:
            which = (OpportunityRow.show == show) & (OpportunityRow.at_ms >= since_ms)
            if until_ms is not None:
                which &= OpportunityRow.at_ms <= until_ms
            if airing:
                which &= OpportunityRow.airing == airing
            else:
                which &= OpportunityRow.airing.in_(
                    select(AiringRow.id).where(AiringRow.show == show, AiringRow.kind == LIVE)
                )
            columns = [getattr(OpportunityRow, name) for name in COLUMNS]
            newest = (OpportunityRow.at_ms.desc(), OpportunityRow.id.desc())
            rows = session.execute(select(*columns).where(which).order_by(*newest).limit(MOST_MOMENTS)).all()
            done = _done(session, show, airing)
            return [moment_of(row._asdict(), row.id in done) for row in reversed(rows)]

        return self._database.read(read)

    def said(self, airing: Airing, until_ms: int) -> list[Said]:
        """What was said in an airing until then (show time), each at the time at which it was said. People's cues are
        there where the airing was live: in one that is played they were about something else."""
        show, live = airing.show, airing.kind == LIVE

        def read(session: Session) -> list[Said]:
            of_airing = (SuggestionRow.airing == airing.id) & SuggestionRow.state.in_(HEARD_STATES)
            suggestions = session.scalars(select(SuggestionRow).where(of_airing).limit(MOST_CUES)).all()
            ours = {str(cue): row for row in suggestions for cue in row.cues.values()}
            cues: dict[str, CueRow] = {}
            for some in _pieces(list(ours)):  # one for each host: there may be many more of them than suggestions
                cues |= _cues(session, (CueRow.show == show) & CueRow.id.in_(some))
            if live:
                inside = (CueRow.asked_at_ms >= airing.began_ms) & (CueRow.asked_at_ms <= until_ms)
                people = (CueRow.show == show) & inside & (CueRow.priority != ASSISTANT)
                people &= CueRow.state != "refused"
                cues |= _cues(session, people)
            receipts = _receipts(session, cues)
            found = [_by_assistant(airing, row, cues, receipts) for row in suggestions]
            found += [_by_person(cue, receipts) for cue in cues.values() if cue.id not in ours]
            return sorted(found, key=lambda each: (each.at_ms, each.id))

        return self._database.read(read)

    def asked(self, airing: str) -> list[Asked]:
        """The questions of an airing that were frequent enough for a cue."""

        def read(session: Session) -> list[Asked]:
            of_airing = (OpportunityRow.airing == airing) & (OpportunityRow.rule == "question")
            rows = session.scalars(select(OpportunityRow).where(of_airing).limit(MOST_CUES)).all()
            heard = select(SuggestionRow.opportunity).where(
                SuggestionRow.airing == airing, SuggestionRow.state.in_(HEARD_STATES)
            )
            told = set(session.scalars(heard))
            return [Asked(row.at_ms, row.product, row.facts, row.id in told) for row in rows]

        return self._database.read(read)


def _done(session: Session, show: str, airing: str) -> set[str]:
    which = (SuggestionRow.show == show) & (SuggestionRow.state == "done") & (SuggestionRow.opportunity != "")
    if airing:
        which &= SuggestionRow.airing == airing
    return set(session.scalars(select(SuggestionRow.opportunity).where(which)))


def _cues(session: Session, which: ColumnElement[bool]) -> dict[str, CueRow]:
    rows = session.scalars(select(CueRow).where(which).order_by(CueRow.asked_at_ms).limit(MOST_CUES))
    return {row.id: row for row in rows}


def _receipts(session: Session, cues: Iterable[str]) -> dict[str, list[tuple[str, str, float | None]]]:
    columns = (ReceiptRow.cue, ReceiptRow.host, ReceiptRow.state, ReceiptRow.heard_percent)
    found: dict[str, list[tuple[str, str, float | None]]] = {}
    for some in _pieces(list(cues)):
        for row in session.execute(select(*columns).where(ReceiptRow.cue.in_(some)).order_by(ReceiptRow.host)):
            found.setdefault(row.cue, []).append((row.host, row.state, row.heard_percent))
    return found


def _pieces(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """SQLite takes only so many values at once."""
    return (ids[place : place + AT_ONCE] for place in range(0, len(ids), AT_ONCE))


def _by_assistant(
    airing: Airing,
    row: SuggestionRow,
    cues: Mapping[str, CueRow],
    receipts: Mapping[str, Sequence[tuple[str, str, float | None]]],
) -> Said:
    ours = [cues[cue] for cue in map(str, row.cues.values()) if cue in cues]
    heard = tuple(receipt for cue in ours for receipt in receipts.get(cue.id, ()))
    who = "" if row.rule or not ours else ours[0].name  # a person's own words, in the assistant's voice
    at_ms = show_ms(airing, _wall_ms(row, ours))
    return Said(row.id, at_ms, True, who, row.rule, row.product, row.text, row.state, False, heard)


def _wall_ms(row: SuggestionRow, cues: Sequence[CueRow]) -> int:
    """When it was said: of its first cue, as on the timeline; its own note of that where the cues are let go of."""
    if cues:
        return said_ms(min(cues, key=lambda cue: (cue.asked_at_ms, cue.id)))
    return next((at_ms for state, at_ms in row.states if state == "speaking"), row.at_ms)


def _by_person(cue: CueRow, receipts: Mapping[str, Sequence[tuple[str, str, float | None]]]) -> Said:
    text = "" if cue.private else cue.text or ""
    heard = tuple(receipts.get(cue.id, ()))
    return Said(cue.id, said_ms(cue), False, cue.name, "", "", text, cue.state, cue.private, heard)
