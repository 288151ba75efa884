"""The audio thread: socket -> session -> pump -> DAC, as the chip's Timer callback does it.

Every 5 ms, and earlier when a datagram arrives: carry out the orders of the control thread, drain the socket, let the
pump fill the DAC, send what the session has to say to where the newest authentic datagram came from. It owns the
session, the pump and the DAC; nobody else touches them while it runs.
"""

import select
import socket
import threading
import time
from typing import Any, Protocol

from .mailbox import Mailbox, pass_on_played, snapshot

PERIOD_NS = 5_000_000
SNAPSHOT_PERIODS = 10
MOST_DATAGRAMS = 64
"""Per wake-up: a flood must not starve the DAC."""
RECEIVE_BYTES = 2048
SOCKET_BUFFER_BYTES = 1 << 18
TICKS_PERIOD_MS = 1 << 30
"""Where the chip's millisecond clock wraps; the firmware counts on it."""


def clock_ms() -> int:
    """This machine's monotonic clock as the firmware reads one."""
    return time.monotonic_ns() // 1_000_000 % TICKS_PERIOD_MS


def waited_for_cpu_ns() -> int | None:
    """How long this thread has waited in the run queue; Linux only."""
    try:
        with open("/proc/thread-self/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1])
    except (OSError, ValueError, IndexError):
        return None


class Dac(Protocol):
    """Takes 48 kHz stereo 16 bit. All calls from one thread."""

    underruns: int
    """times it ran dry"""

    def write(self, data: memoryview) -> int:
        """Bytes accepted now, 0 when full; never blocks."""

    def tend(self) -> None:
        """Called every 5 ms: look after whatever the DAC needs."""


def listen(ip: str, port: int) -> socket.socket:
    """A UDP socket for audio. Raises OSError where the address is taken."""
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BUFFER_BYTES)
        receiver.bind((ip, port))
        receiver.setblocking(False)
    except OSError:
        receiver.close()
        raise
    return receiver


class AudioThread(threading.Thread):
    """Runs until ``halt``. ``failure`` is what ended it otherwise: our mistake, for the other thread to raise."""

    def __init__(self, session: Any, pump: Any, dac: Dac, receiver: socket.socket, mailbox: Mailbox):
        super().__init__(name="audio", daemon=True)
        self.failure: BaseException | None = None
        self.receive_errors = 0
        self.send_errors = 0
        self.cpu_wait_percent: float | None = None
        """how much of its life it was ready to run and the kernel ran something else; None where nobody counts that"""
        self.latest_wake_ns = 0
        """the latest it was woken for its 5 ms, in ns"""
        self._session = session
        self._pump = pump
        self._dac = dac
        self._receiver = receiver
        self._mailbox = mailbox
        self._halted = threading.Event()
        self._underruns = 0
        self._gateway: Any = None
        """its address, once something authentic came from it"""

    def halt(self) -> None:
        """Let it end within 5 ms; then ``join``."""
        self._halted.set()

    def run(self) -> None:
        """See the module."""
        began_ns, waited_ns = time.monotonic_ns(), waited_for_cpu_ns()
        try:
            self._run()
        except BaseException as error:
            self.failure = error
        if waited_ns is not None:
            waited_ns = (waited_for_cpu_ns() or waited_ns) - waited_ns
            self.cpu_wait_percent = round(100 * waited_ns / max(1, time.monotonic_ns() - began_ns), 2)

    def _run(self) -> None:
        buffer = bytearray(RECEIVE_BYTES)
        next_ns = time.monotonic_ns() + PERIOD_NS
        periods = 0
        while not self._halted.is_set():
            wait_ns = next_ns - time.monotonic_ns()
            readable, _, _ = select.select([self._receiver], [], [], max(0, wait_ns) / 1e9)
            now_ns = time.monotonic_ns()
            now_ms = clock_ms()
            self._carry_out_orders()
            if readable:
                self._drain(buffer, now_ms)
            if now_ns >= next_ns:
                self.latest_wake_ns = max(self.latest_wake_ns, now_ns - next_ns)
                next_ns += PERIOD_NS * (1 + (now_ns - next_ns) // PERIOD_NS)
                periods += 1
                self._dac.tend()
                if periods % SNAPSHOT_PERIODS == 0:
                    self._mailbox.snapshots.append(snapshot(self._session))
                    pass_on_played(self._session, self._mailbox)
            if self._dac.underruns != self._underruns:
                self._underruns = self._dac.underruns
                self._pump.underrun(now_ms)
            self._pump.run(now_ms)
            self._answer(now_ms)

    def _carry_out_orders(self) -> None:
        orders = self._mailbox.orders
        while orders:
            name, arguments = orders.popleft()
            getattr(self._session, name)(*arguments)

    def _drain(self, buffer: bytearray, now_ms: int) -> None:
        for _ in range(MOST_DATAGRAMS):
            try:
                size, source = self._receiver.recvfrom_into(buffer)
            except BlockingIOError:
                return
            except OSError:  # Windows reports an unreachable peer here
                self.receive_errors += 1
                return
            authentic = self._session.authentic
            self._session.datagram(buffer, size, now_ms)
            if self._session.authentic != authentic:
                self._gateway = source

    def _answer(self, now_ms: int) -> None:
        if self._gateway is None:
            return
        said = self._session.outgoing(now_ms)
        if said is None:
            return
        try:
            self._receiver.sendto(said, self._gateway)
        except OSError:  # no way there now, or none any more
            self.send_errors += 1
