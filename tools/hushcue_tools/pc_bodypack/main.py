"""``hushcue bodypack``: everything put together, started, watched and ended."""

import argparse
import asyncio
import contextlib
import gc
import importlib
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any, cast

from hushcue_words import EXIT_MISSING, EXIT_OK

from ..firmware import use
from . import audio, crypto, settings
from .dac import CardDac, VirtualDac
from .mailbox import Mailbox, RemoteSession
from .priority import prefer_this_thread
from .settings import Settings
from .words import WORDS

add_arguments = settings.add_arguments
BOARD = "pc"
CONTROLLER = "hushcue_tools.pc_bodypack.controller"
SWITCH_INTERVAL_S = 0.0005
"""How long a thread may keep the interpreter: the audio thread must not wait for the other's 5 ms."""


def run(args: argparse.Namespace) -> int:
    """Until the time is over, a signal, or standard input closes. Raises Trouble."""
    wanted = settings.read(args)
    use()
    importlib.import_module(CONTROLLER)  # now: loading modules beside a running audio thread would make it late
    stop = Stop(args.until_stdin_closes)
    if args.ack_key or args.until_stdin_closes:
        stop.watch_stdin(args.ack_key)
    stop.watch_signals()
    deadline = None if wanted.seconds is None else time.monotonic() + wanted.seconds
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    prefer_this_thread()  # and with it the audio thread: one that waits for the other's turn would be as late
    dac = open_dac(wanted)
    facts: dict[str, object] = {}
    try:
        while run_once(wanted, dac, stop, deadline, facts):
            wanted = replace(wanted, ceiling_db=cast(float, facts["ceiling_db"]))
            say(WORDS.say("restarting", id=wanted.id))
    finally:
        dac.close({"id": wanted.id, **facts})
    return EXIT_OK


@dataclass
class Stop:
    """Why and when to end, and the presses of the button."""

    at_end_of_stdin: bool
    asked: threading.Event = field(default_factory=threading.Event)
    presses: list[str] = field(default_factory=list)

    def watch_signals(self) -> None:
        """Ctrl-C and termination end in order. Outside of the main thread there is nothing to watch."""
        with contextlib.suppress(ValueError):
            for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), lambda *_: self.asked.set())

    def watch_stdin(self, as_button: bool) -> None:
        """Enter presses the button, when it is one; the end of standard input ends us, when asked for."""

        def read() -> None:
            for line in sys.stdin:
                if as_button:
                    self.presses.append("call" if line.strip().lower() == "c" else "acknowledge")
            if self.at_end_of_stdin:
                self.asked.set()

        threading.Thread(target=read, name="stdin", daemon=True).start()


def say(text: str) -> None:
    """A line for people."""
    print(text, file=sys.stderr, flush=True)


def open_dac(wanted: Settings) -> VirtualDac | CardDac:
    """The DAC the settings ask for. Raises Trouble."""
    if wanted.wav is None:
        return CardDac(wanted.device, wanted.descriptors)
    try:
        return VirtualDac(wanted.wav, wanted.audible, wanted.device, wanted.descriptors)
    except OSError as error:
        facts = {"path": wanted.wav, "reason": error.strerror or error}
        raise WORDS.trouble("wav_unwritable", exit_code=EXIT_MISSING, **facts) from None


def run_once(wanted: Settings, dac: Any, stop: Stop, deadline: float | None, facts: dict[str, object]) -> bool:
    """From one start of the bodypack to its end. True when it shall start again."""
    from hushcue_bodypack import pump
    from hushcue_bodypack import session as receiver_session
    from hushcue_bodypack.telemetry import Identity

    Session: Any = receiver_session.Session
    Pump: Any = pump.Pump

    loopback = wanted.broker_host in ("localhost", "127.0.0.1")
    try:
        receiver = audio.listen("127.0.0.1" if loopback else "0.0.0.0", wanted.port)
    except OSError as error:
        facts_of_error = {"port": wanted.port, "reason": error.strerror or error}
        raise WORDS.trouble("port_taken", exit_code=EXIT_MISSING, **facts_of_error) from None
    port = receiver.getsockname()[1]
    boot = int.from_bytes(os.urandom(4), "big")
    identity = Identity(wanted.studio, wanted.id, boot, BOARD, port, wanted.ceiling_db, wanted.label or None)
    session = Session(crypto, ceiling_db=wanted.ceiling_db)
    mailbox = Mailbox()
    thread = audio.AudioThread(session, Pump(session, dac.write), dac, receiver, mailbox)
    say(WORDS.say("started", id=wanted.id, port=port))
    gc.collect()
    gc.freeze()
    thread.start()
    try:
        return asyncio.run(control(wanted, identity, RemoteSession(mailbox), thread, dac, stop, deadline))
    finally:
        thread.halt()
        thread.join()
        receiver.close()
        counters = ("received", "lost", "late", "duplicate", "rejected", "concealed", "underruns")
        facts.update({name: getattr(session, name) for name in counters})
        facts["ceiling_db"] = identity.ceiling_db
        facts["cpu_wait_percent"] = thread.cpu_wait_percent
        facts["latest_wake_ms"] = round(thread.latest_wake_ns / 1e6, 3)
        told = ("received", "lost", "late", "concealed", "underruns")
        say(WORDS.say("ended", id=wanted.id, **{name: facts[name] for name in told}))


async def control(
    wanted: Settings, identity: Any, session: RemoteSession, thread: Any, dac: Any, stop: Stop, deadline: float | None
) -> bool:
    """The control thread. True when the gateway asked for a restart."""
    from .controller import TURN_S, Controller

    controller = Controller(wanted, identity, session, say)
    client = asyncio.create_task(controller.run_client())
    lost = False
    try:
        while not stop.asked.is_set() and not controller.restart:
            if deadline is not None and time.monotonic() >= deadline:
                break
            if thread.failure is not None:
                raise thread.failure
            if client.done():
                client.result()
            while stop.presses:
                getattr(controller.control, stop.presses.pop(0))()
            if getattr(dac, "lost", False) != lost:
                lost = not lost
                say(WORDS.say("card_lost" if lost else "card_back", id=wanted.id))
                controller.control.set_fault("sound card gone" if lost else "", audio.clock_ms())
            controller.turn()
            await asyncio.sleep(TURN_S)
        await controller.leave()
        return controller.restart
    finally:
        client.cancel()
        await asyncio.gather(client, return_exceptions=True)
