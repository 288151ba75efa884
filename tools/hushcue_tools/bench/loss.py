"""``hushcue bench loss``: what is lost, how late it is and how it sounds, over networks that lose and delay.

Speech goes through the real engine, an emulated network (both ways) and the bodypack's real session and playout, in
virtual time. Figures come from the samples that came out (:mod:`.loss_heard`):

* lost: active frames whose own sound never came out; a concealed one is lost.
* delay: from the tick in which a frame's first packet is handed to the network, to the moment at which the DAC's side
  takes its first sample from the session. So the network, the timer of 5 ms on the chip and all waiting are in it; the
  10 ms in which the frame was spoken, the limiter's 2 ms, and the DAC's ring (up to 16 ms) are not.
* stall: time filled with concealment or silence before active frames, beyond what stands for lost ones, as a share of
  all active speech.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hushcue_words import EXIT_USAGE

from ..columns import lined_up
from .loss_row import BURST_PERCENTS, BURSTS_MS, ELASTIC, FIXED, RANDOM_PERCENTS, TRACES, Case, measure_row
from .loss_speech import Speech, demo_cues, from_file, say
from .loss_words import WORDS

CHANNELS = (*BURSTS_MS, *TRACES)
MODES = (ELASTIC, FIXED)


class Goal(NamedTuple):
    """What an elastic playout must reach."""

    lost_percent: float
    p50_ms: float
    p95_ms: float
    pesq_wb: float | None = None


GOALS: dict[tuple[str, float], Goal] = {
    ("random", 30.0): Goal(0.0, 45, 50),
    ("random", 50.0): Goal(0.0, 45, 60),
    ("random", 70.0): Goal(0.05, 60, 170),
    ("GE100", 50.0): Goal(0.05, 120, 350),
    ("quiet", 0.0): Goal(0.0, 25, 30, 4.4),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the runs can be made of."""
    say_ = WORDS.say
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=say_("help_seed"))
    parser.add_argument("--speech", type=Path, metavar="FILE", help=say_("help_speech"))
    parser.add_argument("--trace", type=Path, metavar="FILE", help=say_("help_trace"))
    parser.add_argument(
        "--channels", type=_names, metavar="NAMES", help=say_("help_channels", names=", ".join(CHANNELS))
    )
    parser.add_argument("--loss", type=_percents, metavar="PERCENTS", help=say_("help_loss"))
    parser.add_argument("--minutes", type=float, default=2.0, metavar="M", help=say_("help_minutes"))
    parser.add_argument("--clock-ppm", type=float, default=0.0, metavar="PPM", help=say_("help_clock"))
    parser.add_argument("--mode", choices=MODES, default=ELASTIC, help=say_("help_mode"))
    parser.add_argument("--deadline-ms", type=int, default=60, metavar="MS", help=say_("help_deadline"))


def measure(args: argparse.Namespace) -> dict[str, object]:
    """Run every row. Raises Trouble for a file that cannot be used and a channel nobody knows."""
    if not 0 < args.minutes <= 60 or not 10 <= args.deadline_ms <= 1000 or not abs(args.clock_ppm) <= 1000:
        raise WORDS.trouble("out_of_range", exit_code=EXIT_USAGE)
    speech = say(from_file(args.speech) if args.speech else demo_cues(), args.minutes * 60)
    chosen = list(cases(args))
    rows = [_row(case, speech, number, len(chosen)) for number, case in enumerate(chosen, 1)]
    return {"rows": rows}


def cases(args: argparse.Namespace) -> Iterator[Case]:
    """The rows that were asked for, in the order of the table."""
    names: Sequence[str] = args.channels or (() if args.trace else CHANNELS)
    for name in names:
        if name not in CHANNELS:
            raise WORDS.trouble("no_channel", exit_code=EXIT_USAGE, name=name, names=", ".join(CHANNELS))
        usual = RANDOM_PERCENTS if name == "random" else BURST_PERCENTS
        for loss_percent in (args.loss or usual) if name in BURSTS_MS else (0.0,):
            yield Case(name, loss_percent, args.mode, args.seed, args.deadline_ms, clock_ppm=args.clock_ppm)
    if args.trace:
        yield Case("trace", 0.0, args.mode, args.seed, args.deadline_ms, str(args.trace), args.clock_ppm)


def held(figures: dict[str, Any]) -> bool:
    """Whether every row that has a goal reached it."""
    return all(reached(row) is not False for row in figures["rows"])


def reached(row: dict[str, Any]) -> bool | None:
    """Whether a row reached its goal; None where it has none."""
    goal = GOALS.get((row["channel"], row["loss_percent"]))
    if goal is None or row["mode"] != ELASTIC:
        return None
    p50, p95 = row["delay_ms"]["p50"], row["delay_ms"]["p95"]
    pesq = row["pesq_wb"]
    return bool(
        row["lost_percent"] <= goal.lost_percent
        and p50 is not None
        and p50 <= goal.p50_ms
        and p95 <= goal.p95_ms
        and (goal.pesq_wb is None or pesq is None or pesq >= goal.pesq_wb)
    )


def describe(figures: dict[str, Any]) -> str:
    """A table for people."""
    words = {
        name: WORDS.say("col_" + name) for name in ("channel", "loss", "mode", "lost", "p99", "stall", "down", "up")
    }
    heads = [*(words[name] for name in ("channel", "loss", "mode", "lost")), "p50", "p95", words["p99"], words["stall"]]
    table = [[*heads, "PESQ-WB", "STOI", words["down"], words["up"], "kbit/s", WORDS.say("col_goal")]]
    for row in figures["rows"]:
        delays = row["delay_ms"]
        mode = f"{row['mode']} {row['deadline_ms']} ms" if "deadline_ms" in row else row["mode"]
        cells = [row["channel"], f"{row['loss_percent']:g} %", mode, f"{row['lost_percent']:.2f} %"]
        cells += [_number(delays[name], 0) for name in ("p50", "p95", "p99")]
        cells += [f"{row['stall_percent']:.2f} %", _number(row["pesq_wb"], 2), _number(row["stoi"], 3)]
        cells += [_number(row[name], 0) for name in ("packets_per_s", "up_packets_per_s", "kbit_per_s")]
        verdict = reached(row)
        table.append([*cells, "" if verdict is None else WORDS.say("goal_reached" if verdict else "goal_missed")])
    reasons = sorted({row["no_quality"] for row in figures["rows"] if "no_quality" in row})
    return "\n".join(
        [*lined_up(table, (0, 2)), "", WORDS.say("legend"), *(WORDS.say("no_" + reason) for reason in reasons)]
    )


def _row(case: Case, speech: Speech, number: int, count: int) -> dict[str, object]:
    began = time.monotonic()
    row = measure_row(case, speech)
    if sys.stderr.isatty():
        spent_s = time.monotonic() - began
        line = WORDS.say(
            "progress", number=number, count=count, channel=case.channel, loss=case.loss_percent, s=round(spent_s, 1)
        )
        print(line, file=sys.stderr, flush=True)
    return row


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _percents(text: str) -> tuple[float, ...]:
    try:
        values = tuple(float(each) for each in text.split(","))
    except ValueError:
        values = (100.0,)
    if not all(0 <= each < 100 for each in values):
        raise argparse.ArgumentTypeError(WORDS.say("not_percents", text=text))
    return values


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
