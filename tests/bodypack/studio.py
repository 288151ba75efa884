"""A bodypack's control plane with a gateway's mouth beside it, in virtual time. On both interpreters."""

from receiver import primitives

from hushcue_bodypack import control, telemetry, trust
from hushcue_bodypack.session import Session
from hushcue_wire import audio, documents, keys, signed, topics

BOOT = 0xFEDCBA98
KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
SESSION_TOPIC = topics.bodypack("studio", "host-1", "session")
COMMAND_TOPIC = topics.bodypack("studio", "host-1", "command")
GATEWAY_TOPIC = topics.gateway_status("studio")
NEXT_MS = 50


class Studio:
    """A Control with a real Session, and what a gateway says to it. said(): (kind, document) of what was published.

    ``counter`` of the newest signed document; ``waiting``: QoS 1 messages that the broker has not acknowledged.
    """

    def __init__(self, ip="192.168.1.20"):
        self.session = Session(primitives)
        identity = telemetry.Identity("studio", "host-1", BOOT, "esp32_s3", 5004, -6.0, "安娜")
        self.now_ms = (1 << 30) - 3000  # the clock wraps in the middle of every longer test
        trusted = trust.Trust("host-1", KEY, primitives.hmac_sha256)
        self.control = control.Control(identity, self.session, lambda: {"rssi_dbm": -60}, trusted, self.now_ms, ip)
        self.errands = []
        self.epoch = 5
        self.counter = 0
        self.waiting = 0
        self.command = 0

    def said(self):
        """What was published since the last call."""
        found = []
        action = self.control.take_action()
        while action is not None:
            if action.kind == control.ERRAND:
                self.errands.append((action.topic, action.payload))
            else:
                kind = topics.split(action.topic)[2]
                self.check_delivery(kind, action)
                found.append((kind, documents.read(kind, action.payload)))
            action = self.control.take_action()
        return found

    def check_delivery(self, kind, action):
        expected = {"hello": (1, False, True), "status": (1, True, True), "telemetry": (0, False, False)}
        expected["played"] = (1, False, True)
        assert (action.qos, action.retain, action.newest_only) == expected.get(kind, (1, False, False))

    @property
    def restarts(self):
        return len([name for name, _ in self.errands if name == "restart"])

    def kinds(self):
        return [kind for kind, _ in self.said()]

    def wait(self, span_ms):
        """Time passes in steps, as an app lets it; what was said meanwhile."""
        found = []
        for _ in range(span_ms // NEXT_MS):
            self.now_ms = (self.now_ms + NEXT_MS) & 0x3FFFFFFF
            self.control.tick(self.now_ms, self.waiting)
            found += self.said()
        return found

    def connect(self):
        self.control.connected(self.now_ms)

    def gateway(self, boot, state="online", retained=True):
        data = documents.make("gateway", {"state": state, "boot": boot})
        self.control.message(GATEWAY_TOPIC, data, retained, self.now_ms)

    def signed(self, topic, kind, fields, key=KEY):
        """A payload as the gateway sends it; the counter rises where ``fields`` hold none."""
        if "counter" not in fields:
            self.counter += 1
            fields["counter"] = self.counter
        if "epoch" not in fields:
            fields["epoch"] = self.epoch
        command_key = keys.command_key(primitives.hmac_sha256, key)
        return signed.sign(topic, documents.make(kind, fields), lambda data: primitives.hmac_sha256(command_key, data))

    def offer(self, session=7, revision=0, boot=BOOT, retained=False, key=KEY, **changes):
        """The payload that was sent."""
        fields = {
            "session": session,
            "revision": revision,
            "boot": boot,
            "ssrc": 0xDEADBEEF,
            "encoding": "L16",
            "payload_type": 96,
            "frame_ms": 10,
            "datagram_bytes": audio.datagram_bytes("L16", 10, 3),
            "min_delay_ms": 10,
            "volume_db": -3,
            "muted": False,
            "nonce": f"{session:032x}",
            "report_ssrc": 0xCAFE0000 + session,
            "red_payload_type": audio.RED_PAYLOAD_TYPE,
        }
        fields.update(changes)
        payload = self.signed(SESSION_TOPIC, "session", fields, key)
        self.control.message(SESSION_TOPIC, payload, retained, self.now_ms)
        return payload

    def order(self, do, session=7, number=None, retained=False, key=KEY, **more):
        """The payload that was sent."""
        if number is None:
            self.command += 1
            number = self.command
        fields = {"id": number, "session": session, "do": do}
        fields.update(more)
        payload = self.signed(COMMAND_TOPIC, "command", fields, key)
        self.control.message(COMMAND_TOPIC, payload, retained, self.now_ms)
        return payload

    def served(self):
        """Connected and with session 7."""
        self.connect()
        self.gateway(1)
        self.offer()
        self.said()
        return self
