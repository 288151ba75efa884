"""The assistant's rows: written soon, read at the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..people.clock import now_ms
from ..rules.opportunity import Opportunity
from ..store import Database
from ..store.models.assistant import AssistantSettingsRow, OpportunityRow, ShopWordsRow, SuggestionRow
from ..store.models.people import AccountRow, TokenRow
from .suggestion import Suggestion
from .view import reason_of

RESTORED = 200
"""Suggestions, newest, of all shows."""
AT_ONCE = 500
"""Rows that are changed in one transaction."""
ASKED = "asked"
"""Why an opportunity is excluded that a person asked for: no coin was tossed."""


class Repository:
    """Of all shows. Writing never waits and never raises (``Database.change_soon``)."""

    def __init__(self, database: Database):
        self._database = database

    def opportunity(self, row: Mapping[str, Any]) -> None:
        """A new one, before anybody acts on it."""
        self._database.change_soon(lambda session: session.merge(OpportunityRow(**row)))

    def decided(self, opportunity: str, **values: Any) -> None:
        """What became of it: arm, why, forced_by, outcome."""

        def write(session: Session) -> None:
            row = session.get(OpportunityRow, opportunity)
            if row is not None:
                for name, value in values.items():
                    setattr(row, name, value)

        self._database.change_soon(write)

    def suggestion(self, suggestion: Suggestion) -> None:
        """As it is now."""
        self._database.change_soon(lambda session: session.merge(_row(suggestion)))

    def forget_texts(self, show: str, before_ms: int) -> None:
        """What viewers wrote is let go of: the examples in the facts of opportunities of before (show time)."""

        def change(session: Session) -> None:
            which = (OpportunityRow.show == show) & (OpportunityRow.at_ms < before_ms)
            which &= OpportunityRow.facts["example"].as_string().is_not(None)
            for row in session.scalars(select(OpportunityRow).where(which).limit(AT_ONCE)):
                row.facts = {name: value for name, value in row.facts.items() if name != "example"}

        self._database.change_soon(change)

    def forget_old(self, show: str, before_ms: int) -> None:
        """What was said outside of any airing before then (wall time) is let go of: nothing else takes it away."""
        which = (SuggestionRow.show == show) & (SuggestionRow.airing == "") & (SuggestionRow.at_ms < before_ms)
        due = select(SuggestionRow.id).where(which).limit(AT_ONCE)
        self._database.change_soon(
            lambda session: session.execute(delete(SuggestionRow).where(SuggestionRow.id.in_(due)))
        )

    async def recent(self) -> list[Suggestion]:
        """The newest of all shows, oldest first."""
        newest = select(SuggestionRow).order_by(SuggestionRow.at_ms.desc(), SuggestionRow.id.desc()).limit(RESTORED)

        def read(session: Session) -> list[Suggestion]:
            rows = list(session.scalars(newest))
            names, labels = _names(session, rows), _labels(session, rows)
            return [_suggestion(row, labels.get(row.opportunity), names.get(row.decided_by)) for row in reversed(rows)]

        return await self._database.run(read)

    async def of_show(self, show: str, before_ms: int | None, limit: int) -> list[dict[str, Any]]:
        """Newest first, for people who look back. All of the last moment are told, though they are more than ``limit``:
        who asks for what was before it misses none."""
        of_show = select(SuggestionRow).where(SuggestionRow.show == show)
        of_show = of_show.order_by(SuggestionRow.at_ms.desc(), SuggestionRow.id.desc())
        query = of_show if before_ms is None else of_show.where(SuggestionRow.at_ms < before_ms)

        def read(session: Session) -> list[dict[str, Any]]:
            rows = list(session.scalars(query.limit(limit)))
            if len(rows) == limit:
                same = (SuggestionRow.at_ms == rows[-1].at_ms) & (SuggestionRow.id < rows[-1].id)
                rows += session.scalars(of_show.where(same))
            names, labels = _names(session, rows), _labels(session, rows)
            return [_shown(row, labels.get(row.opportunity), names.get(row.decided_by)) for row in rows]

        return await self._database.run(read)

    async def found(self, airing: str) -> list[Opportunity]:
        """Opportunities of this airing so far, oldest first; those that a person asked for are not among them."""
        query = select(OpportunityRow).where(OpportunityRow.airing == airing, OpportunityRow.why != ASKED)
        rows = await self._database.run(lambda session: list(session.scalars(query.order_by(OpportunityRow.at_ms))))
        return [Opportunity(row.rule, row.at_ms, row.key, row.product, row.facts) for row in rows]

    async def settings(self) -> dict[str, dict[str, Any]]:
        """show -> what is kept of its settings."""
        rows = await self._database.run(lambda session: list(session.scalars(select(AssistantSettingsRow))))
        return {row.show: row.value for row in rows}

    async def shops(self) -> dict[str, dict[str, Any]]:
        """show -> what is kept of its shop's words."""
        rows = await self._database.run(lambda session: list(session.scalars(select(ShopWordsRow))))
        return {row.show: row.value for row in rows}

    async def keep_settings(self, show: str, value: Mapping[str, Any], by: str) -> None:
        """Raises Trouble where the disk does not take it."""
        row = {"show": show, "value": dict(value), "changed_at_ms": now_ms(), "changed_by": by[:64]}
        await self._database.change(lambda session: session.merge(AssistantSettingsRow(**row)))

    def keep_settings_soon(self, show: str, value: Mapping[str, Any], by: str) -> None:
        """The same in a moment; never waits, never raises."""
        row = {"show": show, "value": dict(value), "changed_at_ms": now_ms(), "changed_by": by[:64]}
        self._database.change_soon(lambda session: session.merge(AssistantSettingsRow(**row)))

    async def keep_shop(self, show: str, value: Mapping[str, Any], by: str) -> None:
        """Raises Trouble where the disk does not take it."""
        row = {"show": show, "value": dict(value), "changed_at_ms": now_ms(), "changed_by": by[:64]}
        await self._database.change(lambda session: session.merge(ShopWordsRow(**row)))


def opportunity_row(
    name: str, show: str, airing: str, found: Opportunity, arm: str, p_send: float, forced_by: str = "", why: str = ""
) -> dict[str, Any]:
    """As the store keeps it."""
    return {
        "id": name,
        "show": show,
        "airing": airing,
        "rule": found.rule,
        "product": found.product,
        "at_ms": found.at_ms,
        "key": found.key,
        "facts": dict(found.facts),
        "arm": arm,
        "p_send": p_send,
        "forced_by": forced_by,
        "why": why,
        "outcome": None,
    }


def _row(suggestion: Suggestion) -> SuggestionRow:
    return SuggestionRow(
        id=suggestion.id,
        opportunity=suggestion.opportunity_id,
        show=suggestion.show,
        airing=suggestion.airing,
        at_ms=suggestion.at_ms,
        rule=suggestion.rule,
        product=suggestion.product,
        hosts=list(suggestion.hosts),
        language=suggestion.language,
        text=suggestion.text,
        spoken=suggestion.spoken,
        engine=suggestion.engine,
        voice=suggestion.voice,
        seconds=suggestion.seconds,
        state=suggestion.state,
        why=suggestion.why,
        states=[list(each) for each in suggestion.states],
        decided_by=suggestion.decided_by,
        mode=suggestion.mode,
        rephrased=suggestion.rephrased,
        cues=dict(suggestion.cues),
        trouble=dict(suggestion.trouble) or None,
    )


def _names(session: Session, rows: Sequence[SuggestionRow]) -> dict[str, str]:
    """Of the people and programs who decided, as they are called now; who is gone is not among them."""
    ids = {row.decided_by for row in rows}
    found: dict[str, str] = {}
    for table in (AccountRow, TokenRow):
        found |= {row.id: row.name for row in session.execute(select(table.id, table.name).where(table.id.in_(ids)))}
    return found


def _labels(session: Session, rows: Sequence[SuggestionRow]) -> dict[str, str]:
    """Opportunity -> what its product was called then."""
    label = OpportunityRow.facts["label"].as_string()
    which = OpportunityRow.id.in_({row.opportunity for row in rows}) & label.is_not(None)
    return {row.id: row.label for row in session.execute(select(OpportunityRow.id, label.label("label")).where(which))}


def _suggestion(row: SuggestionRow, label: str | None, by: str | None) -> Suggestion:
    facts = {"label": label} if label is not None else {}
    opportunity = Opportunity(row.rule, row.at_ms, "", row.product, facts) if row.rule else None
    return Suggestion(
        id=row.id,
        show=row.show,
        at_ms=row.at_ms,
        expires_ms=row.at_ms,
        hosts=tuple(row.hosts),
        language=row.language,
        airing=row.airing,
        opportunity=opportunity,
        opportunity_id=row.opportunity,
        text=row.text,
        spoken=row.spoken,
        seconds=row.seconds,
        engine=row.engine,
        voice=row.voice,
        state=row.state,  # type: ignore[arg-type]
        why=row.why,
        trouble=row.trouble or {},
        states=tuple((state, at_ms) for state, at_ms in row.states),
        mode=row.mode,  # type: ignore[arg-type]
        decided_by=row.decided_by,
        decided_name=by or "",
        rephrased=row.rephrased,
        cues=row.cues,
    )


def _shown(row: SuggestionRow, label: str | None, by: str | None) -> dict[str, Any]:
    """label: of its product then. by: name of who decided, else their id. reason: why it went no further, in words."""
    names = ("id", "at_ms", "rule", "product", "hosts", "language", "text", "engine", "voice", "seconds")
    more = ("state", "why", "states", "decided_by", "mode", "rephrased", "cues", "airing")
    told = {name: getattr(row, name) for name in (*names, *more)}
    reason = reason_of(row.state, row.why, row.trouble or {})
    return {**told, "label": label, "by": by or row.decided_by or None, "reason": reason}
