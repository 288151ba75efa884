"""``hushcue bench NAME``: find the bench, measure, print.

A bench is a module with ``add_arguments(parser)``, ``measure(args) -> dict``, ``describe(figures) -> str`` for people
and ``held(figures) -> bool``, which is the exit code.
"""

import argparse
import importlib
import json
from typing import Any

from hushcue_words import EXIT_OK, EXIT_USAGE

from ..cli import Parser
from .words import WORDS

BENCHES = {
    "chip": "hushcue_tools.bench.chip",
    "path": "hushcue_tools.bench.path",
    "loss": "hushcue_tools.bench.loss",
    "link": "hushcue_tools.bench.proxy_bench",
    "console": "hushcue_tools.bench.console",
    "browser": "hushcue_tools.bench.browser",
    "leak": "hushcue_tools.bench.leak",
    "first-sound": "hushcue_tools.bench.first_sound",
    "questions": "hushcue_tools.bench.questions",
    "rules": "hushcue_tools.bench.rules",
    "effect": "hushcue_tools.bench.effect",
    "assistant": "hushcue_tools.bench.assistant",
}
EXIT_NOT_HELD = 4
"""Measured well, and a bound was broken."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The name, and what is its bench's own."""
    parser.add_argument("name", nargs="?", metavar="NAME", help=WORDS.say("help_name", names=", ".join(BENCHES)))
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help=WORDS.say("help_rest"))


def run(args: argparse.Namespace) -> int:
    """Measure and print. 0 when every bound held, 4 when one did not. Raises Trouble."""
    names = ", ".join(BENCHES)
    if args.name is None:
        raise WORDS.trouble("no_bench", exit_code=EXIT_USAGE, names=names)
    if args.name not in BENCHES:
        raise WORDS.trouble("no_such_bench", exit_code=EXIT_USAGE, name=args.name, names=names)
    chosen = bench(args.name)
    own = parser_of(args.name).parse_args(args.rest)
    figures = chosen.measure(own)
    print(json.dumps(figures) if own.json else chosen.describe(figures))
    return EXIT_OK if chosen.held(figures) else EXIT_NOT_HELD


def parser_of(name: str) -> Parser:
    """What a bench can be told."""
    parser = Parser(f"hushcue bench {name}", WORDS.say("help_" + name))
    parser.add_argument("--json", action="store_true", help=WORDS.say("help_json"))
    bench(name).add_arguments(parser)
    return parser


def bench(name: str) -> Any:
    """The module of a bench, loaded now."""
    return importlib.import_module(BENCHES[name])
