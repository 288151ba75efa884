"""``hushcue bench leak``: whom the leak guard names in studios where several earpieces are near one microphone.

The scenes are seeded (:mod:`.leak_scenes`), the guard is the gateway's own, time is virtual. Each scene is played to
the guard once for every threshold, and held against what a guard that knows one cue at a time would say
(``by_itself``).

* found: leaking hosts who were told of, by name or as one of several.
* named: leaking hosts who were told of by name.
* blamed: hosts who do not leak and were told of by name; one cue at a time has no other way to tell.
* among: hosts who do not leak and were told of as one of several, beside one who does.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from hushcue_gateway.witness.leak_watch import THRESHOLD
from hushcue_words import EXIT_USAGE

from ..columns import lined_up
from .leak_play import Outcome, by_itself, guarded
from .leak_scenes import SCENES, Scene
from .leak_words import WORDS

LEVELS_DB = (-12.0, -25.0, -40.0)
THRESHOLDS = (6.0, 7.0, THRESHOLD, 10.0, 14.0)
MOST_SCENES = 1000
LEAST_FOUND, MOST_BLAMED = 90.0, 1.0
"""Percent, at the gateway's own threshold."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the scenes are made of."""
    parser.add_argument("--scenes", type=int, default=4, metavar="N", help=WORDS.say("help_scenes"))
    names = ", ".join(SCENES)
    parser.add_argument("--kinds", metavar="NAMES", default="", help=WORDS.say("help_kinds", names=names))
    parser.add_argument("--levels", metavar="DB", type=_numbers, default=LEVELS_DB, help=WORDS.say("help_levels"))
    parser.add_argument(
        "--thresholds", metavar="SCORES", type=_numbers, default=THRESHOLDS, help=WORDS.say("help_thresholds")
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=WORDS.say("help_seed"))


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Play every scene. Raises Trouble for a kind of scene that nobody knows, and numbers that make no sense."""
    kinds = [name.strip() for name in args.kinds.split(",") if name.strip()] or list(SCENES)
    for name in kinds:
        if name not in SCENES:
            raise WORDS.trouble("no_kind", exit_code=EXIT_USAGE, name=name, names=", ".join(SCENES))
    levels, thresholds = args.levels, sorted(set(args.thresholds))
    sensible = all(-80 <= level <= 0 for level in levels) and all(4 <= each <= 100 for each in thresholds)
    if not 0 < args.scenes <= MOST_SCENES or not 0 <= args.seed < 2**32 or not sensible:
        raise WORDS.trouble("out_of_range", exit_code=EXIT_USAGE)
    rows: list[dict[str, Any]] = []
    for kind in kinds:
        made = list(_scenes(kind, levels, args.scenes, args.seed))
        alone = [by_itself(scene) for scene in made]
        for threshold in thresholds:
            pairs = [
                pair
                for scene, scores in zip(made, alone, strict=True)
                for pair in zip(guarded(scene, threshold), scores.values(), strict=True)
            ]
            row: dict[str, Any] = {"scene": kind, "threshold": threshold, "scenes": len(made)}
            row["before"] = _before(pairs, threshold)
            row["after"] = _after([outcome for outcome, _ in pairs])
            rows.append(row)
        if sys.stderr.isatty():
            print(WORDS.say("progress", scene=kind), file=sys.stderr, flush=True)
    curve = [{"threshold": each, **_pooled([row for row in rows if row["threshold"] == each])} for each in thresholds]
    return {"rows": rows, "curve": curve, "levels_db": list(levels), "threshold": THRESHOLD, "seed": args.seed}


def held(figures: dict[str, Any]) -> bool:
    """Whether the guard is as good as it should be at its own threshold; true where that was not asked for."""
    own = [each["after"] for each in figures["curve"] if each["threshold"] == THRESHOLD]
    return all(
        _percent(each["found"], each["leaking"], 100.0) >= LEAST_FOUND
        and _percent(each["blamed"] + each["strange"], each["innocent"], 0.0) <= MOST_BLAMED
        for each in own
    )


def describe(figures: dict[str, Any]) -> str:
    """Two tables for people: by scene at the gateway's threshold, and over all scenes by threshold."""
    shown = figures["threshold"]
    if all(row["threshold"] != shown for row in figures["rows"]):
        shown = figures["rows"][0]["threshold"] if figures["rows"] else shown
    heads = [WORDS.say("col_before", what=WORDS.say("col_" + name)) for name in ("found", "blamed")]
    heads += [WORDS.say("col_" + name) for name in ("found", "named", "blamed", "among")]
    scenes = [[WORDS.say("col_scene"), *heads]]
    scenes += [
        [WORDS.say("scene_" + row["scene"]), *_cells(row)] for row in figures["rows"] if row["threshold"] == shown
    ]
    curve = [[WORDS.say("col_threshold"), *heads]]
    curve += [[f"{each['threshold']:g}", *_cells(each)] for each in figures["curve"]]
    levels = ", ".join(f"{level:g}" for level in figures["levels_db"])
    parts = [WORDS.say("scenes", threshold=f"{shown:g}", levels=levels), *lined_up(scenes), ""]
    return "\n".join([*parts, WORDS.say("curve"), *lined_up(curve), "", WORDS.say("legend")])


def _scenes(kind: str, levels: Sequence[float], count: int, seed: int) -> Iterator[Scene]:
    place = list(SCENES).index(kind)
    for number, level in enumerate(levels):
        for each in range(count):
            yield SCENES[kind](np.random.default_rng([seed, place, number, each]), level)


def _before(pairs: Sequence[tuple[Outcome, Any]], threshold: float) -> dict[str, int]:
    marked = [frozenset(host for host, score in scores.items() if score >= threshold) for _, scores in pairs]
    outcomes = [outcome for outcome, _ in pairs]
    return {
        "leaking": sum(len(each.leaks) for each in outcomes),
        "innocent": sum(len(each.innocent) for each in outcomes),
        "found": sum(len(each.leaks & told) for each, told in zip(outcomes, marked, strict=True)),
        "blamed": sum(len(each.innocent & told) for each, told in zip(outcomes, marked, strict=True)),
    }


def _after(outcomes: Sequence[Outcome]) -> dict[str, int]:
    return {
        "leaking": sum(len(each.leaks) for each in outcomes),
        "innocent": sum(len(each.innocent) for each in outcomes),
        "found": sum(len(each.leaks & (each.named | each.among)) for each in outcomes),
        "named": sum(len(each.leaks & each.named) for each in outcomes),
        "blamed": sum(len(each.innocent & each.named) for each in outcomes),
        "among": sum(len(each.innocent & each.among) for each in outcomes),
        "strange": sum(each.strange for each in outcomes),
    }


def _pooled(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    return {
        when: {name: sum(row[when][name] for row in rows) for name in (rows[0][when] if rows else ())}
        for when in ("before", "after")
    }


def _cells(row: dict[str, Any]) -> list[str]:
    before, after = row["before"], row["after"]
    leaking, innocent = after["leaking"], after["innocent"]
    return [
        _of(before["found"], leaking),
        _of(before["blamed"], innocent),
        *(_of(after[name], leaking) for name in ("found", "named")),
        *(_of(after[name], innocent) for name in ("blamed", "among")),
    ]


def _of(count: int, whole: int) -> str:
    return f"{count}/{whole}" if whole else "-"


def _percent(count: int, whole: int, empty: float) -> float:
    return 100.0 * count / whole if whole else empty


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(each) for each in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(WORDS.say("not_numbers", text=text)) from None
