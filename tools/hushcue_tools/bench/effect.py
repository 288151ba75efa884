"""``hushcue bench effect``: what the answer to "did it work?" is worth.

Campaigns whose truth is known are judged by the gateway's own functions. Three tables:

* worlds: simulated windows, with and without an effect of x1.25;
* replays: the windows of made-up shows as they are, over which the coin is tossed: whatever is claimed is false (A/A);
* looks: how often nothing is ever said to help, when one looks after every airing.

And what "five minutes after against five before" would say where there is no cue at all.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from hushcue_gateway.effect.dips import boasted, plain_show
from hushcue_gateway.effect.replay_aa import replayed, windows_of
from hushcue_gateway.effect.simulate import World, campaign, looked_at, told_of
from hushcue_gateway.effect.verdict import LEVELS, WORTH_FINDING
from hushcue_gateway.showdata.generator import generate
from hushcue_words import EXIT_USAGE

from ..columns import lined_up
from .effect_textbook import quasi_poisson
from .effect_words import WORDS

MOMENTS = (20, 40, 80, 160)
HOLDOUTS = (30, 50)
WORLDS = {
    "usual": World(0),
    "uneven": World(0, clicks_sd=1.0),
    "bursts": World(0, rate_sd=0.6),
    "few": World(0, clicks=20.0),
    "many": World(0, clicks=400.0, rate=0.1),
    "alike": World(0, clicks_sd=0.0, rate_sd=0.0),
}
AIRINGS = ((5, 40), (10, 30))
"""Opportunities in each, and how many of them."""
SHOW_MINUTES = 120
PLAIN_SHOWS = 5
"""For each made-up one: they are cheap."""
LEAST_COVERED, MOST_COVERED, MOST_FALSE = 93.0, 97.0, 3.0
"""Percent. False claims: over all cells of a table; of one cell chance alone makes more."""
MOST_FALSE_OF_A_CELL = 4.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much is simulated."""
    parser.add_argument("--runs", type=int, default=2000, metavar="N", help=WORDS.say("help_runs"))
    parser.add_argument("--shows", type=int, default=6, metavar="N", help=WORDS.say("help_shows"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=WORDS.say("help_seed"))


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Simulate, replay, look. Raises Trouble for numbers that make no sense."""
    if not (200 <= args.runs <= 100_000 and 1 <= args.shows <= 100 and 0 <= args.seed < 2**32):
        raise WORDS.trouble("out_of_range", exit_code=EXIT_USAGE)
    worlds = []
    for place, (name, world) in enumerate(WORLDS.items()):
        for n in MOMENTS:
            for holdout in HOLDOUTS:
                rng = np.random.default_rng([args.seed, place, n, holdout])
                worlds.append({"world": name, **_world(replace(world, n=n, holdout_percent=holdout), args.runs, rng)})
        _progress(WORDS.say("world_" + name))
    windows = windows_of(generate(args.seed + show, SHOW_MINUTES) for show in range(args.shows))
    plain = boasted(plain_show(args.seed + show) for show in range(args.shows * PLAIN_SHOWS))
    made_up = boasted(generate(args.seed + show, SHOW_MINUTES) for show in range(args.shows))
    replays = []
    for n in (each for each in MOMENTS if each <= len(windows)):
        rng = np.random.default_rng([args.seed, n])
        same = replayed(windows, n, args.runs, rng)
        found = replayed(windows, n, args.runs, rng, effect=WORTH_FINDING)
        replays.append({"n": n, **asdict(same), "covered_with": found.covered, "power": found.helps})
    looks = []
    for airing, count in AIRINGS:
        for look in LEVELS.values():
            rng = np.random.default_rng([args.seed, airing, count])
            helps, hurts = looked_at(World(airing * count, airing=airing), min(args.runs, 1000), rng, look)
            looks.append({"n": airing * count, "airings": count, "level": look, "helps": helps, "hurts": hurts})
    return {
        "worlds": worlds,
        "replays": replays,
        "looks": looks,
        "windows": len(windows),
        "before_after": {"plain": plain, "made_up": made_up},
        "shows": args.shows,
        "effect": WORTH_FINDING,
        "seed": args.seed,
    }


def held(figures: dict[str, Any]) -> bool:
    """Whether ranges cover what they promise and no more is claimed than they allow."""
    rows = [*figures["worlds"], *figures["replays"]]
    covered = all(LEAST_COVERED <= row[name] <= MOST_COVERED for row in rows for name in ("covered", "covered_with"))
    false = all(row[name] <= MOST_FALSE_OF_A_CELL for row in rows for name in ("helps", "hurts"))
    over_all = all(
        np.mean([row[name] for row in table]) <= MOST_FALSE
        for table in (figures["worlds"], figures["replays"])
        for name in ("helps", "hurts")
        if table
    )
    live = [row for row in figures["looks"] if row["level"] == LEVELS["live"]]
    return covered and false and bool(over_all) and all(max(row["helps"], row["hurts"]) <= MOST_FALSE for row in live)


def describe(figures: dict[str, Any]) -> str:
    """Three tables for people."""
    names = ("world", "moments", "held", "covered", "helps", "hurts", "power", "power_live", "textbook")
    worlds = [[WORDS.say("col_" + name) for name in names]]
    worlds += [
        [
            WORDS.say("world_" + row["world"]),
            str(row["n"]),
            f"{row['holdout_percent']:g} %",
            *(f"{row[name]:.1f}" for name in ("covered", "helps", "hurts", "power", "power_live", "textbook")),
        ]
        for row in figures["worlds"]
    ]
    replays = [[WORDS.say("col_" + name) for name in ("moments", "covered", "helps", "hurts", "power")]]
    replays += [
        [str(row["n"]), *(f"{row[name]:.1f}" for name in ("covered", "helps", "hurts", "power"))]
        for row in figures["replays"]
    ]
    looks = [[WORDS.say("col_" + name) for name in ("moments", "level", "helps", "hurts")]]
    looks += [
        [str(row["n"]), f"{row['level'] * 100:g} %", f"{row['helps']:.1f}", f"{row['hurts']:.1f}"]
        for row in figures["looks"]
    ]
    parts = [WORDS.say("worlds", effect=f"{figures['effect']:g}"), *lined_up(worlds), ""]
    parts += [WORDS.say("replays", windows=figures["windows"], shows=figures["shows"]), *lined_up(replays), ""]
    parts += [WORDS.say("looks"), *lined_up(looks), ""]
    for name, (dips, ratio) in figures["before_after"].items():
        parts.append(WORDS.say("before_after_" + name, dips=dips, ratio=f"{ratio:.2f}"))
    parts.append("")
    return "\n".join([*parts, WORDS.say("legend")])


def _world(world: World, runs: int, rng: np.random.Generator) -> dict[str, Any]:
    none = told_of(world, runs, rng)
    helping = replace(world, effect=WORTH_FINDING)
    found, live = told_of(helping, runs, rng), told_of(helping, runs, rng, LEVELS["live"])
    low, high = quasi_poisson(*campaign(world, runs, rng), LEVELS["end"])
    return {
        "n": world.n,
        "holdout_percent": world.holdout_percent,
        **asdict(none),
        "covered_with": found.covered,
        "power": found.helps,
        "power_live": live.helps,
        "textbook": round(float(np.mean((low <= 1) & (high >= 1))) * 100, 2),
    }


def _progress(what: str) -> None:
    if sys.stderr.isatty():
        print(WORDS.say("progress", what=what), file=sys.stderr, flush=True)
