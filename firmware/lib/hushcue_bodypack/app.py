"""The bodypack put together: who exists, who calls whom, and what happens when one of them fails. Decides nothing else.

    Timer, every 5 ms      socket -> session -> pump -> DAC. A soft callback: it runs between any two bytecodes of the
                           rest, allocates nothing, and lets nothing out
    task "house", 20 ms    button, light, control's clock; once a second Wi-Fi, address, battery, memory, watchdog
    task "broker"          the MQTT client

An exception in one of them is ours: it is counted, told in the status and, once nobody listens, printed; the part
begins anew and the sound goes on. Only what stops the audio itself for long lets the watchdog bite.
"""

import asyncio
import gc
import os
import sys
import time

import machine

from . import board, button, control, crypto, led, mqtt, mqtt_conversation, safe, starts, telemetry, trust
from .i2s import Speaker
from .pump import Pump
from .session import STATE_NAMES, Session
from .ticks import elapsed_ms
from .udp import Receiver
from .watchdog import Health
from .wifi import Wifi

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any  # noqa: TID251 - for the type checker alone

    from .board import Board

AUDIO_MS = 5
HOUSE_MS = 20
SECOND_MS = 1000
HEAP_MS = 5000
RESTART_AUDIO_MS = 1000
GARBAGE_BYTES = 8192
"""So much since the last collection is worth one, in silence."""
REFUSES = "broker refuses "
WATCHDOG_MS = 30000
PROVED_MS = 30000
TRIAL_MS = 180000
"""A new firmware is kept when it has been served for PROVED_MS. One that is served by nobody for TRIAL_MS starts anew,
and when it has used up its starts gives way to the one before it."""
PROMPT_MS = 3600000
"""The chip's watchdog cannot be stopped. Whoever interrupts us for the prompt, or to copy files, gets this long."""
LIMITS_MS = {"audio": 10000, "broker": 120000}

_ON_AIR = tuple([STATE_NAMES.index(name) for name in ("priming", "playing", "concealing")])
_AUDIBLE = tuple([STATE_NAMES.index(name) for name in ("playing", "concealing")])


def clock_ms() -> int:
    """The one clock of everything here: 0..2**30-1, then 0 again."""
    return time.ticks_ms()  # type: ignore[return-value]  # the stubs give it a type of its own


class App:
    """``settings``: what config.read() gives; ``pool``: the jitter buffer's memory, of the size that the board says."""

    def __init__(self, settings: "dict[str, Any]", here: "Board", pool: "bytearray | None" = None):
        now_ms = clock_ms()
        self.board = here
        self.session = Session(crypto, here.jitter_blocks, settings["audio.ceiling_db"], pool)
        self.speaker = Speaker(here, settings["audio.descriptors"], time.ticks_us, time.ticks_diff)
        self.pump = Pump(self.session, self.speaker.write)
        self.wifi = Wifi(
            settings["wifi.ssid"],
            settings["wifi.password"],
            settings["wifi.country"],
            "hushcue-" + settings["id"],
            clock_ms,
        )
        self.receiver = Receiver(self.session, settings["audio.port"])
        identity = telemetry.Identity(
            settings["studio"],
            settings["id"],
            int.from_bytes(os.urandom(4), "big"),
            here.name,
            settings["audio.port"],
            settings["audio.ceiling_db"],
            settings["label"] or None,
        )
        identity.firmware = safe.firmware
        identity.on_trial = safe.on_trial
        trusted = trust.Trust(settings["id"], bytes.fromhex(settings["key"]), crypto.hmac_sha256)
        self.control = control.Control(identity, self.session, self._sensors, trusted, now_ms)
        talk = mqtt_conversation.Conversation(
            settings["id"], settings["id"], settings["broker.password"], will=self.control.will()
        )
        for topic, qos in self.control.subscriptions:
            talk.subscribe(topic, qos)
        self.client = mqtt.Client(
            talk,
            settings["broker.host"],
            settings["broker.port"],
            clock_ms,
            self._on_message,
            self._on_change,
            may_resolve=self.silent,
        )
        self.button = button.Button(now_ms)
        self.led = led.Led(now_ms)
        self.faults = 0  # exceptions of ours, survived
        self.audio_restarts = 0
        self._health = Health(LIMITS_MS, now_ms)
        self._use_watchdog = settings["watchdog"]
        self._watchdog = None  # type: machine.WDT | None
        self._timer = machine.Timer(0)
        self._on_timer = self._audio  # bound once: binding allocates
        self._audio_ms = self._second_ms = self._heap_ms = self._started_ms = now_ms
        self._audio_error = None  # type: Exception | None
        self._errors = []  # type: list[Exception]
        self._attempts = 0
        self._heap_free = gc.mem_free()
        self._heap_used = gc.mem_alloc()
        self._healthy = False
        self._stopping = False
        self._served_ms = self._away_ms = now_ms
        self._last_task = None  # type: asyncio.Task[None] | None
        self._busy = []  # type: list[str]  # errands under way

    # -- the sound -----------------------------------------------------------------------------------------------

    def _audio(self, _timer: "machine.Timer") -> None:
        now_ms = clock_ms()
        self._audio_ms = now_ms
        if self.session.held:
            return
        try:
            if self.speaker.ran_dry():
                self.pump.underrun(now_ms)
            self.receiver.receive(now_ms)
            self.pump.run(now_ms)
        except Exception as error:
            self._audio_error = error

    def _start_audio(self) -> None:
        self._audio_ms = clock_ms()
        self._timer.init(mode=machine.Timer.PERIODIC, period=AUDIO_MS, callback=self._on_timer)

    def silent(self) -> bool:
        """Nobody listens."""
        return self.session.state not in _ON_AIR

    # -- the control plane ---------------------------------------------------------------------------------------

    def _sensors(self) -> "dict[str, float | None]":
        return {
            "heap_free_bytes": self._heap_free,
            "rssi_dbm": self.wifi.rssi_dbm(),
            "battery_mv": self.board.battery_mv,
            "battery_percent": self.board.battery_percent,
            "temperature_c": self.board.temperature_c(),
        }

    def _on_message(self, message: "mqtt_conversation.Message") -> None:
        self.control.message(message.topic, message.payload, message.retain, clock_ms())
        self.carry_out()

    def _on_change(self, up: bool) -> None:
        if up:
            self.control.connected(clock_ms())
        else:
            self.control.disconnected(clock_ms())
        self.carry_out()

    def carry_out(self) -> None:
        """What control wants done."""
        action = self.control.take_action()
        while action is not None:
            if action.kind == control.ERRAND:
                self.errand(action.topic, action.payload)
            else:
                self.client.publish(action.topic, action.payload, action.qos, action.retain, action.newest_only)
            action = self.control.take_action()

    def errand(self, name: str, order: "Any" = None) -> None:
        """Something that errands.py does, unless it is under way."""
        if name not in self._busy:
            self._busy.append(name)
            self._last_task = asyncio.create_task(self._run(name, order))

    async def _run(self, name: str, order: "Any") -> None:
        try:
            from . import errands

            await getattr(errands, name)(self, order)
        except Exception as error:
            self._note(error)
            if name == "restart":
                safe.restart()
        self._busy.remove(name)
        if not self._busy:
            from . import forgetting

            forgetting.forget()

    async def _broker(self) -> None:
        await self.wifi.wait()
        self.control.address(self.wifi.ip(), clock_ms())
        await self.client.run()

    # -- the house -----------------------------------------------------------------------------------------------

    async def _house(self) -> None:
        while not self._stopping:
            now_ms = clock_ms()
            press = self.button.sample(self.board.button_closed(), now_ms)
            if press == button.ACKNOWLEDGE:
                self.control.acknowledge()
            elif press == button.CALL:
                self.control.call()
            self.control.tick(now_ms, self.client.conversation.queued)
            self.carry_out()
            self._show(now_ms)
            self.receiver.mend()
            if self._audio_error is not None:
                error, self._audio_error = self._audio_error, None
                self._note(error)
            if elapsed_ms(now_ms, self._second_ms) >= SECOND_MS:
                self._second_ms = now_ms
                self._every_second(now_ms)
            await asyncio.sleep_ms(HOUSE_MS)

    def _show(self, now_ms: int) -> None:
        up = self.client.conversation.up
        pattern = led.choose(
            self.wifi.connected(),
            up,
            self.control.state == control.SERVED,
            self.session.state in _AUDIBLE,
            bool(self.control.muted),
            self.control.identifying(now_ms),
            bool(self.control.fault),
        )
        self.led.show(pattern, now_ms)
        self.board.light(self.led.is_on(now_ms))

    def _every_second(self, now_ms: int) -> None:
        self.wifi.watch()
        self.control.address(self.wifi.ip(), now_ms)
        self.carry_out()
        self.board.read_battery()
        refused = self.client.conversation.refused_filters
        if refused:
            self.control.set_fault(REFUSES + refused[0], now_ms)
        elif self.control.fault.startswith(REFUSES):
            self.control.set_fault("", now_ms)
        if elapsed_ms(now_ms, self._audio_ms) > RESTART_AUDIO_MS:
            self.audio_restarts += 1
            self._start_audio()
        self._watch(now_ms)
        silent = self.silent()
        if safe.on_trial:
            self._prove(now_ms, silent)
        if silent:
            self._in_silence(now_ms)
        if silent or elapsed_ms(now_ms, self._heap_ms) >= HEAP_MS:
            self._heap_ms = now_ms
            self._heap_free = gc.mem_free()

    def _in_silence(self, now_ms: int) -> None:
        """What would disturb the sound: collecting, printing, writing flash."""
        if gc.mem_alloc() - self._heap_used > GARBAGE_BYTES:
            gc.collect()
            self._heap_used = gc.mem_alloc()
        while self._errors:
            sys.print_exception(self._errors.pop(0))
        if not self._healthy and elapsed_ms(now_ms, self._started_ms) > starts.HEALTHY_S * 1000:
            self._healthy = True
            safe.healthy()

    def _prove(self, now_ms: int, silent: bool) -> None:
        """A firmware on trial: it is kept, in a moment without sound, or it is time to start anew."""
        if self.control.state == control.SERVED:
            self._away_ms = now_ms
            hushed = silent or not self.session.level_peak
            if elapsed_ms(now_ms, self._served_ms) > (PROVED_MS if hushed else TRIAL_MS):
                self.errand("confirm")
            return
        self._served_ms = now_ms
        if silent and elapsed_ms(now_ms, self._away_ms) > TRIAL_MS:
            self._away_ms = now_ms
            self.errand("restart")

    def _watch(self, now_ms: int) -> None:
        """The chip's watchdog is fed while the audio callback runs and the client has a broker, or tries."""
        if elapsed_ms(now_ms, self._audio_ms) <= RESTART_AUDIO_MS:
            self._health.beat("audio", now_ms)
        trying = self.client.attempts != self._attempts
        self._attempts = self.client.attempts
        if self.client.conversation.up or trying or not self.wifi.connected() or not self.silent():
            self._health.beat("broker", now_ms)
        if self._watchdog is not None and not self._health.stalled(now_ms):
            self._watchdog.feed()

    def _note(self, error: Exception) -> None:
        self.faults += 1
        if len(self._errors) < 4:
            self._errors.append(error)
        self.control.set_fault("%s: %s" % (type(error).__name__, error), clock_ms())

    async def _keep(self, part: "Callable[[], Coroutine[Any, Any, None]]") -> None:
        while not self._stopping:
            try:
                await part()
            except Exception as error:
                self._note(error)
            await asyncio.sleep_ms(SECOND_MS)

    async def run(self) -> None:
        """Until close()."""
        self._start_audio()
        if self._use_watchdog:
            self._watchdog = machine.WDT(timeout=WATCHDOG_MS)
        broker = asyncio.create_task(self._keep(self._broker))
        await self._keep(self._house)
        await broker

    def close(self) -> None:
        """Silence: the timer stops, the broker hears goodbye, run() returns."""
        self._stopping = True
        if self._watchdog is not None:
            self._watchdog = machine.WDT(timeout=PROMPT_MS)
            self._watchdog.feed()
        self._timer.deinit()
        self.client.leave()
        self.receiver.close()
        self.speaker.close()


def main(pool: "bytearray | None" = None) -> None:
    """A start: safe mode, a wrong configuration, or the bodypack. Returns to the prompt in the first two cases.

    ``pool``: see App.
    """
    if safe.why:
        from . import safe_words

        print(safe_words.message(safe.why))
        return
    if safe.wrong:
        print(safe.wrong)
        return
    settings = safe.settings
    here = board.load(settings["board"])
    here.full_speed()
    here.light(True)
    print("hushcue bodypack %s. Ctrl-C stops it. / 按 Ctrl-C 停止。" % settings["id"])
    app = None
    try:
        app = App(settings, here, pool)
        asyncio.run(app.run())
    except KeyboardInterrupt:
        if app is not None:
            app.close()
    except Exception as error:
        sys.print_exception(error)
        time.sleep(2)
        machine.reset()
