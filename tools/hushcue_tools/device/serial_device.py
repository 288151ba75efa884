"""A chip at its raw prompt, through mpremote's transport: any port that pyserial opens, a pseudo-terminal too.

What goes over the cable is small: a kilobyte of a file at a time, in base64. mpremote stops a running program with
Ctrl-C and begins Python anew, so that all memory is free; the bodypack gives whoever stops it an hour before its
watchdog bites.
"""

import base64
import contextlib
import importlib
import io
import json
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hushcue_words import EXIT_MISSING, Trouble

from . import scripts
from .device import ARCHITECTURES, DeviceError, DeviceGone, DeviceRefused, Entry, Facts, NoPrompt, Progress, Stamp
from .words import WORDS

BAUD = 115200
CHUNK_BYTES = 1024
HASHED_AT_ONCE = 8
PROMPT_S = (2.0, 3.0, 5.0)
"""How long each try waits for the prompt: a chip that is just starting loses what it is sent."""
INTERRUPT = b"\r\x03\x03"
RETRY_S = 0.3
READ_S = 1.0
"""A port gives up waiting after so long, so that a chip that went silent is noticed."""


def cable_errors() -> tuple[type[Exception], ...]:
    """What pyserial raises on a port that goes away under it: its own exception is an OSError; TypeError comes from a
    closed port, struct.error from half of an answer, and POSIX has one more."""
    try:
        return OSError, TypeError, struct.error, vars(importlib.import_module("termios"))["error"]
    except ModuleNotFoundError:  # Windows
        return OSError, TypeError, struct.error


CABLE_ERRORS = cable_errors()


class SerialDevice:
    """``transport``: mpremote's SerialTransport, open. Raises what Device says. See open_device()."""

    def __init__(self, port: str, connect: Callable[[str], Any]):
        self._port = port
        self._connect = connect
        self._transport: Any = None
        self._ready = False
        """The helpers of scripts.PRELUDE are in the chip's memory."""

    @property
    def name(self) -> str:
        return self._port

    # -- the prompt ----------------------------------------------------------------------------------------------

    def wake(self, wait_s: float = 15.0) -> None:
        """Raises NoPrompt, DeviceGone."""
        deadline = time.monotonic() + wait_s
        error: DeviceError = DeviceGone(self._port)
        tries = 0
        while True:
            try:
                self._open()
                self._enter(PROMPT_S[tries])
                return
            except DeviceGone as gone:
                error = gone
                self.close()
            except NoPrompt as none:
                error = none
                tries += 1
                if tries >= len(PROMPT_S):
                    raise
                continue
            if time.monotonic() >= deadline:
                raise error
            time.sleep(RETRY_S)

    def _open(self) -> None:
        if self._transport is None:
            with self._cable():
                self._transport = self._connect(self._port)

    def _enter(self, wait_s: float = PROMPT_S[-1]) -> None:
        from mpremote.transport import TransportError

        self._ready = False
        with self._cable(), contextlib.redirect_stdout(io.StringIO()):
            self._transport.serial.write(INTERRUPT)
            try:
                self._transport.enter_raw_repl(soft_reset=True, timeout_overall=wait_s)
            except TransportError as error:
                raise NoPrompt(str(error)) from None

    @contextlib.contextmanager
    def _cable(self) -> Iterator[None]:
        """Whatever pyserial and mpremote raise when a cable is pulled is DeviceGone."""
        from mpremote.transport import TransportError, TransportExecError

        try:
            yield
        except TransportExecError as error:
            raise DeviceRefused(error.error_output) from None
        except (TransportError, *CABLE_ERRORS) as error:
            raise DeviceGone(f"{type(error).__name__}: {error}") from error

    def exec(self, code: str, timeout_s: float = 10.0, heard: Callable[[bytes], None] | None = None) -> str:
        if self._transport is None:
            raise DeviceGone(self._port)
        consumer = None if heard is None else _without_end(heard)
        with self._cable():
            said, wrong = self._transport.exec_raw(code, timeout=timeout_s, data_consumer=consumer)
        if wrong:
            raise DeviceRefused(wrong.decode("utf-8", "replace"))
        return bytes(said).decode("utf-8", "replace")

    def _ask(self, code: str, timeout_s: float = 10.0) -> str:
        """exec() with the helpers of scripts.py."""
        if not self._ready:
            self.exec(scripts.PRELUDE)
            self._ready = True
        return self.exec(code, timeout_s)

    # -- files ---------------------------------------------------------------------------------------------------

    def facts(self) -> Facts:
        found = json.loads(self._ask(scripts.FACTS))
        mpy = int(found["mpy"])
        kind = (mpy >> 10) & 15
        return Facts(
            version=tuple(found["version"][:3]),
            machine=found["machine"],
            platform=found["platform"],
            mpy=mpy & 0xFF,
            architecture=ARCHITECTURES[kind] if kind < len(ARCHITECTURES) else str(kind),
            free_bytes=found["free"],
            total_bytes=found["total"],
            heap_bytes=found["heap"],
        )

    def listdir(self, folder: str) -> list[Entry]:
        lines = self._ask(f"hc_list({folder!r})").splitlines()
        return sorted(Entry(name, bool(is_folder), size) for name, is_folder, size in map(json.loads, lines))

    def hash(self, paths: Iterable[str], progress: Progress | None = None) -> dict[str, Stamp]:
        wanted = list(paths)
        found: dict[str, Stamp] = {}
        for at in range(0, len(wanted), HASHED_AT_ONCE):
            for line in self._ask(f"hc_hash({wanted[at : at + HASHED_AT_ONCE]!r})", 30.0).splitlines():
                path, size, digest = json.loads(line)
                found[path] = Stamp(size, digest)
                if progress is not None:
                    progress(size)
        return found

    def get(self, path: str) -> bytes | None:
        size = int(self._ask(f"hc_open({path!r})"))
        if size < 0:
            return None
        parts = []
        while True:
            part = base64.b64decode(self._ask(f"hc_read({CHUNK_BYTES})"))
            if not part:
                break
            parts.append(part)
        return b"".join(parts)

    def put(self, path: str, data: bytes, progress: Progress | None = None) -> None:
        self._ask(f"hc_new({path!r})")
        for at in range(0, len(data), CHUNK_BYTES):
            part = data[at : at + CHUNK_BYTES]
            self._ask(f"hc_write({base64.b64encode(part)!r})")
            if progress is not None:
                progress(len(part))
        self._ask(f"hc_done({path!r},{len(data)})")

    def copy(self, source: str, target: str) -> None:
        self._ask(f"hc_copy({source!r},{target!r})", 30.0)

    def rename(self, old: str, new: str) -> None:
        self._ask(f"os.rename({old!r},{new!r})")

    def remove(self, path: str) -> None:
        self._ask(f"hc_remove({path!r})", 30.0)

    def make_folder(self, path: str) -> None:
        self._ask(f"hc_folder({path!r})")

    # -- starts --------------------------------------------------------------------------------------------------

    def soft_reset(self) -> None:
        self._enter()

    def reset(self) -> None:
        """The chip does not answer a reset, so nobody waits for one."""
        try:
            with self._cable():
                self._transport.exec_raw_no_follow("import machine\nmachine.reset()")
        finally:
            self.close()

    def close(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            with contextlib.suppress(*CABLE_ERRORS):
                transport.close()


def _without_end(heard: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """mpremote hands on the byte that ends the output too."""

    def consumer(data: bytes) -> None:
        text = data.replace(b"\x04", b"")
        if text:
            heard(text)

    return consumer


def open_device(port: str, wait_s: float = 5.0) -> SerialDevice:
    """The chip at ``port``, at its prompt. Raises Trouble: no library, no such port, no MicroPython."""
    try:
        import serial
        from mpremote.transport_serial import SerialTransport
    except ModuleNotFoundError as error:
        raise WORDS.trouble("no_library", exit_code=EXIT_MISSING, name=error.name) from None

    def connect(name: str) -> Any:
        transport = SerialTransport(name, BAUD)
        transport.serial.timeout = READ_S
        return transport

    try:  # mpremote does not tell why a port does not open
        serial.serial_for_url(port, BAUD, exclusive=True).close()  # as mpremote does
    except (OSError, ValueError) as error:
        raise no_port(port, error) from None
    device = SerialDevice(port, connect)
    try:
        device.wake(wait_s)
    except DeviceError as error:
        device.close()
        raise trouble_of(error, port) from None
    return device


def no_port(port: str, reason: object) -> Trouble:
    """What a person reads where there is no such port, or another program holds it."""
    return WORDS.trouble("no_port", exit_code=EXIT_MISSING, port=port, reason=reason)


def trouble_of(error: DeviceError, port: str) -> Trouble:
    """What a person reads when the chip or the cable fails."""
    if isinstance(error, NoPrompt):
        return WORDS.trouble("no_prompt", exit_code=EXIT_MISSING, port=port)
    if isinstance(error, DeviceRefused):
        if error.no_space:
            return WORDS.trouble("no_space", exit_code=EXIT_MISSING, port=port)
        return WORDS.trouble("refused", exit_code=EXIT_MISSING, port=port, reason=error.last_line)
    return WORDS.trouble("gone", exit_code=EXIT_MISSING, port=port)
