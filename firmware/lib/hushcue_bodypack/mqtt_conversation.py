"""One client's talk with an MQTT broker, without a socket or a clock: bytes and ``now_ms`` in, bytes and messages out.

It outlives connections: subscriptions are replayed, and a QoS 1 message stays queued until the broker has acknowledged
it. The states of one connection:

    state     waits for                                on it                                       becomes
    CLOSED    opened()                                 CONNECT is sent                             ASKED
    ASKED     CONNACK, at most ANSWER_MS               accepted: subscriptions, queued messages    UP
                                                       refused, or too late: ``trouble``           BROKEN
    UP        packets; something to be heard from      PUBLISH in: a message out (and PUBACK);     UP
              the broker every keepalive / 2, else     PUBACK: the message leaves the queue;
              a PINGREQ; its answer in ANSWER_MS       silence, malformed packet: ``trouble``      BROKEN
    BROKEN    closed(): the edge drops the stream      what was in flight is marked to be resent   CLOSED
    any       closed()                                 likewise                                    CLOSED

Nothing a broker sends raises: it is counted, named in ``trouble``, and the connection is given up.
"""

from hushcue_wire.errors import WireError

from . import mqtt_packets as packets
from .ticks import elapsed_ms

CLOSED = 0
ASKED = 1
UP = 2
BROKEN = 3

ANSWER_MS = 5000
"""How long CONNACK and PINGRESP may take."""
MAX_INBOX = 64
"""Messages waiting for take_message(); the edge takes them after every received(), so that only a flood overflows."""


class Message:
    """One application message. Incoming: ``payload`` None means it was larger than the limit."""

    __slots__ = ("packet_id", "payload", "qos", "retain", "sent", "topic", "tries")

    def __init__(self, topic: str, payload: "bytes | None", qos: int, retain: bool, packet_id: int = 0):
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
        self.packet_id = packet_id
        self.sent = False  # on this connection
        self.tries = 0


class Conversation:
    """``queue_limit`` QoS 1 messages wait at most; the oldest makes room and is counted in ``dropped``."""

    def __init__(
        self,
        client_id: str,
        username: "str | None" = None,
        password: "str | None" = None,
        keepalive_s: int = 10,
        will: "packets.Will | None" = None,
        queue_limit: int = 16,
        message_limit_bytes: int = 1400,
    ):
        self.client_id = client_id
        self.username = username
        self.password = password
        self.keepalive_s = keepalive_s
        self.will = will
        self.state = CLOSED
        self.trouble = ""  # why the last connection ended, for people; "" while all is well
        self.connections = 0  # accepted
        self.malformed = 0  # streams given up for what the broker sent
        self.oversize = 0  # messages too large to keep
        self.dropped = 0  # messages of ours that found the queue full
        self.flooded = 0  # incoming messages that found the inbox full
        self.unsent = 0  # QoS 0 messages given while there was no broker
        self.refused_filters = []  # type: list[str]
        self._queue_limit = queue_limit
        self._message_limit_bytes = message_limit_bytes
        self._filters = []  # type: list[tuple[str, int]]
        self._asked_filters = {}  # type: dict[int, list[str]]
        self._queue = []  # type: list[Message]
        self._inbox = []  # type: list[Message]
        self._out = []  # type: list[bytes]
        self._parser = packets.Parser(message_limit_bytes)
        self._packet_id = 0
        self._heard_ms = 0
        self._asked_ms = 0
        self._pinging = False

    # -- what the application says ------------------------------------------------------------------------------

    def subscribe(self, topic_filter: str, qos: int = 1) -> None:
        """Now, and again on every later connection."""
        self._filters.append((topic_filter, qos))
        if self.state == UP:
            self._ask_for([(topic_filter, qos)])

    def publish(
        self, topic: str, payload: bytes, qos: int = 0, retain: bool = False, newest_only: bool = False
    ) -> bool:
        """Send or queue a message. False when it is lost: QoS 0 without a broker.

        ``newest_only``: an unacknowledged older message of the same topic is void, this one takes its place.
        """
        if qos == 0:
            if self.state != UP:
                self.unsent += 1
                return False
            self._out.append(packets.publish(topic, payload, 0, retain))
            return True
        if newest_only:
            self._queue = [message for message in self._queue if message.topic != topic]
        if len(self._queue) >= self._queue_limit:
            self._queue.pop(0)
            self.dropped += 1
        message = Message(topic, payload, 1, retain, self._next_packet_id())
        self._queue.append(message)
        if self.state == UP:
            self._send(message)
        return True

    @property
    def queued(self) -> int:
        """QoS 1 messages that the broker has not acknowledged."""
        return len(self._queue)

    @property
    def up(self) -> bool:
        """True from CONNACK to the end of the connection."""
        return self.state == UP

    @property
    def speaking(self) -> bool:
        """True when to_send() has something."""
        return bool(self._out)

    def leave(self) -> None:
        """A polite DISCONNECT: the broker forgets the last will."""
        if self.state == UP:
            self._out.append(packets.DISCONNECT_PACKET)
            self.state = BROKEN

    # -- what the stream's edge says ----------------------------------------------------------------------------

    def opened(self, now_ms: int) -> None:
        """A fresh byte stream to the broker is there."""
        self._parser = packets.Parser(self._message_limit_bytes)
        self._out = [packets.connect(self.client_id, self.keepalive_s, self.username, self.password, self.will)]
        self._asked_filters = {}
        self.refused_filters = []
        self.state = ASKED
        self._asked_ms = now_ms

    def received(self, data: bytes, now_ms: int) -> None:
        """Bytes of the stream."""
        if self.state not in (ASKED, UP):
            return
        try:
            for packet in self._parser.feed(data):
                self._take(packet, now_ms)
        except WireError as error:
            self.malformed += 1
            self._break("broker sent " + str(error))

    def tick(self, now_ms: int) -> None:
        """Deadlines and keepalive; to be called a few times a second."""
        if self.state == ASKED:
            if elapsed_ms(now_ms, self._asked_ms) > ANSWER_MS:
                self._break("no CONNACK from the broker")
        elif self.state == UP:
            if self._pinging:
                if elapsed_ms(now_ms, self._asked_ms) > ANSWER_MS:
                    self._break("no PINGRESP from the broker")
            elif elapsed_ms(now_ms, self._heard_ms) > self.keepalive_s * 500:
                self._pinging = True
                self._asked_ms = now_ms
                self._out.append(packets.PINGREQ_PACKET)

    def to_send(self) -> bytes:
        """What must go out now; b"" when nothing."""
        data = b"".join(self._out)
        self._out = []
        return data

    def take_message(self) -> "Message | None":
        """The oldest incoming message not taken yet."""
        return self._inbox.pop(0) if self._inbox else None

    def closed(self, trouble: str = "") -> None:
        """The stream is gone. ``trouble``: why, where the conversation does not know it already."""
        if trouble and self.state != BROKEN:
            self.trouble = trouble
        self.state = CLOSED
        self._pinging = False
        self._out = []
        self._inbox = []
        for message in self._queue:
            message.sent = False

    # -- inside -------------------------------------------------------------------------------------------------

    def _break(self, trouble: str) -> None:
        self.trouble = trouble
        self.state = BROKEN

    def _next_packet_id(self) -> int:
        """1..65535 and not in use (section 2.3.1)."""
        while True:
            self._packet_id = self._packet_id % 65535 + 1
            taken = self._packet_id in self._asked_filters
            for message in self._queue:
                taken = taken or message.packet_id == self._packet_id
            if not taken:
                return self._packet_id

    def _ask_for(self, filters: "list[tuple[str, int]]") -> None:
        packet_id = self._next_packet_id()
        self._asked_filters[packet_id] = [topic for topic, _ in filters]
        self._out.append(packets.subscribe(packet_id, filters))

    def _send(self, message: Message) -> None:
        assert message.payload is not None
        self._out.append(
            packets.publish(message.topic, message.payload, 1, message.retain, message.packet_id, message.tries > 0)
        )
        message.sent = True
        message.tries += 1

    def _take(self, packet: "packets.Packet", now_ms: int) -> None:
        if self.state == BROKEN:
            return
        self._heard_ms = now_ms
        kind = packet.kind
        if (kind == packets.CONNACK) != (self.state == ASKED):
            raise WireError("mqtt", "packet type %d out of turn" % kind)
        if kind == packets.CONNACK:
            self._connack(packet)
        elif kind == packets.PUBLISH:
            self._publish(packet)
        elif kind == packets.PUBACK:
            self._queue = [m for m in self._queue if not m.sent or m.packet_id != packet.packet_id]
        elif kind == packets.SUBACK:
            self._suback(packet)
        else:
            self._pinging = False

    def _connack(self, packet: "packets.Packet") -> None:
        if packet.code != packets.CONNECTION_ACCEPTED:
            known = packet.code < len(packets.CONNACK_WORDS)
            reason = packets.CONNACK_WORDS[packet.code] if known else "code %d" % packet.code
            self._break("broker refused: " + reason)
            return
        self.state = UP
        self.trouble = ""
        self.connections += 1
        if self._filters:
            self._ask_for(self._filters)
        for message in self._queue:
            self._send(message)

    def _publish(self, packet: "packets.Packet") -> None:
        if packet.payload is None:
            self.oversize += 1
        if packet.packet_id is not None:
            # Also for one that is dropped below: what stays unacknowledged fills the broker's window for good.
            self._out.append(packets.puback(packet.packet_id))
        if len(self._inbox) >= MAX_INBOX:
            self.flooded += 1
            return
        self._inbox.append(Message(packet.topic, packet.payload, packet.qos, packet.retain, packet.packet_id or 0))

    def _suback(self, packet: "packets.Packet") -> None:
        filters = self._asked_filters.pop(packet.packet_id, None)  # type: ignore[arg-type]
        if filters is None or len(filters) != len(packet.codes):
            raise WireError("suback", "answers no subscription of ours")
        for index, topic in enumerate(filters):
            if packet.codes[index] == packets.REFUSED:
                self.refused_filters.append(topic)
