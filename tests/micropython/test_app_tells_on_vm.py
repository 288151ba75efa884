"""What the firmware on MicroPython's VM tells and nobody hears. Sound is judged by the clock, in test_app_on_vm.py.

Here nothing is: every test waits for a word of the chip's, or for its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.micropython import bodypack, runtime
from support.mosquitto import Mosquitto


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what lies on the flash: the lean form, as it is shipped."""
    return runtime.lean_firmware("esp32_s3", tmp_path_factory.mktemp("lean"))


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path) as mosquitto:
        yield mosquitto


def test_the_radio_lost_and_found(broker: Mosquitto, files: Path, tmp_path: Path) -> None:
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        gateway.begin_session(gateway.await_one("hello")["boot"])
        assert gateway.await_one("telemetry")["rssi_dbm"] == -57
        pack.outside(wifi=False)
        gateway.await_one("telemetry", lambda report: report["rssi_dbm"] is None)
        pack.outside(wifi=True)
        count = len(gateway.all("telemetry"))
        bodypack.wait_until(
            lambda: any(report["rssi_dbm"] == -57 for report in gateway.all("telemetry")[count:]), "the radio back"
        )


def test_a_bodypack_that_dies_is_marked_offline_by_its_last_will(
    broker: Mosquitto, files: Path, tmp_path: Path
) -> None:
    with bodypack.running(tmp_path, broker.port, files) as (pack, gateway):
        boot = gateway.await_one("hello")["boot"]
        gateway.await_one("status", lambda status: status["state"] == "online")
        pack.stop()
        gateway.await_one("status", lambda status: status["state"] == "offline" and status["boot"] == boot)


def test_the_button_held_at_the_start_means_safe_mode(broker: Mosquitto, files: Path, tmp_path: Path) -> None:
    pack = bodypack.Bodypack(tmp_path, broker.port, files)
    pack.start({"pin": bodypack.BUTTON_PIN, "value": 0})
    assert pack.ended() == 0
    text = "\n".join(pack.lines)
    assert "SAFE MODE" in text and "安全模式" in text


def test_a_wrong_setting_is_named_in_two_languages(broker: Mosquitto, files: Path, tmp_path: Path) -> None:
    pack = bodypack.Bodypack(tmp_path, broker.port, files, audio={"port": 5004, "ceiling_db": 3})
    pack.start()
    assert pack.ended() == 0
    text = "\n".join(pack.lines)
    assert "audio.ceiling_db" in text and "须为" in text
