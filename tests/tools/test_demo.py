"""``hushcue demo`` as a person runs it, with real processes, broker and sockets, and nothing that needs a sound card.

How fast a busy machine is cannot be asserted. What is asserted: the figures are there, they agree with each other, and
where a process that only sleeps was woken in time, every bound is kept or what broke it is named.
"""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from support.programs import needs

from hushcue_tools.demo.children import hushcue, search_path
from hushcue_tools.report import BUSY_PERCENT


@pytest.fixture
def broker_program() -> None:
    needs("mosquitto")


needs_broker = pytest.mark.usefixtures("broker_program")
ENVIRONMENT = {**os.environ, "PYTHONPATH": search_path(), "PYTHONIOENCODING": "utf-8"}
CALM_P99_MS, CALM_MAX_MS = 1.0, 8.0
TRIES = 3


def demo(*words: str, timeout_s: float = 150) -> tuple[int, str, str]:
    done = subprocess.run(
        hushcue("demo", "--headless", *words),
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout_s,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def figures_of(out: str) -> dict[str, Any]:
    figures = json.loads(out.splitlines()[-1])
    assert isinstance(figures, dict)
    return figures


def is_calm(figures: dict[str, Any]) -> bool:
    late = figures["wake_lateness_ms"]
    waits = [bodypack["cpu_wait_percent"] or 0.0 for bodypack in figures["bodypacks"]]
    return bool(late["p99"] <= CALM_P99_MS and late["max"] <= CALM_MAX_MS and max(waits) <= BUSY_PERCENT)


def check_shape(figures: dict[str, Any]) -> None:
    assert [bodypack["id"] for bodypack in figures["bodypacks"]] == ["host-1", "host-2"]
    for bodypack in figures["bodypacks"]:
        assert bodypack["heard_percent"] + bodypack["lost_percent"] == pytest.approx(100.0, abs=0.02)
        assert bodypack["cues"] >= 2
        assert bodypack["frames"] > 300
        assert bodypack["datagrams"]["received"] > 500
        delays = bodypack["mouth_to_ear_ms"]
        assert 20 < delays["p50"] <= delays["p95"] <= delays["p99"] < 1500
        assert isinstance(bodypack["underruns"], int)
    assert figures["cues"] >= 3
    assert isinstance(figures["tick_overruns"], int)
    late = figures["wake_lateness_ms"]
    assert 0 <= late["p50"] <= late["p99"] <= late["max"]
    for bound in figures["bounds"].values():
        assert not (bound["held"] and bound["broken_by_machine"])


@needs_broker
@pytest.mark.timeout(600)
def test_a_show_is_heard_and_measured_from_its_samples() -> None:
    """On a machine that is busy with other work at every try, only that something was heard."""
    for _ in range(TRIES):
        code, out, err = demo("--seconds", "15", "--json")
        assert code in (0, 4), err
        figures = figures_of(out)
        check_shape(figures)
        heard = [bodypack["heard_percent"] for bodypack in figures["bodypacks"]]
        assert code == (0 if min(heard) == 100.0 else 4)
        if min(heard) >= 99 and figures["bounds"]["mouth_to_ear_p99_ms"]["held"]:
            assert figures["bounds"]["unmeant_db"]["held"]
            return
        assert not is_calm(figures), figures
    assert min(heard) > 0, figures


@needs_broker
@pytest.mark.timeout(300)
def test_people_get_a_sentence_and_a_picture_in_their_language() -> None:
    code, out, err = demo("--seconds", "4", "--language", "zh")
    assert code in (0, 4), err
    assert "host-1：" in out
    assert "听到" in out
    assert any(bar in out for bar in "▃▄▅▆")


def heed_ctrl_c() -> None:
    """What a shell starts in the background ignores Ctrl-C, and so would all that these tests start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@needs_broker
@pytest.mark.timeout(300)
@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("how", ["SIGINT", "SIGHUP", "SIGKILL"])
def test_whatever_ends_the_demo_nothing_it_started_lives_on(how: str, tmp_path: Path) -> None:
    process = subprocess.Popen(
        hushcue("demo", "--headless", "--seconds", "60", "--keep", str(tmp_path)),
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        preexec_fn=heed_ctrl_c,
    )
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            if " s  " in line:  # the first cue is said: everything runs
                break
        assert users_of(tmp_path), "the gateway and the bodypacks name this folder"
        process.send_signal(getattr(signal, how))
        process.stdout.read()
        process.wait(60)
    deadline = time.monotonic() + 60
    while (alive := users_of(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not alive
    assert process.returncode != 0


def users_of(folder: Path) -> list[str]:
    """The command lines that name ``folder``, of processes other than this one."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    mine = str(os.getpid())
    return [line for line in listed.splitlines() if str(folder) in line and line.split()[0] != mine]


def test_without_a_broker_program_it_says_what_to_install(tmp_path: Path) -> None:
    """As on a machine that has none: not on the PATH, and not in the places where the gateway looks beside it."""
    (tmp_path / "sitecustomize.py").write_text("import hushcue_gateway.broker.find as it\nit.PLACES = ()\n")
    done = subprocess.run(
        hushcue("demo", "--headless", "--seconds", "1"),
        env={**ENVIRONMENT, "PATH": "", "PYTHONPATH": os.pathsep.join((str(tmp_path), ENVIRONMENT["PYTHONPATH"]))},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "osquitto" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [(["--seconds", "0"], "is not from 1 to 3600"), (["--seconds", "1", "--keep", "/dev/null/x"], "cannot be used")],
)
def test_what_makes_no_sense_is_named(words: list[str], told: str) -> None:
    code, _, err = demo(*words)
    assert code == 2
    assert told in err
