"""A bodypack's control plane with a gateway's mouth beside it, in virtual time. On both interpreters."""

from hushcue_bodypack import control, telemetry
from hushcue_bodypack.session import Session
from hushcue_wire import documents, topics

BOOT = 0xFEDCBA98
SESSION_TOPIC = topics.bodypack("studio", "host-1", "session")
COMMAND_TOPIC = topics.bodypack("studio", "host-1", "command")
GATEWAY_TOPIC = topics.gateway_status("studio")
NEXT_MS = 50


class Studio:
    """A Control with a real Session, and what a gateway says to it. said(): (kind, document) of what was published."""

    def __init__(self, ip="192.168.1.20"):
        self.session = Session()
        identity = telemetry.Identity("studio", "host-1", BOOT, "esp32_s3", 5004, -6.0, "安娜")
        self.now_ms = (1 << 30) - 3000  # the clock wraps in the middle of every longer test
        self.control = control.Control(identity, self.session, lambda: {"rssi_dbm": -60}, self.now_ms, ip)
        self.restarts = 0
        self.command = 0

    def said(self):
        """What was published since the last call."""
        found = []
        action = self.control.take_action()
        while action is not None:
            if action.kind == control.RESTART:
                self.restarts += 1
            else:
                kind = topics.split(action.topic)[2]
                self.check_delivery(kind, action)
                found.append((kind, documents.read(kind, action.payload)))
            action = self.control.take_action()
        return found

    def check_delivery(self, kind, action):
        expected = {"hello": (1, False, True), "status": (1, True, True), "telemetry": (0, False, False)}
        assert (action.qos, action.retain, action.newest_only) == expected.get(kind, (1, False, False))

    def kinds(self):
        return [kind for kind, _ in self.said()]

    def wait(self, span_ms):
        """Time passes in steps, as an app lets it; what was said meanwhile."""
        found = []
        for _ in range(span_ms // NEXT_MS):
            self.now_ms = (self.now_ms + NEXT_MS) & 0x3FFFFFFF
            self.control.tick(self.now_ms)
            found += self.said()
        return found

    def connect(self):
        self.control.connected(self.now_ms)

    def gateway(self, boot, state="online", retained=True):
        data = documents.make("gateway", {"state": state, "boot": boot})
        self.control.message(GATEWAY_TOPIC, data, retained, self.now_ms)

    def offer(self, session=7, revision=0, boot=BOOT, retained=False, **changes):
        fields = {
            "session": session,
            "revision": revision,
            "boot": boot,
            "ssrc": 0xDEADBEEF,
            "encoding": "L16",
            "payload_type": 96,
            "frame_ms": 10,
            "datagram_bytes": 332,
            "min_delay_ms": 10,
            "volume_db": -3,
            "muted": False,
        }
        fields.update(changes)
        self.control.message(SESSION_TOPIC, documents.make("session", fields), retained, self.now_ms)

    def order(self, do, session=7, number=None, retained=False, **more):
        if number is None:
            self.command += 1
            number = self.command
        fields = {"id": number, "session": session, "do": do}
        fields.update(more)
        self.control.message(COMMAND_TOPIC, documents.make("command", fields), retained, self.now_ms)

    def served(self):
        """Connected and with session 7."""
        self.connect()
        self.gateway(1)
        self.offer()
        self.said()
        return self
