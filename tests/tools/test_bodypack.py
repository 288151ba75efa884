"""``hushcue bodypack`` by itself: what it does while nobody answers, and what it says when it cannot start."""

import os
import socket
import subprocess
import threading
from pathlib import Path

import pytest
from support.gateway_process import LIMIT_S, wait_for
from support.ports import free_port

from hushcue_tools.demo.children import hushcue, search_path
from hushcue_tools.pc_bodypack import recorder
from hushcue_tools.pc_bodypack.mailbox import Mailbox, RemoteSession, Snapshot

KEY = "5a" * 32
START_S = 150
"""On a machine with much else to do a program takes its time until it says that it cannot start."""
SAYS = "no connection to the broker"
ENVIRONMENT = {**os.environ, "PYTHONPATH": search_path(), "SECRET": "hush-hush", "KEY": KEY}


def command(*words: str) -> list[str]:
    return hushcue("bodypack", "--id", "host-1", "--password-env", "SECRET", "--key-env", "KEY", *words)


def size_of(file: Path) -> int:
    """In bytes; 0 where it is not there yet."""
    return file.stat().st_size if file.exists() else 0


def bodypack(*words: str) -> tuple[int, str]:
    settings = {"env": ENVIRONMENT, "capture_output": True, "text": True}
    done = subprocess.run(command(*words), timeout=START_S, check=False, **settings)
    return done.returncode, done.stderr


@pytest.fixture
def dead_port() -> int:
    """A TCP port where nobody listens."""
    return free_port()


def test_without_a_broker_it_says_so_once_and_plays_silence_in_time(dead_port: int, tmp_path: Path) -> None:
    wav = tmp_path / "alone.wav"
    words = ("--broker", f"127.0.0.1:{dead_port}", "--wav", str(wav), "--until-stdin-closes")
    told: list[str] = []
    with subprocess.Popen(
        command(*words), env=ENVIRONMENT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stderr is not None
        reader = threading.Thread(target=told.extend, args=(process.stderr,))
        reader.start()
        try:
            wait_for("it says so", lambda: any(SAYS in line for line in told) or process.poll() is not None, START_S)
            began = size_of(wav)
            wait_for("more than a second and a half after that", lambda: size_of(wav) > began + 4 * 1.6 * 48000)
            process.stdin.close()
            process.wait(LIMIT_S)
        finally:
            process.kill()
            reader.join()
    said = "".join(told)
    assert process.returncode == 0, said
    assert said.count(SAYS) == 1
    assert "hush-hush" not in said and KEY not in said
    recording, facts = recorder.load(wav)
    assert facts["complete"] is True
    assert facts["received"] == 0
    assert len(recording.samples) > 1.5 * 48000
    assert not recording.samples.any()


def test_it_ends_by_itself_after_the_time_it_was_told(dead_port: int, tmp_path: Path) -> None:
    wav = tmp_path / "short.wav"
    code, told = bodypack("--broker", f"127.0.0.1:{dead_port}", "--wav", str(wav), "--seconds", "0.2")
    assert code == 0, told
    assert recorder.load(wav)[1]["complete"] is True


def test_a_port_that_is_taken_is_named(dead_port: int, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        words = ("--broker", f"127.0.0.1:{dead_port}", "--port", str(port), "--wav", str(tmp_path / "x.wav"))
        code, told = bodypack(*words)
    assert code == 3
    assert f"UDP port {port} is taken" in told


def test_a_recording_that_cannot_be_made_is_named(dead_port: int) -> None:
    code, told = bodypack("--broker", f"127.0.0.1:{dead_port}", "--wav", "/no/such/folder/x.wav")
    assert code == 3
    assert "/no/such/folder/x.wav cannot be written" in told


def test_a_sound_card_that_is_not_there_is_named(dead_port: int) -> None:
    code, told = bodypack("--broker", f"127.0.0.1:{dead_port}", "--device", "no such card here")
    assert code == 3
    assert "--wav" in told
    assert "Traceback" not in told


def test_the_control_thread_sees_the_newest_snapshot_and_the_loudest_level_of_all() -> None:
    mailbox = Mailbox()
    remote = RemoteSession(mailbox)
    assert (remote.state, remote.received, remote.take_level()) == (0, 0, 0)
    mailbox.snapshots.append(Snapshot(state=2, received=10, level_peak=900))
    mailbox.snapshots.append(Snapshot(state=3, received=20, level_peak=300))
    assert (remote.state, remote.received) == (3, 20)
    assert remote.take_level() == 900
    assert remote.take_level() == 0
    with pytest.raises(AttributeError):
        _ = remote.nonsense


def test_what_was_played_waits_in_the_control_thread_until_the_gateway_has_it() -> None:
    mailbox = Mailbox()
    remote = RemoteSession(mailbox)
    assert (remote.played_frames, remote.take_played(10)) == (0, None)
    mailbox.played.append((7, 65534, b"abc"))
    mailbox.played.append((7, 1, b"de"))
    mailbox.played.append((8, 500, b"fg"))
    assert remote.played_frames == 7
    assert remote.take_played(4) == (7, 65534, b"abcd") == remote.take_played(4), "until it is taken"
    remote.played_taken()
    assert remote.take_played(480) == (7, 2, b"e")
    remote.played_taken()
    assert remote.take_played(480) == (8, 500, b"fg")
    remote.played_taken()
    assert remote.played_frames == 0


def test_orders_reach_the_audio_thread_in_order() -> None:
    mailbox = Mailbox()
    remote = RemoteSession(mailbox)
    remote.begin({"session": 1}, (b"", b""), 5)
    remote.set_volume_db(-6.0)
    remote.set_muted(True)
    remote.identify(6)
    remote.end(7)
    assert [name for name, _ in mailbox.orders] == ["begin", "set_volume_db", "set_muted", "identify", "end"]
