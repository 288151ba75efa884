"""The control plane: puts the parts together and lets what happens in one be known to the others.

Decides nothing about sessions (``core/roster.py``), sound (``core/engine.py``) or cues (``cue_desk.py``). Everything
here runs in one asyncio loop; the supervisors' threads and paho's thread hand their events over to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable, Iterable
from random import SystemRandom
from typing import Any

from hushcue_wire import __version__
from hushcue_words import EXIT_BUG

from .broker import Mosquitto
from .capture import messages as capture
from .config import GATEWAY_USER, Config, Source
from .core.actions import Action, Notice, Played, PublishSession, SendCommand
from .core.commands import AddSource, AddStream, Encoding, RemoveStream, SetProgramme
from .core.events import CommandRefused, TalkEnded, TalkStarted
from .core.roster import Do, Roster
from .core_settings import bodypack_configs, engine_settings, roster_settings
from .cue_desk import CueDesk
from .cues import Cue
from .keys import KeyRing, hmac_sha256, open_store
from .listeners import Listener, Listeners, bodypack_sdp
from .logs import Log
from .mqtt import BrokerAddress, Connected, Document, Link, Lost
from .picture import Picture, SourceSight
from .receipt_desk import ReceiptDesk
from .state_dir import kept_token, next_epoch, private_folder
from .supervisor import Capture, CaptureSettings, ChildFailed, Media, MediaRestarted, MediaSettings, RingRack
from .words import WORDS

TICK_S = 0.5
BROKER_HANGS_S = 8.0
"""Longer than several attempts to connect take."""


class Control:
    """The gateway of one studio. ``start``, then ``stop`` whatever happened between."""

    def __init__(self, config: Config, log: Log):
        self.config = config
        self.log = log
        self.version = __version__
        self.boot = secrets.randbits(32)
        self.began_ns = time.monotonic_ns()
        self.picture = Picture(log, sources={source.id: SourceSight() for source in config.sources})
        self.roster: Roster  # from ``unlock`` on
        self.receipts = ReceiptDesk(config.state_dir, config.media.frame_ms, log)
        self.token = config.http.token or ""
        self._keys: KeyRing
        self._ids = [bodypack.id for bodypack in config.bodypacks]
        self._loop = asyncio.get_running_loop()
        self._rack = RingRack()
        settings = MediaSettings(
            engine=engine_settings(config), dscp=config.media.dscp, keep_awake=config.media.keep_awake
        )
        self._media = Media(settings, self._rack, self._from_thread)
        block_ms = 5 if config.media.frame_ms == 5 else 10
        self._capture = Capture(CaptureSettings(block_ms=block_ms), self._rack, self._from_thread)
        self.listeners = Listeners(self._media, config.media.frame_ms)
        self.desk = CueDesk(config, self._media, self._capture, self.receipts, log, f"{self.boot:08x}")
        self._broker: Mosquitto | None = None
        self._link: Link | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._handlers: dict[type, Callable[[Any], None]] = {
            TalkStarted: self.desk.talk_started,
            TalkEnded: self.desk.talk_ended,
            CommandRefused: self._command_refused,
            capture.PlayStarted: self.desk.play_started,
            capture.PlayEnded: self.desk.play_ended,
            capture.PlayRefused: self.desk.play_refused,
            **self.picture.observers(),
            MediaRestarted: self._media_restarted,
        }

    # --- life -------------------------------------------------------------------------------------------------------

    def unlock(self) -> None:
        """First of all: the folder of secrets, the interface's token, the device keys, the book. Raises Trouble."""
        folder = private_folder(self.config.state_dir)
        self.token = self.token or kept_token(folder)
        self._keys = KeyRing(open_store(self.config.keys, folder, self.config.studio), self._ids, self.log)
        keys = self._keys.read()
        settings = roster_settings(self.config, next_epoch(folder, time.time()))
        self.roster = Roster(settings, bodypack_configs(self.config, keys), SystemRandom(), hmac_sha256)
        self.receipts.restore()
        self.log.hide(self.token)
        for bodypack in self.config.bodypacks:
            self.log.hide(bodypack.password)
        self.log.hide(self.config.broker.password)

    async def start(self) -> None:
        """Bring everything up. Raises Trouble naming what is missing; ``stop`` is still to be called."""
        address = await self._start_parts()
        self._link = Link(address, self.config.studio, self.boot, self.log)
        self._link.start()
        self._tasks = [
            asyncio.create_task(self._watch("mqtt", self._read_mqtt), name="mqtt reader"),
            asyncio.create_task(self._watch("tick", self._tick), name="roster tick"),
        ]

    async def stop(self) -> None:
        """Take everything down, in the order that lets the others end well. May be called twice."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.desk.close()
        if self._link is not None:
            await self._link.stop()
        await asyncio.gather(asyncio.to_thread(self._capture.stop), asyncio.to_thread(self._media.stop))
        self._rack.close()
        if self._broker is not None:
            await self._broker.stop()
        self.receipts.close()

    def readiness(self) -> dict[str, object]:
        """What ``--json-ready`` prints, but for the interface's address."""
        return {
            "ready": True,
            "broker_port": self._broker.port if self._broker else self.config.broker.port,
            "token": self.token,
            "media_port": self._media.port,
            "boot": self.boot,
        }

    async def _start_parts(self) -> BrokerAddress:
        """The broker, which is quick to fail; then all that is slow to start, beside each other. Raises Trouble."""
        address = await self._start_broker()
        results = await asyncio.gather(
            self._start_child("media", self._media.start),
            self._start_child("capture", self._capture.start),
            return_exceptions=True,  # nothing may still be starting when ``stop`` is called
        )
        for result in results:
            if isinstance(result, BaseException):
                raise result
        for source in self.config.sources:
            self._open_source(source)
        return address

    async def _start_broker(self) -> BrokerAddress:
        settings = self.config.broker
        if settings.mode == "external":
            return BrokerAddress(
                settings.host, settings.port, settings.username, settings.password, settings.tls, settings.tls_ca
            )
        password = secrets.token_urlsafe(24)
        self.log.hide(password)
        accounts = {GATEWAY_USER: password}
        accounts.update((bodypack.id, bodypack.password) for bodypack in self.config.bodypacks if bodypack.password)
        self._broker = Mosquitto(settings, self.config.studio, accounts, self.config.state_dir, self.log)
        await self._broker.start()
        return BrokerAddress(*self._broker.address, GATEWAY_USER, password)

    async def _start_child(self, child: str, start: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(start)
        except ChildFailed as failure:
            raise WORDS.trouble("child_failed", exit_code=EXIT_BUG, child=child, reason=failure) from None

    def _open_source(self, source: Source) -> None:
        kind = "programme" if source.kind == "programme" else "talk"
        self._send(AddSource(source.id, kind, source.gain_db, source.owner))  # type: ignore[arg-type]
        channel = None if source.channel is None else source.channel - 1
        if not self._capture.open_microphone(source.id, source.device, channel):
            self.log.error("queue_full", child="capture")
        if source.kind == "programme":
            self._send(SetProgramme(source.id, self.config.resolve(source.to).ids, 0.0))
        elif source.open:
            self.desk.open_microphone(source)

    # --- what people want; Trouble when it cannot be ----------------------------------------------------------------

    def set_volume(self, bodypack: str, volume_db: float) -> None:
        """The volume a bodypack is to have, whether it is there or not."""
        self._known(bodypack)
        self._do(self.roster.set_volume(bodypack, volume_db, time.monotonic_ns()))

    def set_muted(self, bodypack: str, muted: bool) -> None:
        """Whether a bodypack is to be silent, whether it is there or not."""
        self._known(bodypack)
        self._do(self.roster.set_muted(bodypack, muted, time.monotonic_ns()))

    def command(self, bodypack: str, do: Do) -> None:
        """Something only a bodypack that is there can do."""
        self._known(bodypack)
        actions = self.roster.command(bodypack, do, time.monotonic_ns())
        self._do(actions)
        if not any(isinstance(action, SendCommand) for action in actions):
            raise WORDS.trouble("bodypack_away", id=bodypack)

    def rekey(self, bodypack: str) -> None:
        """Another session with new keys instead of the present one."""
        self._known(bodypack)
        if self.roster.view(bodypack).session is None:
            raise WORDS.trouble("bodypack_away", id=bodypack)
        self._do(self.roster.rekey(bodypack, time.monotonic_ns()))

    def say_again(self, bodypack: str, cue: str | None, missed_only: bool) -> Cue:
        """Repeat what was said to a bodypack that is there."""
        self._known(bodypack)
        if self.roster.view(bodypack).session is None:
            raise WORDS.trouble("bodypack_away", id=bodypack)
        return self.desk.say_again(bodypack, cue, missed_only)

    def add_listener(self, bodypack: str, address: tuple[str, int], encoding: Encoding | None) -> Listener:
        """Send the mix of ``bodypack`` to ``address`` too."""
        self._known(bodypack)
        return self.listeners.add(bodypack, address, encoding or self.config.media.encoding)

    def sdp_of_bodypack(self, bodypack: str) -> str:
        """The description of its stream."""
        self._known(bodypack)
        text = bodypack_sdp(self.roster.view(bodypack), f"hushcue {bodypack}")
        if text is None:
            raise WORDS.trouble("bodypack_away", id=bodypack)
        return text

    def _known(self, bodypack: str) -> None:
        if bodypack not in self._ids:
            raise WORDS.trouble("unknown_bodypack", id=bodypack)

    # --- what others may know ---------------------------------------------------------------------------------------

    @property
    def broker_address(self) -> str:
        """Where the gateway finds its broker."""
        if self._broker is not None:
            return f"{self.config.broker.listen}:{self._broker.port}"
        return f"{self.config.broker.host}:{self.config.broker.port}"

    @property
    def broker_pid(self) -> int | None:
        """The embedded broker's process; None without one."""
        return self._broker.pid if self._broker else None

    @property
    def broker_restarts(self) -> int:
        """How often the embedded broker was started again."""
        return self._broker.restarts if self._broker else 0

    @property
    def pids(self) -> dict[str, int]:
        """The processes of media and capture at work now, 0 when there is none."""
        return {"media": self._media.pid, "capture": self._capture.pid}

    @property
    def mqtt_connected(self) -> bool:
        """Whether the broker hears us."""
        return self._link is not None and self._link.connected

    @property
    def mqtt_reconnects(self) -> int:
        """Connections after the first."""
        return max(0, self._link.reconnects) if self._link else 0

    @property
    def mqtt_dropped(self) -> int:
        """Documents that came faster than they could be read."""
        return self._link.dropped if self._link else 0

    # --- MQTT -------------------------------------------------------------------------------------------------------

    async def _read_mqtt(self) -> None:
        assert self._link is not None
        async for arrival in self._link.arrivals():
            now_ns = time.monotonic_ns()
            if isinstance(arrival, Document):
                self._do(self.roster.message(arrival.topic, arrival.payload, arrival.retained, now_ns))
            elif isinstance(arrival, Connected):
                self._do(self.roster.broker_link(True, now_ns))
            elif isinstance(arrival, Lost):
                self._do(self.roster.broker_link(False, now_ns))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            now_ns = time.monotonic_ns()
            self._do(self.roster.tick(now_ns))
            self.receipts.tick(now_ns)
            for bodypack, key in self._keys.news().items():
                self._do(self.roster.set_key(bodypack, key, now_ns))
            self._replace_broker_that_hangs()

    def _replace_broker_that_hangs(self) -> None:
        """Our own broker on our own machine is away this long only when it is there and does not answer."""
        link, broker = self._link, self._broker
        if link is None or broker is None or link.connected:
            return
        since = max(link.away_since, broker.started_at)
        if broker.running and time.monotonic() - since > BROKER_HANGS_S:
            broker.replace()

    async def _watch(self, where: str, work: Callable[[], Any]) -> None:
        """A mistake of ours in one document must not end the reading of all others."""
        while True:
            try:
                await work()
            except Exception as error:
                self.log.error("our_mistake", where=where, reason=repr(error))
                await asyncio.sleep(TICK_S)

    def _do(self, actions: Iterable[Action]) -> None:
        for action in actions:
            if isinstance(action, PublishSession):
                self._publish(action.topic, action.payload, retain=True)
            elif isinstance(action, SendCommand):
                self._publish(action.topic, action.payload, retain=False)
            elif isinstance(action, Notice):
                self.picture.note(action)
            elif isinstance(action, Played):
                self.receipts.played(action, self._rtt_ms(action.bodypack))
            else:
                self._send(action)
                now_ns = time.monotonic_ns()
                if isinstance(action, AddStream):
                    self.receipts.stream_added(self.roster.view(action.id), now_ns)
                elif isinstance(action, RemoveStream):
                    self.receipts.stream_removed(action.id, now_ns)

    def _rtt_ms(self, bodypack: str) -> float:
        report = self.picture.stream_report(bodypack)
        return (report.quality.rtt_ms if report and report.quality else None) or 0.0

    def _publish(self, topic: str, payload: bytes, retain: bool) -> None:
        # Unsent is not lost: the roster publishes every session again when the link is back.
        if self._link is not None:
            self._link.publish(topic, payload, retain=retain)

    def _send(self, command: object) -> None:
        if not self._media.send(command):
            self.log.error("queue_full", child="media")

    # --- events of the two real-time processes ----------------------------------------------------------------------

    def _from_thread(self, event: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: we have stopped
            self._loop.call_soon_threadsafe(self._on_event, event)

    def _on_event(self, event: object) -> None:
        handler = self._handlers.get(type(event))
        if handler is None:
            return
        try:
            handler(event)
        except Exception as error:
            self.log.error("our_mistake", where=type(event).__name__, reason=repr(error))

    def _media_restarted(self, event: MediaRestarted) -> None:
        """Streams with keys ended with their process: new ones begin at once, with new keys."""
        died_ns = event.at_ns - round(event.silent_ms * 1e6)
        for stream in event.streams_ended:
            self.receipts.stream_removed(stream, died_ns)
        self._do(self.roster.media_restarted(time.monotonic_ns()))
        for listener in self.listeners.renew(event.streams_ended):
            self.log.warning("listener_renewed", id=listener.id)
        self.desk.media_restarted(event.at_ns)
        self.picture.media_restarted(event)

    def _command_refused(self, event: CommandRefused) -> None:
        if not self.desk.command_refused(event):
            self.log.tell("error", event.code, event.facts)
