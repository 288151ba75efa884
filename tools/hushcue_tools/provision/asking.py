"""What a person is asked, and what is taken where nobody is there."""

import getpass
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_USAGE

from .delivery import section
from .identity import BROKER_PORT, CEILING_DB, COUNTRY, Identity
from .studio_file import Studio
from .words import WORDS

ELSEWHERE = ("192.0.2.1", 9)
"""RFC 5737: an address that is nobody's. Connecting a UDP socket to it sends nothing."""


class Asker:
    """``ask`` and ``ask_secret`` put a question; None where nobody answers."""

    def __init__(self, ask: Callable[[str], str] | None, ask_secret: Callable[[str], str] | None):
        self._ask = ask
        self._ask_secret = ask_secret

    @property
    def there(self) -> bool:
        """Whether anybody is."""
        return self._ask is not None

    def line(self, question: str) -> str:
        """Whatever is answered; "" where nobody is there."""
        return "" if self._ask is None else self._ask(question).strip()

    def text(self, code: str, option: str, default: str | None = None) -> str:
        """An answer, the default for an empty one. Raises Trouble where there is neither."""
        if self._ask is None:
            if default:
                return default
            raise WORDS.trouble("say_it", exit_code=EXIT_USAGE, what=WORDS.say(code), option=option)
        question = WORDS.say(code) + (f" [{default}]" if default else "") + WORDS.say("colon")
        while True:
            answer = self._ask(question).strip() or (default or "")
            if answer:
                return answer

    def secret(self, code: str, option: str, default: str | None) -> str:
        """An answer that is not shown; an empty one is the default, or no password."""
        if self._ask_secret is None:
            if default is not None:
                return default
            raise WORDS.trouble("say_it", exit_code=EXIT_USAGE, what=WORDS.say(code), option=option)
        kept = f" [{WORDS.say('as_before')}]" if default is not None else ""
        return self._ask_secret(WORDS.say(code) + kept + WORDS.say("colon")) or (default or "")


def asker() -> Asker:
    """Whoever sits at this terminal, if anybody does."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return Asker(None, None)
    return Asker(_ask, getpass.getpass)


def _ask(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line.strip()


def own_address() -> str:
    """The address of this machine that others see, "" without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(ELSEWHERE)
            return str(sock.getsockname()[0])
        except OSError:
            return ""


def secret_of(variable: str | None, file: Path | None) -> str | None:
    """What an environment variable or a file's first line says, None where neither is named. Raises Trouble."""
    if variable is not None:
        if variable not in os.environ:
            raise WORDS.trouble("no_such_env", exit_code=EXIT_USAGE, name=variable)
        return os.environ[variable]
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise WORDS.trouble("no_secret_file", exit_code=EXIT_USAGE, path=file, reason=error) from None
        return lines[0] if lines else ""
    return None


def complete(
    given: Mapping[str, Any], studio: Studio, before: Mapping[str, Any], asker: Asker, address: Callable[[], str]
) -> Identity:
    """Everything that is needed: what was given, what the chip held and the studio's file says, and what a person
    answers. ``address``: of this machine. Raises Trouble."""
    name = str(given["id"])
    member = studio.bodypacks.get(name)
    wifi, broker, sound = (section(before, part) for part in ("wifi", "broker", "audio"))
    own = {} if before.get("id") not in (None, name) else before  # another's name is nobody's business
    ssid = given.get("wifi") or asker.text("ask_wifi", "--wifi", wifi.get("ssid"))
    password = given.get("wifi_password")
    if password is None:
        kept = wifi.get("password") if ssid == wifi.get("ssid") else None
        password = asker.secret("ask_wifi_password", "--wifi-password-env", kept if isinstance(kept, str) else None)
    external = studio.broker_host if studio.broker_mode != "embedded" else ""
    gateway = given.get("gateway")
    if gateway is None:
        gateway = asker.text("ask_gateway", "--gateway", external or broker.get("host") or address())
    label = given.get("name")
    if label is None and member is None:
        label = own.get("label") or None
    ceiling = given.get("ceiling_db")
    if ceiling is None:
        ceiling = sound.get("ceiling_db", CEILING_DB)
    return Identity(
        id=name,
        studio=studio.name,
        ssid=ssid,
        wifi_password=password,
        gateway=gateway,
        broker_port=studio.broker_port or int(broker.get("port", BROKER_PORT)),
        country=str(given.get("country") or wifi.get("country") or COUNTRY),
        ceiling_db=ceiling,
        board=str(given.get("board") or ""),
        label=label if label is not None or member is None else member.label,
        groups=given.get("groups"),
        show=given.get("show"),
    )
