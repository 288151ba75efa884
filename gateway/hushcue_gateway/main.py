"""``hushcue gateway``: the command line, the signals, the exit code."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hushcue_words import EXIT_BUG, EXIT_OK, EXIT_USAGE, Trouble, choose_language, complain

from .bodypacks.words import WORDS as BODYPACK_WORDS
from .broker.words import WORDS as BROKER_WORDS
from .capture.words import WORDS as CAPTURE_WORDS
from .config import Config, load
from .config_template import write_start_config
from .links.words import WORDS as LINK_WORDS
from .logs import LEVELS, Log, capture_libraries
from .notices import NOTICES, REFUSALS, WHY
from .people import WELCOME_HOURS
from .people.words import WORDS as PEOPLE_WORDS
from .phone_words import WORDS as PHONE_WORDS
from .remote.words import WORDS as REMOTE_WORDS
from .showdata.words import WORDS as SHOWDATA_WORDS
from .state_dir import TOKEN_FILE
from .store.words import WORDS as STORE_WORDS
from .talk_words import WORDS as TALK_WORDS
from .traces.words import WORDS as TRACE_WORDS
from .updates.words import WORDS as UPDATE_WORDS
from .voice.words import WORDS as VOICE_WORDS
from .witness.words import WORDS as WITNESS_WORDS
from .words import WORDS

if TYPE_CHECKING:
    from .control import Control
    from .web.server import Server

LATER_WORDS = (LINK_WORDS, SHOWDATA_WORDS, TRACE_WORDS, UPDATE_WORDS, VOICE_WORDS, WITNESS_WORDS)
MORE_WORDS = (BODYPACK_WORDS, PHONE_WORDS, REMOTE_WORDS, STORE_WORDS, *LATER_WORDS)
SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")
CATALOGUES = (WORDS, BROKER_WORDS, NOTICES, REFUSALS, WHY, CAPTURE_WORDS, PEOPLE_WORDS, TALK_WORDS, *MORE_WORDS)
"""Of everything that the log says."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = WORDS.say("cli_description")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--config", type=Path, metavar="FILE", help=WORDS.say("cli_config"))
    what.add_argument("--new-config", type=Path, metavar="FILE", help=WORDS.say("cli_new_config"))
    parser.add_argument("--check", action="store_true", help=WORDS.say("cli_check"))
    parser.add_argument("--language", choices=("auto", "en", "zh"), help=WORDS.say("cli_language"))
    parser.add_argument("--json-ready", action="store_true", help=WORDS.say("cli_json_ready"))
    parser.add_argument("--log-json", action="store_true", help=WORDS.say("cli_log_json"))
    parser.add_argument("--log-level", choices=LEVELS, default="info", help=WORDS.say("cli_log_level"))


def run(args: argparse.Namespace) -> int:
    """Do it; the exit code: 0 good, 1 our mistake, 2 command line or configuration, 3 something outside is missing."""
    if args.language is not None:
        choose_language(args.language)
    try:
        if args.new_config is not None:
            write_start_config(args.new_config)
            print(WORDS.say("config_written", path=args.new_config))
            return EXIT_OK
        if args.config is None:
            raise WORDS.trouble("cli_nothing", exit_code=EXIT_USAGE)
        config = load(args.config)
        if args.language is None:
            choose_language(None if config.language == "auto" else config.language)
        if args.check:
            facts = {"sources": len(config.sources), "bodypacks": len(config.bodypacks)}
            print(WORDS.say("config_good", path=args.config, studio=config.studio, **facts))
            return EXIT_OK
        log = Log(CATALOGUES, as_json=args.log_json, level=args.log_level)
        with capture_libraries(log):
            return asyncio.run(serve(config, log, _print_ready if args.json_ready else None))
    except Trouble as trouble:
        return complain(trouble)
    except KeyboardInterrupt:
        return EXIT_OK
    except Exception:
        traceback.print_exc()
        return EXIT_BUG


async def serve(config: Config, log: Log, tell_ready: Callable[[dict[str, object]], None] | None) -> int:
    """Run the gateway until a signal comes. Raises Trouble when it cannot start."""
    # Imported here, so that --help and --check need not wait for everything a gateway is made of.
    from .control import Control
    from .web.server import Server

    loop = asyncio.get_running_loop()
    ended: asyncio.Future[str] = loop.create_future()

    def end(number: int) -> None:
        if not ended.done():
            ended.set_result(signal.Signals(number).name)

    # signal.signal works on Windows too, where a loop has no add_signal_handler.
    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {
        number: signal.signal(number, lambda number, _frame: loop.call_soon_threadsafe(end, number))
        for number in numbers
    }
    control = Control(config, log)
    server = Server(control)
    try:
        control.unlock()
        server.bind()  # a port that is taken is known before anything else is started
        # A few seconds, and never cut short: half-started parts would be left behind.
        for result in await asyncio.gather(control.start(), asyncio.to_thread(server.prepare), return_exceptions=True):
            if isinstance(result, BaseException):
                raise result
        await server.start()
        if not ended.done():
            links = await welcome_links(control, server)
            first = links[0] if links else None
            ready = {**control.readiness(), "http": server.url, "https": server.https_url, "welcome": first}
            known = len(control.parts.bodypacks.roster.views())
            log.info("ready", http=ready["http"], broker=control.parts.mqtt.address, bodypacks=known)
            if config.http.token is None:
                log.info("token_kept", path=config.state_dir / TOKEN_FILE)
            if tell_ready is not None:
                tell_ready(ready)
            elif links:
                _print_welcome(links)
        log.info("stopping", reason=await ended)
    finally:
        await server.stop()
        await control.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
    log.info("stopped")
    return EXIT_OK


async def welcome_links(control: Control, server: Server) -> list[str]:
    """Where the first owner comes in, on this machine and from others; empty when there is an owner. The log never
    shows them."""
    from .web.accounts import invitation_url

    secret = await control.parts.people.welcome()
    if secret is None:
        return []
    return [invitation_url(base, secret) for base in (server.url, server.https_url) if base]


def _print_welcome(links: list[str]) -> None:
    for sentence in PEOPLE_WORDS.both("welcome_link", hours=WELCOME_HOURS).values():
        print(sentence)
    print(*(f"  {link}" for link in links), sep="\n", flush=True)


def _print_ready(ready: dict[str, object]) -> None:
    print(json.dumps(ready), flush=True)


def main() -> int:
    """``python -m hushcue_gateway``."""
    parser = argparse.ArgumentParser(prog="hushcue gateway")
    add_arguments(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
