"""A WebRTC session as the control process knows it: whose it is, what it talks as, how it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from .webrtc.messages import SessionReport, State

MicState = Literal["none", "connecting", "ready", "lost"]
SOURCE_STATES: dict[State, str] = {"connecting": "opening", "connected": "open", "lost": "lost", "closed": "lost"}
MIC_STATES: dict[State, MicState] = {
    "connecting": "connecting",
    "connected": "ready",
    "lost": "lost",
    "closed": "none",
}


@dataclass(frozen=True)
class Owner:
    """Whose session. id: account, token, "gateway" or host (of a phone); name: what people call them."""

    kind: str
    id: str
    name: str


@dataclass
class Session:
    """One that was answered. source: what it talks as, "" of one that listens. encoder: it is no person's microphone.
    rtp_port: of an ingest. port: of its tap. may_stay: whether its owner still may, asked again and again."""

    id: str
    owner: Owner
    show: str
    source: str = ""
    encoder: bool = False
    state: State = "connecting"
    report: SessionReport | None = None
    port: int = 0
    may_stay: Callable[[], bool] = lambda: True
    undo: list[Callable[[], None]] = field(default_factory=list)
