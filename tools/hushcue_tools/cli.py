"""``hushcue``: one command line for every program of the project.

A subcommand is a module with ``add_arguments(parser)`` and ``run(args) -> int``; it is imported only when it is asked
for, so that ``--help`` needs no library. What a person has to put right arrives as Trouble and leaves as one line in
their language and an exit code.
"""

import argparse
import difflib
import importlib
import os
import re
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO

from hushcue_wire import __version__
from hushcue_words import EXIT_MISSING, EXIT_USAGE, LANGUAGES, Trouble, choose_language, complain

from .words import WORDS

COMMANDS = {
    "gateway": "hushcue_gateway.main",
    "key": "hushcue_gateway.key_command",
    "account": "hushcue_gateway.account_command",
    "demo": "hushcue_tools.demo.main",
    "bodypack": "hushcue_tools.pc_bodypack.main",
    "firmware": "hushcue_tools.firmware_build",
    "flash": "hushcue_tools.flash.main",
    "provision": "hushcue_tools.provision.main",
    "diagnose": "hushcue_tools.diagnose.main",
    "monitor": "hushcue_tools.monitor.main",
    "update": "hushcue_tools.update.main",
    "data": "hushcue_tools.data.main",
    "bench": "hushcue_tools.bench.main",
}
"""Subcommand -> module. Its line of help is ``help_NAME`` of the catalogue."""

LIBRARIES = frozenset(
    {
        "argon2",
        "cryptography",
        "fastapi",
        "ifaddr",
        "limits",
        "numpy",
        "paho",
        "prometheus_client",
        "pylibsrtp",
        "rich",
        "sounddevice",
        "soundfile",
        "soxr",
        "sqlalchemy",
        "unicorn",
        "uvicorn",
        "websockets",
    }
)
FLASH_LIBRARIES = frozenset({"PIL", "esp_pylib", "esptool", "mpremote", "serial", "tomlkit"})
"""What the extra "flash" brings."""
EXIT_INTERRUPTED = 130

# What argparse says, and how we say it.
ARGPARSE_SAYS = (
    (r"the following arguments are required: (?P<names>.+)", "use_required"),
    (r"unrecognized arguments: (?P<names>.+)", "use_unrecognized"),
    (r"argument (?P<name>\S+): invalid (?:int|float) value: (?P<value>.+)", "use_not_a_number"),
    (r"argument (?P<name>\S+): expected one argument", "use_one_value"),
    (r"argument (?P<name>\S+): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)", "use_choice"),
    (r"argument (?P<name>\S+): not allowed with argument (?P<other>\S+)", "use_exclusive"),
)


class Help(argparse.HelpFormatter):
    """argparse's layout with our word for "usage"."""

    def add_usage(self, usage, actions, groups, prefix=None) -> None:  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, WORDS.say("usage") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Mistakes become Trouble, headings speak the language in force."""

    def __init__(self, prog: str, description: str):
        # resolve: where a subcommand says more about an option of ours, the later one counts
        super().__init__(
            prog=prog,
            description=description,
            formatter_class=Help,
            add_help=False,
            allow_abbrev=False,
            conflict_handler="resolve",
        )
        self._positionals.title = WORDS.say("arguments")
        self._optionals.title = WORDS.say("options")
        self.add_argument("-h", "--help", action="help", help=WORDS.say("help_help"))
        self.add_argument("--language", choices=LANGUAGES, help=WORDS.say("help_language"))

    def error(self, message: str) -> NoReturn:
        raise WORDS.trouble("bad_use", exit_code=EXIT_USAGE, reason=reworded(message), program=self.prog)


def reworded(message: str) -> str:
    """A sentence of argparse in the language in force; one we do not know stays as it is."""
    for pattern, code in ARGPARSE_SAYS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return WORDS.say(code, **match.groupdict())
    return message


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        speak_safely(stream)
    choose_language(wanted_language(words))
    try:
        return dispatch(words)
    except Trouble as trouble:
        return complain(trouble)
    except SystemExit as leaving:  # argparse after --help and --version
        return int(leaving.code or 0)
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name in FLASH_LIBRARIES:
            return complain(WORDS.trouble("no_flash_library", exit_code=EXIT_MISSING, name=name))
        if name not in LIBRARIES:
            raise
        return complain(WORDS.trouble("no_library", exit_code=EXIT_MISSING, name=name))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # whoever read our output has left; let the interpreter's last flush go nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_INTERRUPTED


def dispatch(words: list[str]) -> int:
    """Find the subcommand, load it, run it. Raises Trouble, SystemExit."""
    parser = Parser("hushcue", WORDS.say("about"))
    parser.add_argument("--version", action="version", version=f"hushcue {__version__}", help=WORDS.say("help_version"))
    parser.epilog = WORDS.say("more")
    group = parser.add_argument_group(WORDS.say("commands"))
    for name in COMMANDS:
        group.add_argument(name, nargs="?", default=None, help=WORDS.say("help_" + name), metavar=name)
    place = next((at for at, word in enumerate(words) if is_command(words, at)), len(words))
    if place == len(words):
        parser.usage = "hushcue [--language {en,zh}] COMMAND ..."
        parser.parse_args(words)
        raise WORDS.trouble("no_command", commands=", ".join(COMMANDS))
    name = words[place]
    if name not in COMMANDS:
        raise unknown(name)
    command = importlib.import_module(COMMANDS[name])
    own = Parser(f"hushcue {name}", WORDS.say("help_" + name))
    command.add_arguments(own)
    return int(command.run(own.parse_args(words[:place] + words[place + 1 :])))


def is_command(words: Sequence[str], at: int) -> bool:
    """The first word that is neither an option nor the value of --language."""
    return not words[at].startswith("-") and not (at and words[at - 1] == "--language")


def unknown(name: str) -> Trouble:
    """There is no such command; perhaps another was meant."""
    near = difflib.get_close_matches(name, COMMANDS, 1, 0.5)
    if near:
        return WORDS.trouble("unknown_command_near", name=name, near=near[0])
    return WORDS.trouble("unknown_command", name=name, commands=", ".join(COMMANDS))


def wanted_language(words: Sequence[str]) -> str | None:
    """What --language says, before anything is parsed: the help itself speaks it. None where it says nothing valid."""
    for at, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--language=") else None
        if word == "--language":
            value = words[at + 1] if at + 1 < len(words) else None
        if value in LANGUAGES:
            return value
    return None


def speak_safely(stream: TextIO) -> None:
    """A terminal that cannot show a character gets its code point instead of an exception."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
