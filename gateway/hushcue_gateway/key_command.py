"""``hushcue key``: carry a bodypack's device key to it, or replace it; the key itself is never printed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_OK, EXIT_USAGE, Trouble, choose_language, complain

from .config import Config, load
from .keys import kept_keys, key_id, new_key, open_store
from .state_dir import private_file, private_folder
from .words import WORDS

MAX_DOCUMENT_BYTES = 4096
"""What the chip reads of its file."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = WORDS.say("key_description")
    parser.add_argument("id", metavar="ID", help=WORDS.say("key_help_id"))
    parser.add_argument(
        "--config", type=Path, default=Path("gateway.toml"), metavar="FILE", help=WORDS.say("cli_config")
    )
    parser.add_argument("--into", type=Path, metavar="FILE", help=WORDS.say("key_help_into"))
    parser.add_argument("--new", action="store_true", help=WORDS.say("key_help_new"))
    parser.add_argument("--json", action="store_true", help=WORDS.say("key_help_json"))


def run(args: argparse.Namespace) -> int:
    """Do it; the exit code."""
    try:
        config = load(args.config)
        if getattr(args, "language", None) is None:
            choose_language(None if config.language == "auto" else config.language)
        said = provide(config, args.id, args.into, args.new)
        if args.json:
            key = kept_keys(open_store(config.keys, private_folder(config.state_dir), config.studio), [args.id])[
                args.id
            ]
            said = [json.dumps({"id": args.id, "key": key_id(key), "studio": config.studio})]
        for line in said:
            print(line)
    except Trouble as trouble:
        return complain(trouble)
    return EXIT_OK


def provide(config: Config, bodypack: str, into: Path | None, new: bool) -> list[str]:
    """What was done, for people. Raises Trouble."""
    if not any(each.id == bodypack for each in config.bodypacks):
        raise WORDS.trouble("unknown_bodypack", exit_code=EXIT_USAGE, id=bodypack)
    document = None if into is None else _document(into, bodypack)  # before anything is changed
    store = open_store(config.keys, private_folder(config.state_dir), config.studio)
    said = []
    if new:
        key = new_key()
        store.write({bodypack: key})
        said.append(WORDS.say("key_replaced", id=bodypack, name=key_id(key)))
    else:
        key = kept_keys(store, [bodypack])[bodypack]
    if into is not None and document is not None:
        document["key"] = key.hex()
        private_file(into, json.dumps(document, ensure_ascii=False, indent=4) + "\n", "config_unwritable")
        said.append(WORDS.say("key_written", id=bodypack, name=key_id(key), path=into))
    elif not new:
        said.append(WORDS.say("key_named", id=bodypack, name=key_id(key)))
    return said


def _document(path: Path, bodypack: str) -> dict[str, Any]:
    """The bodypack's file, which must be there and be its own. Raises Trouble."""
    try:
        with open(path, "rb") as file:
            document = json.loads(file.read(MAX_DOCUMENT_BYTES))
    except OSError as error:
        facts = {"path": path, "reason": error.strerror or error}
        raise WORDS.trouble("key_no_document", exit_code=EXIT_USAGE, **facts) from None
    except ValueError:
        raise WORDS.trouble("key_not_json", exit_code=EXIT_USAGE, path=path) from None
    if not isinstance(document, dict):
        raise WORDS.trouble("key_not_json", exit_code=EXIT_USAGE, path=path)
    if document.get("id") != bodypack:
        raise WORDS.trouble("key_of_another", exit_code=EXIT_USAGE, path=path, id=bodypack)
    return document
