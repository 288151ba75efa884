"""An update over the air on MicroPython's VM: the gateway's own listener and signature, the chip's own loader.

The firmware lies in a slot as on a chip, is told of another one by a real broker, fetches it, restarts into it, and
keeps it once it is served; or goes back to what it had.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.micropython import bodypack, runtime, slots
from support.mosquitto import Mosquitto

from hushcue_gateway.updates.bundle import Bundle
from hushcue_gateway.updates.listener import Listener
from hushcue_wire import __version__

pytestmark = pytest.mark.skipif(bool(runtime.unix_port()), reason="the stage of a unix port is copied, not kept")

SOON = {"hushcue_bodypack/app.py": ("30000 if ", "1000 if ")}
"""A firmware on trial is kept after a second."""
NEWER = {"hushcue_wire/__init__.py": (f'__version__ = "{__version__}"', '__version__ = "99.0.0"')}
BROKEN = {"hushcue_bodypack/app.py": ("import asyncio\n", "raise MemoryError('too large')\n")}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return slots.lean(tmp_path_factory.mktemp("lean"))


@pytest.fixture
def starters(source: Path, tmp_path: Path) -> Path:
    """What lies on the flash beside the slots."""
    folder = tmp_path / "starters"
    folder.mkdir()
    for name in ("boot.py", "main.py"):
        shutil.copy(source / name, folder / name)
    return folder


@contextlib.contextmanager
def serving(bundle: Bundle) -> Iterator[str]:
    """The gateway's listener with a bundle; where it is."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    listener = Listener("127.0.0.1", 0, 10_000_000, lambda address: address == "127.0.0.1")
    listener.offer({bundle.build: bundle})
    asyncio.run_coroutine_threadsafe(listener.open(), loop).result(10)
    try:
        yield f"127.0.0.1:{listener.port}"
    finally:
        asyncio.run_coroutine_threadsafe(listener.close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_it_is_fetched_tried_and_kept(source: Path, starters: Path, tmp_path: Path) -> None:
    old = slots.make(source, tmp_path / "old", __version__, {})
    new = slots.make(source, tmp_path / "new", "99.0.0", NEWER | SOON)
    slots.put(old, tmp_path / "flash", "a")
    with (
        Mosquitto(tmp_path) as broker,
        serving(new) as place,
        bodypack.running(tmp_path, broker.port, starters) as (pack, gateway),
    ):
        hello = gateway.await_one("hello")
        seen = {hello["boot"]}
        assert (hello["build"], hello["machine"], hello["mpy"]) == (old.build, slots.MACHINE, slots.MPY)
        assert hello["trial"] is None
        gateway.begin_session(hello["boot"])
        wrong = {**new.order(place, False), "manifest": "0" * 64}
        gateway.tell("command", {"id": 1, "session": 77, "do": "update", **wrong})
        refused = gateway.await_one("event", lambda event: event["what"] == "update" and "refused" in event["detail"])
        assert refused["detail"] == "refused changed manifest.json"
        gateway.tell("command", {"id": 2, "session": 77, "do": "update", **new.order(place, False)})
        assert pack.ended(120) == runtime.RESET_EXIT, pack.lines
        told = [event["detail"] for event in gateway.all("event") if event["what"] == "update"]
        assert told[-2:] == ["fetch 100", "restart"]
        pack.start()
        hello = gateway.await_one("hello", lambda found: found["boot"] not in seen)
        assert (hello["build"], hello["trial"], hello["firmware"]) == (new.build, True, "99.0.0")
        gateway.begin_session(hello["boot"], session=78)
        gateway.await_one("event", lambda event: event["detail"] == "confirmed " + new.build)
        gateway.tell("command", {"id": 1, "session": 78, "do": "restart"})
        assert pack.ended() == runtime.RESET_EXIT, pack.lines
        pack.start()
        seen.add(hello["boot"])
        hello = gateway.await_one("hello", lambda found: found["boot"] not in seen)
        assert hello["trial"] is None
        assert (hello["build"], hello["firmware"]) == (new.build, "99.0.0")
    assert (tmp_path / "flash" / "hushcue" / "slot").read_text() == "b"
    assert not (tmp_path / "flash" / "hushcue" / "trial").exists()


@pytest.mark.parametrize("change", [BROKEN, {"hushcue_bodypack/safe.py": ("import esp32\n", "import no_such_thing\n")}])
def test_one_that_does_not_start_gives_way_to_the_old_one(
    source: Path, starters: Path, tmp_path: Path, change: dict[str, tuple[str, str]]
) -> None:
    flash = tmp_path / "flash"
    slots.put(slots.make(source, tmp_path / "bad", "99.0.0", NEWER | change), flash, "b")
    slots.put(slots.make(source, tmp_path / "old", __version__, {}), flash, "a")
    (flash / "hushcue" / "trial").write_text(json.dumps({"slot": "b", "boots": 3}))
    config = {"id": "host-1", "key": "5a" * 32, "board": "esp32_s3", "wifi": {"ssid": "studio", "password": "password"}}
    (flash / "config.json").write_text(json.dumps({**config, "broker": {"host": "127.0.0.1", "password": "x"}}))
    check = "import hushcue_wire\nprint('runs', hushcue_wire.__version__, safe.slot, safe.on_trial, safe.why)\n"
    start = (
        "exec(open('/boot.py').read())\n" + check + "exec(open('/main.py').read().replace('begin.run(pool)', 'pass'))\n"
    )
    for _ in range(3):
        code, output = runtime.Run(start, flash=flash, firmware=starters).finish()
        assert code == runtime.RESET_EXIT, output
        assert "too large" in output or "no_such_thing" in output
    code, output = runtime.Run(start, flash=flash, firmware=starters).finish()
    assert (code, output.strip()) == (0, f"runs {__version__} a False")
    assert not (flash / "hushcue" / "b" / "manifest.json").exists()
    assert not (flash / "hushcue" / "trial").exists()


def test_what_an_update_needs_is_let_go_after_it() -> None:
    run = runtime.Run(
        "import gc, sys, hashlib, binascii, asyncio, json, os\nimport hushcue_wire.errors, hushcue_bodypack\n",
        after=[
            "gc.collect()\nbefore = gc.mem_alloc()\n",
            "from hushcue_bodypack import update, updating\ngc.collect()\nloaded = gc.mem_alloc() - before\n",
            "from hushcue_bodypack import forgetting\nforgetting.forget()\n"
            "del update, updating, forgetting\ngc.collect()\n",
            "gc.collect()\nkept = gc.mem_alloc() - before\n"
            "left = [name for name in sys.modules if 'updat' in name or 'slots' in name or 'manifest' in name]\n"
            "print('loaded', loaded, 'kept', kept, left)\n",
        ],
    )
    code, output = run.finish()
    print(output)
    assert code == 0, output
    found = re.fullmatch(r"loaded (\d+) kept (-?\d+) \[\]", output.strip())
    assert found is not None, output
    loaded, kept = int(found[1]), int(found[2])
    assert loaded < 40_000
    assert kept < loaded // 6  # names that were met once stay known to MicroPython for ever
