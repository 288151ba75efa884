"""One console: who it is, which of its keys are down, what it asks and what it is answered."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any

from hushcue_words import LANGUAGES, Trouble

from ..core.press import KEEP_MS, LOST_MS, Keys
from ..core.rights import Role
from ..talk_desk import Asker, Order, TalkDesk
from ..talk_words import WORDS
from ..words import WORDS as GATEWAY_WORDS
from . import messages
from .socket import LEAVE, Socket

Understand = Callable[[dict[str, Any]], Trouble]


class Connection:
    """Lives as long as its WebSocket. ``close`` ends what it still says."""

    def __init__(
        self, name: str, show: str, asker: Asker, owner: bool, socket: Socket, talks: TalkDesk, explain: Understand
    ):
        self.name = name
        self.show = show
        self.asker = asker
        self.owner = owner
        self.socket = socket
        self.keys = Keys()
        self._talks = talks
        self._explain = explain
        self._told_role: Role | None = None
        self._gone = False
        self._refusals: dict[str, Trouble] = {}  # key that is down -> what its press was answered with

    # --- who it is --------------------------------------------------------------------------------------------------

    def hello(self, seq: int, state: dict[str, Any], events: list[dict[str, Any]]) -> dict[str, Any]:
        """The first message."""
        self._told_role = self.asker.role
        you = self._you()
        return {
            "t": "hello",
            "seq": seq,
            "you": you,
            "keep_ms": KEEP_MS,
            "lost_ms": LOST_MS,
            "state": state,
            "events": events,
        }

    def is_now(self, asker: Asker, owner: bool) -> None:
        """Their rights as they are now; they are told what changed."""
        self.asker, self.owner = asker, owner
        if asker.role != self._told_role:
            self._told_role = asker.role
            self.socket.tell({"t": "you", **self._you()})
            for cue in self.keys.cues:
                if not self._talks.still_allowed(asker, cue):
                    self._end(cue)

    def bye(self, why: Trouble) -> None:
        """Say why, and end it: nothing it says counts any longer."""
        self._gone = True
        self.socket.tell({"t": "bye", **_both(why)})
        self.socket.close(LEAVE)

    def _you(self) -> dict[str, Any]:
        return {
            "id": self.asker.id,
            "name": self.asker.name,
            "role": self.asker.role.as_json(),
            "owner": self.owner,
            "connection": self.name,
        }

    # --- what it asks -----------------------------------------------------------------------------------------------

    def message(self, document: Any) -> None:
        """One message. What is wrong in it is answered, where it has a number."""
        if self._gone:
            return
        now_ns = time.monotonic_ns()
        number: int | None = None
        try:
            said = messages.read(document)
            number = getattr(said, "id", None)
            if isinstance(said, messages.Down | messages.Reply):
                self._answer(said.id, self._down(said, now_ns))
            elif isinstance(said, messages.Up):
                self._refusals.pop(said.key, None)
                self._end(self.keys.up(said.key, now_ns))
            elif isinstance(said, messages.Keep):
                for cue in self.keys.keep(said.keys, now_ns):
                    self._keep(cue)
            elif isinstance(said, messages.Stop):
                self._talks.end(self.asker, said.cue)
                self._answer(said.id, said.cue)
            else:
                self.socket.tell({"t": "pong"})
        except messages.NotUnderstood as wrong:
            self._refuse(wrong.number, self._explain(wrong.error))
        except Trouble as trouble:
            self._refuse(number, trouble)

    def tick(self, now_ns: int) -> None:
        """Keys that nobody keeps any longer, and talks whose time is over."""
        for cue, _ in self.keys.tick(now_ns):
            self._end(cue)
        if not self.keys:
            self._refusals.clear()

    def over(self, cue: str) -> None:
        """A talk ended, whoever ended it."""
        self.keys.over(cue)

    def close(self) -> None:
        """The WebSocket is gone: so is everything that was said through it."""
        for cue in self.keys.close():
            self._end(cue)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _down(self, said: messages.Down | messages.Reply, now_ns: int) -> str:
        """The cue that a press is about."""
        mode = said.mode
        if mode == "tap" and not self.asker.role.may_latch:
            mode = "hold"
        try:
            down = self.keys.down(said.key, mode, now_ns, said.seconds)
        except ValueError:
            if said.mode == "timed" and said.seconds is None:
                raise WORDS.trouble("seconds_needed") from None
            raise GATEWAY_WORDS.trouble("too_many", most=len(self.keys), what="keys") from None
        if down.does == "end":
            self._end(down.cue)
            return down.cue
        if down.does == "nothing":
            before = self._refusals.get(said.key) if down.refusal else None
            if before is not None:
                raise Trouble(before.words, before.code, before.facts, 0)
            return down.cue
        try:
            to = self._reply_to() if isinstance(said, messages.Reply) else tuple(said.to)
            order = Order(self.show, to, said.source, said.priority, mode, said.seconds, said.private)
            cue = self._talks.begin(self.asker, order)
        except Trouble as trouble:
            self.keys.refused(said.key, trouble.code)
            self._refusals[said.key] = trouble
            raise
        self.keys.begun(said.key, cue.id)
        return cue.id

    def _reply_to(self) -> tuple[str, ...]:
        return (self._talks.reply_to(self.asker, self.show),)

    def _keep(self, cue: str) -> None:
        try:
            self._talks.keep(self.asker, cue)
        except Trouble:
            self.keys.over(cue)  # it ended meanwhile, and we have not been told yet

    def _end(self, cue: str) -> None:
        if not cue:
            return
        with contextlib.suppress(Trouble):  # it was over already; where the engine is busy its heartbeat ends it
            self._talks.end(self.asker, cue)

    def _answer(self, number: int, cue: str) -> None:
        self.socket.tell({"t": "answer", "re": number, "ok": True, "cue": cue})

    def _refuse(self, number: int | None, why: Trouble) -> None:
        if number is not None:
            self.socket.tell({"t": "answer", "re": number, "ok": False, **_both(why)})


def _both(trouble: Trouble) -> dict[str, str]:
    return {"error": trouble.code, **{tongue: trouble.in_language(tongue) for tongue in LANGUAGES}}
