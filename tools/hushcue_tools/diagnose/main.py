"""``hushcue diagnose``: look, judge, tell; over a cable or over the network."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hushcue_link import record
from hushcue_words import EXIT_MISSING, EXIT_OK, EXIT_USAGE

from ..device import Device, DeviceError, choose_port, open_device
from ..device.serial_device import trouble_of
from ..provision.asking import asker
from ..provision.registrar import Registrar
from . import api, judge_gateway, trace, trace_remote
from .examination import Examination, Wanted, watched
from .probe import ProbeError
from .row import Row, report, worst
from .show import show
from .words import WORDS

EXIT_WRONG = 4
"""Everything was looked at, and something is wrong."""
WATCH_S = 5.0
TRACE_S = 60.0
LONGEST_S = 3600.0
YES = ("y", "yes", "j", "ja", "是", "对", "有", "听到", "")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    say = WORDS.say
    parser.add_argument("--port", metavar="PORT", help=say("help_port"))
    parser.add_argument("--id", metavar="ID", help=say("help_id"))
    parser.add_argument("--config", type=Path, metavar="FILE", help=say("help_config"))
    parser.add_argument("--gateway", metavar="URL", help=say("help_gateway"))
    parser.add_argument("--token-env", metavar="NAME", help=say("help_token_env"))
    parser.add_argument("--ca", type=Path, metavar="FILE", help=say("help_ca"))
    parser.add_argument("--trace", type=Path, metavar="FILE", help=say("help_trace"))
    parser.add_argument("--seconds", type=float, metavar="N", help=say("help_seconds"))
    parser.add_argument("--quick", action="store_true", help=say("help_quick"))
    parser.add_argument("--no-sound", action="store_true", help=say("help_no_sound"))
    parser.add_argument("--no-questions", action="store_true", help=say("help_no_questions"))
    parser.add_argument("--keep-prompt", action="store_true", help=say("help_keep"))
    parser.add_argument("--json", action="store_true", help=say("help_json"))


def run(args: argparse.Namespace) -> int:
    """0 when nothing is wrong, 4 when something is. Raises Trouble."""
    if args.id is not None and args.port is not None:
        raise WORDS.trouble("one_of_two", exit_code=EXIT_USAGE)
    if args.id is not None:
        rows, about = over_the_network(args)
        beside: list[str] = []
    else:
        rows, about, beside = over_the_cable(args)
    if args.json:
        print(json.dumps({**report(rows, about), "said_beside": beside}, ensure_ascii=False))
    else:
        title = WORDS.say("title_id" if args.id is not None else "title_port", **about)
        show(rows, title, beside)
    return EXIT_WRONG if worst(rows) == "wrong" else EXIT_OK


def tell(text: str) -> None:
    """A line for people, beside the report."""
    print(text, file=sys.stderr, flush=True)


def now() -> str:
    """UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def over_the_network(args: argparse.Namespace) -> tuple[list[Row], dict[str, Any]]:
    """What the gateway knows of it."""
    gateway = api.find(args.gateway, args.config, args.token_env, args.ca)
    seconds = min(args.seconds if args.seconds is not None else WATCH_S, LONGEST_S)

    def ask() -> Mapping[str, Any]:
        state = gateway.state()
        ids = [each["id"] for each in state["bodypacks"]]
        if args.id not in ids:
            raise WORDS.trouble("not_known", exit_code=EXIT_USAGE, id=args.id, ids=", ".join(ids))
        return state

    about = {"id": args.id, "at": now(), "gateway": gateway.url}
    if args.trace is None:
        before, after = watched(ask, max(0.0, seconds))
        return judge_gateway.judge_state(before, after, args.id), about
    before = ask()
    traced, row = trace_remote.take(gateway, args.id, args.seconds if args.seconds is not None else TRACE_S, tell)
    save(traced, args.trace)
    return [*judge_gateway.judge_state(before, ask(), args.id), row], about


def over_the_cable(args: argparse.Namespace) -> tuple[list[Row], dict[str, Any], list[str]]:
    """What the chip itself tells."""
    gateway = None
    if args.trace is not None:
        if args.config is None and args.gateway is None:
            raise WORDS.trouble("trace_no_gateway", exit_code=EXIT_USAGE)
        gateway = api.find(args.gateway, args.config, args.token_env, args.ca)
    whom = asker()
    there = whom.there and not (args.no_questions or args.quick or args.json)
    port = choose_port(args.port, ask=whom.line if whom.there else None, say=tell)
    device = open_device(port.device)
    wanted = Wanted(
        sound=not (args.no_sound or args.quick),
        speed=not args.quick,
        yes=(lambda code: whom.line(WORDS.say(code)).lower() in YES) if there else None,
        expected=expectation(args.config),
        say=(lambda _: None) if args.json else (lambda check: tell(sentence(check))),
    )
    examination = Examination(device, wanted)
    try:
        rows = examination.look()
        if gateway is not None:
            rows.append(traced(examination, gateway, args))
    except DeviceError as error:
        raise trouble_of(error, port.device) from None
    finally:
        leave(device, args.keep_prompt)
    about = {"id": examination.found.id, "at": now(), "port": port.device}
    return rows, about, examination.prober.other[-20:]


def sentence(check: str) -> str:
    """What is looked at now."""
    if "check_" + check in WORDS:
        return WORDS.say("looking", what=WORDS.say("check_" + check))
    return WORDS.say(check, seconds=10)


def leave(device: Device, keep: bool) -> None:
    """The bodypack starts again, unless it is to stay at its prompt."""
    try:
        if not keep:
            device.reset()
    except DeviceError:
        pass  # it is gone already
    finally:
        device.close()


def expectation(config: Path | None) -> Callable[[str], Mapping[str, Any]] | None:
    """What a studio's file says of a bodypack; None without one. Raises Trouble."""
    if config is None:
        return None
    registrar = Registrar(config)
    studio = registrar.studio()

    def of(name: str) -> Mapping[str, Any]:
        if name not in studio.bodypacks:
            return {"known": False}
        return {"known": True, "studio": studio.name, "key": registrar.key_id(name)}

    return of


def traced(examination: Examination, gateway: api.Api, args: argparse.Namespace) -> Row:
    """The record, into its file, and what it says."""
    if not examination.found.joined:
        return Row("link", "skipped", "needs_network")
    seconds = min(args.seconds if args.seconds is not None else TRACE_S, LONGEST_S)
    tell(WORDS.say("tracing", seconds=f"{seconds:g}"))

    def begin(ip: str, port: int) -> Callable[[], None]:
        listener = str(gateway.listen(examination.found.id, ip, port)["id"])
        return lambda: gateway.leave(listener)

    try:
        rows = examination.trace(seconds, begin)
    except ProbeError as error:
        return Row("link", "wrong", "probe_failed", {"reason": str(error)})
    save(rows, args.trace)
    return trace.judge(rows)


def save(rows: Sequence[record.Sent], file: Path) -> None:
    """The record, where there is one, into its file. Raises Trouble."""
    if not rows:
        return
    try:
        file.write_text(record.as_csv(rows), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or error
        raise WORDS.trouble("trace_unwritable", exit_code=EXIT_MISSING, file=file, reason=reason) from None
    told = record.figures(rows)
    seconds = f"{rows[-1].send_ms / 1000:.0f}"
    tell(WORDS.say("traced", file=file, sent=told.sent, lost=told.lost_percent, seconds=seconds))
