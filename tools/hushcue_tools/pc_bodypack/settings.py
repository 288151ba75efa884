"""The settings of a PC bodypack: config.json, the command line, or both; checked by the firmware's own table."""

import argparse
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_USAGE

from ..firmware import use
from .words import WORDS

MAX_CONFIG_BYTES = 4096
NO_WIFI = {"ssid": "none", "password": ""}
"""The chip's table asks for a network; a PC has one already."""


@dataclass(frozen=True)
class Settings:
    """What runs. ``port`` 0: the kernel chooses. ``wav`` None: no recording. ``device``: of sounddevice."""

    id: str
    studio: str
    label: str
    broker_host: str
    broker_port: int
    password: str = field(repr=False)
    key: bytes = field(repr=False)
    port: int = 0
    ceiling_db: float = -6.0
    descriptors: int = 4
    wav: Path | None = None
    device: str | int | None = None
    audible: bool = True
    config: Path | None = None
    """beside which a lower ceiling is kept; None: until the program ends"""
    seconds: float | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``hushcue bodypack``."""
    say = WORDS.say
    parser.add_argument("--config", type=Path, metavar="FILE", help=say("help_config"))
    parser.add_argument("--id", help=say("help_id"))
    parser.add_argument("--studio", help=say("help_studio"))
    parser.add_argument("--label", help=say("help_label"))
    parser.add_argument("--broker", metavar="HOST:PORT", help=say("help_broker"))
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument("--password-env", metavar="NAME", help=say("help_password_env"))
    secret.add_argument("--password-file", type=Path, metavar="FILE", help=say("help_password_file"))
    device_key = parser.add_mutually_exclusive_group()
    device_key.add_argument("--key-env", metavar="NAME", help=say("help_key_env"))
    device_key.add_argument("--key-file", type=Path, metavar="FILE", help=say("help_key_file"))
    parser.add_argument("--port", type=int, metavar="N", help=say("help_port"))
    parser.add_argument("--ceiling-db", type=float, metavar="DB", help=say("help_ceiling"))
    parser.add_argument("--descriptors", type=int, metavar="N", help=say("help_descriptors"))
    parser.add_argument("--wav", type=Path, metavar="FILE", help=say("help_wav"))
    parser.add_argument("--device", metavar="NAME", help=say("help_device"))
    parser.add_argument("--seconds", type=float, metavar="N", help=say("help_seconds"))
    parser.add_argument("--ack-key", action="store_true", help=say("help_ack_key"))
    parser.add_argument("--until-stdin-closes", action="store_true", help=say("help_stdin"))


def read(args: argparse.Namespace) -> Settings:
    """Check everything. Raises Trouble."""
    use()
    from hushcue_bodypack import config

    document = _document(args)
    port = document.get("audio", {}).pop("port", None)
    if args.port is not None:
        port = args.port
    if port not in (0, None):
        document.setdefault("audio", {})["port"] = port
    try:
        checked = config.read(json.dumps(document).encode())
    except config.ConfigError as error:
        raise WORDS.trouble("bad_setting", exit_code=EXIT_USAGE, reason=error) from None
    if args.seconds is not None and not 0 < args.seconds < 1e7:
        raise WORDS.trouble("bad_seconds", exit_code=EXIT_USAGE, value=args.seconds)
    device: str | int | None = args.device or None  # "": the default one
    if isinstance(device, str) and device.isdigit():
        device = int(device)
    return Settings(
        id=checked["id"],
        studio=checked["studio"],
        label=checked["label"],
        broker_host=checked["broker.host"],
        broker_port=checked["broker.port"],
        password=checked["broker.password"],
        key=bytes.fromhex(checked["key"]),
        port=port or 0,
        ceiling_db=_ceiling_db(args.config, checked["key"], float(checked["audio.ceiling_db"])),
        descriptors=checked["audio.descriptors"],
        wav=args.wav,
        device=device,
        audible=args.wav is None or args.device is not None,
        config=args.config,
        seconds=args.seconds,
    )


def _ceiling_db(config: Path | None, key: str, config_db: float) -> float:
    """The one that was kept, where it is lower."""
    from .kept_ceiling import kept

    return config_db if config is None else kept(config, key, config_db)


def _document(args: argparse.Namespace) -> dict[str, Any]:
    """The config file's document with the command line laid over it."""
    document = _file(args.config) if args.config is not None else {}
    document.setdefault("wifi", dict(NO_WIFI))
    for name in ("id", "studio", "label"):
        if getattr(args, name) is not None:
            document[name] = getattr(args, name)
    broker = document.setdefault("broker", {})
    sound = document.setdefault("audio", {})
    for section in ("wifi", "broker", "audio"):
        if not isinstance(document[section], dict):
            raise WORDS.trouble("bad_section", exit_code=EXIT_USAGE, key=section)
    if args.broker is not None:
        host, _, port = args.broker.rpartition(":")
        if not host or not port.isdigit():
            raise WORDS.trouble("bad_broker", exit_code=EXIT_USAGE, value=args.broker)
        broker["host"], broker["port"] = host, int(port)
    password = _secret(args.password_env, args.password_file)
    if password is not None:
        broker["password"] = password
    key = _secret(args.key_env, args.key_file)
    if key is not None:
        document["key"] = key
    if args.ceiling_db is not None:
        sound["ceiling_db"] = args.ceiling_db
    if args.descriptors is not None:
        sound["descriptors"] = args.descriptors
    return document


def _file(path: Path) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            document = json.loads(file.read(MAX_CONFIG_BYTES))
    except OSError as error:
        raise WORDS.trouble("no_config", exit_code=EXIT_USAGE, path=path, reason=error.strerror or error) from None
    except ValueError:
        raise WORDS.trouble("not_json", exit_code=EXIT_USAGE, path=path) from None
    if not isinstance(document, dict):
        raise WORDS.trouble("not_json", exit_code=EXIT_USAGE, path=path)
    return document


def _secret(variable: str | None, file: Path | None) -> str | None:
    """What an environment variable or the first line of a file says; None where neither is named. Raises Trouble."""
    if variable is not None:
        if variable not in os.environ:
            raise WORDS.trouble("no_secret_env", exit_code=EXIT_USAGE, name=variable)
        return os.environ[variable]
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise WORDS.trouble("no_secret_file", exit_code=EXIT_USAGE, path=file, reason=error) from None
        return lines[0].strip() if lines else ""
    return None
