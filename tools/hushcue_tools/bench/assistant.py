"""``hushcue bench assistant``: how soon a number is a word in an ear, and how soon a person's key silences it.

| figure  | from                                             | to                                                     |
|---------|--------------------------------------------------|--------------------------------------------------------|
| word    | a stock count is sent to the gateway (WebSocket) | the first audible sample leaves a PC bodypack's DAC    |
| silence | a key's request is sent to the gateway (HTTP)    | the last audible sample of the assistant is in the mix |

The rule "stock is low" speaks by itself. Each count is of another product, so that no rule holds it back, and the words
are new each time: none of them lies in the cache. In ``word`` are the rule, the words, eSpeak NG, levelling, the
player, the mixer, SRTP, the bodypack's buffer and its DMA; both are on the clock of this machine; no air, no Wi-Fi.
What is measured of ``silence`` is the plain stream of the host's mix as it leaves the gateway: how long sound is on the
way to the ear is the same for both voices.
"""

import argparse
import io
import json
import tempfile
import time
import urllib.request
import wave
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from websockets.sync.client import ClientConnection, connect

from hushcue_wire import audio
from hushcue_words import language

from ..demo import awake
from ..demo.children import Children
from ..demo.client import Client
from ..demo.rig import Rig
from ..pc_bodypack.recorder import load
from .assistant_words import WORDS
from .browser_ear import Mix

HOST = "host-1"
RATE_HZ = 48_000
SHOW = "/api/v1/shows/main"
GOALS = {"word": {"p95": 300.0}, "silence": {"most": 30.0}}
AUDIBLE = 0.003
"""-50 dBFS: speech has begun, or has not ended."""
OVER_S = 30.0
KEYS = 12
"""Presses."""
SCRIPT = "Please show the front and the back of this one slowly, and tell them once more what it is made of."
PERSON = "silence.wav"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often."""
    parser.add_argument("--trials", type=int, default=24, metavar="N", help=WORDS.say("help_trials"))
    parser.add_argument("--no-keep-awake", action="store_true", help=WORDS.say("help_awake"))


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Both. Raises Trouble."""
    with tempfile.TemporaryDirectory(prefix="hushcue-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        cues = folder / "cues"
        cues.mkdir()
        _write(cues / PERSON, np.zeros(2 * audio.RATE_HZ, np.int16))
        children = stack.enter_context(Children())
        keep_awake = awake.is_useful() and not args.no_keep_awake
        rig = Rig(children, folder, (HOST,), keep_awake=keep_awake, cues=cues)
        client = rig.start_gateway()
        rig.start_bodypack(HOST)
        rig.wait_online(client)
        told_ns, ended_ns = _words(client, args.trials)
        silence = [_silenced(client) for _ in range(KEYS)]
        rig.end_bodypacks()
        recording, _ = load(rig.recordings[HOST][0])
    word = []
    for begin_ns, end_ns in zip(told_ns, ended_ns, strict=True):
        first, last = (max(0, int(recording.position(at_ns))) for at_ns in (begin_ns, end_ns))
        loud = np.flatnonzero(np.abs(recording.samples[first:last]) > AUDIBLE)
        word.append(float(loud[0]) / RATE_HZ * 1000.0 if len(loud) else None)
    heard = [each for each in word if each is not None]
    cut = [each for each in silence if each is not None]
    return {
        "word": {**_figures(heard), "trials": len(word), "heard": len(heard), "goal": GOALS["word"]},
        "silence": {**_figures(cut), "trials": len(silence), "heard": len(cut), "goal": GOALS["silence"]},
        "includes": {name: WORDS.both("in_" + name) for name in GOALS},
    }


def describe(figures: dict[str, Any]) -> str:
    """For people."""
    table = Table()
    for column in ("what", "p50", "p95", "most", "trials", "goal"):
        table.add_column(WORDS.say("col_" + column), justify="left" if column == "what" else "right")
    for name in GOALS:
        row = figures[name]
        cells = ["-" if row[key] is None else f"{row[key]:.1f}" for key in ("p50", "p95", "most")]
        goal = ", ".join(f"{key} {most:.0f}" for key, most in row["goal"].items())
        table.add_row(WORDS.say("of_" + name), *cells, f"{row['heard']} / {row['trials']}", goal)
    text = io.StringIO()
    Console(file=text, width=110).print(table)
    notes = [f"{WORDS.say('of_' + name)}: {figures['includes'][name][language()]}" for name in GOALS]
    return "\n".join([text.getvalue().rstrip(), *notes])


def held(figures: dict[str, Any]) -> bool:
    """Everything was heard, and within its goal."""
    return all(
        row["heard"] == row["trials"] and all(row[key] is not None and row[key] <= most for key, most in goal.items())
        for row, goal in ((figures[name], goal) for name, goal in GOALS.items())
    )


def _words(client: Client, trials: int) -> tuple[list[int], list[int]]:
    """When each count was sent, and when its cue was over."""
    modes = {"stock_low": {"mode": "auto"}}
    _ask(client, "PUT", f"{SHOW}/assistant/rules", {"rules": modes, "general": {"product_gap_s": 0}})
    _ask(client, "PUT", f"{SHOW}/assistant/settings", {"manners": {"gap_s": 0, "most_per_hour": 240}})
    told_ns: list[int] = []
    ended_ns: list[int] = []
    url, token = client.address
    place = url.replace("http", "ws", 1) + f"{SHOW}/ingest"
    with connect(place, additional_headers={"Authorization": f"Bearer {token}"}) as feed:
        _tell(feed, {"type": "on_air", "on": True})
        for number in range(1, trials + 1):
            product = {"type": "product", "product": f"P{number}", "label": f"P{number}", "slot": number}
            _tell(feed, {**product, "stock_low": 50}, {"type": "gauge", "product": f"P{number}", "stock": 400})
            time.sleep(0.5)
            told_ns.append(time.monotonic_ns())
            _tell(feed, {"type": "gauge", "product": f"P{number}", "stock": 49 - number % 40})
            _until_over(client, f"P{number}")
            ended_ns.append(time.monotonic_ns())
    return told_ns, ended_ns


def _tell(feed: ClientConnection, *documents: dict[str, Any]) -> None:
    feed.send(json.dumps(documents))
    feed.recv()


def _until_over(client: Client, product: str) -> dict[str, Any]:
    deadline = time.monotonic() + OVER_S
    while time.monotonic() < deadline:
        time.sleep(0.5)
        for each in _ask(client, "GET", f"{SHOW}/state")["suggestions"].values():
            if each.get("product") == product and each["state"] in ("done", "cut", "expired", "failed"):
                found: dict[str, Any] = each
                return found
    raise WORDS.trouble("never_said", product=product)


def _silenced(client: Client) -> float | None:
    """ms from a key to the last audible sample of the assistant in the mix; None where it was not speaking then."""
    mix = Mix(client, HOST)
    mix.start()
    try:
        _ask(client, "POST", f"{SHOW}/suggestions", {"text": SCRIPT, "hosts": [HOST], "language": "en", "say": True})
        time.sleep(2.0)
        pressed_ns = time.monotonic_ns()
        client.say_file(PERSON, [HOST])
        time.sleep(1.0)
    finally:
        mix.stop()
    time.sleep(2.0)
    step_ns = 1e9 / audio.RATE_HZ
    last_ns, before = 0.0, False
    for came_ns, samples in mix.came:
        loud = np.flatnonzero(np.abs(samples) > AUDIBLE * 32768)
        if len(loud):
            before = before or came_ns < pressed_ns
            last_ns = came_ns + float(loud[-1]) * step_ns
    return (last_ns - pressed_ns) / 1e6 if before else None


def _ask(client: Client, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    url, token = client.address
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, headers, method=method)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
        content = answer.read()
    found: dict[str, Any] = json.loads(content) if content else {}
    return found


def _figures(values: list[float]) -> dict[str, float | None]:
    if not values:
        return {"p50": None, "p95": None, "most": None}
    p50, p95 = np.percentile(values, [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "most": round(max(values), 1)}


def _write(path: Path, samples: "np.ndarray[Any, np.dtype[np.int16]]") -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(audio.RATE_HZ)
        file.writeframes(samples.tobytes())
