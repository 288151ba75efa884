"""What a console may say over its WebSocket, each field within its limits, and nothing else beside."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from hushcue_wire.topics import MAX_NAME_CHARS

from ..core.press import MAX_KEY_CHARS, MAX_KEYS, MAX_SECONDS, MIN_SECONDS

Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME_CHARS, pattern=r"^[a-z0-9][a-z0-9-]*$")]
LongId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
Key = Annotated[str, Field(min_length=1, max_length=MAX_KEY_CHARS)]
Number = Annotated[int, Field(ge=0, le=2**53)]
Priority = Literal["emergency", "announcement", "direct", "assistant"]
Mode = Literal["hold", "latch", "tap", "timed"]
Seconds = Annotated[float, Field(ge=MIN_SECONDS, le=MAX_SECONDS, allow_inf_nan=False)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Press(_Message):
    id: Number
    key: Key
    source: LongId | None = None
    mode: Mode = "hold"
    seconds: Seconds | None = None
    priority: Priority | None = None
    private: bool | None = None


class Down(_Press):
    """A key goes down."""

    t: Literal["down"]
    to: Annotated[list[Name], Field(min_length=1, max_length=256)]


class Reply(_Press):
    """The same towards whoever called last, or was talked to last."""

    t: Literal["reply"]


class Up(_Message):
    """A key goes up."""

    t: Literal["up"]
    key: Key


class Keep(_Message):
    """These keys are still meant."""

    t: Literal["keep"]
    keys: Annotated[list[Key], Field(max_length=MAX_KEYS)]


class Stop(_Message):
    """End a talk, whoever began it."""

    t: Literal["stop"]
    id: Number
    cue: LongId


class Ping(_Message):
    """Are you there?"""

    t: Literal["ping"]


Message = Annotated[Down | Reply | Up | Keep | Stop | Ping, Field(discriminator="t")]
_MESSAGE: TypeAdapter[Down | Reply | Up | Keep | Stop | Ping] = TypeAdapter(Message)


class NotUnderstood(Exception):
    """error: the first of pydantic's. number: of the message that wants an answer, None where none is known."""

    def __init__(self, error: dict[str, Any], number: int | None):
        super().__init__(str(error.get("type")))
        self.error = error
        self.number = number


def read(document: Any) -> Down | Reply | Up | Keep | Stop | Ping:
    """The message that a parsed JSON text is. Raises NotUnderstood."""
    try:
        return _MESSAGE.validate_python(document)
    except ValidationError as wrong:
        number = document.get("id") if isinstance(document, dict) else None
        first = wrong.errors()[0]
        error = {**first, "loc": ("message", *first["loc"][1:])}  # without the name of the kind
        is_number = isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= 2**53
        raise NotUnderstood(error, number if is_number else None) from None
