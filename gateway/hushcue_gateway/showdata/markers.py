"""What was said to hosts during an airing, as marks on its timeline: read from the cue log."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..store.models.assistant import SuggestionRow
from ..store.models.cues import CueRow
from .airing import Airing
from .view import iso

MOST = 2_000


def markers(session: Session, airing: Airing, since_ms: int, until_ms: int, with_text: bool) -> list[dict[str, Any]]:
    """[{"at", "id", "rule", "who", "text", "hosts"}], times in show time; rule: null where a person spoke. What the
    assistant said to several hosts is one mark, of the first of its cues. with_text: what was typed or proposed is told
    too; of private cues it never is. An airing that is played begins now, and its time runs faster: so do its marks."""
    said = _said(session, airing)
    within = (CueRow.show == airing.show) & CueRow.asked_at_ms.between(wall(airing, since_ms), wall(airing, until_ms))
    found: dict[str, dict[str, Any]] = {}
    for cue in session.scalars(select(CueRow).where(within).order_by(CueRow.asked_at_ms, CueRow.id).limit(MOST)):
        suggestion, rule, text = said.get(cue.id, (cue.id, None, ""))
        if suggestion in found:
            hosts = found[suggestion]["hosts"]
            hosts += [host for host in cue.hosts if host not in hosts]
            continue
        shown = (cue.text or text) if with_text and not cue.private else ""
        about = {"id": cue.id, "rule": rule, "who": cue.name or cue.who, "text": shown, "hosts": list(cue.hosts)}
        found[suggestion] = {"at": iso(show_ms(airing, said_ms(cue))), **about}
    return list(found.values())


def said_ms(cue: CueRow) -> int:
    """Wall time at which its sound began; where there was none, at which it was asked for."""
    return cue.asked_at_ms if cue.started_at_ms is None else cue.started_at_ms


def wall(airing: Airing, at_ms: int) -> int:
    """The wall clock at that show time."""
    return airing.began_ms + int((at_ms - airing.began_ms) / airing.speed)


def show_ms(airing: Airing, wall_ms: int) -> int:
    """And back."""
    return airing.began_ms + int((wall_ms - airing.began_ms) * airing.speed)


def _said(session: Session, airing: Airing) -> dict[str, tuple[str, str | None, str]]:
    """Cue -> suggestion, its rule (None: a person wrote it) and text, of what the assistant said."""
    columns = (SuggestionRow.id, SuggestionRow.cues, SuggestionRow.rule, SuggestionRow.text)
    found: dict[str, tuple[str, str | None, str]] = {}
    for suggestion, cues, rule, text in session.execute(select(*columns).where(SuggestionRow.airing == airing.id)):
        for cue in cues.values():
            found[str(cue)] = (suggestion, rule or None, text)
    return found
