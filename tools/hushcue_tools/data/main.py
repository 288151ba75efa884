"""``hushcue data``: demo, stop, replay FILE, send FILE, watch FOLDER, tiktok @NAME."""

import argparse
import asyncio
import contextlib
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from hushcue_words import EXIT_MISSING, EXIT_USAGE

from .feed import Feed
from .outbox import Outbox
from .place import Place, find
from .rows import NotARow, document_of, text_of
from .sending import Sending
from .tail import Folder, added
from .tiktok import TikTok
from .timeline import HIGH, LOW, Due, played
from .words import WORDS

WHAT = ("demo", "stop", "replay", "send", "watch", "tiktok")
FROM = {"replay": "FILE", "send": "FILE", "watch": "FOLDER", "tiktok": "@NAME"}
SPEED = {"demo": 10.0, "replay": 1.0}
DEMO = "demo-file"
"""Who tells what was recorded: it is not what happens now."""
REFUSED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, from where, for which show."""
    parser.add_argument("what", choices=WHAT, help=WORDS.say("help_what"))
    parser.add_argument("source", nargs="?", metavar="FROM", help=WORDS.say("help_from"))
    parser.add_argument("--show", default="", help=WORDS.say("help_show"))
    parser.add_argument("--config", type=Path, metavar="FILE", help=WORDS.say("help_config"))
    parser.add_argument("--gateway", default="", metavar="URL", help=WORDS.say("help_gateway"))
    parser.add_argument("--token", default=os.environ.get("HUSHCUE_TOKEN", ""), help=WORDS.say("help_token"))
    parser.add_argument("--ca", type=Path, metavar="FILE", help=WORDS.say("help_ca"))
    parser.add_argument("--speed", type=float, metavar="N", help=WORDS.say("help_speed"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=WORDS.say("help_seed"))
    parser.add_argument("--minutes", type=int, default=120, metavar="N", help=WORDS.say("help_minutes"))
    parser.add_argument("--live", action="store_true", help=WORDS.say("help_live"))
    parser.add_argument("--sign-key", default=os.environ.get("EULER_API_KEY", ""), help=WORDS.say("help_sign_key"))


def run(args: argparse.Namespace) -> int:
    """Do it. Raises Trouble. 1 where something was refused."""
    like = FROM.get(args.what)
    if (like is None) != (args.source is None):
        if like is None:
            raise WORDS.trouble("needs_nothing", exit_code=EXIT_USAGE, what=args.what)
        raise WORDS.trouble("needs_from", exit_code=EXIT_USAGE, what=args.what, like=like)
    speed = SPEED.get(args.what, LOW) if args.speed is None else args.speed
    if not LOW <= speed <= HIGH:
        raise WORDS.trouble("bad_speed", exit_code=EXIT_USAGE, low=f"{LOW:g}", high=f"{HIGH:g}")
    place = find(args.gateway, args.token, args.show, args.config, args.ca)
    if args.what == "demo":
        place.ask("POST", "replay", {"kind": "demo", "seed": args.seed, "speed": speed, "minutes": args.minutes})
        say("playing", {"speed": f"{speed:g}"})
        return 0
    if args.what == "stop":
        place.ask("DELETE", "replay")
        say("stopped", {})
        return 0
    if args.what == "send":
        return send(place, args.source)
    if args.what == "replay":
        return asyncio.run(replay(place, args.source, speed, "" if args.live else DEMO))
    if args.what == "watch":
        return asyncio.run(watch(place, Path(args.source)))
    return asyncio.run(tiktok(place, args.source.removeprefix("@"), args.sign_key))


def say(code: str, facts: Mapping[str, object]) -> None:
    """A line for people."""
    print(WORDS.say(code, **facts), flush=True)


def send(place: Place, path: str) -> int:
    """All of a file at once."""
    with opened(path) as file:
        sending = Sending(place, say, time.sleep)
        for line in file:
            sending.put(line)
        sending.finish()
    return told(sending.accepted, sending.doubled, sending.refused)


async def replay(
    place: Place,
    path: str,
    speed: float,
    src: str,
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    now_s: Callable[[], float] = time.monotonic,
) -> int:
    """A file at its own pace."""
    feed = Feed(place, Outbox(secrets.token_hex(6)), say)
    wrong: list[int] = []
    with opened(path) as file:
        await feed.all_of(paced(played(documents(file, path, wrong), speed, src), pause, now_s))
    return told(feed.accepted, feed.doubled, feed.refused + len(wrong))


async def watch(place: Place, folder: Path) -> int:
    """What is added to a folder, until somebody ends it."""
    if not folder.is_dir():
        raise WORDS.trouble("no_folder", exit_code=EXIT_MISSING, path=folder)
    feed = Feed(place, Outbox(secrets.token_hex(6)), say)
    say("watching", {"path": folder})
    await feed.all_of(added(Folder(folder, not_a_row)))
    return 0


async def tiktok(place: Place, name: str, sign_key: str) -> int:
    """A LIVE, until somebody ends it."""
    source = TikTok(name, sign_key, say)
    feed = Feed(place, Outbox(secrets.token_hex(6)), say)
    tasks = {asyncio.create_task(feed.run()), asyncio.create_task(source.run(feed))}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return 0


def told(accepted: int, doubled: int, refused: int) -> int:
    """What became of it; the exit code."""
    say("told", {"accepted": accepted, "doubled": doubled, "refused": refused})
    return REFUSED if refused else 0


def not_a_row(file: str, line: int, reason: str) -> None:
    """A line that is no document."""
    say("not_a_row", {"file": file, "line": line, "reason": reason})


@contextlib.contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A file, or the standard input. Raises Trouble."""
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        file = open(path, "rb")  # noqa: SIM115
    except OSError as error:
        raise WORDS.trouble("no_file", exit_code=EXIT_MISSING, path=path, reason=error.strerror or error) from None
    with file:
        yield file


def documents(file: BinaryIO, name: str, wrong: list[int]) -> Iterator[dict[str, Any]]:
    """Those of a file; lines that are none are said and passed over. wrong: gets their numbers."""
    for number, line in enumerate(file, 1):
        if line.strip():
            try:
                yield document_of(text_of(line))
            except NotARow as error:
                wrong.append(number)
                not_a_row(name, number, error.reason)


async def paced(
    timeline: Iterator[Due], pause: Callable[[float], Awaitable[object]], now_s: Callable[[], float]
) -> AsyncIterator[dict[str, Any]]:
    """Each when it is due."""
    began_s = now_s()
    while (due := await asyncio.to_thread(next, timeline, None)) is not None:  # a pipe may keep us waiting
        early_s = began_s + due.at_s - now_s()
        if early_s > 0:
            await pause(early_s)
        yield due.document
