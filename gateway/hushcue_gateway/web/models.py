"""What requests may hold, each field within its limits, nothing else beside."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, IPvAnyAddress, StrictBool

from hushcue_wire.topics import MAX_NAME_CHARS

Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME_CHARS, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Priority = Literal["emergency", "announcement", "direct", "assistant"]


class Request(BaseModel):
    """Nothing beside what is named."""

    model_config = ConfigDict(extra="forbid")


class VolumeRequest(Request):
    """dB, 0 is as recorded; a bodypack's configured maximum still holds."""

    volume_db: Annotated[float, Field(ge=-60, le=12, allow_inf_nan=False)]


class MutedRequest(Request):
    """true silences the bodypack."""

    muted: StrictBool


class ListenerRequest(Request):
    """Where else to send the mix of a bodypack: a unicast IPv4 address and a UDP port."""

    bodypack: Name
    ip: IPvAnyAddress
    port: Annotated[int, Field(ge=1, le=65535, strict=True)]
    encoding: Literal["L16", "PCMU"] | None = None


class SayAgainRequest(Request):
    """Repeat a cue that is over: the newest one, or a named one; whole, or only what this bodypack missed of it."""

    cue: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")] | None = None
    missed_only: StrictBool = False


class SayAgainAnswer(BaseModel):
    """The cue that was begun, and the one it repeats."""

    id: str
    again_of: str


class VolumeAnswer(BaseModel):
    """What the volume is now."""

    volume_db: float


class MutedAnswer(BaseModel):
    """What it is now."""

    muted: bool


class ListenerAnswer(BaseModel):
    """The listener that was added, and what its player needs (RFC 8866)."""

    id: str
    sdp: str


class HealthAnswer(BaseModel):
    """status "ok", or "degraded" (503) while the media process is silent or the broker is away."""

    status: Literal["ok", "degraded"]
    media: bool
    mqtt: bool


class ErrorAnswer(BaseModel):
    """A code for programs, a sentence for people in both languages."""

    error: str
    en: str
    zh: str
