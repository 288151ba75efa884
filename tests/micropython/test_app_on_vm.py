"""The firmware as it lies on the flash boots on MicroPython, finds a real Mosquitto and plays real UDP.

boot.py and main.py run in the official VM; sockets, broker, datagrams and time are real. Stand-ins are the chip's own
parts (tools/vm): pins, the radio, non-volatile storage, and an I2S peripheral that plays a ring
of DMA descriptors by the clock and keeps what leaves the pins. The clock of chip and sender goes at half speed, so that
other work of the machine disturbs less. Two things differ from a chip and are not
judged here: viper functions run as bytecode (slower than the chip's machine code, and still several times faster than
real time), and soft callbacks come only where the program waits. Collecting garbage is put off to the end of the
program by this build. Underruns and lateness are the machine's as much as the program's, so nothing here bounds them;
what was heard is judged by the project's own ear (hushcue_tools.ear), which forgives a word that came late.

Every test runs twice: with the sources as they are, and with their lean form, which ``hushcue firmware`` compiles.

On a unix-port binary (MICROPYTHON) viper is machine code, the sockets and the event loop are the port's own, garbage is
collected when the heap is full, and the clock goes at full speed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support import sounds
from support.micropython import bodypack, runtime
from support.micropython.stream import Stream
from support.mosquitto import Mosquitto

from hushcue_tools.ear import Cue, listen
from hushcue_wire import topics

PRESSES = 20
HEARD = 0.95
"""Of the frames of a cue. Where this machine sends or plays late, up to this much may have to be concealed."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what lies on the flash: the lean form, as it is shipped."""
    return runtime.lean_firmware("esp32_s3", tmp_path_factory.mktemp("lean"))


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path) as mosquitto:
        yield mosquitto


def say(pack: bodypack.Bodypack, air: Stream, seconds: float, seed: int, enough: float = HEARD) -> None:
    """Say cues until one has left the I2S pins: ``enough`` of its frames as they were said, whenever that was.

    One must do, three may be tried: a machine that is busy with other things sends or plays late, and the chip's queue
    of six datagrams (which the stand-in has too) does not hold what comes in one burst after that.
    """
    shares = []
    for attempt in range(3):
        said = sounds.voice_like(seconds, 10 * seed + attempt) * 0.8
        mouth_ns = air.say(said)
        pack.await_silence()
        heard = listen(Cue(f"cue {seed}", said.astype(np.float32), bodypack.chip_ns(mouth_ns)), pack.recording())
        print(f"cue {seed}: [{heard.verdicts}]")
        shares.append(heard.verdicts.count("+") / heard.active)
        if shares[-1] >= enough:
            return
    pytest.fail(f"of no cue enough was heard: {shares}")


@pytest.mark.parametrize(("form", "encoding", "frame_ms"), [("lean", "L16", 10), ("source", "PCMU", 20)])
def test_what_is_said_is_heard(
    broker: Mosquitto, files: Path, tmp_path: Path, form: str, encoding: str, frame_ms: int
) -> None:
    files = runtime.FIRMWARE if form == "source" else files
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        hello = gateway.await_one("hello")
        assert (hello["id"], hello["port"], hello["ip"]) == (bodypack.ID, pack.port, "127.0.0.1")
        assert hello["encodings"] == ["L16", "PCMU"]
        session = gateway.begin_session(hello["boot"], encoding, frame_ms)
        with Stream(session, bodypack.stream_key(session), pack.port, speed=bodypack.SPEED) as air:
            say(pack, air, 1.2, seed=1)
            say(pack, air, 0.8, seed=2)
            sent = air.sent  # silence goes on: what was lost at the end is seen to be missing
            report = gateway.await_one("telemetry", lambda report: report["received"] + report["lost"] >= sent - 3)
        assert (report["rejected"], report["duplicate"], report["session"]) == (0, 0, session["session"])
        assert gateway.await_one("telemetry", lambda report: report["level_db"] > -20)
        assert np.abs(pack.recording().samples).max() <= 10 ** (-6 / 20) + 1 / 32768


def test_lost_and_foreign_datagrams_do_no_lasting_harm(broker: Mosquitto, files: Path, tmp_path: Path) -> None:
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        session = gateway.begin_session(gateway.await_one("hello")["boot"])
        # before the gateway is known everybody is listened to, and an empty datagram closes the chip's socket
        pack.send_raw(b"\x80", b"hello", bytes(332))
        gateway.await_one("telemetry", lambda report: report["rejected"] >= 3)
        pack.send_raw(b"")

        def trouble(number: int) -> bool:
            if number in (60, 100):  # then, nobody but the gateway
                pack.send_raw(b"\x80", b"hello", b"", bytes(332), bytes(1472), b"\xff" * 332)
            return number in (30, 31, 80, 120)

        stream_keys = bodypack.stream_key(session), bodypack.stream_key(session, back=True)
        with Stream(session, stream_keys[0], pack.port, trouble, bodypack.SPEED, stream_keys[1]) as air:
            say(pack, air, 2.0, seed=3, enough=0.7)  # four frames of 200 came later than they should
            report = gateway.await_one("telemetry", lambda report: report["resent"] >= 4)
            assert (report["rejected"], report["forged"]) == (3, 0)
            assert report["nacks"] > 0
            assert air.reports > 0
            air.on_frame = lambda _: False
            say(pack, air, 1.0, seed=4)
        assert gateway.await_one("status")["fault"] is None


def test_documents_that_break_the_contract_change_nothing(broker: Mosquitto, files: Path, tmp_path: Path) -> None:
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        session = gateway.begin_session(gateway.await_one("hello")["boot"])
        with Stream(session, bodypack.stream_key(session), pack.port, speed=bodypack.SPEED) as air:
            for kind in ("session", "command"):
                topic = topics.bodypack(bodypack.STUDIO, bodypack.ID, kind)
                for payload in (b"{", b"\xff\xfe", b"[" * 900, b'{"v":2}', b"x" * 5000, b'{"v":1,"session":77}'):
                    gateway.client.publish(topic, payload, qos=1).wait_for_publish(bodypack.LIMIT_S)
            say(pack, air, 1.0, seed=5)
        gateway.tell("command", {"id": 1, "session": 77, "do": "volume", "volume_db": -20})
        gateway.await_one("event", lambda event: event["what"] == "command_done" and event["command"] == 1)
        gateway.await_one("status", lambda status: status["volume_db"] == -20)


def test_the_sound_goes_on_without_the_broker_and_the_broker_is_found_again(
    broker: Mosquitto, files: Path, tmp_path: Path
) -> None:
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        boot = gateway.await_one("hello")["boot"]
        session = gateway.begin_session(boot)

        def kill(number: int) -> bool:
            if number == 30:
                broker.kill()
            return False

        with Stream(session, bodypack.stream_key(session), pack.port, kill, speed=bodypack.SPEED) as air:
            say(pack, air, 1.5, seed=6)
            before = len(gateway.all("hello"))
            broker.start()
            bodypack.wait_until(lambda: len(gateway.all("hello")) > before, "a hello to the new broker")
        assert gateway.all("hello")[-1]["boot"] == boot


def press_shortly(pack: bodypack.Bodypack, gateway: bodypack.Gateway) -> None:
    """Until it is told: for a chip or a thumb that is held up meanwhile, a short press is a long one, or none."""
    for _ in range(PRESSES):
        for value in (1, 0, 1):
            pack.outside(pin=bodypack.BUTTON_PIN, value=value)
            time.sleep(0.15 / bodypack.SPEED)
        for _ in range(20):
            if any(event["what"] == "acknowledge" for event in gateway.all("event")):
                return
            time.sleep(0.05 / bodypack.SPEED)
    pytest.fail(f"no press of {PRESSES} was told")


def test_the_button_and_the_battery_are_told(broker: Mosquitto, files: Path, tmp_path: Path) -> None:
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        gateway.begin_session(gateway.await_one("hello")["boot"])
        pack.outside(pin=bodypack.BUTTON_PIN, value=0)
        gateway.await_one("event", lambda event: event["what"] == "call")
        pack.outside(pin=bodypack.BUTTON_PIN, value=1)
        press_shortly(pack, gateway)
        pack.outside(pin=bodypack.BATTERY_PIN, microvolts=1_900_000)
        report = gateway.await_one("telemetry", lambda report: report["battery_mv"] is not None)
        assert 3700 < report["battery_mv"] <= 3800


def test_a_restart_by_command_resets_the_chip_and_a_new_boot_says_hello(
    broker: Mosquitto, files: Path, tmp_path: Path
) -> None:
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        first = gateway.await_one("hello")["boot"]
        gateway.begin_session(first)
        gateway.tell("command", {"id": 1, "session": 77, "do": "restart"})
        assert pack.ended() == runtime.RESET_EXIT, pack.lines
        gateway.await_one("status", lambda status: status["state"] == "offline" and status["boot"] == first)
        pack.start()
        second = gateway.await_one("hello", lambda hello: hello["boot"] != first)
        session = gateway.begin_session(second["boot"], session=78)
        with Stream(session, bodypack.stream_key(session), pack.port, speed=bodypack.SPEED) as air:
            say(pack, air, 1.0, seed=7)
