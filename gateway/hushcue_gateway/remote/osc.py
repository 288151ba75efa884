"""OSC over UDP: datagrams in, wishes done, answers and feedback out.

Whoever has spoken and was understood is sent feedback for LISTENS_S: at first everything, then what changes, and
everything again every WHOLE_S, since datagrams get lost. Nobody else is ever sent a datagram: not one that is not
allowed to speak, and not one whose message was refused for its token.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message import ParseError as MessageError
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket
from pythonosc.osc_packet import ParseError as PacketError
from pythonosc.parsing.osc_types import ParseError as TypeError_

from hushcue_words import EXIT_MISSING, Trouble

from ..config_remote import Osc
from ..core.rights import Action
from ..logs import Log
from ..people.tokens import PREFIX
from ..web.caller import NOBODY, Caller
from ..web.gate import Gate
from .addresses import ROOT, wish_of
from .deck import OSC_ID, Deck
from .feedback import Lights, changed, lights
from .wishes import Malformed
from .words import WORDS

MOST_BYTES = 1024
MOST_ARGUMENTS = 8
MOST_MESSAGES = 16
"""In one bundle."""
LISTENS_S = 300.0
WHOLE_S = 10.0
MAX_LISTENERS = 32

Address = tuple[str, int]


@dataclass
class Listener:
    """Somebody who is sent feedback on one show."""

    caller: Caller
    show: str
    until_s: float
    whole_s: float = 0.0
    told: Lights = field(default_factory=dict)


class OscServer(asyncio.DatagramProtocol):
    """``start``, ``tick`` four times a second, ``stop``. document: the live document of a show."""

    def __init__(
        self,
        settings: Osc,
        deck: Deck,
        gate: Gate,
        token: Callable[[str], Caller],
        shows: Callable[[], Mapping[str, str]],
        document: Callable[[str], Mapping[str, Any]],
        log: Log,
    ):
        self.malformed = self.strangers = self.received = 0
        self.port = 0
        self._settings = settings
        self._deck = deck
        self._gate = gate
        self._token = token
        self._shows = shows
        self._document = document
        self._log = log
        self._allowed = [ipaddress.ip_network(each, strict=False) for each in settings.allow]
        self._listeners: dict[tuple[Address, str], Listener] = {}
        self._transport: asyncio.DatagramTransport | None = None

    async def start(self) -> None:
        """Listen. Raises Trouble where the port is taken."""
        where = f"{self._settings.listen}:{self._settings.port}"
        try:
            self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: self, (self._settings.listen, self._settings.port)
            )
        except OSError as error:
            reason = error.strerror or error
            raise WORDS.trouble("osc_port_taken", exit_code=EXIT_MISSING, address=where, reason=reason) from None
        self.port = self._transport.get_extra_info("sockname")[1]
        self._log.info("osc_listening", address=f"{self._settings.listen}:{self.port}")

    def stop(self) -> None:
        """No more."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None
        self._listeners.clear()

    def tick(self, now_s: float) -> None:
        """Tell what changed."""
        found: dict[tuple[str, str], Lights] = {}
        for place, listener in list(self._listeners.items()):
            if now_s > listener.until_s or not self._gate.may(self._fresh(listener.caller), Action.SEE, listener.show):
                del self._listeners[place]
                continue
            key = listener.show, listener.caller.id
            if key not in found:
                found[key] = lights(self._document(listener.show), listener.caller.id)
            whole = now_s - listener.whole_s >= WHOLE_S
            news = changed({} if whole else listener.told, found[key])
            if whole:
                listener.whole_s = now_s
            listener.told = found[key]
            for path, value in news.items():
                self._send(place[0], f"/{ROOT}/{listener.show}/{path}", value)

    # --- from the network -------------------------------------------------------------------------------------------

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        address = (str(addr[0]), int(addr[1]))
        self.received += 1
        if not self._may_speak(address[0]):
            self.strangers += 1
            self._log.tell("warning", "osc_stranger", {"address": address[0]}, about=address[0])
            return
        try:
            for message in _messages(data):
                self._message(message, address)
        except Malformed as wrong:
            self._refuse(address, wrong)
        except Exception as error:
            self._log.error("our_mistake", where="osc", reason=repr(error))

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there any longer: found out by silence, after LISTENS_S."""

    def _message(self, message: OscMessage, address: Address) -> None:
        arguments = list(message.params)
        path = str(message.address)
        caller = self._caller(arguments)
        answer = self._answer_address(address)
        if caller is NOBODY:
            self._refuse(address, Malformed("token", "is missing or wrong"))
            return
        try:
            wish = wish_of(path, arguments)
            cue = self._deck.do(caller, f"osc {address[0]}", wish) if wish is not None else None
        except Malformed as wrong:
            self._refuse(address, wrong)
            self._send(answer, f"/{ROOT}/error", path, "remote_malformed", str(wrong), str(wrong))
            return
        except Trouble as trouble:
            both = trouble.in_language("en"), trouble.in_language("zh")
            self._send(answer, f"/{ROOT}/error", path, trouble.code, *both)
            return
        if wish is not None:
            self._listen(answer, caller, wish.show)
            self._send(answer, f"/{ROOT}/ok", path, cue or "")

    def _caller(self, arguments: list[object]) -> Caller:
        """Who speaks; the argument that says so is taken away. In an open studio nobody has to say so."""
        first = arguments[0] if arguments and isinstance(arguments[0], str) else ""
        if first.startswith(PREFIX):
            arguments.pop(0)
            return self._token(first)
        settings = self._settings
        if settings.secret is not None:
            if not secrets.compare_digest(first.encode(), settings.secret.encode()):
                return NOBODY
            arguments.pop(0)
        if not settings.role:
            return NOBODY
        return Caller("token", OSC_ID, "OSC", False, dict.fromkeys(self._shows(), settings.role))

    def _fresh(self, caller: Caller) -> Caller:
        return caller if caller.id == OSC_ID else self._gate.fresh(caller)

    def _may_speak(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        return any(address in network for network in self._allowed if network.version == address.version)

    def _refuse(self, address: Address, wrong: Malformed) -> None:
        self.malformed += 1
        facts = {"address": address[0], "place": wrong.place, "reason": wrong.reason}
        self._log.tell("warning", "osc_refused", facts, about=address[0])

    # --- to the network ---------------------------------------------------------------------------------------------

    def _answer_address(self, address: Address) -> Address:
        return address[0], self._settings.reply_port or address[1]

    def _listen(self, address: Address, caller: Caller, show: str) -> None:
        now_s = time.monotonic()
        listener = self._listeners.get((address, show))
        if listener is None or listener.caller.id != caller.id:
            while len(self._listeners) >= MAX_LISTENERS:
                del self._listeners[next(iter(self._listeners))]
            listener = self._listeners[address, show] = Listener(caller, show, 0.0, -WHOLE_S)
        listener.caller, listener.until_s = caller, now_s + LISTENS_S

    def _send(self, address: Address, path: str, *values: object) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        builder = OscMessageBuilder(path)
        for value in values:
            builder.add_arg(value)  # type: ignore[arg-type]
        self._transport.sendto(builder.build().dgram, address)


def _messages(data: bytes) -> list[OscMessage]:
    if len(data) > MOST_BYTES:
        raise Malformed("datagram", f"is longer than {MOST_BYTES} bytes")
    try:
        found = [timed.message for timed in OscPacket(data).messages]
        if len(found) > MOST_MESSAGES or any(len(message.params) > MOST_ARGUMENTS for message in found):
            raise Malformed("datagram", "holds too much")
    except (MessageError, PacketError, TypeError_, ValueError, RecursionError, IndexError, UnicodeError) as error:
        raise Malformed("datagram", "is not OSC") from error
    return found
