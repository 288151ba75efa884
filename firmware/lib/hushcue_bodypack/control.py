"""The bodypack's side of the control plane: documents and button presses in, documents and errands out.

Pure: it is told what happened and when, changes the :class:`Session`, and leaves actions for the edge to carry out.
Where it stands:

    AWAY       no broker; whatever session there is plays on
    GREETING   a broker, but the gateway that runs now has not confirmed a session for us
    SERVED     a broker, and a session confirmed by that gateway

    input                             does                                                    becomes
    connected()                       publishes status and hello                              GREETING; SERVED where the
                                                                                              gateway is still the one
                                                                                              that confirmed our session
    disconnected()                    nothing: the sound goes on                              AWAY
    session for our boot, playable    begins or revises; status                               SERVED (see below)
      ... repeated, retained          nothing new in it: revises nothing                      as before
      ... lower revision, other boot  counted as stale                                        as before
      ... not playable, malformed     counted; event "fault" names the field                  as before
      ... forged, replayed (trust.py) counted; event "fault"                                  as before
    gateway online, another boot      hello, unless one went out just now                     GREETING
    gateway offline                   played waits until it is back                           as before
    address changed                   hello                                                   GREETING
    GREETING, 2 s since hello         hello                                                   GREETING
    command of this session           carried out; event "command_done"                       as before
      ... the last one again          counted as repeated, not answered (it was, already)     as before
      ... another session, malformed  event "command_refused" says why                        as before
      ... retained                    counted as stale: a command is never meant for later    as before
    1 s served, 5 s otherwise         telemetry                                               as before
    served, frames were played        played (telling.py)                                     as before
A session document confirms when it was published just now (not retained) or says something new (session, revision): a
restarted broker may still hold what a gateway before the present one had said.
"""

from hushcue_wire import audio, documents, topics
from hushcue_wire.errors import WireError

from . import telemetry, telling, trust
from .mqtt_packets import Will
from .session import STATE_NAMES
from .ticks import elapsed_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any  # noqa: TID251 - for the type checker alone

    from .session import Session
    from .telemetry import Identity

AWAY = 0
GREETING = 1
SERVED = 2

HELLO_MS = 2000
HELLO_SPARE_MS = 500
"""A gateway that appears so soon after a hello has that hello waiting."""
TELEMETRY_SERVED_MS = 1000
TELEMETRY_MS = 5000
STATUS_MS = 1000
"""Changes of playout alone are told at most so often."""
IDENTIFY_MS = 3000
REPEAT_FAULT_MS = 10000
MAX_ACTIONS = 32
ERRANDS = {
    "update": ("version", "manifest", "size", "place"),
    "trace": ("trace", "seconds"),
    "ceiling": (),
    "restart": (),
}
"""Command that the app carries out -> what it must hold."""

PUBLISH = 0
ERRAND = 1


class Action:
    """Something for the edge to do. PUBLISH: topic, payload, qos, retain, newest_only. ERRAND: topic is one of ERRANDS,
    payload the command: see errands.py."""

    __slots__ = ("kind", "newest_only", "payload", "qos", "retain", "topic")

    def __init__(
        self,
        kind: int,
        topic: str = "",
        payload: "Any" = b"",
        qos: int = 0,
        retain: bool = False,
        newest_only: bool = False,
    ):
        self.kind = kind
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
        self.newest_only = newest_only


class Control:
    """``sensors()`` gives the readings that telemetry() takes; ``ip`` is "" until there is an address."""

    def __init__(
        self,
        identity: "Identity",
        session: "Session",
        sensors: "Callable[[], dict[str, float | None]]",
        trusted: "trust.Trust",
        now_ms: int,
        ip: str = "",
    ):
        self.trust = trusted
        self.identity = identity
        self.session = session
        self.ip = ip
        self.session_id = None  # type: int | None
        self.volume_db = None  # type: float | None
        self.muted = None  # type: bool | None
        self.fault = ""  # what people must know, "" while nothing
        self.uptime_s = 0
        self.rejected = 0  # documents that do not keep the contract
        self.stale = 0  # documents for another boot, session or time
        self.repeated = 0  # commands that came again
        self.discarded = 0  # actions nobody took
        self._topics = {kind: topics.bodypack(identity.studio, identity.bodypack_id, kind) for kind in topics.KINDS}
        self._gateway_topic = topics.gateway_status(identity.studio)
        self._sensors = sensors
        self._broker = False
        self._confirmed = False
        self._gateway_boot = None  # type: int | None
        self._gateway_up = False
        self._revision = -1
        self._event_number = 0
        self._actions = []  # type: list[Action]
        self._hello_ms = self._telemetry_ms = self._status_ms = self._fault_ms = self._tick_ms = now_ms
        self._telling = telling.Telling(session, now_ms)
        self._spare_ms = 0  # of uptime, below a second
        self._greeted = False  # hello was sent on this connection
        self._last_status = b""
        self._last_fault = ""
        self._identify_ms = None  # type: int | None

    # -- for the edge --------------------------------------------------------------------------------------------

    @property
    def state(self) -> int:
        """AWAY, GREETING or SERVED."""
        if not self._broker:
            return AWAY
        return SERVED if self._confirmed else GREETING

    @property
    def subscriptions(self) -> "list[tuple[str, int]]":
        """(topic, qos), in the order that matters: a session must not overtake the gateway's presence."""
        return [(self._gateway_topic, 1), (self._topics["session"], 1), (self._topics["command"], 1)]

    def will(self) -> Will:
        """The last will: offline, retained."""
        return Will(self._topics["status"], telemetry.offline(self.identity.boot), 1, True)

    def take_action(self) -> "Action | None":
        """The next thing to do, in order; None when all is done."""
        return self._actions.pop(0) if self._actions else None

    def identifying(self, now_ms: int) -> bool:
        """True while a person looks for this bodypack: the light shows it too."""
        if self._identify_ms is not None and elapsed_ms(now_ms, self._identify_ms) > IDENTIFY_MS:
            self._identify_ms = None
        return self._identify_ms is not None

    # -- inputs --------------------------------------------------------------------------------------------------

    def connected(self, now_ms: int) -> None:
        """The broker accepted us; the subscriptions are on their way before anything said here."""
        self._broker = True
        self._tell_status(now_ms, True)
        self.tell_hello(now_ms)

    def disconnected(self, now_ms: int) -> None:
        """The broker is gone."""
        self._broker = self._greeted = self._gateway_up = False
        self._telling.broken()

    def address(self, ip: str, now_ms: int) -> None:
        """The address audio shall be sent to, whenever it may have changed; "" (none now) is no new address."""
        if ip and ip != self.ip:
            self.ip = ip
            self._confirmed = False
            self.tell_hello(now_ms)

    def message(self, topic: str, payload: "bytes | None", retained: bool, now_ms: int) -> None:
        """An MQTT message. ``payload`` None: it was too large to keep. Whatever it holds, nothing is raised."""
        if topic == self._topics["session"]:
            kind = "session"
        elif topic == self._topics["command"]:
            kind = "command"
        elif topic == self._gateway_topic:
            kind = "gateway"
        else:
            self.stale += 1
            return
        try:
            if payload is None:
                raise WireError(kind, "is longer than %d bytes" % documents.MAX_DOCUMENT_BYTES)
            if kind != "gateway":
                payload = self.trust.open(topic, payload)
            document = documents.read(kind, payload)
            if kind == "session":
                self._take_session(document, retained, now_ms)
            elif kind == "command":
                self._take_command(document, retained, now_ms)
            else:
                self._take_gateway(document, now_ms)
        except WireError as error:
            if error.place == "mac":
                self._tell_suspect("forged " + kind, now_ms)
                return
            self.rejected += 1
            self._tell_rejected("command_refused" if kind == "command" else "fault", str(error), now_ms)

    def acknowledge(self) -> None:
        """The host pressed the button: heard."""
        self._tell_event("acknowledge", None, "")

    def call(self) -> None:
        """The host held the button: call me."""
        self._tell_event("call", None, "")

    def tell_update(self, text: str) -> None:
        """How far an update is, or what came of it."""
        self._tell_event("update", None, text)

    def set_fault(self, text: str, now_ms: int) -> None:
        """Something here needs a person; "" when it is over. Told in the status."""
        if text != self.fault:
            self.fault = text
            self._tell_status(now_ms, False)

    def tick(self, now_ms: int, unacknowledged: int = 0) -> None:
        """Time passes; to be called several times a second. ``unacknowledged``: QoS 1 messages that wait for the
        broker's answer."""
        passed_ms = elapsed_ms(now_ms, self._tick_ms)
        self._tick_ms = now_ms
        self._spare_ms += max(0, passed_ms)
        self.uptime_s += self._spare_ms // 1000
        self._spare_ms %= 1000
        if not self._broker:
            return
        if not unacknowledged:
            self._telling.acknowledged()
            self._tell_played(now_ms)
        if not self._confirmed and (not self._greeted or elapsed_ms(now_ms, self._hello_ms) >= HELLO_MS):
            self.tell_hello(now_ms)
        period_ms = TELEMETRY_SERVED_MS if self._confirmed else TELEMETRY_MS
        if elapsed_ms(now_ms, self._telemetry_ms) >= period_ms:
            self._tell_telemetry(now_ms)
        if elapsed_ms(now_ms, self._status_ms) >= STATUS_MS:
            self._tell_status(now_ms, False)

    # -- documents in --------------------------------------------------------------------------------------------

    def _take_gateway(self, document: "dict[str, object]", now_ms: int) -> None:
        self._gateway_up = document["state"] == "online"
        if not self._gateway_up or document["boot"] == self._gateway_boot:
            return
        self._gateway_boot = document["boot"]  # type: ignore[assignment]
        self._confirmed = False
        if not self._greeted or elapsed_ms(now_ms, self._hello_ms) >= HELLO_SPARE_MS:
            self.tell_hello(now_ms)

    def _take_session(self, document: "dict[str, object]", retained: bool, now_ms: int) -> None:
        if document["boot"] != self.identity.boot:
            self.stale += 1
            return
        if self.trust.newness("session", document) == trust.OLDER:
            self._tell_suspect("replayed session", now_ms)
            return
        session_id = int(document["session"])  # type: ignore[call-overload]
        revision = int(document["revision"])  # type: ignore[call-overload]
        same = session_id == self.session_id
        if same and revision < self._revision:
            self.stale += 1
            return
        self._check_playable(document)
        news = not same or revision > self._revision
        keys = None if same else self.trust.session_keys(str(document["nonce"]), session_id)
        self.session.begin(document, keys, now_ms)
        self.session_id = session_id
        self._revision = revision
        self.volume_db = document["volume_db"]  # type: ignore[assignment]
        self.muted = document["muted"]  # type: ignore[assignment]
        if news or not retained:
            self._confirmed = True
        self._tell_status(now_ms, False)

    def _check_playable(self, document: "dict[str, object]") -> None:
        """The document's fields are each within limits; here, whether they fit together and fit us."""
        encoding = str(document["encoding"])
        frame_ms = int(document["frame_ms"])  # type: ignore[call-overload]
        size = int(document["datagram_bytes"])  # type: ignore[call-overload]
        if document["payload_type"] != audio.PAYLOAD_TYPES[encoding]:
            raise WireError("session.payload_type", "does not mean " + encoding)
        if not audio.datagram_bytes(encoding, frame_ms, 0) <= size <= self.identity.max_datagram_bytes:
            raise WireError("session.datagram_bytes", "%d do not fit %s of %d ms" % (size, encoding, frame_ms))
        if document["red_payload_type"] in audio.PAYLOAD_TYPES.values():
            raise WireError("session.red_payload_type", "is taken")

    def _take_command(self, document: "dict[str, object]", retained: bool, now_ms: int) -> None:
        command = int(document["id"])  # type: ignore[call-overload]
        if retained:
            self.stale += 1
            return
        newness = self.trust.newness("command", document)
        if newness == trust.OLDER:
            self._tell_suspect("replayed command", now_ms)
            return
        if newness == trust.AGAIN:
            self.repeated += 1
            return
        if self.session_id is None or document["session"] != self.session_id:
            self.stale += 1
            self._tell_event("command_refused", command, "not of this session")
            return
        refusal = self._carry_out(document, now_ms)
        if refusal:
            self._tell_event("command_refused", command, refusal)
            return
        self._tell_event("command_done", command, "")
        self._tell_status(now_ms, False)
        if document["do"] in ERRANDS and document["seconds"] != 0:
            self._act(Action(ERRAND, str(document["do"]), document))

    def _carry_out(self, document: "dict[str, object]", now_ms: int) -> str:
        """Why not, or ""."""
        do = str(document["do"])
        if do == "volume":
            volume_db = document["volume_db"]
            if volume_db is None:
                return "volume_db is missing"
            self.session.set_volume_db(volume_db)
            self.volume_db = volume_db  # type: ignore[assignment]
        elif do == "mute" or do == "unmute":
            self.muted = do == "mute"
            self.session.set_muted(self.muted)
        elif do == "identify":
            self.session.identify(now_ms)
            self._identify_ms = now_ms
        elif do == "report":
            self._tell_telemetry(now_ms)
        elif do == "ceiling":
            ceiling_db = document["ceiling_db"]
            if ceiling_db is None or ceiling_db > self.identity.ceiling_db:  # type: ignore[operator]
                return "ceiling_db does not lower"
            self.session.lower_ceiling(ceiling_db)
            self.identity.ceiling_db = ceiling_db  # type: ignore[assignment]
        elif do == "trace" and self.session.trace is not None:
            if document["seconds"]:
                return "takes one already"
            self.session.trace.end = self.session.trace.end or "stopped"
        for name in ERRANDS.get(do, ()):
            if document[name] is None:
                return name + " is missing"
        return ""

    # -- documents out -------------------------------------------------------------------------------------------

    def _act(self, action: Action) -> None:
        if len(self._actions) >= MAX_ACTIONS:
            self.discarded += 1
            return
        self._actions.append(action)

    def tell(self, kind: str, data: bytes) -> None:
        """A document of ours: "event" or "trace"."""
        self._act(Action(PUBLISH, self._topics[kind], data, 1, False, False))

    def tell_hello(self, now_ms: int) -> None:
        """Who we are, and where."""
        if not self._broker or not self.ip:
            return
        self._hello_ms = now_ms
        self._greeted = True
        data = telemetry.hello(self.identity, self.ip, self.trust.key_id)
        self._act(Action(PUBLISH, self._topics["hello"], data, 1, False, True))

    def _tell_status(self, now_ms: int, again: bool) -> None:
        if not self._broker:
            return
        playout = STATE_NAMES[self.session.state]
        data = telemetry.status(self.identity.boot, self.session_id, playout, self.volume_db, self.muted, self.fault)
        self._status_ms = now_ms
        if again or data != self._last_status:
            self._last_status = data
            self._act(Action(PUBLISH, self._topics["status"], data, 1, True, True))

    def _tell_telemetry(self, now_ms: int) -> None:
        self._telemetry_ms = now_ms
        data = telemetry.telemetry(
            self.identity.boot, self.session_id or 0, self.uptime_s, self.session, self._sensors(), self.trust
        )
        self._act(Action(PUBLISH, self._topics["telemetry"], data, 0, False, False))

    def _tell_played(self, now_ms: int) -> None:
        chunk = self._telling.take(now_ms) if self._gateway_up and self._confirmed else None
        if chunk is not None:
            data = telemetry.played(self.identity.boot, chunk[0], self._telling.number, chunk[1], chunk[2])
            self._act(Action(PUBLISH, self._topics["played"], data, 1, False, True))

    def _tell_event(self, what: str, command: "int | None", detail: str) -> None:
        self._event_number += 1
        data = telemetry.event(self.identity.boot, self._event_number, what, command, _printable(detail))
        self.tell("event", data)

    def _tell_suspect(self, text: str, now_ms: int) -> None:
        """Somebody tries: told at most every REPEAT_FAULT_MS, whatever is tried."""
        if not self._last_fault or elapsed_ms(now_ms, self._fault_ms) >= REPEAT_FAULT_MS:
            self._tell_rejected("fault", text, now_ms)

    def _tell_rejected(self, what: str, text: str, now_ms: int) -> None:
        """The same words at most every REPEAT_FAULT_MS: a flood of bad documents must not push out a call."""
        if text != self._last_fault or elapsed_ms(now_ms, self._fault_ms) >= REPEAT_FAULT_MS:
            self._last_fault = text
            self._fault_ms = now_ms
            self._tell_event(what, None, text)


def _printable(text: str) -> str:
    """What people outside sent may be quoted in an error: control characters have no place in a document."""
    return "".join([char if 32 <= ord(char) != 127 else "?" for char in text])
