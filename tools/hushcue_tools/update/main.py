"""``hushcue update``: build a bundle, or have the gateway bring what is installed to the bodypacks, and watch it."""

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_USAGE, language

from .. import firmware_build
from ..flash.bundle import build
from ..words import WORDS as COMMAND_WORDS
from .gateway import Gateway, find
from .words import WORDS

WHAT = ("bundle", "status", "start", "pause", "resume", "stop", "undo")
LOOK_S = 1.0
FAILED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, for whom, where."""
    parser.add_argument("what", choices=WHAT, help=WORDS.say("help_what"))
    parser.add_argument("hosts", nargs="*", metavar="ID", help=WORDS.say("help_hosts"))
    parser.add_argument("--config", type=Path, metavar="FILE", help=WORDS.say("help_config"))
    parser.add_argument("--gateway", default="", metavar="URL", help=WORDS.say("help_gateway"))
    parser.add_argument("--token", default=os.environ.get("HUSHCUE_TOKEN", ""), help=WORDS.say("help_token"))
    parser.add_argument("--ca", type=Path, metavar="FILE", help=WORDS.say("help_ca"))
    parser.add_argument("--canary", metavar="ID", help=WORDS.say("help_canary"))
    parser.add_argument("--at-once", type=int, metavar="N", help=WORDS.say("help_at_once"))
    parser.add_argument("--older", action="store_true", help=WORDS.say("help_older"))
    parser.add_argument("--watch", action="store_true", help=WORDS.say("help_watch"))
    parser.add_argument("--json", action="store_true", help=WORDS.say("help_json"))
    firmware_build.add_arguments(parser)
    for action in parser._actions:  # a bundle alone needs them
        if action.dest in ("board", "out"):
            action.required = False


def run(args: argparse.Namespace) -> int:
    """Do it. Raises Trouble. 1 where a roll-out that was watched stopped."""
    if args.what == "bundle":
        return bundle(args)
    gateway = find(args.gateway, args.token, args.config, args.ca)
    if args.what == "start":
        order = {"hosts": args.hosts, "canary": args.canary, "at_once": args.at_once, "older": args.older}
        gateway.ask("POST", "", order)
    elif args.what != "status":
        gateway.ask("POST", args.what, {})
    found = gateway.ask("GET")
    show(found, args.json)
    return watch(gateway, found, args.json) if args.watch else 0


def bundle(args: argparse.Namespace) -> int:
    """The firmware of one board."""
    if args.board is None or args.out is None:
        raise WORDS.trouble("bundle_needs", exit_code=EXIT_USAGE)
    machine = args.chip or firmware_build.MACHINES.get(args.board)
    if machine is None:
        raise COMMAND_WORDS.trouble("which_chip", board=args.board)
    made = build(args.board, machine)
    args.out.mkdir(parents=True, exist_ok=True)
    made.write(args.out)
    facts = {"count": len(made.files), "size": made.bytes, "folder": str(args.out)}
    facts |= {"board": made.board, "machine": made.machine, "digest": made.digest}
    print(json.dumps(facts) if args.json else WORDS.say("bundle_made", **facts))
    return 0


def show(found: dict[str, Any], as_json: bool) -> None:
    """Where everything is."""
    if as_json:
        print(json.dumps(found, ensure_ascii=False), flush=True)
        return
    for line in lines_of(found):
        print(line, flush=True)


def lines_of(found: dict[str, Any]) -> list[str]:
    """For people."""
    rollout = found["rollout"]
    if rollout is None:
        head = [WORDS.say("nothing", version=found["package"])]
        packs = found["bodypacks"].items()
        return head + [WORDS.say("runs", id=host, version=pack["version"] or "-") for host, pack in packs]
    head = [WORDS.say(f"state_{rollout['state']}", version=rollout["version"])]
    return head + [str(row[language()]) for row in rollout["hosts"].values() if language() in row]


def watch(gateway: Gateway, found: dict[str, Any], as_json: bool) -> int:
    """Say what is new until nothing more comes."""
    told = set(lines_of(found))
    while found["rollout"] is not None and found["rollout"]["state"] == "running":
        time.sleep(LOOK_S)
        found = gateway.ask("GET")
        if as_json:
            show(found, True)
        for line in lines_of(found) if not as_json else ():
            if line not in told:
                print(line, flush=True)
        told = set(lines_of(found))
    stopped = found["rollout"] is not None and found["rollout"]["state"] == "stopped"
    return FAILED if stopped else 0
