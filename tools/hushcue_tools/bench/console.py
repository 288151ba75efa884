"""``hushcue bench console``: a full house. Fifty people signed in, twenty talking, a hundred bodypacks, one gateway.

The gateway is the program that people start. The people (``crowd_operators.py``) are signed in by cookie over HTTP;
each holds a live WebSocket, and those who talk do so over real ICE and DTLS-SRTP with packets that were encoded before.
The bodypacks (``crowd_hosts.py``) have an account at the broker and a protected stream each; they count and do not
decrypt. All of it runs on this machine: what the crowds take is told beside what the gateway takes, and counts against
it.
"""

import argparse
import io
import json
import os
import secrets
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from hushcue_words import EXIT_MISSING, language

from ..demo import awake
from ..demo.children import Child, Children, hushcue
from . import usage
from .crowd_words import WORDS

STUDIO, SHOW = "bench", "main"
GROUPS = 10
LATE_MS = 5.0
READY_S = 180.0
POLL_S = 0.5
MIB = 1 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How full the house is."""
    parser.add_argument("--operators", type=int, default=50, metavar="N", help=WORDS.say("help_operators"))
    parser.add_argument("--talking", type=int, default=20, metavar="N", help=WORDS.say("help_talking"))
    parser.add_argument("--hosts", type=int, default=100, metavar="N", help=WORDS.say("help_hosts"))
    parser.add_argument("--seconds", type=float, default=30.0, metavar="S", help=WORDS.say("help_seconds"))
    parser.add_argument("--settle", type=float, default=5.0, metavar="S", help=WORDS.say("help_settle"))
    parser.add_argument("--packet-ms", type=int, choices=(10, 20), default=20, help=WORDS.say("help_packet"))


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Fill the house, wait, measure, empty it. Raises Trouble."""
    with tempfile.TemporaryDirectory(prefix="hushcue-bench-") as folder, Children() as children:
        house = House(children, Path(folder), args)
        house.fill()
        time.sleep(args.settle)
        return house.measure()


def held(figures: dict[str, Any]) -> bool:
    """Everybody there, and no tick of the engine more than 5 ms late."""
    load = figures["load"]
    flowing, talking = figures["bodypacks"]["flowing"], figures["people"]["talking"]
    return bool(flowing == load["hosts"] and talking == load["talking"] and figures["ticks"]["late_seconds"] == 0)


def describe(figures: dict[str, Any]) -> str:
    """For people."""
    ticks, packs, people = figures["ticks"], figures["bodypacks"], figures["people"]
    seconds = figures["load"]["seconds"]
    late = {"p99": ticks["lateness_ms"]["p99"], "max": ticks["lateness_ms"]["max"]}
    lines = [
        WORDS.say("load", **figures["load"]),
        WORDS.say("ticks", **{**ticks, **late, "seconds": seconds}),
        WORDS.say("streams", **{**packs, "gap": packs["longest_gap_ms"]}),
        WORDS.say("people", **{**people, "p50": _at(people["press_ms"], 0.5), "max": _at(people["press_ms"], 1.0)}),
    ]
    table = Table()
    for column in ("process", "cpu", "memory", "own"):
        table.add_column(WORDS.say("col_" + column), justify="left" if column == "process" else "right")
    for name, row in figures["processes"].items():
        table.add_row(name, f"{row['cpu_percent']:.1f}", f"{row['memory_mib']:.0f}", f"{row['own_mib']:.0f}")
    paper = Console(file=io.StringIO(), width=100)
    paper.print(table)
    assert isinstance(paper.file, io.StringIO)
    return "\n".join([*lines, paper.file.getvalue().rstrip()])


class House:
    """The gateway and both crowds."""

    def __init__(self, children: Children, folder: Path, args: argparse.Namespace):
        self._children, self._folder, self._args = children, folder, args
        names = [f"host-{number:03d}" for number in range(1, args.hosts + 1)]
        self._hosts = {name: [secrets.token_urlsafe(12), secrets.token_hex(32)] for name in names}
        self._token = secrets.token_urlsafe(24)
        self._url = ""
        self._ready: dict[str, Any] = {}
        self.gateway: Child
        self.packs: Child
        self.people: Child

    def fill(self) -> None:
        """Bring everybody in. Raises Trouble."""
        self._write_config()
        words = ("gateway", "--config", str(self._folder / "gateway.toml"), "--json-ready", "--language", language())
        leash = [sys.executable, "-m", "hushcue_tools.demo.leash"]
        self.gateway = self._children.start("gateway", [*leash, *hushcue(*words)])
        self._ready = self._answer(self.gateway)
        self._url = str(self._ready["http"]).rstrip("/")
        self.packs = self._crowd("crowd_hosts", broker=self._ready["broker_port"], studio=STUDIO, hosts=self._hosts)
        people = [[f"operator {number + 1}", self._invite(number)] for number in range(self._args.operators)]
        targets = [[f"group-{number}"] for number in range(GROUPS)] + [["all"]]
        self.people = self._crowd(
            "crowd_operators",
            url=self._url,
            show=SHOW,
            people=people,
            talking=self._args.talking,
            packet_ms=self._args.packet_ms,
            to=targets,
        )

    def measure(self) -> dict[str, Any]:
        """The figures of the next seconds."""
        names = self._names()
        before = {pid: usage.sample(pid) for pids in names.values() for pid in pids}
        packs_before, ticks_before = self._ask(self.packs, "begin"), self._media()
        began = time.monotonic()
        late: list[dict[str, float]] = []
        while time.monotonic() - began < self._args.seconds:
            time.sleep(POLL_S)
            media = self._media()
            if not late or media["ticks"] != late[-1]["ticks"]:  # a new second
                late.append({"ticks": media["ticks"], **media["lateness_ms"]})
        took_s = time.monotonic() - began
        after = {pid: usage.sample(pid) for pid in before}
        media, packs, people = self._media(), self._ask(self.packs), self._ask(self.people)
        gap = {key: packs[key] for key in ("hosts", "flowing", "gaps", "longest_gap_ms", "sessions")}
        since = {key: packs[key] - packs_before[key] for key in ("packets", "lost")}
        return {
            "load": {
                "operators": self._args.operators,
                "talking": self._args.talking,
                "hosts": self._args.hosts,
                "packet_ms": self._args.packet_ms,
                "seconds": round(took_s, 1),
                "processors": os.cpu_count(),
            },
            "ticks": {
                "ticks": media["ticks"] - ticks_before["ticks"],
                "overruns": media["overruns"] - ticks_before["overruns"],
                "late_seconds": sum(each["max"] > LATE_MS for each in late),
                "lateness_ms": {
                    "p50": max((each["p50"] for each in late), default=0.0),
                    "p99": max((each["p99"] for each in late), default=0.0),
                    "max": max((each["max"] for each in late), default=0.0),
                },
            },
            "bodypacks": {**gap, **since},
            "people": people,
            "processes": {name: _row(pids, before, after, took_s) for name, pids in names.items()},
        }

    # -- parts ----------------------------------------------------------------------------------------------------

    def _names(self) -> dict[str, list[int]]:
        """Process by name: the gateway's own children, its broker, and the crowds of the bench."""
        told = {int(pid): f"gateway: {name}" for name, pid in self._ready.get("processes", {}).items()}
        found: dict[str, list[int]] = {}
        for name, pids in usage.by_name(self.gateway.pid, told).items():
            found[name if name.startswith("gateway") else f"gateway: {name}"] = pids
        for name, child in (("bench: bodypacks", self.packs), ("bench: people", self.people)):
            found[name] = usage.tree(child.pid)
        return found

    def _write_config(self) -> None:
        quoted = json.dumps
        lines = [f"studio = {quoted(STUDIO)}", f"state_dir = {quoted(str(self._folder / 'state'))}"]
        lines += ["[http]", "port = 0", f"token = {quoted(self._token)}", "[https]", "enabled = false"]
        lines += ["[broker]", "port = 0", "[media]", f"keep_awake = {str(awake.is_useful()).lower()}"]
        for number, (name, (password, _)) in enumerate(self._hosts.items()):
            lines += ["[[bodypacks]]", f"id = {quoted(name)}", f"password = {quoted(password)}"]
            lines += [f'groups = ["group-{number % GROUPS}"]']
        (self._folder / "gateway.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        state = self._folder / "state"
        state.mkdir(mode=0o700)
        with open(os.open(state / "keys.json", os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            json.dump({name: key for name, (_, key) in self._hosts.items()}, file)

    def _crowd(self, module: str, **wanted: object) -> Child:
        child = self._children.start(module, [sys.executable, "-m", f"hushcue_tools.bench.{module}"])
        child.say(json.dumps(wanted))
        self._answer(child)
        return child

    def _ask(self, child: Child, word: str = "") -> dict[str, Any]:
        child.say(word)
        return self._answer(child)

    def _answer(self, child: Child) -> dict[str, Any]:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            line = child.line(1.0)
            if line is not None and line.startswith("{"):
                found: dict[str, Any] = json.loads(line)
                return found
            if child.exit_code is not None:
                break
        said = " | ".join(line for line in list(child.errors)[-3:] if line.strip())
        raise WORDS.trouble("not_ready", exit_code=EXIT_MISSING, name=child.name, reason=said)

    def _invite(self, number: int) -> str:
        role = ("director", "product", "ops", "support", "technician")[number % 5] if number >= GROUPS * 2 else "ops"
        return str(self._http("POST", "/api/v1/invites", {"show": SHOW, "role": role})["token"])

    def _media(self) -> dict[str, Any]:
        media: dict[str, Any] = self._http("GET", "/api/v1/state")["media"]
        return media

    def _http(self, method: str, place: str, body: object = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + place, data, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30.0) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found


def _row(
    pids: list[int], before: dict[int, usage.Sample | None], after: dict[int, usage.Sample | None], took_s: float
) -> dict[str, float]:
    pairs = [(before[pid], after[pid]) for pid in pids]
    whole = [(first, last) for first, last in pairs if first is not None and last is not None]
    return {
        "cpu_percent": round(sum(last.cpu_s - first.cpu_s for first, last in whole) / took_s * 100, 1),
        "memory_mib": round(sum(last.memory_bytes for _, last in whole) / MIB, 1),
        "own_mib": round(sum(last.own_bytes for _, last in whole) / MIB, 1),
    }


def _at(sorted_values: list[float], share: float) -> float:
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))] if sorted_values else 0.0
