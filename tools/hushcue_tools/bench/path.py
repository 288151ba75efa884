"""``hushcue bench path``: the demo's show in virtual time through the shipped code, judged by the ear."""

import argparse
from collections.abc import Sequence

from .. import report
from ..correlation import Samples
from ..demo import show
from ..ear import Cue
from .link import Network
from .link_weather import Conditions
from .studio import Line, Shape, Studio
from .words import WORDS

DRIFT_MS = 3.7
"""Each cue begins a little elsewhere between two ticks."""
LOOPBACK_MS = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the run can be made of."""
    parser.add_argument("--seconds", type=float, default=15.0, metavar="N", help=WORDS.say("help_seconds"))
    parser.add_argument("--encoding", choices=("L16", "PCMU"), default="L16", help=WORDS.say("help_encoding"))
    parser.add_argument("--frame-ms", type=int, choices=(5, 10, 20), default=10, help=WORDS.say("help_frame"))
    parser.add_argument("--min-delay-ms", type=int, default=10, metavar="MS", help=WORDS.say("help_min_delay"))
    parser.add_argument("--loss-percent", type=float, default=0.0, metavar="P", help=WORDS.say("help_loss_percent"))
    parser.add_argument("--jitter-ms", type=float, default=0.0, metavar="MS", help=WORDS.say("help_jitter"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=WORDS.say("help_seed"))


def measure(args: argparse.Namespace) -> dict[str, object]:
    """Run it once. The figures of ``hushcue demo --json``, from virtual time."""
    shape = Shape(encoding=args.encoding, frame_ms=args.frame_ms, min_delay_ms=args.min_delay_ms)
    conditions = Conditions(
        loss=args.loss_percent / 100, delay_ms=LOOPBACK_MS, jitter_ms=args.jitter_ms, in_order=False
    )
    networks = {host: conditions.network(args.seed * 100 + number) for number, host in enumerate(show.HOSTS)}
    return run_show(networks, lines(args.seconds), args.seconds * 1000, shape)


def lines(seconds: float) -> list[Line]:
    """The demo's show."""
    files = show.cue_files()
    return [
        Line(
            f"cue-{number}",
            show.samples(line.cue),
            line.at_s * 1000 + number * DRIFT_MS,
            show.HOSTS if line.to == show.ALL else (line.to,),
        )
        for number, line in enumerate(show.plan(seconds, files), 1)
    ]


def run_show(networks: dict[str, Network], said: Sequence[Line], until_ms: float, shape: Shape) -> dict[str, object]:
    """Let ``said`` be said over ``networks`` and judge what came out."""
    studio = Studio(networks, said, shape)
    try:
        studio.run(until_ms)
    finally:
        studio.close()
    cues = {line.id: Cue(line.id, line.samples, studio.mouth_ns[line.id]) for line in said}
    bodypacks = []
    for name, bodypack in studio.bodypacks.items():
        recording = bodypack.recording()
        hearings = report.heard_by([cues[line.id] for line in said if name in line.to], recording)
        private = [cues[line.id] for line in said if name not in line.to]
        row = report.figures(name, hearings, private, recording, bodypack.dac.underruns)
        row["datagrams"] = counters(bodypack.session, networks[name])
        bodypacks.append(row)
    return {
        "bodypacks": bodypacks,
        "cues": len(said),
        "tick_overruns": 0,
        "virtual_time": True,
        "bounds": report.bounds(bodypacks, None),
    }


def counters(session: object, network: Network) -> dict[str, int]:
    """What the network did, and what the bodypack counted."""
    names = ("received", "lost", "late", "duplicate", "concealed")
    return {"dropped": network.down.lost, **{name: int(getattr(session, name)) for name in names}}


def describe(figures: dict[str, object]) -> str:
    """The figures for people."""
    rows = []
    for bodypack in figures["bodypacks"]:  # type: ignore[attr-defined]
        delays = bodypack["mouth_to_ear_ms"]
        rows.append(
            WORDS.say(
                "path_row",
                id=bodypack["id"],
                heard=bodypack["heard_percent"],
                p50=delays["p50"],
                p99=delays["p99"],
                underruns=bodypack["underruns"],
                dropped=bodypack["datagrams"]["dropped"],
                concealed=bodypack["datagrams"]["concealed"],
                leak=bodypack["unmeant_db"],
            )
        )
    return "\n".join(rows)


def held(figures: dict[str, object]) -> bool:
    """Whether every bound held."""
    return all(bound["held"] for bound in figures["bounds"].values())  # type: ignore[attr-defined]


def samples_of(file: str) -> Samples:
    """The samples of one cue of the demo."""
    return show.samples(show.cue_files()[file])
