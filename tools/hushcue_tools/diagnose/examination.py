"""A bodypack at a cable, looked at from one end to the other. A check that fails on the chip costs itself alone."""

import base64
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hushcue_link.record import Sent, record
from hushcue_wire import __version__

from .. import firmware, firmware_build
from ..lean import Unclear
from ..lean.guest import fit
from ..pc_bodypack import judgement
from . import judge_chip, judge_network, judge_parts, judge_speed, packets, trace
from .probe import ProbeError, Prober, Runs, merged, source
from .row import Row

JOIN_S = 15
PRESS_S = 10
BLINKS = 6
TONE = ((1000, 60),)
SWEEP = tuple((hertz, 25) for hertz in (200, 400, 800, 1600, 3200, 6400))
CLOCK_BLOCKS = 25
JITTER_BLOCKS = 32
LEVEL_DB = -12.0
"""The tone, where the ceiling is not lower: in an ear."""
TRACE_PORT = 5998
TRACE_PATIENCE_S = 5


@dataclass
class Wanted:
    """What is to be looked at. ``yes``: puts a question to a person, None where nobody is there."""

    sound: bool = True
    speed: bool = True
    yes: Callable[[str], bool] | None = None
    expected: Callable[[str], Mapping[str, Any]] | None = None
    """What the studio's file says of an id: see judge_chip.judge_settings."""
    say: Callable[[str], None] = lambda _: None
    """What is looked at now: a check's name."""


@dataclass
class Found:
    """rows: the verdicts; the rest is what later checks need of earlier ones."""

    rows: list[Row] = field(default_factory=list)
    system: dict[str, Any] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    wifi: dict[str, Any] = field(default_factory=dict)

    @property
    def document(self) -> Mapping[str, Any]:
        """config.json without its secrets; {} where it cannot be used."""
        return self.settings.get("document") or {}

    @property
    def id(self) -> str:
        return str(self.document.get("id", "?"))

    @property
    def board(self) -> str:
        """The board's file."""
        return str(self.document.get("board") or "") or judgement.board_named(str(self.system.get("machine", "")))

    @property
    def joined(self) -> bool:
        return bool(self.wifi.get("joined"))


class Examination:
    """``look`` fills ``found``. Raises what the device raises: DeviceError."""

    def __init__(self, device: Runs, wanted: Wanted):
        self.prober = Prober(device)
        self.found = Found()
        self._wanted = wanted

    def look(self) -> list[Row]:
        """All checks, in the order in which one builds on another."""
        for check, step in (
            ("micropython", self._system),
            ("files", self._files),
            ("config", self._settings),
            ("wifi", self._wifi),
            ("broker", self._broker),
            ("dac", self._tone),
            ("button", self._parts),
            ("speed", self._speed),
        ):
            self._wanted.say(check)
            try:
                step()
            except ProbeError as error:
                self._add(Row(check, "wrong", "probe_failed", {"reason": str(error)}))
        return self.found.rows

    def _add(self, *rows: Row) -> None:
        self.found.rows += rows

    def _skip(self, check: str, code: str) -> None:
        self._add(Row(check, "skipped", code))

    @property
    def _has_firmware(self) -> bool:
        return bool(self.found.system.get("firmware"))

    @property
    def _has_settings(self) -> bool:
        return any(row.check == "config" and row.verdict == "ok" for row in self.found.rows)

    def _system(self) -> None:
        self.found.system = merged(self.prober.ask("system"))
        self._add(*judge_chip.judge_system(self.found.system, __version__))

    def _files(self) -> None:
        self.found.files = self.prober.ask("files", timeout_s=60.0)
        self._add(*judge_chip.judge_files(self.found.files, __version__))

    def _settings(self) -> None:
        self.found.settings = merged(self.prober.ask("settings"))
        expected = None
        if self._wanted.expected is not None and self.found.document:
            expected = self._wanted.expected(self.found.id)
        self._add(*judge_chip.judge_settings(self.found.settings, judgement.fault_in, expected))

    def _wifi(self) -> None:
        if not self._has_settings:
            return self._skip("wifi", "needs_config")
        self.found.wifi = merged(self.prober.ask("wifi", {"seconds": JOIN_S}, timeout_s=JOIN_S + 20))
        self._add(*judge_network.judge_wifi(self.found.wifi))

    def _broker(self) -> None:
        if not self._has_settings:
            return self._skip("broker", "needs_config")
        if not self.found.joined:
            return self._skip("broker", "needs_network")
        self._add(*judge_network.judge_broker(merged(self.prober.ask("broker", timeout_s=40.0))))

    def _tone(self) -> None:
        if not self._wanted.sound:
            return self._skip("dac", "not_asked")
        if not self._has_firmware:
            return self._skip("dac", "needs_firmware")
        ceiling = self.found.document.get("audio", {})
        ceiling_db = ceiling.get("ceiling_db", -6.0) if isinstance(ceiling, Mapping) else -6.0
        loudest_db = min(LEVEL_DB, float(ceiling_db)) if isinstance(ceiling_db, int | float) else LEVEL_DB
        asked = {
            "board": self.found.board,
            "amplitude": judgement.amplitude(loudest_db),
            "notes": [*TONE, *SWEEP],
            "clock_blocks": CLOCK_BLOCKS,
        }
        told = self.prober.ask("tone", asked)
        heard = None if self._wanted.yes is None else self._wanted.yes("ask_heard")
        if heard is False:  # perhaps it was not in the ear yet
            told = self.prober.ask("tone", asked)
            heard = None if self._wanted.yes is None else self._wanted.yes("ask_heard")
        self._add(*judge_parts.judge_tone(told, heard))

    def _parts(self) -> None:
        if not self._has_firmware:
            return self._skip("button", "needs_firmware")
        person = self._wanted.yes
        asked = {"board": self.found.board, "parts": ["button", "battery"], "blinks": BLINKS, "wait_s": 0}
        if person is not None:
            asked["wait_s"] = PRESS_S

        def news(document: dict[str, Any]) -> None:
            if document.get("waiting"):
                self._wanted.say("press_now")

        told = self.prober.ask("parts", asked, timeout_s=PRESS_S + 20, on_news=news)
        told += self.prober.again({**asked, "parts": ["light"]})
        seen = None if person is None else person("ask_light")
        self._add(*judge_parts.judge_parts(told, seen, judgement.charge_percent, judgement.is_cell))

    # -- the benchmark -------------------------------------------------------------------------------------------

    def _speed(self) -> None:
        if not self._wanted.speed:
            return self._skip("speed", "not_asked")
        if not self._has_firmware:
            return self._skip("speed", "needs_firmware")
        if self.found.system["firmware"] != __version__:
            return self._skip("speed", "speed_other")
        start = {"do": "start", "document": packets.document(), "blocks": JITTER_BLOCKS}
        start["keys"] = (packets.KEYS[0] + packets.KEYS[1]).hex()
        self.prober.ask("speed", start, text=self._guest(), timeout_s=30.0)
        times = []
        for data in packets.stream():
            asked = {"do": "packet", "data": base64.b64encode(data).decode()}
            times += [each["us"] for each in self.prober.again(asked, timeout_s=30.0)]
        told = merged(self.prober.again({"do": "end", "size": packets.SIZE}, timeout_s=60.0))
        self._add(*judge_speed.judge_speed(times, told, int(self.found.system["mhz"])))

    def _guest(self) -> str:
        """The benchmark, with the names that the firmware has on this chip."""
        text = source("speed")
        if not str(self.found.system.get("place", "")).endswith(".mpy"):
            return text
        head: Mapping[str, Any] = next((each["head"] for each in self.found.files if "head" in each), {})
        board = str(head.get("board") or self.found.board)
        machine = str(head.get("machine") or firmware_build.MACHINES.get(board, ""))
        folder = firmware.locate()
        modules = firmware_build.wanted(folder / firmware_build.LIB, board, machine)
        try:
            return fit(text, *firmware_build.lean_arguments(folder, modules))
        except Unclear as error:
            raise ProbeError(str(error)) from None

    # -- the link ------------------------------------------------------------------------------------------------

    def trace(self, seconds: float, begin: Callable[[str, int], Callable[[], None]]) -> list[Sent]:
        """Every packet of a stream for so long. ``begin(ip, port)`` has one sent to the chip, and gives what ends it.
        Nothing where none came. Raises ProbeError."""
        ending: list[Callable[[], None]] = []

        def news(document: dict[str, Any]) -> None:
            if document.get("ready"):
                ending.append(begin(str(self.found.wifi["ip"]), TRACE_PORT))

        asked = {"port": TRACE_PORT, "seconds": seconds, "patience_s": TRACE_PATIENCE_S}
        try:
            told = self.prober.ask("trace", asked, timeout_s=TRACE_PATIENCE_S + 15.0, on_news=news)
        finally:
            for end in ending:
                end()
        try:
            return record(trace.arrivals(told), packets.FRAME_MS)
        except trace.Broken as error:
            raise ProbeError(str(error)) from None


def watched(ask: Callable[[], Mapping[str, Any]], seconds: float) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Two answers, so far apart."""
    before = ask()
    time.sleep(seconds)
    return before, ask()
