"""``hushcue demo``: start a studio, put on the show, judge what every ear got."""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live

from hushcue_wire import __version__
from hushcue_words import EXIT_OK, EXIT_USAGE

from .. import report
from ..correlation import EAR_RATE_HZ
from ..ear import Cue, Hearing, Recording
from ..pc_bodypack import recorder, soundcard
from . import awake, picture, show, table
from .children import Children
from .client import Client
from .rig import MICROPHONE, MIN_DELAY_MS, Rig
from .words import WORDS

EXIT_NOT_HEARD = 4
"""Everything ran, and not every word arrived."""
REPORT_S = 1.2
"""The media engine's figures come once a second."""
POLL_S = 0.25
SETTLE_S = 1.0
SHORTEST_MICROPHONE_S = 3.0
FEEDBACK_VOLUME_DB = -24.0
LAST_LINES = 4
PICTURE_CELLS = 72


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``hushcue demo``."""
    parser.add_argument("--seconds", type=float, default=15.0, metavar="N", help=WORDS.say("help_seconds"))
    parser.add_argument("--headless", action="store_true", help=WORDS.say("help_headless"))
    parser.add_argument("--json", action="store_true", help=WORDS.say("help_json"))
    parser.add_argument("--no-microphone", action="store_true", help=WORDS.say("help_no_microphone"))
    parser.add_argument("--no-keep-awake", action="store_true", help=WORDS.say("help_no_keep_awake"))
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help=WORDS.say("help_keep"))


def run(args: argparse.Namespace) -> int:
    """0 when every host heard all that was said to them, 4 when not. Raises Trouble."""
    if not 1 <= args.seconds <= 3600:
        raise WORDS.trouble("bad_seconds", exit_code=EXIT_USAGE, value=args.seconds)
    console = Console(stderr=args.json, highlight=False)
    with folder(args.keep) as place, termination_as_interrupt():
        performance = Performance(args, place, console)
        try:
            performance.run()
        except KeyboardInterrupt:
            console.print(WORDS.say("interrupted"))
            raise
        figures, hearings = judge(performance)
    tell(figures, hearings, performance, console)
    if args.json:
        print(json.dumps(figures), flush=True)
    whole = all(bodypack["heard_percent"] == 100.0 for bodypack in figures["bodypacks"])
    return EXIT_OK if whole else EXIT_NOT_HEARD


@contextmanager
def folder(kept: Path | None) -> Iterator[Path]:
    """Where recordings and configuration lie: ``kept``, or one that goes away. Raises Trouble."""
    if kept is None:
        place = Path(tempfile.mkdtemp(prefix="hushcue-demo-"))
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)
        return
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WORDS.trouble("bad_folder", exit_code=EXIT_USAGE, path=kept, reason=error.strerror or error) from None
    yield kept.resolve()


@contextmanager
def termination_as_interrupt() -> Iterator[None]:
    """SIGTERM, and a terminal that is closed, end the demo as Ctrl-C does: with everything it started."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Performance:
    """One run: what was started, what was said, and the figures of the gateway at its end."""

    def __init__(self, args: argparse.Namespace, place: Path, console: Console):
        self.place = place
        self.console = console
        self.keep_awake = not args.no_keep_awake and awake.is_useful()
        self.live = not args.headless and console.is_terminal
        self.audible = not args.headless and soundcard.has_output()
        self.microphone = not args.headless and not args.no_microphone and soundcard.has_input()
        self.seconds = args.seconds
        talking_s = SHORTEST_MICROPHONE_S + 1 if self.microphone and args.seconds > 3 * SHORTEST_MICROPHONE_S else 0.0
        self.lines = show.plan(args.seconds - talking_s, show.cue_files())
        self.said: list[tuple[str, show.Line]] = []
        self.state: dict[str, Any] = {}
        self.overruns_before = 0
        self.underruns_before: dict[str, int] = {}
        self.overruns = 0
        self.wake_lateness_ms: dict[str, float] = {}
        self.recordings: dict[str, tuple[Recording, dict[str, object]]] = {}

    def run(self) -> None:
        """Start everything, say everything, end everything."""
        self.console.print(WORDS.say("starting", count=len(show.HOSTS)))
        if self.keep_awake:
            self.console.print(WORDS.say("awake"))
        with Children() as children:
            rig = Rig(children, self.place, show.HOSTS, self.microphone, self.keep_awake)
            client = rig.start_gateway()
            for number, host in enumerate(show.HOSTS):
                rig.start_bodypack(host, "" if self.audible and number == 0 else None)
            if self.audible:
                self.console.print(WORDS.say("audible", id=show.HOSTS[0]))
            elif self.live:
                self.console.print(WORDS.say("not_audible"))
            rig.wait_online(client)
            time.sleep(SETTLE_S + REPORT_S)
            before = client.state()
            self.overruns_before = before["media"]["overruns"]
            self.underruns_before = {each["id"]: underruns_told(each) for each in before["bodypacks"]}
            probe = children.start("lateness", [sys.executable, "-m", "hushcue_tools.demo.lateness"])
            self._perform(client, rig)
            self.state = client.state()
            self.overruns = self.state["media"]["overruns"] - self.overruns_before
            probe.ask_to_end()
            self.wake_lateness_ms = json.loads(probe.line(10.0) or "{}")
            children.forget(probe)
            rig.end_bodypacks()
        self.console.print(WORDS.say("comparing"))
        self.recordings = {host: recorder.load(paths[-1]) for host, paths in rig.recordings.items()}

    def _perform(self, client: Client, rig: Rig) -> None:
        began = time.monotonic()
        waiting = list(self.lines)
        microphone_at_s = self.lines[-1].end_s + 1.0
        open_cue = ""
        with Live(console=self.console, auto_refresh=False, transient=True) if self.live else nullcontext() as live:
            while True:
                now_s = time.monotonic() - began
                while waiting and waiting[0].at_s <= now_s:
                    self._say(client, waiting.pop(0))
                if self.microphone and not open_cue and microphone_at_s <= now_s < self.seconds:
                    open_cue = self._open_microphone(client, self.seconds - now_s)
                if now_s >= max(self.seconds, self.lines[-1].end_s + show.TAIL_S):
                    break
                rig.check()
                if live is not None:
                    live.update(table.render(client.state(), self._newest()), refresh=True)
                next_s = min([line.at_s for line in waiting[:1]], default=now_s + POLL_S)
                time.sleep(max(0.0, min(POLL_S, next_s - (time.monotonic() - began))))
            if open_cue:
                client.stop(open_cue)
        time.sleep(REPORT_S)

    def _say(self, client: Client, line: show.Line) -> None:
        cue = client.say_file(line.cue.file, [line.to])
        self.said.append((cue, line))
        if not self.live:
            self.console.print(self._words(line))

    def _open_microphone(self, client: Client, seconds: float) -> str:
        if self.audible:
            client.set_volume(show.HOSTS[0], FEEDBACK_VOLUME_DB)
        self.console.print(WORDS.say("microphone_open", seconds=round(seconds)), style="bold red")
        return client.open_source(MICROPHONE, ["all"])

    def _newest(self) -> list[str]:
        return [self._words(line) for _, line in self.said[-LAST_LINES:]]

    @staticmethod
    def _words(line: show.Line) -> str:
        to = WORDS.say("everyone") if line.to == show.ALL else line.to
        return WORDS.say("says", at=f"{line.at_s:5.1f}", to=to, text=line.cue.text)


def underruns_told(bodypack: dict[str, Any]) -> int:
    """How often its DAC had run dry already: programs that start beside it make a small machine late."""
    return int((bodypack["telemetry"] or {}).get("underruns", 0))


def judge(performance: Performance) -> tuple[dict[str, Any], dict[str, list[Hearing]]]:
    """The figures, and each bodypack's hearings."""
    mouth_ns = {cue["id"]: cue["mouth_ns"] for cue in performance.state["cues"]}
    last_ns = performance.state["gateway"]["now_ns"]
    bodypacks, hearings = [], {}
    for host, (recording, facts) in performance.recordings.items():
        meant: list[Cue] = []
        private: list[Cue] = []
        for cue_id, line in performance.said:
            # A cue that never began has no moment at the mouth: it is looked for at the end, and not found.
            cue = Cue(cue_id, show.samples(line.cue), int(mouth_ns.get(cue_id) or last_ns))
            (meant if line.heard_by(host) else private).append(cue)
        hearings[host] = report.heard_by(meant, recording)
        underruns = int(str(facts["underruns"])) - performance.underruns_before.get(host, 0)
        row = report.figures(host, hearings[host], private, recording, underruns)
        counters = ("received", "lost", "late", "duplicate", "rejected", "concealed")
        row["cpu_wait_percent"] = facts["cpu_wait_percent"]
        row["datagrams"] = {name: facts[name] for name in counters}
        bodypacks.append(row)
    late = performance.wake_lateness_ms
    return {
        "bodypacks": bodypacks,
        "cues": len(performance.said),
        "tick_overruns": performance.overruns,
        "tick_lateness_ms": performance.state["media"]["lateness_ms"],
        "wake_lateness_ms": late,
        "load_average": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "processors": os.cpu_count(),
        "keep_awake": performance.keep_awake,
        "min_delay_ms": MIN_DELAY_MS,
        "seconds": performance.seconds,
        "version": __version__,
        "bounds": report.bounds(bodypacks, late),
    }, hearings


def tell(
    figures: dict[str, Any], hearings: dict[str, list[Hearing]], performance: Performance, console: Console
) -> None:
    """The figures and the pictures, for people."""
    for bodypack in figures["bodypacks"]:
        delays = bodypack["mouth_to_ear_ms"]
        facts = {name: bodypack[name] for name in ("id", "cues", "underruns")}
        shares = {"heard": bodypack["heard_percent"], "lost": bodypack["lost_percent"]}
        console.print(WORDS.say("heard_line", **facts, **shares, **delays, unmeant=bodypack["unmeant_db"]))
        recording = performance.recordings[bodypack["id"]][0]
        for line in strip(recording, hearings[bodypack["id"]]):
            console.print("  " + line, markup=False)
    console.print(WORDS.say("legend"), style="dim")
    late = figures["wake_lateness_ms"]
    if late:
        console.print(WORDS.say("late_line", **late))
    for name, bound in figures["bounds"].items():
        code = "bound_held" if bound["held"] else "bound_machine" if bound["broken_by_machine"] else "bound_broken"
        if name != "heard_percent":
            style = "green" if bound["held"] else "yellow" if bound["broken_by_machine"] else "red"
            console.print("  " + WORDS.say(code, name=name, **_numbers(bound)), style=style)
    whole = figures["bounds"]["heard_percent"]["held"]
    console.print(WORDS.say("good" if whole else "not_good"), style="bold green" if whole else "bold red")


def _numbers(bound: dict[str, object]) -> dict[str, object]:
    return {name: bound[name] for name in ("limit", "measured")}


def strip(recording: Recording, heard: Sequence[Hearing]) -> list[str]:
    """The two lines of the picture, from the first cue to the last."""
    if not heard:
        return []
    first = min(hearing.starts for hearing in heard) / EAR_RATE_HZ - 0.5
    last = max(hearing.ends for hearing in heard) / EAR_RATE_HZ + 0.5
    start_ns, end_ns = (recording.start_ns + int(at * 1e9) for at in (first, last))
    return [
        picture.levels(recording, start_ns, end_ns, PICTURE_CELLS),
        picture.verdicts(heard, recording, start_ns, end_ns, PICTURE_CELLS),
    ]
