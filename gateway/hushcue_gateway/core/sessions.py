"""Sessions of bodypacks: begun, ended, published, revised; and the commands that go with them.

Every session has keys of its own: a fresh nonce and the device key give them (``hushcue_wire.keys``), to the stream
here and to the bodypack there; the nonce is public. Session and command documents are signed (``hushcue_wire.signed``)
and numbered: epoch, which rises with every start of the gateway, and counter, which rises with every document.

Nothing is published while the broker link is down (``link_up``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from hushcue_wire import audio, documents, keys, signed, topics

from .actions import Action, PublishSession, SendCommand
from .bodypack import MAX_PENDING, Bodypack, Session
from .commands import AddStream, Encoding, RemoveStream
from .hello import choose_format


@dataclass(frozen=True, slots=True)
class RosterSettings:
    """What all sessions of a studio have in common."""

    studio: str
    frame_ms: int = 10
    """the engine's frame"""
    encoding: Encoding = "L16"
    """preferred where a bodypack's own configuration says nothing"""
    min_delay_ms: int = 10
    """5..200: floor of the bodypack's playout delay"""
    epoch: int = 0
    """0..2**32-1, higher than that of every start before"""


HmacSha256 = Callable[[bytes, bytes], bytes]
"""(key, data) -> 32 bytes"""
FIRST_SEQUENCE_BITS = 14
"""The rollover counter of a new stream (RFC 3711 section 3.3.1) then is 0 for certain, however much of it is lost."""


class Chance(Protocol):
    """Where random numbers come from: ``random.SystemRandom()`` in production, a seeded ``random.Random`` in tests."""

    def getrandbits(self, k: int, /) -> int:
        """0..2**k-1"""


class Sessions:
    """See the module. ``rng`` gives session ids, SSRCs and first sequence numbers and timestamps (RFC 3550 5.1)."""

    def __init__(self, settings: RosterSettings, rng: Chance, hmac_sha256: HmacSha256) -> None:
        self.settings = settings
        self.link_up = False
        self._rng = rng
        self._hmac = hmac_sha256

    def begin(self, bodypack: Bodypack, now_ns: int) -> list[Action]:
        """A new session for the present hello; a session before it ends."""
        hello, config, rng = bodypack.hello, bodypack.config, self._rng
        if hello is None:
            return []
        actions = self.end(bodypack)
        ours = keys.key_id(self._hmac, bodypack.key)
        if hello.key != ours:
            if bodypack.wrong_key != hello.key:  # say it once, however often it says hello
                bodypack.wrong_key = hello.key
                actions.append(bodypack.notice("bodypack_wrong_key", now_ns, key=hello.key, ours=ours))
            return actions
        bodypack.wrong_key = ""
        preferred = (config.encoding, self.settings.encoding) if config.encoding else (self.settings.encoding,)
        chosen = choose_format(hello, preferred, self.settings.frame_ms)
        if chosen is None:
            if bodypack.unfit_hello != hello:  # say it once, however often it says hello
                bodypack.unfit_hello = hello
                encodings, lengths = ", ".join(hello.encodings), ", ".join(map(str, hello.frame_ms))
                most = hello.max_datagram_bytes
                actions.append(
                    bodypack.notice(
                        "bodypack_no_format", now_ns, encodings=encodings, frame_ms=lengths, max_datagram_bytes=most
                    )
                )
            return actions
        bodypack.unfit_hello = None
        session, nonce = max(1, rng.getrandbits(32)), rng.getrandbits(128).to_bytes(keys.NONCE_BYTES, "big")
        key, report_key = keys.session_keys(self._hmac, bodypack.key, nonce, config.id, session)
        stream = AddStream(
            id=config.id,
            mix_of=config.id,
            address=(hello.ip, hello.port),
            ssrc=rng.getrandbits(32),
            encoding=chosen.encoding,
            payload_type=audio.PAYLOAD_TYPES[chosen.encoding],
            frame_ms=chosen.frame_ms,
            datagram_bytes=chosen.datagram_bytes,
            first_sequence=rng.getrandbits(FIRST_SEQUENCE_BITS),
            first_timestamp=rng.getrandbits(32),
            redundancy=chosen.depth,
            red_payload_type=audio.RED_PAYLOAD_TYPE,
            most_redundancy=hello.depth,
            most_datagram_bytes=hello.max_datagram_bytes,
            key=key,
            report_key=report_key,
            report_ssrc=rng.getrandbits(32),
        )
        bodypack.session = Session(session, hello.boot, stream, nonce)
        bodypack.revision = 0
        bodypack.command_number = 0
        actions.append(stream)
        actions += self.publish(bodypack, now_ns)
        actions.append(bodypack.notice("session_started", now_ns, encoding=chosen.encoding, frame_ms=chosen.frame_ms))
        return actions

    def end(self, bodypack: Bodypack) -> list[Action]:
        """Stop the stream, forget what belonged to the session."""
        session, bodypack.session = bodypack.session, None
        resting, bodypack.resting = bodypack.resting, False
        bodypack.owed_session = False
        bodypack.published_ns = None
        bodypack.pending.clear()
        bodypack.telemetry = bodypack.telemetry_ns = None
        return [RemoveStream(session.stream.id)] if session is not None and not resting else []

    def rest(self, bodypack: Bodypack) -> list[Action]:
        """Stop the stream of a session that goes on otherwise."""
        if bodypack.session is None or bodypack.resting:
            return []
        bodypack.resting = True
        return [RemoveStream(bodypack.session.stream.id)]

    def publish(self, bodypack: Bodypack, now_ns: int) -> list[Action]:
        """The session document as it is now; nothing where there is no session or no link."""
        session = bodypack.session
        if session is None or not self.link_up:
            return []
        bodypack.published_ns = now_ns
        stream = session.stream
        topic = self._topic(bodypack, "session")
        payload = self._sign(
            bodypack,
            topic,
            "session",
            {
                "session": session.session,
                "revision": bodypack.revision,
                "boot": session.boot,
                "ssrc": stream.ssrc,
                "encoding": stream.encoding,
                "payload_type": stream.payload_type,
                "frame_ms": stream.frame_ms,
                "datagram_bytes": stream.datagram_bytes,
                "min_delay_ms": self.settings.min_delay_ms,
                "volume_db": bodypack.volume_db,
                "muted": bodypack.muted,
                "nonce": session.nonce.hex(),
                "report_ssrc": stream.report_ssrc,
                "red_payload_type": stream.red_payload_type,
            },
        )
        return [PublishSession(bodypack.config.id, topic, payload)]

    def take_back(self, bodypack: Bodypack) -> list[Action]:
        """Nothing in place of its session document, where there is a link."""
        return [PublishSession(bodypack.config.id, self._topic(bodypack, "session"), b"")] if self.link_up else []

    def revise(self, bodypack: Bodypack, do: str, now_ns: int, **fields: object) -> list[Action]:
        """Desired state changed: revised document and command, where there is a session to revise."""
        if bodypack.session is None:
            return []
        bodypack.revision += 1
        actions = self.publish(bodypack, now_ns)
        return actions + (self.command(bodypack, do, now_ns, **fields) if self.link_up else [])

    def command(self, bodypack: Bodypack, do: str, now_ns: int, **fields: object) -> list[Action]:
        """A numbered command; a notice where nobody would hear it."""
        if bodypack.session is None or not self.link_up:
            return [bodypack.notice("bodypack_not_in_session", now_ns, do=do)]
        bodypack.command_number += 1
        number = bodypack.command_number
        bodypack.pending[number] = do
        if len(bodypack.pending) > MAX_PENDING:
            del bodypack.pending[next(iter(bodypack.pending))]
        topic = self._topic(bodypack, "command")
        document = {"id": number, "session": bodypack.session.session, "do": do, **fields}
        payload = self._sign(bodypack, topic, "command", document)
        return [SendCommand(bodypack.config.id, topic, payload, number)]

    def _sign(self, bodypack: Bodypack, topic: str, kind: str, fields: dict[str, object]) -> bytes:
        bodypack.counter += 1
        body = documents.make(kind, {**fields, "epoch": self.settings.epoch, "counter": bodypack.counter})
        return signed.sign(topic, body, partial(self._hmac, keys.command_key(self._hmac, bodypack.key)))

    def _topic(self, bodypack: Bodypack, kind: str) -> str:
        return topics.bodypack(self.settings.studio, bodypack.config.id, kind)
