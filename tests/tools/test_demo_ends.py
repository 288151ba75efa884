"""How ``hushcue demo`` is started, what it says to people, and how it ends, whoever ends it and however busy
the machine is. What it measures is judged in test_demo.py."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from support.demo import ENVIRONMENT, demo
from support.programs import needs

from hushcue_tools.demo.children import hushcue


@pytest.fixture
def broker_program() -> None:
    needs("mosquitto")


needs_broker = pytest.mark.usefixtures("broker_program")


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
    with process:
        try:
            for line in process.stdout:
                if " s  " in line:  # the first cue is said: everything runs
                    break
            assert users_of(tmp_path), "the gateway and the bodypacks name this folder"
            process.send_signal(getattr(signal, how))
            process.stdout.read()
            process.wait(60)
        finally:
            process.kill()
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
