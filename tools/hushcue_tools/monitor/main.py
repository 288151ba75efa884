"""``hushcue monitor``: a log over the cable, or figures over the network, until somebody has seen enough."""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from hushcue_words import EXIT_OK, EXIT_USAGE

from ..device import choose_port, find_ports
from ..diagnose import api
from ..provision.asking import asker
from .cable import Tail
from .lines import STYLES, Line
from .network import Watch
from .words import WORDS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    say = WORDS.say
    parser.add_argument("--port", metavar="PORT", help=say("help_port"))
    parser.add_argument("--id", metavar="ID", help=say("help_id"))
    parser.add_argument("--config", type=Path, metavar="FILE", help=say("help_config"))
    parser.add_argument("--gateway", metavar="URL", help=say("help_gateway"))
    parser.add_argument("--token-env", metavar="NAME", help=say("help_token_env"))
    parser.add_argument("--ca", type=Path, metavar="FILE", help=say("help_ca"))
    parser.add_argument("--seconds", type=float, metavar="N", help=say("help_seconds"))
    parser.add_argument("--restart", action="store_true", help=say("help_restart"))
    parser.add_argument("--json", action="store_true", help=say("help_json"))


def run(args: argparse.Namespace) -> int:
    """Until Ctrl-C, or the time is over. Raises Trouble."""
    if args.id is not None and args.port is not None:
        raise WORDS.trouble("one_of_two", exit_code=EXIT_USAGE)
    printer = Printer(args.json)
    ended = until(args.seconds)
    try:
        if args.id is not None:
            over_the_network(args, ended, printer)
        else:
            over_the_cable(args, ended, printer)
    except KeyboardInterrupt:
        pass  # that is how it ends
    return EXIT_OK


def until(seconds: float | None) -> Callable[[], bool]:
    """Whether it is time to end."""
    deadline = None if seconds is None else time.monotonic() + seconds
    return lambda: deadline is not None and time.monotonic() >= deadline


class Printer:
    """Lines with the time of day, in colour on a terminal; or objects."""

    def __init__(self, as_json: bool, console: Console | None = None):
        self._json = as_json
        self._console = console or Console(highlight=False, soft_wrap=True)

    def say(self, line: Line, beside: dict[str, Any] | None = None) -> None:
        """One of them."""
        now = datetime.now()
        if self._json:
            told = {"at": now.astimezone().isoformat(timespec="milliseconds"), "kind": line.kind, "text": line.text}
            print(json.dumps({**told, **(beside or {})}, ensure_ascii=False), flush=True)
            return
        stamp = now.strftime("%H:%M:%S.%f")[:-3]
        self._console.print(Text.assemble((stamp + "  ", "dim"), (line.text, STYLES[line.kind])))


def over_the_cable(args: argparse.Namespace, ended: Callable[[], bool], printer: Printer) -> None:
    """The board's own words."""
    whom = asker()
    port = choose_port(args.port, ask=whom.line if whom.there else None)
    known = next((each for each in find_ports() if each.device == port.device), port)
    tail = Tail(known, ended)
    if not args.json:
        printer.say(Line(WORDS.say("watching", what=port.device), "boot"))
    for line in tail.lines(args.restart):
        printer.say(line)


def over_the_network(args: argparse.Namespace, ended: Callable[[], bool], printer: Printer) -> None:
    """What the gateway hears of it."""
    gateway = api.find(args.gateway, args.config, args.token_env, args.ca)
    if not args.json:
        printer.say(Line(WORDS.say("watching", what=f"{args.id}, {gateway.url}"), "boot"))
    for line, bodypack in lines_of(args.id, gateway, ended):
        beside = {name: bodypack.get(name) for name in ("id", "state", "telemetry")} if bodypack else {}
        printer.say(line, beside)


def lines_of(name: str, gateway: api.Api, ended: Callable[[], bool]) -> Iterator[tuple[Line, Any]]:
    """See Watch."""
    return Watch(name, gateway.state, ended).lines()
