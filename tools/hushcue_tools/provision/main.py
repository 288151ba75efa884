"""``hushcue provision``: one bodypack or many; at the gateway first, then on the chip; no secret on a screen."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_OK, EXIT_USAGE, Trouble, Troubles

from ..pc_bodypack import judgement
from . import batch, fonts, label
from .asking import Asker, asker, complete, own_address, secret_of
from .delivery import Board, FileOut
from .identity import Identity
from .registrar import Registrar
from .words import WORDS

CONFIG = Path("gateway.toml")
KEY_STAND_IN = "0" * 64
Place = Board | FileOut


@dataclass(frozen=True)
class Done:
    """What became of one bodypack. key: its public number."""

    identity: Identity
    place: str
    key: str
    rotated: bool
    has_firmware: bool

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        name = self.identity.label or ""
        told = {"id": self.identity.id, "studio": self.identity.studio, "name": name}
        return {
            **told,
            "place": self.place,
            "key": self.key,
            "key_replaced": self.rotated,
            "firmware": self.has_firmware,
        }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    say = WORDS.say
    parser.add_argument("--id", metavar="ID", help=say("help_id"))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=say("help_csv", columns=", ".join(batch.COLUMNS)))
    parser.add_argument("--config", type=Path, default=CONFIG, metavar="FILE", help=say("help_config"))
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--port", metavar="PORT", help=say("help_port"))
    where.add_argument("--out", type=Path, metavar="FILE", help=say("help_out"))
    parser.add_argument("--name", metavar="TEXT", help=say("help_name"))
    parser.add_argument("--group", action="append", dest="groups", metavar="GROUP", help=say("help_groups"))
    parser.add_argument("--show", metavar="SHOW", help=say("help_show"))
    parser.add_argument("--board", metavar="BOARD", help=say("help_board"))
    parser.add_argument("--gateway", metavar="HOST", help=say("help_gateway"))
    parser.add_argument("--wifi", metavar="SSID", help=say("help_wifi"))
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument("--wifi-password-env", metavar="NAME", help=say("help_wifi_password_env"))
    secret.add_argument("--wifi-password-file", type=Path, metavar="FILE", help=say("help_wifi_password_file"))
    parser.add_argument("--country", metavar="CC", help=say("help_country"))
    parser.add_argument("--ceiling-db", type=float, metavar="DB", help=say("help_ceiling"))
    parser.add_argument("--new-password", action="store_true", help=say("help_new_password"))
    parser.add_argument("--label", type=Path, metavar="FILE", help=say("help_label"))
    parser.add_argument("--font", type=Path, metavar="FILE", help=say("help_font"))
    parser.add_argument("--json", action="store_true", help=say("help_json"))


def run(args: argparse.Namespace) -> int:
    """0 when every bodypack has its identity. Raises Trouble."""
    if args.csv is not None and args.id is not None:
        raise WORDS.trouble("id_or_csv", exit_code=EXIT_USAGE)
    if args.label is not None:
        check_label(args.label)
    registrar = Registrar(args.config)
    studio = registrar.studio()
    whom = asker()
    lines = wishes(args, whom)
    if studio.broker_mode == "embedded" and not studio.is_heard:
        tell(WORDS.say("not_heard", path=args.config))
    places = place_of(args, whom)
    done: list[Done] = []
    fresh = False
    for given in lines:
        place = places(given)
        if place is None:
            tell(WORDS.say("left_out", id=given["id"]))
            continue
        identity, before = prepared(given, place, registrar, whom)
        if args.label is not None:
            label_font(identity, args.font)
        one, new = provide(identity, before, place, registrar, args.new_password)
        fresh = fresh or new
        done.append(one)
        if not args.json:
            say_done(one)
    if args.label is not None and done:
        write_labels([each.identity for each in done], args.label, args.font)
        tell(WORDS.say("labelled", count=len(done), path=args.label))
    if fresh:
        tell(WORDS.say("restart_gateway"))
    if args.json:
        print(json.dumps({"bodypacks": [each.as_json() for each in done], "restart_gateway": fresh}))
    return EXIT_OK


def tell(text: str) -> None:
    """A line for people."""
    print(text, file=sys.stderr, flush=True)


def wishes(args: argparse.Namespace, whom: Asker) -> list[dict[str, Any]]:
    """What is given of each bodypack: from the table, and for what that leaves empty from the command line."""
    common = {
        "gateway": args.gateway,
        "wifi": args.wifi,
        "wifi_password": secret_of(args.wifi_password_env, args.wifi_password_file),
        "country": args.country,
        "ceiling_db": args.ceiling_db,
        "board": args.board,
        "show": args.show,
        "groups": tuple(args.groups) if args.groups else None,
    }
    if args.csv is None:
        name = args.id or whom.text("ask_id", "--id")
        return [{**common, "id": name, "name": args.name}]
    try:
        found, mistakes = batch.read(batch.decode(args.csv.read_bytes()))
    except (OSError, ValueError) as error:
        raise WORDS.trouble("csv_unread", exit_code=EXIT_USAGE, path=args.csv, reason=error) from None
    if mistakes:
        raise Troubles([mistake_of(args.csv, each) for each in mistakes])
    return [{**common, "name": None, **each.given} for each in found]


def mistake_of(path: Path, mistake: batch.Mistake) -> Trouble:
    """A sentence."""
    what = WORDS.trouble(mistake.code, exit_code=EXIT_USAGE, value=mistake.value)
    return WORDS.trouble("csv_mistake", exit_code=EXIT_USAGE, path=path, line=mistake.line, what=what)


def place_of(args: argparse.Namespace, whom: Asker) -> Callable[[Mapping[str, Any]], Place | None]:
    """Where the next one's config.json goes; None where a person leaves it out."""
    if args.out is not None:
        many = args.csv is not None
        return lambda given: FileOut(args.out / f"{given['id']}.json" if many else args.out)
    from ..device import choose_port, open_device

    there = whom.there
    if args.csv is not None and not there:
        raise WORDS.trouble("csv_needs_out", exit_code=EXIT_USAGE)

    def board(given: Mapping[str, Any]) -> Place | None:
        if args.csv is not None:
            name = given.get("name") or given["id"]
            if whom.line(WORDS.say("connect_next", id=given["id"], name=name) + WORDS.say("colon")).lower() == "s":
                return None
        port = choose_port(args.port, ask=whom.line if there else None, say=tell)
        return Board(open_device(port.device))

    return board


def prepared(
    given: Mapping[str, Any], place: Place, registrar: Registrar, whom: Asker
) -> tuple[Identity, dict[str, Any]]:
    """Who it is to be, and what was there before. Nothing is changed yet; what a chip would refuse is refused here."""
    before = place.before()
    identity = complete(given, registrar.studio(), before, whom, own_address)
    trial = {**identity.document("stand-in", before), "key": KEY_STAND_IN}
    fault = judgement.fault_in(trial)
    if fault is not None:
        raise WORDS.trouble("bad_setting", exit_code=EXIT_USAGE, id=identity.id, reason=fault[1])
    return identity, before


def provide(
    identity: Identity, before: Mapping[str, Any], place: Place, registrar: Registrar, new_password: bool
) -> tuple[Done, bool]:
    """(what was done, whether a gateway that runs has to be started anew). The file first: a key for nobody would be
    refused."""
    rotated = before.get("id") == identity.id and bool(before.get("key"))
    passwords, fresh = registrar.register([identity], new_password)
    document = identity.document(passwords[identity.id], before)
    data, key = registrar.with_new_key(identity.id, document)
    place.write(data)
    done = Done(identity, place.place, key, rotated, place.has_firmware())
    place.restart()
    return done, fresh


def say_done(done: Done) -> None:
    """For people."""
    print(WORDS.say("done", id=done.identity.id, place=done.place, key=done.key), flush=True)
    if done.rotated:
        tell(WORDS.say("old_key_void", id=done.identity.id))
    if not done.has_firmware:
        tell(WORDS.say("no_firmware_yet", place=done.place))


def check_label(path: Path) -> None:
    """Before anything is changed. Raises Trouble."""
    try:
        import PIL  # noqa: F401 - whether it is there
    except ModuleNotFoundError:
        raise WORDS.trouble("no_pillow", exit_code=EXIT_MISSING) from None
    if path.suffix.lower() not in label.ENDINGS:
        raise WORDS.trouble("label_ending", exit_code=EXIT_USAGE, path=path)


def label_font(identity: Identity, font: Path | None) -> None:
    """Whether the label can be written at all. Raises Trouble."""
    text = (identity.label or "") + identity.id + identity.studio
    try:
        found = fonts.find(text, font)
    except OSError as error:
        raise WORDS.trouble("font_unread", exit_code=EXIT_USAGE, path=font, reason=error) from None
    if found is None:
        needed = fonts.WANTED.get(sys.platform, fonts.WANTED["linux"])
        raise WORDS.trouble("label_no_font", exit_code=EXIT_MISSING, text=identity.label or identity.id, font=needed)


def write_labels(identities: Sequence[Identity], path: Path, font: Path | None) -> None:
    """All of them in one file. Raises Trouble."""
    try:
        label.save([label.Label(each.studio, each.id, each.label or "") for each in identities], path, font)
    except OSError as error:
        raise WORDS.trouble("label_unwritable", exit_code=EXIT_MISSING, path=path, reason=error) from None
