"""``hushcue bench link``: a bad network for real programs, on this machine or between two others."""

import argparse
import socket
import sys
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.table import Table

from hushcue_words import EXIT_MISSING, EXIT_USAGE

from .link_delay import WIFI
from .link_weather import Conditions
from .proxy import Address, Proxy
from .proxy_words import WORDS

LOOPBACK = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The two ends, and the weather between them."""
    say = WORDS.say
    parser.add_argument("--listen", metavar="[HOST:]PORT", default="0", help=say("help_listen"))
    parser.add_argument("--to", metavar="HOST:PORT", help=say("help_to"))
    parser.add_argument("--loss", type=float, default=0.0, metavar="P", help=say("help_loss"))
    parser.add_argument("--burst-ms", type=float, default=0.0, metavar="MS", help=say("help_burst"))
    parser.add_argument("--delay-ms", type=float, default=0.0, metavar="MS", help=say("help_delay"))
    parser.add_argument("--jitter-ms", type=float, default=0.0, metavar="MS", help=say("help_jitter"))
    parser.add_argument("--duplicate", type=float, default=0.0, metavar="P", help=say("help_duplicate"))
    parser.add_argument("--reorder", type=float, default=0.0, metavar="P", help=say("help_reorder"))
    parser.add_argument("--kbit", type=float, default=0.0, metavar="K", help=say("help_kbit"))
    parser.add_argument("--queue-ms", type=float, default=100.0, metavar="MS", help=say("help_queue"))
    parser.add_argument("--trace", default="", metavar="NAME|FILE", help=say("help_trace", names=", ".join(WIFI)))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=say("help_seed"))
    parser.add_argument("--seconds", type=float, metavar="N", help=say("help_seconds"))


def measure(args: argparse.Namespace) -> dict[str, object]:
    """Pass on until the time is over or somebody interrupts. Raises Trouble."""
    conditions = conditions_of(args)
    if args.to is None:
        raise WORDS.trouble("no_to", exit_code=EXIT_USAGE)
    to = address(args.to, "")
    listen = address(args.listen, LOOPBACK)
    try:
        proxy = Proxy(listen, to, conditions, args.seed)
    except OSError as error:
        raise WORDS.trouble("no_port", exit_code=EXIT_MISSING, port=args.listen, reason=error) from None
    try:
        _run(proxy, args.seconds, to)
        ends = {"listen": "{}:{}".format(*proxy.address), "to": "{}:{}".format(*to)}
        return {**ends, "conditions": asdict(conditions), "seed": args.seed, **proxy.figures()}
    finally:
        proxy.close()


def conditions_of(args: argparse.Namespace) -> Conditions:
    """The weather that was asked for. Raises Trouble where there is none such."""
    shares = (args.loss, args.duplicate, args.reorder)
    times = (args.burst_ms, args.delay_ms, args.jitter_ms, args.kbit, args.queue_ms)
    if not all(0 <= share < 100 for share in shares) or not all(0 <= time < 1e6 for time in times):
        raise WORDS.trouble("out_of_range", exit_code=EXIT_USAGE)
    return Conditions(
        loss=args.loss / 100,
        burst_ms=args.burst_ms,
        delay_ms=args.delay_ms,
        jitter_ms=args.jitter_ms,
        trace=args.trace,
        duplicated=args.duplicate / 100,
        reordered=args.reorder / 100,
        kbit_per_s=args.kbit,
        queue_ms=args.queue_ms,
    )


def address(text: str, host: str) -> Address:
    """HOST:PORT, or PORT where there is a ``host`` to stand for the rest. Raises Trouble."""
    name, _, port = text.rpartition(":")
    try:
        number = int(port)
        if not 0 <= number <= 65535 or not (name or host) or (not host and number == 0):
            raise ValueError(text)
        return socket.gethostbyname(name or host), number
    except (OSError, UnicodeError, ValueError):
        raise WORDS.trouble("bad_address", exit_code=EXIT_USAGE, address=text) from None


def held(figures: dict[str, Any]) -> bool:
    """There is nothing to hold."""
    return True


def describe(figures: dict[str, Any]) -> str:
    """For people: both directions, and the proxy's own lateness."""
    lines = []
    for name in ("there", "back"):
        way = figures[name]
        percent = 0.0 if way["lost_percent"] is None else way["lost_percent"]
        lines.append(WORDS.say("line_" + name, datagrams=way["datagrams"], lost=way["lost"], percent=percent))
    late = figures["lateness_ms"]
    if late["p50"] is not None:
        lines.append(WORDS.say("line_late", p50=late["p50"], p99=late["p99"], max=late["max"]))
    return "\n".join(lines)


def render(figures: dict[str, Any]) -> Table:
    """The live table."""
    table = Table(caption=describe(figures).splitlines()[-1] if figures["lateness_ms"]["p50"] is not None else None)
    table.add_column(WORDS.say("col_way"))
    for column in ("datagrams", "lost", "bytes"):
        table.add_column(WORDS.say("col_" + column), justify="right")
    table.add_column("%", justify="right")
    for name in ("there", "back"):
        way = figures[name]
        percent = "-" if way["lost_percent"] is None else f"{way['lost_percent']:.2f}"
        cells = (str(way["datagrams"]), str(way["lost"]), str(way["bytes"]), percent)
        table.add_row(WORDS.say("way_" + name), *cells)
    return table


def _run(proxy: Proxy, seconds: float | None, to: Address) -> None:
    host, port = proxy.address
    print(WORDS.say("passing", host=host, port=port, to_host=to[0], to_port=to[1]), file=sys.stderr, flush=True)
    try:
        if not sys.stderr.isatty():
            proxy.run(seconds)
            return
        with Live(render(proxy.figures()), console=Console(stderr=True), auto_refresh=False) as live:
            proxy.run(seconds, lambda: live.update(render(proxy.figures()), refresh=True))
    except KeyboardInterrupt:
        return
