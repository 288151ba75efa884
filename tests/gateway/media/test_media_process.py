"""The real media process: rings in, RTP out, and back within a second when it is killed, hung or orphaned."""

import os
import signal
import socket
import subprocess
import sys
import time

import numpy as np
import pytest
from support.media import running, wait_for_spare

from hushcue_gateway.core.commands import AddSource, AddStream, RemoveSource, RemoveStream, StartTalk, StopTalk
from hushcue_gateway.core.ducking import Priority
from hushcue_gateway.core.events import CommandRefused, MediaReport, TalkEnded, TalkStarted
from hushcue_gateway.media.awake import Spinners
from hushcue_gateway.media.messages import TickReport
from hushcue_gateway.rings import Ring
from hushcue_gateway.supervisor import Media, MediaRestarted, MediaStarted, RingRack
from hushcue_wire import rtp

TONE = (0.5 * np.sin(2 * np.pi * 400 * np.arange(160) / 16000)).astype(np.float32)
"""Four whole periods: block after block it goes on without an edge."""
PURE_S = 0.5
LIMIT_S = 60.0


def begin_talk(media: Media, receiver: socket.socket, source: str = "desk", sequence: int = 1000) -> None:
    address = receiver.getsockname()
    assert media.send(AddSource(source, "talk"))
    assert media.send(AddStream("stream", "host", address, 0xCAFE, "L16", 96, 10, 332, sequence, 0))
    assert media.send(StartTalk("cue", source, ("host",), Priority.DIRECT))


def speak(ring: Ring, blocks: int) -> None:
    """Write the tone, 10 ms every 10 ms, as a microphone would."""
    ring.set_flowing(True, 160)
    due = time.monotonic_ns()
    for _ in range(blocks):
        due += 10_000_000
        time.sleep(max(0, due - time.monotonic_ns()) / 1e9)
        ring.write(TONE, due)


def drain(receiver: socket.socket) -> list[rtp.Packet]:
    """All that has come."""
    packets = []
    receiver.settimeout(0.0)
    try:
        while True:
            packets.append(rtp.parse(receiver.recv(2000)))
    except BlockingIOError:
        return packets
    finally:
        receiver.settimeout(LIMIT_S)


def newest(receiver: socket.socket) -> rtp.Packet:
    """Of all that has come, or the next where nothing has."""
    packets = drain(receiver)
    return packets[-1] if packets else rtp.parse(receiver.recv(2000))


def in_order(packets: list[rtp.Packet]) -> bool:
    sequences = [packet.sequence for packet in packets]
    return sequences == list(range(sequences[0], sequences[0] + len(packets)))


def samples(packets: list[rtp.Packet]) -> np.ndarray:
    return np.concatenate([np.frombuffer(packet.payload, ">i2") for packet in packets]).astype(np.float64) / 32768


def is_the_tone(sound: np.ndarray) -> bool:
    """At its frequency, and hardly anything beside it."""
    spectrum = np.abs(np.fft.rfft(sound[: len(sound) // 40 * 40]))
    peak = int(spectrum.argmax())
    hertz = peak * 16000 / (len(sound) // 40 * 40)
    return abs(hertz - 400) <= 2 and float((spectrum[peak] ** 2) / (spectrum**2).sum()) > 0.95


def test_what_is_written_to_a_ring_comes_out_as_rtp(rack: RingRack, receiver: socket.socket, events) -> None:
    with running(rack, events) as media:
        begin_talk(media, receiver)
        rtp.parse(receiver.recv(2000))
        packets: list[rtp.Packet] = []
        deadline = time.monotonic() + LIMIT_S
        while True:  # where this test or the process had to wait for a processor, the tone has a hole: on to the next
            speak(rack.ring_of("desk"), 70)
            packets += drain(receiver)
            sound = samples(packets)[-round(PURE_S * 16000) :]
            if len(sound) == round(PURE_S * 16000) and is_the_tone(sound):
                break
            assert time.monotonic() < deadline, "never half a second of the tone alone"
        assert in_order(packets)
        assert {packet.ssrc for packet in packets} == {0xCAFE}
        assert events.wait(MediaStarted).port == media.port
        assert events.wait(TalkStarted).cue == "cue"
        report = events.wait(MediaReport, lambda each: each.engine.streams and each.engine.streams[0].packets > 50)
        assert report.lateness.max_us > 0 and report.work.p50_us > 0
        intake = events.wait(TickReport, lambda each: each.intakes).intakes[0]
        assert intake.source == "desk"
        assert media.send(StopTalk("cue"))
        assert events.wait(TalkEnded).reason == "released"


def test_a_refused_command_is_an_event_and_the_sound_goes_on(rack: RingRack, receiver: socket.socket, events) -> None:
    with running(rack, events, spare=False) as media:
        begin_talk(media, receiver)
        media.send(AddSource("desk", "talk"))
        media.send(StopTalk("no such cue"))
        media.send(AddStream("bad", "host", ("127.0.0.1", 0), 1, "L16", 96, 10, 332, 0, 0))
        codes = {events.wait(CommandRefused, lambda each, code=code: each.code == code).code for code in
                 ("source_exists", "talk_unknown", "stream_invalid")}  # fmt: skip
        assert len(codes) == 3
        drain(receiver)
        assert rtp.parse(receiver.recv(2000)).ssrc == 0xCAFE
        assert not events.of(MediaRestarted)


@pytest.mark.parametrize("spare", [True, False])
def test_killed_it_is_back_and_the_stream_goes_on_where_its_time_is(
    rack: RingRack, receiver: socket.socket, events, spare: bool
) -> None:
    begun = time.monotonic()
    with running(rack, events, spare=spare) as media:
        started_s = time.monotonic() - begun
        begin_talk(media, receiver)
        ring = rack.ring_of("desk")
        if spare:
            wait_for_spare(media)
        speak(ring, 50)
        before, pid = newest(receiver), media.pid
        killed = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        restarted = events.wait(MediaRestarted)
        away_s = time.monotonic() - killed
        drain(receiver)
        packets = [rtp.parse(receiver.recv(2000))]
        since_s = time.monotonic() - killed
        while np.abs(samples(packets)).max() <= 0.2:  # the talk goes on by itself
            assert time.monotonic() < killed + LIMIT_S, "nothing of the talk"
            speak(ring, 10)
            packets += drain(receiver)
        assert (restarted.reason, restarted.restarts, restarted.exit_code) == ("died", 1, -signal.SIGKILL)
        assert media.pid != pid
        assert away_s < (3.0 if spare else 3.0 + 3.0 * started_s), started_s
        assert {packet.ssrc for packet in packets} == {0xCAFE}
        ahead = (packets[0].sequence - before.sequence) & 0xFFFF
        assert 0 < ahead <= (since_s + 2.0) * 100
        assert packets[0].timestamp - before.timestamp == ahead * 160


def test_hung_it_is_killed_and_replaced(rack: RingRack, receiver: socket.socket, events) -> None:
    with running(rack, events, hang_s=1.0) as media:
        begin_talk(media, receiver)
        pid = media.pid
        os.kill(pid, signal.SIGSTOP)
        restarted = events.wait(MediaRestarted)
        assert restarted.reason == "hung"
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        drain(receiver)
        assert rtp.parse(receiver.recv(2000)).ssrc == 0xCAFE


def test_it_dies_with_its_parent(tmp_path) -> None:
    """The parent is killed without a word; its processes and its shared memory go too."""
    program = tmp_path / "parent.py"
    program.write_text(
        "import os, time\n"
        "from hushcue_gateway.core.commands import AddSource\n"
        "from hushcue_gateway.supervisor import Media, MediaSettings, RingRack\n"
        "if __name__ == '__main__':\n"
        "    rack = RingRack()\n"
        "    media = Media(MediaSettings(bind_ip='127.0.0.1', keep_awake=True), rack)\n"
        "    media.send(AddSource('desk', 'talk'))\n"
        "    media.start(60)\n"
        "    while (spare := media._child._spare) is None or not spare.ready:\n"
        "        time.sleep(0.02)\n"
        "    print(rack.name_of('desk'), flush=True)\n"
        "    time.sleep(100)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, str(program)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        ring = parent.stdout.readline().strip()
        parent.kill()
        parent.stderr.read()  # ends when the last process that inherited it has: media, its spare, the spinners
    assert not os.path.exists(f"/dev/shm/{ring}")


def test_a_busy_neighbour_process_does_not_stop_the_sound(rack: RingRack, receiver: socket.socket, events) -> None:
    """One spinning process per CPU at normal priority: every frame still goes out, in order."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        with running(rack, events, spare=False) as media:
            begin_talk(media, receiver)
            events.wait(MediaReport, lambda each: each.engine.ticks > 150)
            assert in_order(drain(receiver))
            assert not events.of(MediaRestarted)
    finally:
        for process in busy:
            process.kill()
            process.wait()


def tell(media: Media, command: object) -> None:
    """Again while the queue is full, as whoever sends so many has to."""
    deadline = time.monotonic() + LIMIT_S
    while not media.send(command):
        assert time.monotonic() < deadline, "the queue stays full"
        time.sleep(0.005)


def test_many_sources_and_streams_come_and_go(rack: RingRack, receiver: socket.socket, events) -> None:
    with running(rack, events, spare=False) as media:
        begin_talk(media, receiver)
        for number in range(200):
            key = f"s{number % 20}"
            tell(media, AddSource(key, "talk"))
            stream = AddStream(key, "host", receiver.getsockname(), number, "PCMU", 97, 10, 172, 0, 0)
            tell(media, stream)
            tell(media, RemoveStream(key))
            tell(media, RemoveSource(key))
        report = events.wait(MediaReport, lambda each: len(each.engine.sources) == 1 and each.engine.ticks > 100)
        assert [each.id for each in report.engine.streams] == ["stream"]
        assert not events.of(CommandRefused)
        assert not events.of(MediaRestarted)


def test_nothing_is_imported_once_it_ticks() -> None:
    """An import within the first ticks or the first report would stop the sound: the rehearsal does them all."""
    program = (
        "import sys, numpy as np\n"
        "from hushcue_gateway.core.commands import AddSource, AddStream, StartTalk\n"
        "from hushcue_gateway.core.ducking import Priority\n"
        "from hushcue_gateway.media import loop\n"
        "from hushcue_gateway.media.process import rehearse\n"
        "from hushcue_gateway.media.protect import protect\n"
        "from hushcue_gateway.media.settings import MediaSettings\n"
        "rehearse(MediaSettings())\n"
        "before = set(sys.modules)\n"
        "engine, meter = loop.Engine(MediaSettings().engine, protect), loop.LatenessMeter()\n"
        "engine.handle(AddSource('a', 'talk'), 0)\n"
        "engine.handle(AddStream('s', 'h', ('127.0.0.1', 9), 1, 'L16', 96, 10, 400, 0, 0), 0)\n"
        "command = AddStream('p', 'h', ('127.0.0.1', 9), 2, 'L16', 96, 10, 838, 0, 0, 3, key=bytes(30),\n"
        "    report_key=bytes(29) + b'x', report_ssrc=7)\n"
        "assert not engine.handle(command, 0)\n"
        "receiver = protect(command.report_key, 7, command.key, 2)\n"
        "engine.handle(StartTalk('c', 'a', ('h',), Priority.DIRECT), 0)\n"
        "for tick in range(100):\n"
        "    engine.tick({'a': np.ones(160, np.float32)} if tick % 7 else {}, tick)\n"
        "    meter.add(tick)\n"
        "nack = bytes([0x81, 205, 0, 3, 0, 0, 0, 7, 0, 0, 0, 2, 0, 50, 0, 1])\n"
        "assert len(engine.feedback(receiver.protect_rtcp(nack), ('127.0.0.1', 9), 100)) == 2\n"
        "engine.feedback(nack * 3, ('127.0.0.1', 9), 100)\n"
        "engine.take_events(); engine.take_report(); meter.take()\n"
        "print(sorted(set(sys.modules) - before))\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=150, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="SCHED_IDLE is Linux's")
def test_spinners_are_of_the_idle_class_and_end() -> None:
    spinners = Spinners()
    spinners.start()
    try:
        pids = spinners.pids
        assert len(pids) == len(os.sched_getaffinity(0))
        deadline = time.monotonic() + LIMIT_S
        while any(os.sched_getscheduler(pid) != os.SCHED_IDLE for pid in pids):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        spinners.stop()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
