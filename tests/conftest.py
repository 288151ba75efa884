"""What holds for every test."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hushcue_words import choose_language

# Sentences are compared in English, whatever this machine speaks.
os.environ["HUSHCUE_LANGUAGE"] = "en"

# No deadline: a busy machine is not a bug. In continuous integration the same examples every time.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

THOROUGH = tuple(Path(__file__).with_name("thorough.txt").read_text().split())
LONG = (
    "gateway/control/test_gateway_process.py",
    "tools/flash/test_on_vm.py",
    "tools/test_demo_ends.py",
    "gateway/control/test_secrets.py",
    "tools/diagnose/test_over_the_cable.py",
    "micropython/test_update_on_vm.py",
    "test_packaging.py",
    "interop/test_receivers.py",
    "interop/test_srtp.py",
    "tools/diagnose/test_probes.py",
    "bodypack/test_mqtt_broker.py",
    "gateway/control/test_processes.py",
    "api/test_schema.py",
    "gateway/witness/test_whole_way.py",
)
"""Files that take longest, the longest first: begun last, one of them would run on alone."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Whole ways that take minutes, and sweeps at all their points, are for who has the time: thorough.txt."""
    parser.addoption("--thorough", action="store_true", help="what takes long too: `make thorough`")


@pytest.fixture(scope="session")
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether somebody has that time."""
    return bool(request.config.getoption("--thorough"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes is left out where nobody asked for it, or for nothing else. The long files come first,
    wherever files are dealt out to several processes."""
    if not config.getoption("--thorough"):
        left_out = [item for item in items if item.nodeid.startswith(THOROUGH)]
        if 0 < len(left_out) < len(items):
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]
    if "PYTEST_XDIST_WORKER" in os.environ:
        ranks = {f"tests/{name}": place for place, name in enumerate(LONG)}
        items.sort(key=lambda item: ranks.get(item.nodeid.partition("::")[0], len(LONG)))


def pytest_runtest_teardown() -> None:
    """What a command chose for its process (``--language zh``) is not in force in the next test."""
    choose_language(None)
