"""``hushcue bench first-sound``: from a bare board to the first sound in its ear, with the commands that people type.

    hushcue flash -> hushcue provision -> the board starts -> session -> a cue -> I2S

The board is MicroPython's official VM on a pseudo-terminal (vm_board.py). The gateway is the real program with its own
Mosquitto, and runs already; the sound goes by UDP. The end is a sample that leaves the emulated I2S peripheral, found
by ear: the recording of the pins is compared with the cue that was said.

What counts: the commands from their start to their exit, with Python's start and the compiling; what the board does;
what gateway and bodypack need to find each other. What does not: see "left_out" in the words. A pseudo-terminal takes
no time for a byte, so what a real cable would take is computed from the bytes that passed, and said to be computed.

The bytes are counted once more with the very firmware of the board, as it is built for its processor; the VM, which
runs no machine code, gets the same modules without it (vm_firmware.py).
"""

import argparse
import io
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from hushcue_wire import audio
from hushcue_words import EXIT_MISSING, language

from .. import firmware_build
from ..demo import show
from ..demo.children import Children
from ..demo.client import Client
from ..demo.rig import is_receiving
from ..ear import Cue, Hearing, Recording, listen
from .first_sound_rig import HOST, Cable, Studio, WatchedBoard, bare, flash
from .first_sound_words import WORDS
from .vm_board import locate

BAUDS = (115_200, 460_800, 921_600)
BITS_PER_BYTE = 10
"""8N1: a start bit, eight, a stop bit."""
WAIT_S = 120.0
POLL_S = 0.05
TAIL_S = 2.0
"""After the last word of the cue: what is late must still come out."""
AUDIBLE = 1 / 1024
HEARD_ENOUGH = 50.0
"""Percent of the cue's frames. The VM's packet loops are bytecode and share the machine with everything else: what it
conceals says nothing about a chip. That half of a cue was heard as it was said makes sure that it was this cue."""
MOST_SAID = 5
CUES = {"en": "stock-en.flac", "zh": "stock-zh.flac"}
STEPS = ("flash", "provision", "boot", "gateway", "session", "cue", "sound")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which board it is to be."""
    boards = sorted(firmware_build.MACHINES)
    parser.add_argument("--board", choices=boards, default="esp32_s3", help=WORDS.say("help_board"))
    parser.add_argument("--new-bodypack", action="store_true", help=WORDS.say("help_new_bodypack"))


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Once through all of it. Raises Trouble."""
    locate()
    with tempfile.TemporaryDirectory(prefix="hushcue-bench-") as name, Children() as children:
        folder = Path(name)
        with WatchedBoard(bare(folder / "first")) as other:
            built = flash(other.port, args.board, for_the_vm=False)
            cable = {"flash": other.cable.copy()}
        studio = Studio(children, folder, knows_it=not args.new_bodypack)
        client = studio.start()
        with WatchedBoard(bare(folder / "flash"), capture=folder / "i2s.raw") as board:
            way = Way(board, studio, args.board)
            way.go(client)
            cable["provision"] = way.provisioned
        return {
            **way.figures(),
            "board": args.board,
            "cable": cable_figures(cable, built["firmware"]),
            "processors": os.cpu_count(),
        }


def held(figures: dict[str, Any]) -> bool:
    """Whether it was the cue that was heard."""
    return bool(figures["cue"]["heard_percent"] >= HEARD_ENOUGH)


def describe(figures: dict[str, Any]) -> str:
    """For people: a table of steps, one of the cable, and what is in the figures and what is not."""
    steps = Table()
    for column in ("step", "took", "at"):
        steps.add_column(WORDS.say("col_" + column), justify="left" if column == "step" else "right")
    for row in figures["steps"]:
        steps.add_row(WORDS.say("step_" + row["step"]), f"{row['took_s']:.2f}", f"{row['at_s']:.2f}")
    cable = Table()
    cable.add_column(WORDS.say("col_what"), no_wrap=True)
    for text in (WORDS.say("col_to_board"), WORDS.say("col_from_board")):
        cable.add_column(text, justify="right")
    for baud in BAUDS:
        cable.add_column(WORDS.say("col_baud", baud=baud), justify="right")
    for name, row in figures["cable"].items():
        computed = [f"{row['computed_s'][str(baud)]:.1f}" for baud in BAUDS]
        cable.add_row(f"hushcue {name}", str(row["to_board_bytes"]), str(row["from_board_bytes"]), *computed)
    late = figures["cue"]["delay_ms"]
    cue = {**figures["cue"], "delay_ms": "?" if late is None else late, "total": figures["total_s"]}
    firmware = figures["cable"]["flash"]
    return "\n".join(
        [
            printed(steps),
            WORDS.say("total", **cue),
            WORDS.say("install", install_s=figures["install_s"]),
            "",
            printed(cable),
            WORDS.say("sent", board=figures["board"], files=firmware["files"], bytes=firmware["file_bytes"]),
            "",
            WORDS.say("included"),
            WORDS.say("left_out"),
        ]
    )


def printed(table: Table) -> str:
    """As text."""
    paper = Console(file=io.StringIO(), width=110)
    paper.print(table)
    assert isinstance(paper.file, io.StringIO)
    return paper.file.getvalue().rstrip()


def cable_figures(cable: dict[str, Cable], sent: dict[str, Any]) -> dict[str, Any]:
    """What passed, and what it would take: the two ways one after the other, since each piece waits for its answer."""
    figures = {}
    for name, passed in cable.items():
        computed = {str(baud): round(passed.bytes * BITS_PER_BYTE / baud, 2) for baud in BAUDS}
        ways = {"to_board_bytes": passed.to_board, "from_board_bytes": passed.from_board}
        figures[name] = {**ways, "computed_s": computed}
    figures["flash"] |= {"files": sent["sent"], "file_bytes": sent["sent_bytes"]}
    return figures


class Way:
    """From a bare board to its first sound. ``marks``: step -> when it was done, on the monotonic clock."""

    def __init__(self, board: WatchedBoard, studio: Studio, name: str):
        self._board, self._studio, self._name = board, studio, name
        self.marks: dict[str, int] = {}
        self.provisioned = Cable()
        self._began_ns = 0
        self._install_s = 0.0
        self._cue: dict[str, Any] = {}

    def go(self, client: Client) -> None:
        """``client``: of the gateway that runs already. Raises Trouble."""
        self._began_ns = time.monotonic_ns()
        told = flash(self._board.port, self._name, for_the_vm=True)
        self._install_s = float(told["firmware"]["seconds"])
        self._mark("flash")
        before = self._board.cable.copy()
        told = self._studio.provision(self._board.port, self._name)
        self.provisioned = self._board.cable.since(before)
        self._mark("provision")
        if told["restart_gateway"]:
            client = self._studio.start()
            self._mark("gateway")
        started = f"hushcue bodypack {HOST}".encode()
        self.marks["boot"] = self._until("step_boot", lambda: self._board.said_at_ns(started))
        self._until("step_session", lambda: receiving(client) or None)
        self._mark("session")
        self._say(client)

    def figures(self) -> dict[str, Any]:
        """Each step with the time since the one before it, and since the beginning."""
        rows, before = [], self._began_ns
        for step, at_ns in sorted(self.marks.items(), key=lambda mark: mark[1]):
            row = {"took_s": round((at_ns - before) / 1e9, 2), "at_s": round((at_ns - self._began_ns) / 1e9, 2)}
            rows.append({"step": step, **row})
            before = at_ns
        return {"steps": rows, "total_s": rows[-1]["at_s"], "install_s": self._install_s, "cue": self._cue}

    def _say(self, client: Client) -> None:
        """A cue, until it has left the pins; once more, where this machine was too busy for the VM to play it as it was
        said. The first sample is that of the first time that something was heard."""
        cue = show.cue_files()[CUES[language()]]
        for number in range(1, MOST_SAID + 1):
            found = {"said": number, **self._say_once(client, cue)}
            if found["heard_percent"] >= self._cue.get("heard_percent", 0.0):
                self._cue = {"file": cue.file, "text": cue.text, **found}
            if found["heard_percent"] >= HEARD_ENOUGH:
                break
        if "sound" not in self.marks:
            raise WORDS.trouble("nothing_heard", exit_code=EXIT_MISSING, reason=self._board.last_words())

    def _say_once(self, client: Client, cue: show.CueFile) -> dict[str, Any]:
        if "sound" not in self.marks:
            self._mark("cue")
        name = client.say_file(cue.file, [HOST])
        mouth_ns = int(self._until("step_sound", lambda: mouth_of(client, name)))
        end_ns = mouth_ns + round((cue.duration_s + TAIL_S) * 1e9)
        self._until("step_sound", lambda: True if self._recorded_until_ns() > end_ns else None)
        recording = self._recording()
        hearing = listen(Cue(name, show.samples(cue), mouth_ns), recording)
        first = first_sample(recording, mouth_ns)
        if first is not None:
            self.marks.setdefault("sound", round(recording.start_ns + first * 1e9 / audio.DAC_RATE_HZ))
        return heard(hearing)

    def _mark(self, step: str) -> None:
        self.marks[step] = time.monotonic_ns()

    def _until(self, step: str, look: Callable[[], Any]) -> Any:
        """What ``look`` gives as soon as it is not None. Raises Trouble."""
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            found = look()
            if found is not None:
                return found
            time.sleep(POLL_S)
        facts = {"step": WORDS.say(step), "seconds": int(WAIT_S), "reason": self._board.last_words()}
        raise WORDS.trouble("too_slow", exit_code=EXIT_MISSING, **facts)

    def _recorded_until_ns(self) -> int:
        capture = self._board.capture
        assert capture is not None
        frames = capture.stat().st_size // 4
        return self._about()["start_ns"] + round(frames * 1e9 / audio.DAC_RATE_HZ)

    def _about(self) -> dict[str, int]:
        capture = self._board.capture
        assert capture is not None
        about: dict[str, int] = json.loads(capture.with_name(capture.name + ".json").read_text(encoding="utf-8"))
        return about

    def _recording(self) -> Recording:
        capture = self._board.capture
        assert capture is not None
        both = np.fromfile(capture, "<i2")
        left = both[: len(both) // 2 * 2].reshape(-1, 2)[:, 0]
        return Recording((left / 32768).astype(np.float32), self._about()["start_ns"])


def receiving(client: Client) -> bool:
    """Whether the gateway has a session with the bodypack, and its sound is on the way."""
    return any(each["id"] == HOST and is_receiving(each) for each in client.state()["bodypacks"])


def mouth_of(client: Client, name: str) -> int | None:
    """When the first sample of a cue was at the mouth; None where it has not begun."""
    return next((each["mouth_ns"] for each in client.state()["cues"] if each["id"] == name), None)


def first_sample(recording: Recording, since_ns: int) -> int | None:
    """The place of the first sample that can be heard, None where all is silence."""
    begin = max(0, int(recording.position(since_ns)))
    loud = np.flatnonzero(np.abs(recording.samples[begin:]) > AUDIBLE)
    return begin + int(loud[0]) if len(loud) else None


def heard(hearing: Hearing) -> dict[str, Any]:
    """How much of the cue was heard as it was said, and how late."""
    share = 100 * hearing.verdicts.count("+") / max(1, hearing.active)
    delays = sorted(hearing.delays_ms)
    return {
        "heard_percent": round(share, 1),
        "delay_ms": round(delays[len(delays) // 2], 1) if delays else None,
    }
