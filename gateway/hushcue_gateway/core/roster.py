"""Who may be a bodypack, who is one now, and what each is to do: documents and ``now`` in, actions out.

A hello is answered by a session: a random session id and SSRC, a stream in the media engine, and the retained session
document. The same hello again (same boot) gets the same document again; an address that moved moves the stream; a hello
of another boot voids everything before. A bodypack that reports another session than its own gets its document again,
at most every 2 s. One that expired and is heard again gets a new session without having to ask.

A hello that names another device key than ours is answered by a notice alone. A device key that was replaced, and a
media engine that was, void the sessions at once: new ones have new keys, so that no key ever protects two packets with
one number.

Volume and mute are desired state: kept here, carried by the session document (its revision rises), and sent as a
command too, so that they act at once. Nothing is published while the broker link is down: when it is back, every
session document is published again (the broker may have forgotten them).

The control plane calls ``tick`` about once a second and does what every call returns, in order.
"""

from __future__ import annotations

import binascii
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, cast

from hushcue_wire import documents, topics
from hushcue_wire.errors import WireError

from .actions import Action, Notice, Played, SendCommand, Traced, Updating
from .bodypack import MIN_VOLUME_DB, Bodypack, BodypackConfig, BodypackView, Mark
from .commands import MoveStream
from .events import Fact
from .groups import Resolved, resolve
from .hello import Hello
from .liveness import NS_PER_S
from .sessions import Chance, HmacSha256, RosterSettings, Sessions

REPUBLISH_NS = 2 * NS_PER_S
REPEAT_NOTICE_NS = 60 * NS_PER_S
MAX_STRANGERS = 256

Do = Literal["identify", "report", "restart"]
Ask = Literal["trace", "ceiling"]


class Roster:
    """See the module. ``rng`` gives session ids, nonces, SSRCs, first sequence numbers and timestamps."""

    def __init__(
        self, settings: RosterSettings, bodypacks: Iterable[BodypackConfig], rng: Chance, hmac_sha256: HmacSha256
    ) -> None:
        self._settings = settings
        self._sessions = Sessions(settings, rng, hmac_sha256)
        self._bodypacks = {config.id: Bodypack(config, config.volume_db, config.key) for config in bodypacks}
        self._strangers: set[str] = set()
        self._said_ns: dict[tuple[str, str], int] = {}
        self.refused_documents = 0
        """documents that no configured bodypack could have sent"""

    # -- what people ask

    def views(self) -> tuple[BodypackView, ...]:
        """Every configured bodypack, in the order of the configuration."""
        return tuple(bodypack.view() for bodypack in self._bodypacks.values())

    def view(self, bodypack_id: str) -> BodypackView:
        """One bodypack. KeyError when it is not configured."""
        return self._bodypacks[bodypack_id].view()

    def resolve(self, names: Iterable[str]) -> Resolved:
        """Ids behind ids, groups and "all"."""
        return resolve(names, {bodypack.config.id: bodypack.config.groups for bodypack in self._bodypacks.values()})

    def __contains__(self, bodypack_id: object) -> bool:
        """Whether it may be one."""
        return bodypack_id in self._bodypacks

    def key(self, bodypack_id: str) -> bytes:
        """The device key in force. KeyError when it is not configured."""
        return self._bodypacks[bodypack_id].key

    # -- who may be one

    def add(self, config: BodypackConfig) -> None:
        """One more, from now on. ValueError when there is one of that id."""
        if config.id in self._bodypacks:
            raise ValueError(f"{config.id}: is there already")
        self._strangers.discard(config.id)
        self._bodypacks[config.id] = Bodypack(config, config.volume_db, config.key)

    def remove(self, bodypack_id: str, now_ns: int) -> list[Action]:
        """One less: its session ends, and its document is taken back from the broker. KeyError when there is none."""
        bodypack = self._bodypacks[bodypack_id]
        actions = self._sessions.end(bodypack) + self._sessions.take_back(bodypack)
        del self._bodypacks[bodypack_id]
        self._strangers.add(bodypack_id)  # its last words are no news
        for key in [key for key in self._said_ns if key[0] == bodypack_id]:
            del self._said_ns[key]
        return actions

    def rename(self, bodypack_id: str, label: str, groups: tuple[str, ...]) -> None:
        """Another name for people, other groups. KeyError when there is none."""
        bodypack = self._bodypacks[bodypack_id]
        bodypack.config = replace(bodypack.config, label=label, groups=groups)

    # -- what people want; KeyError when the bodypack is not configured

    def set_volume(self, bodypack_id: str, volume_db: float, now_ns: int) -> list[Action]:
        """The wish is kept within -60 dB and the configured maximum: see ``view(...).volume_db`` for what it became.

        ValueError when it is not a finite number.
        """
        if not math.isfinite(volume_db):
            raise ValueError("volume_db must be a finite number")
        bodypack = self._bodypacks[bodypack_id]
        bodypack.volume_db = min(max(float(volume_db), MIN_VOLUME_DB), bodypack.config.max_volume_db)
        return self._sessions.revise(bodypack, "volume", now_ns, volume_db=bodypack.volume_db)

    def set_muted(self, bodypack_id: str, muted: bool, now_ns: int) -> list[Action]:
        """Silence one bodypack, or let it sound again."""
        bodypack = self._bodypacks[bodypack_id]
        bodypack.muted = muted
        return self._sessions.revise(bodypack, "mute" if muted else "unmute", now_ns)

    def command(self, bodypack_id: str, do: Do, now_ns: int) -> list[Action]:
        """identify: play a tone; report: telemetry now; restart: the firmware starts again."""
        return self._sessions.command(self._bodypacks[bodypack_id], do, now_ns)

    def ask(self, bodypack_id: str, do: Ask, now_ns: int, **fields: object) -> list[Action]:
        """trace: tell when packets come; ceiling: a lower one. ``fields`` go with it (``documents.COMMAND``)."""
        return self._sessions.command(self._bodypacks[bodypack_id], do, now_ns, **fields)

    def rekey(self, bodypack_id: str, now_ns: int) -> list[Action]:
        """Another session with keys of its own instead of the present one, now or when the broker link is back."""
        return self._renew(self._bodypacks[bodypack_id], now_ns)

    def update(self, bodypack_id: str, order: Mapping[str, object], now_ns: int) -> list[Action]:
        """Let it fetch another firmware; ``order``: the fields that go with it (``documents.COMMAND``). Its stream
        stops first: it writes flash only while it is silent, and a stream always sends."""
        bodypack = self._bodypacks[bodypack_id]
        actions = self._sessions.command(bodypack, "update", now_ns, **order)
        sent = any(isinstance(action, SendCommand) for action in actions)
        return (self._sessions.rest(bodypack) if sent else []) + actions

    def wake(self, bodypack_id: str, now_ns: int) -> list[Action]:
        """Give it its stream again, whatever became of its update: a new session, now or when the link is back."""
        bodypack = self._bodypacks[bodypack_id]
        if not bodypack.resting or bodypack.session is None:
            return []
        bodypack.owed_session = True
        return self._sessions.begin(bodypack, now_ns) if self._sessions.link_up else []

    def set_key(self, bodypack_id: str, key: bytes, now_ns: int) -> list[Action]:
        """The device key was replaced: the stream under the old one ends; a bodypack that holds the new one goes on."""
        bodypack = self._bodypacks[bodypack_id]
        if key == bodypack.key:
            return []
        bodypack.key = key
        had_session = bodypack.session is not None
        actions = self._sessions.end(bodypack)
        actions.append(bodypack.notice("key_replaced", now_ns))
        return actions + (self._sessions.begin(bodypack, now_ns) if had_session or bodypack.wrong_key else [])

    # -- what happens

    def broker_link(self, up: bool, now_ns: int) -> list[Action]:
        """Our own connection to the broker came or went."""
        came, self._sessions.link_up = up and not self._sessions.link_up, up
        actions: list[Action] = []
        if came:
            for bodypack in self._bodypacks.values():
                bodypack.liveness.link_back(now_ns)
                actions += (
                    self._sessions.begin(bodypack, now_ns)
                    if bodypack.owed_session
                    else self._sessions.publish(bodypack, now_ns)
                )
        return actions

    def media_restarted(self, now_ns: int) -> list[Action]:
        """The media engine is a new one: new sessions for all that had one, at once or when the broker link is back."""
        actions: list[Action] = []
        for bodypack in self._bodypacks.values():
            actions += self._renew(bodypack, now_ns)
        return actions

    def _renew(self, bodypack: Bodypack, now_ns: int) -> list[Action]:
        if bodypack.session is None or (bodypack.resting and not bodypack.owed_session):
            return []
        bodypack.owed_session = True
        return self._sessions.begin(bodypack, now_ns) if self._sessions.link_up else []

    def tick(self, now_ns: int) -> list[Action]:
        """Let time pass: who is quiet, lost, expired."""
        actions: list[Action] = []
        if not self._sessions.link_up:
            return actions
        for bodypack in self._bodypacks.values():
            silent_s = bodypack.liveness.silent_ns(now_ns) // NS_PER_S
            if bodypack.liveness.check(now_ns) and bodypack.liveness.state != "offline":
                actions.append(bodypack.notice(f"bodypack_{bodypack.liveness.state}", now_ns, silent_s=silent_s))
            if bodypack.session is not None and bodypack.liveness.expired(now_ns):
                actions += self._sessions.end(bodypack)
                actions.append(bodypack.notice("bodypack_expired", now_ns, silent_s=silent_s))
        return actions

    def message(self, topic: str, payload: bytes, retained: bool, now_ns: int) -> list[Action]:
        """An MQTT message as it came; never raises on anything foreign. Topics that are not for us change nothing."""
        try:
            studio, bodypack_id, kind = topics.split(topic)
        except WireError:
            self.refused_documents += 1
            return []
        if studio != self._settings.studio or not bodypack_id or kind not in topics.FROM_BODYPACK:
            return []
        bodypack = self._bodypacks.get(bodypack_id)
        if bodypack is None:
            return self._stranger(bodypack_id, now_ns)
        if not payload and retained:
            return []
        try:
            fields = documents.read(kind, payload)
            if kind == "hello" and fields["id"] != bodypack_id:
                raise WireError("hello.id", "is not the one of its topic")
        except WireError as error:
            return self._malformed(bodypack, kind, error, now_ns)
        if retained and kind != "status":
            bodypack.counts.stale += 1
            return []
        if kind == "hello":
            return self._hello(bodypack, Hello.of(fields), now_ns)
        if kind == "status":
            return self._status(bodypack, fields, retained, now_ns)
        ours = bodypack.hello is not None and fields["boot"] == bodypack.hello.boot
        if kind == "played":  # of whatever session, even one that a gateway before us began
            return (self._heard(bodypack, now_ns) if ours else []) + self._played(bodypack, fields, now_ns)
        if bodypack.hello is None and kind == "event":  # we began after it did: a host's press still counts
            return self._event(bodypack, fields, now_ns)
        if not ours:
            bodypack.counts.stale += 1
            return []
        actions = self._heard(bodypack, now_ns)
        hear = {"telemetry": self._telemetry, "event": self._event, "trace": self._traced}[kind]
        return actions + hear(bodypack, fields, now_ns)

    # -- documents

    def _hello(self, bodypack: Bodypack, hello: Hello, now_ns: int) -> list[Action]:
        before, session = bodypack.hello, bodypack.session
        actions: list[Action] = []
        if before is None or before.boot != hello.boot:
            if before is not None:
                actions.append(bodypack.notice("bodypack_restarted", now_ns))
            bodypack.new_boot(hello)
            return actions + self._heard(bodypack, now_ns, begin=False) + self._sessions.begin(bodypack, now_ns)
        bodypack.hello = hello
        actions += self._heard(bodypack, now_ns, begin=False)
        if session is None or bodypack.owed_session or not before.same_format(hello):
            return actions + self._sessions.begin(bodypack, now_ns)
        address = (hello.ip, hello.port)
        if address != (before.ip, before.port) and not bodypack.resting:
            actions.append(MoveStream(session.stream.id, address))
            actions.append(bodypack.notice("bodypack_moved", now_ns, ip=hello.ip, port=hello.port))
        return actions + self._sessions.publish(bodypack, now_ns)

    def _status(self, bodypack: Bodypack, fields: Mapping[str, object], retained: bool, now_ns: int) -> list[Action]:
        if bodypack.hello is None or fields["boot"] != bodypack.hello.boot:
            # a status comes before its hello, and a last will of an older boot may come after it
            if fields["state"] == "online" and bodypack.hello is None:
                bodypack.status = fields
            return []
        bodypack.status = fields
        if fields["state"] == "offline":
            return [bodypack.notice("bodypack_offline", now_ns)] if bodypack.liveness.farewell() else []
        return [] if retained else self._heard(bodypack, now_ns)

    def _telemetry(self, bodypack: Bodypack, fields: Mapping[str, object], now_ns: int) -> list[Action]:
        session = bodypack.session
        if session is None or fields["session"] != session.session:
            bodypack.counts.stale += 1
            due = bodypack.published_ns is None or now_ns - bodypack.published_ns >= REPUBLISH_NS
            return self._sessions.publish(bodypack, now_ns) if due else []
        bodypack.telemetry, bodypack.telemetry_ns = fields, now_ns
        return []

    def _played(self, bodypack: Bodypack, fields: Mapping[str, object], now_ns: int) -> list[Action]:
        try:
            fates = binascii.a2b_base64(cast(str, fields["fates"]), strict_mode=True)
        except binascii.Error as error:
            return self._malformed(bodypack, "played", WireError("played.fates", str(error)), now_ns)
        boot, session, number, first = (cast(int, fields[name]) for name in ("boot", "session", "number", "from"))
        return [Played(bodypack.config.id, now_ns, boot, session, number, first, fates)]

    def _traced(self, bodypack: Bodypack, fields: Mapping[str, object], now_ns: int) -> list[Action]:
        try:
            came = binascii.a2b_base64(cast("str | None", fields["came"]) or "", strict_mode=True)
        except binascii.Error as error:
            return self._malformed(bodypack, "trace", WireError("trace.came", str(error)), now_ns)
        boot, first, trace, state = cast(int, fields["boot"]), cast(int, fields["at"]), fields["trace"], fields["state"]
        return [Traced(bodypack.config.id, now_ns, boot, cast(str, trace), first, cast(str, state), came)]

    def _event(self, bodypack: Bodypack, fields: Mapping[str, object], now_ns: int) -> list[Action]:
        number, what = cast(int, fields["number"]), fields["what"]
        if number <= bodypack.event_number:
            bodypack.counts.repeated += 1
            return []
        bodypack.event_number = number
        detail = str(fields["detail"] or "")
        if what == "acknowledge":
            bodypack.marks.append(Mark("acknowledge", now_ns, number))
            return [bodypack.notice("acknowledged", now_ns)]
        if what == "call":
            bodypack.marks.append(Mark("call", now_ns, number))
            return [bodypack.notice("called", now_ns)]
        if what == "update":
            return [Updating(bodypack.config.id, now_ns, detail)]
        if what == "fault":
            return [bodypack.notice("fault", now_ns, detail=detail)]
        do = bodypack.pending.pop(cast(int, fields["command"]), None) if fields["command"] is not None else None
        if do is None:
            bodypack.counts.stale += 1
            return []
        if what == "command_done":
            return [bodypack.notice("command_done", now_ns, command=do)]
        return [bodypack.notice("command_refused", now_ns, command=do, detail=detail)]

    def _heard(self, bodypack: Bodypack, now_ns: int, begin: bool = True) -> list[Action]:
        """A sign of life. ``begin``: give one that expired a new session."""
        actions: list[Action] = []
        if bodypack.liveness.heard(now_ns):
            actions.append(bodypack.notice("bodypack_online", now_ns))
        if begin and bodypack.session is None:
            actions += self._sessions.begin(bodypack, now_ns)
        return actions

    def _stranger(self, bodypack_id: str, now_ns: int) -> list[Action]:
        self.refused_documents += 1
        if bodypack_id in self._strangers or len(self._strangers) >= MAX_STRANGERS:
            return []
        self._strangers.add(bodypack_id)
        return [Notice("bodypack_unknown", bodypack_id, now_ns, {})]

    def _malformed(self, bodypack: Bodypack, kind: str, error: WireError, now_ns: int) -> list[Action]:
        bodypack.counts.malformed += 1
        key = (bodypack.config.id, kind)
        said_ns = self._said_ns.get(key)
        if said_ns is not None and now_ns - said_ns < REPEAT_NOTICE_NS:
            return []
        self._said_ns[key] = now_ns
        facts: dict[str, Fact] = {"kind": kind, "place": error.place, "reason": error.reason}
        return [bodypack.notice("document_malformed", now_ns, **facts)]
