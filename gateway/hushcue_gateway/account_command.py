"""``hushcue account``: for when nobody can sign in. Whoever may write the state folder may let people in."""

from __future__ import annotations

import argparse
from pathlib import Path

from sqlalchemy import select

from hushcue_words import EXIT_MISSING, EXIT_OK, EXIT_USAGE, Trouble, choose_language, complain

from .config import Config, load
from .config_people import Https
from .logs import Log
from .people import WELCOME_HOURS, invitations
from .people.clock import now_ms
from .people.passwords import key_of
from .people.words import WORDS
from .store.database import FILE, Database
from .store.models.people import AccountRow
from .words import WORDS as GATEWAY_WORDS

WHAT = ("list", "owner", "reset")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = WORDS.say("account_description")
    parser.add_argument("what", choices=WHAT, metavar="|".join(WHAT), help=WORDS.say("account_help_what"))
    parser.add_argument("name", nargs="?", metavar="NAME", help=WORDS.say("account_help_name"))
    parser.add_argument(
        "--config", type=Path, default=Path("gateway.toml"), metavar="FILE", help=GATEWAY_WORDS.say("cli_config")
    )


def run(args: argparse.Namespace) -> int:
    """Do it; the exit code."""
    try:
        config = load(args.config)
        if getattr(args, "language", None) is None:
            choose_language(None if config.language == "auto" else config.language)
        for line in done(config, args.what, args.name):
            print(line)
    except Trouble as trouble:
        return complain(trouble)
    return EXIT_OK


def done(config: Config, what: str, name: str | None) -> list[str]:
    """What was done, for people. The gateway may be running. Raises Trouble."""
    if what == "reset" and not name:
        raise WORDS.trouble("account_needs_name", exit_code=EXIT_USAGE)
    path = config.state_dir / FILE
    if not path.is_file():
        raise WORDS.trouble("account_no_store", exit_code=EXIT_MISSING, path=path)
    database = Database(config.state_dir, Log((GATEWAY_WORDS,)))
    database.open()
    try:
        if what == "list":
            return _list(database)
        return _link(database, config, _wanted(database, name or "", what))
    finally:
        database.close()


def _list(database: Database) -> list[str]:
    rows = database.read(lambda session: session.scalars(select(AccountRow).order_by(AccountRow.made_at_ms)).all())
    if not rows:
        return [WORDS.say("account_none")]
    owner, off = WORDS.say("account_owner"), WORDS.say("account_off")
    return [
        WORDS.say(
            "account_line",
            id=row.id,
            name=row.name,
            owner=owner if row.owner else "",
            off="" if row.active else off,
        )
        for row in rows
    ]


def _wanted(database: Database, name: str, what: str) -> invitations.Wanted:
    if what == "owner":
        return invitations.Wanted("invite", owner=True)
    key = key_of(name)
    row = database.read(lambda session: session.scalar(select(AccountRow).where(AccountRow.name_key == key)))
    if row is None:
        raise WORDS.trouble("account_unknown", exit_code=EXIT_USAGE, name=name)
    return invitations.Wanted("reset", account=row.id)


def _link(database: Database, config: Config, wanted: invitations.Wanted) -> list[str]:
    from .web.accounts import invitation_url

    now, lasts_ms = now_ms(), WELCOME_HOURS * invitations.HOUR_MS
    _, secret = database.write(lambda session: invitations.make(session, wanted, "hushcue account", now, lasts_ms))
    links = [invitation_url(base, secret) for base in _bases(config)]
    return [WORDS.say("account_link", hours=WELCOME_HOURS), *(f"  {link}" for link in links)]


def _bases(config: Config) -> list[str]:
    """Where the gateway answers, as far as the configuration says; a port that the kernel chooses is not known here."""
    from .tls.addresses import main_address

    http, https = config.http, config.https
    bases = [f"http://{http.host}:{http.port or '...'}"]
    if https.enabled:
        host = config.http.names[0] if config.http.names and https.certificate else https.host
        host = main_address() if host in (Https.host, "::") else host
        bases.append(f"https://{host}:{https.port or '...'}")
    return bases
