"""The witness at work: one socket, all taps."""

from __future__ import annotations

import select
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from hushcue_words import Trouble

from ..link import Heartbeat, Link
from ..manners.pause import PauseWatch
from .leak_watch import LeakWatch
from .messages import CloseTap, HostVoice, Leak, OpenTap, RecordingEnded, WitnessReport
from .recorder import CUT_TRIES, Recorder
from .settings import WitnessSettings
from .tap import Samples, Tap

RECEIVE_BYTES = 2048
WAIT_S = 0.02
WAIT_NS = round(WAIT_S * 1e9)
BEAT_NS = 200_000_000
REPORT_NS = 1_000_000_000
MOST_AT_ONCE = 500
"""Datagrams between two looks at the commands."""
LOOK_NS = 10_000_000
"""Of looking for leaks between two looks at the socket; a step that began in it is ended."""
LINGER_NS = 200_000_000
"""A tap that is closed still hears what is under way."""
BEHIND_NS = 3_000_000_000
"""A process that was just replaced, on a machine that is busy, may be so far behind."""
NS_PER_S = 1_000_000_000


@dataclass
class Heard:
    """A tap and what is made of it. pauses: of a programme feed."""

    order: OpenTap
    tap: Tap
    pauses: PauseWatch | None = None
    recorder: Recorder | None = None
    close_ns: int | None = None


class WitnessLoop:
    """``run`` until the link is closed, in the process's main thread."""

    def __init__(self, settings: WitnessSettings, link: Link, sock: socket.socket):
        self._settings = settings
        self._link = link
        self._socket = sock
        self._taps: dict[str, Heard] = {}
        self._by_ssrc: dict[int, Heard] = {}
        self._leaks = LeakWatch()
        self._datagrams = self._lost = self._strange = self._written = self._failed = 0
        self._beat_ns = self._report_ns = 0

    def run(self) -> None:
        """Every recording is closed in the end."""
        self._socket.settimeout(WAIT_S)
        while not self._link.closed:
            now_ns = time.monotonic_ns()
            while (command := self._link.take()) is not None:
                self._handle(command, now_ns)
            self._receive()
            self._look()
            self._close_due(time.monotonic_ns())
            self._tell(time.monotonic_ns())
        for heard in list(self._taps.values()):
            self._close(heard)

    def _handle(self, command: object, now_ns: int) -> None:
        if isinstance(command, OpenTap):
            self._open(command)
        elif isinstance(command, CloseTap) and command.tap in self._taps:
            self._taps[command.tap].close_ns = now_ns + LINGER_NS

    def _open(self, order: OpenTap) -> None:
        heard = self._taps.get(order.tap)
        if heard is None:
            heard = self._taps[order.tap] = Heard(order, Tap(), None if order.cue else PauseWatch())
            if order.file:
                try:
                    heard.recorder = Recorder(
                        Path(order.file), order.tags, self._settings.bitrate, self._settings.page_ms
                    )
                except (*CUT_TRIES, Trouble) as error:
                    self._failed += 1
                    facts = {"cue": order.cue, "reason": _reason(error)}
                    self._link.emit(RecordingEnded(order.cue, order.file, 0, 0, False, "recording_failed", facts))
        heard.close_ns = None
        heard.tap.add(order.ssrc, order.key)
        self._by_ssrc[order.ssrc] = heard

    def _receive(self) -> None:
        """What comes within WAIT_S: a programme feed never pauses, and commands must not wait for that."""
        until_ns = time.monotonic_ns() + WAIT_NS
        for _ in range(MOST_AT_ONCE):
            if time.monotonic_ns() > until_ns:
                return
            try:
                datagram = self._socket.recv(RECEIVE_BYTES)
            except OSError:  # nothing came within WAIT_S
                return
            self._datagrams += 1
            heard = self._by_ssrc.get(int.from_bytes(datagram[8:12], "big"))
            if heard is None or 192 <= datagram[1] <= 223:  # RTCP (RFC 5761 section 4) says nothing here
                self._strange += heard is None
                continue
            samples = heard.tap.take(datagram, time.monotonic_ns())
            if samples is not None:
                self._heard(heard, samples)

    def _heard(self, heard: Heard, samples: Samples) -> None:
        order = heard.order
        if order.cue:
            self._leaks.cue(order.show, order.cue, order.hosts, samples)
        else:
            self._leaks.programme(order.show, order.tap, samples)
        for speaking in heard.pauses.take(samples) if heard.pauses else ():
            self._link.emit(HostVoice(order.show, order.tap, speaking, time.monotonic_ns()))
        recorder = heard.recorder
        if recorder is None:
            return
        try:
            recorder.add(samples)
        except CUT_TRIES as error:
            self._failed += 1
            self._end(heard, "recording_failed", reason=_reason(error))
            return
        if recorder.duration_ms >= self._settings.most_s * 1000:
            self._end(heard, "recording_too_long", most_s=self._settings.most_s)

    def _look(self) -> None:
        """For leaks: a little at a time, so that what comes does not wait."""
        until_ns = time.monotonic_ns() + LOOK_NS
        while (now_ns := time.monotonic_ns()) < until_ns:
            found = self._leaks.step(now_ns)
            if found is None:
                return
            for show, leak in found:
                told = Leak(show, leak.feed, leak.cue, leak.hosts, leak.db, leak.delay_ms, now_ns)
                self._link.emit(told)

    def _close_due(self, now_ns: int) -> None:
        """What still waits in the socket may be the end of it: that is taken first, within reason."""
        due = [each for each in self._taps.values() if each.close_ns is not None and now_ns >= each.close_ns]
        behind = bool(due) and bool(select.select([self._socket], [], [], 0)[0])
        for heard in due:
            if not behind or now_ns >= (heard.close_ns or 0) + BEHIND_NS:
                self._close(heard)

    def _close(self, heard: Heard) -> None:
        self._end(heard)
        self._lost += heard.tap.lost
        self._strange += heard.tap.strange
        if heard.order.cue:
            self._leaks.close_cue(heard.order.show, heard.order.cue)
        else:
            self._leaks.close_programme(heard.order.show, heard.order.tap)
        del self._taps[heard.order.tap]
        for ssrc in heard.tap.ssrcs:
            self._by_ssrc.pop(ssrc, None)

    def _end(self, heard: Heard, code: str = "", **facts: object) -> None:
        recorder, heard.recorder = heard.recorder, None
        if recorder is None:
            return
        wrong = recorder.close()
        if wrong is not None and not code:
            code, facts = "recording_failed", {"reason": _reason(wrong)}
            self._failed += 1
        self._written += recorder.written
        order = heard.order
        told = RecordingEnded(
            order.cue,
            order.file,
            recorder.written,
            recorder.duration_ms,
            not code,
            code,
            {"cue": order.cue, **facts} if code else {},
        )
        self._link.emit(told)

    def _tell(self, now_ns: int) -> None:
        if now_ns - self._beat_ns >= BEAT_NS:
            self._beat_ns = now_ns
            self._link.emit(Heartbeat(now_ns))
        if now_ns - self._report_ns >= REPORT_NS:
            self._report_ns = now_ns
            taps = list(self._taps.values())
            open_now = [each.recorder for each in taps if each.recorder is not None]
            self._link.emit(
                WitnessReport(
                    at_ns=now_ns,
                    taps=len(taps),
                    recordings=len(open_now),
                    datagrams=self._datagrams,
                    lost=(self._lost + sum(each.tap.lost for each in taps)) // 160,
                    strange=self._strange + sum(each.tap.strange for each in taps),
                    written=self._written + sum(each.written for each in open_now),
                    failed=self._failed,
                )
            )


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
