"""``hushcue bench browser``: how long sound takes on each way through the gateway, read off samples.

| leg     | from                                                   | to                                               |
|---------|--------------------------------------------------------|--------------------------------------------------|
| browser | a sample leaves the microphone of a real Chromium      | it leaves the DAC of a PC bodypack (I2S samples) |
| card    | a sample is there at the sound server's microphone     | the same                                         |
| listen  | a sample is in the mix of a host                       | it came to somebody who listens (WHEP), decoded  |

Clocks are of this machine, and so is the network: air and Wi-Fi are in none of them, nor is a converter of a real sound
card. In the first two are capture, de-jitter, the mixer, SRTP to the bodypack, its own buffer and its DMA; in the
browser's also a block of CAPTURE_MS, its processing, Opus, ICE and DTLS-SRTP. What ``listen`` holds: browser_ear.py.
"""

import argparse
import io
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from hushcue_wire import audio
from hushcue_words import language

from ..demo import awake
from ..demo.children import Children
from ..demo.client import Client
from ..demo.rig import MICROPHONE, Rig
from ..pc_bodypack.recorder import load
from .browser_card import Card, missing
from .browser_clicks import LONGEST_MS, clicks_file, figures_of, onsets
from .browser_ear import listen
from .browser_page import CAPTURE_MS, SETTLE_S, talk
from .browser_words import WORDS

HOST = "host-1"
RATE_HZ = 48_000
LEGS = ("browser", "card", "listen")
GOALS = {"browser": {"p50": 120.0, "p95": 160.0}, "card": {"p50": 60.0, "p95": 100.0}}
HEARD_SHARE = 0.95
Leg = tuple[list[int], int, int]
"""(when each click was said, between when and when it may be heard), on the monotonic clock"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long, with which browser."""
    parser.add_argument("--seconds", type=float, default=32.0, metavar="S", help=WORDS.say("help_seconds"))
    parser.add_argument("--chromium", default="/usr/bin/chromium", metavar="PROGRAM", help=WORDS.say("help_chromium"))
    parser.add_argument("--processing", action="store_true", help=WORDS.say("help_processing"))
    parser.add_argument("--no-keep-awake", action="store_true", help=WORDS.say("help_awake"))
    legs = parser.add_argument("--legs", nargs="+", choices=LEGS, default=list(LEGS), help=WORDS.say("help_legs"))
    legs.metavar = "LEG"


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Each leg for a while; the delay of each click. A leg that cannot be measured here is None, ``reasons`` says why.
    Raises Trouble."""
    figures: dict[str, Any] = {name: None for name in LEGS}
    reasons = {name: WORDS.both("not_asked") for name in LEGS if name not in args.legs}
    absent = missing()
    if absent is not None and "card" in args.legs:
        reasons["card"] = WORDS.both("no_card", names=absent)
    wanted = [name for name in LEGS if name not in reasons]
    with tempfile.TemporaryDirectory(prefix="hushcue-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        cues = folder / "cues"
        cues.mkdir()
        clicks_file(cues / "clicks.wav", args.seconds + 1, audio.RATE_HZ)
        sound = clicks_file(folder / "clicks.wav", args.seconds + 1, RATE_HZ)
        card = stack.enter_context(Card(folder)) if "card" in wanted else None
        children = stack.enter_context(Children())
        rig = Rig(
            children,
            folder,
            (HOST,),
            card is not None,
            keep_awake=awake.is_useful() and not args.no_keep_awake,
            cues=cues,
        )
        with surroundings(card.environment if card is not None else {}):
            client = rig.start_gateway()
        rig.start_bodypack(HOST)
        rig.wait_online(client)
        played: dict[str, Leg] = {}
        if card is not None:
            played["card"] = from_card(card, client, sound)
        if "browser" in wanted:
            begin_ns = time.monotonic_ns()
            said_ns = talk(args, HOST, sound, *client.address)
            played["browser"] = said_ns, begin_ns, time.monotonic_ns()
        if "listen" in wanted:
            figures["listen"] = figures_of(*listen(client, HOST, "clicks.wav", args.seconds), None)
        rig.end_bodypacks()
        recording, _ = load(rig.recordings[HOST][0])
    for leg, (said_ns, begin_ns, end_ns) in played.items():
        first, last = (max(0, int(recording.position(at_ns))) for at_ns in (begin_ns, end_ns))
        places = onsets(recording.samples[first:last], RATE_HZ)
        heard_ns = [recording.start_ns + int((first + place) * 1e9 / RATE_HZ) for place in places]
        figures[leg] = figures_of(said_ns, heard_ns, GOALS[leg])
    return {
        **figures,
        "reasons": reasons,
        "capture_ms": CAPTURE_MS,
        "processing": bool(args.processing),
        "includes": {name: WORDS.both("in_" + name, capture_ms=CAPTURE_MS) for name in LEGS},
    }


def from_card(card: Card, client: Client, sound: Path) -> Leg:
    """The microphone of the studio PC, open to the host."""
    begin_ns = time.monotonic_ns()
    cue = client.open_source(MICROPHONE, [HOST])
    time.sleep(SETTLE_S)
    said_ns = card.say(sound)
    time.sleep(LONGEST_MS / 1000)
    client.stop(cue)
    return said_ns, begin_ns, time.monotonic_ns()


def describe(figures: dict[str, Any]) -> str:
    """For people."""
    table, notes = Table(), []
    for column in ("leg", "p50", "p95", "p99", "heard", "goal"):
        table.add_column(WORDS.say("col_" + column), justify="left" if column == "leg" else "right")
    for name in LEGS:
        row, title = figures[name], WORDS.say("leg_" + name)
        if row is None:
            table.add_row(title, "-", "-", "-", "-", "-")
            notes.append(f"{title}: {WORDS.say('reason')}{_mine(figures['reasons'][name])}")
            continue
        goal = f"{row['goal']['p50']:.0f} / {row['goal']['p95']:.0f}" if row["goal"] else "-"
        cells = ["-" if row[key] is None else f"{row[key]:.1f}" for key in ("p50", "p95", "p99")]
        table.add_row(title, *cells, f"{row['heard']} / {row['said']}", goal)
        notes.append(f"{title}: {_mine(figures['includes'][name])}")
    text = io.StringIO()
    Console(file=text, width=110).print(table)
    return "\n".join([text.getvalue().rstrip(), *notes])


def held(figures: dict[str, Any]) -> bool:
    """Each leg that could be measured is within its goal, and nearly every click of it was heard."""
    rows = [figures[name] for name in LEGS if figures[name] is not None]
    return bool(rows) and all(map(_held, rows))


def _held(row: dict[str, Any]) -> bool:
    if row["p50"] is None or row["heard"] < HEARD_SHARE * row["said"]:
        return False
    return all(row[key] <= most for key, most in (row["goal"] or {}).items())


def _mine(both: dict[str, str]) -> str:
    return both[language()]


@contextmanager
def surroundings(more: dict[str, str]) -> Iterator[None]:
    """The environment that programs are started in meanwhile."""
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
