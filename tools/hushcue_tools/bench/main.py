"""``hushcue bench NAME``: find the bench, measure, print.

A bench is a module with ``add_arguments(parser)``, ``measure(args) -> dict``, ``describe(figures) -> str`` for people
and ``held(figures) -> bool``, which is the exit code.
"""

import argparse
import importlib
import json
import sys
from typing import Any

from hushcue_words import EXIT_OK, EXIT_USAGE

from .words import WORDS

BENCHES = {"chip": "hushcue_tools.bench.chip", "path": "hushcue_tools.bench.path"}
EXIT_NOT_HELD = 4
"""Measured well, and a bound was broken."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The name; what else there is, its bench says."""
    parser.add_argument("name", nargs="?", metavar="NAME", help=WORDS.say("help_name", names=", ".join(BENCHES)))
    parser.add_argument("--json", action="store_true", help=WORDS.say("help_json"))
    for name in BENCHES:
        if name in sys.argv[1:]:
            bench(name).add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Measure and print. 0 when every bound held, 4 when one did not. Raises Trouble."""
    names = ", ".join(BENCHES)
    if args.name is None:
        raise WORDS.trouble("no_bench", exit_code=EXIT_USAGE, names=names)
    if args.name not in BENCHES:
        raise WORDS.trouble("no_such_bench", exit_code=EXIT_USAGE, name=args.name, names=names)
    chosen = bench(args.name)
    figures = chosen.measure(args)
    print(json.dumps(figures) if args.json else chosen.describe(figures))
    return EXIT_OK if chosen.held(figures) else EXIT_NOT_HELD


def bench(name: str) -> Any:
    """The module of a bench, loaded now."""
    return importlib.import_module(BENCHES[name])
