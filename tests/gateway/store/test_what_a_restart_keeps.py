"""What people changed is found again: shows, roles, members, hosts and their phones, how far every ear is turned up."""

import asyncio
from collections.abc import Callable, Coroutine
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar

from hushcue_gateway.config import read
from hushcue_gateway.core.directory import Directory, Host
from hushcue_gateway.core.rights import Role
from hushcue_gateway.ear_volumes import EarVolumes
from hushcue_gateway.logs import Log
from hushcue_gateway.phone_keys import PhoneKeys
from hushcue_gateway.show_desk import ShowDesk
from hushcue_gateway.store import Database

FILE: dict[str, Any] = {
    "shows": [{"id": "main", "label": "Main"}, {"id": "late", "label": "Late"}],
    "bodypacks": [
        {"id": "anna", "password": "a-password-1", "show": "main", "label": "Anna", "groups": ["left"]},
        {"id": "ben", "password": "a-password-2", "show": "main", "volume_db": -6, "max_volume_db": 6},
    ],
    "phones": [{"id": "chen", "show": "late", "label": "陈晨"}],
}
NOW_MS = 1_800_000_000_000
Result = TypeVar("Result")


class Run:
    """One run of the gateway, as far as it keeps things: from the start to a stop that stores what waits."""

    def __init__(self, folder: Path, log: Log, file: dict[str, Any]):
        config = read(file, folder)
        self.database = Database(folder, log)
        self.shows = ShowDesk(config, self.database, log)
        self.volumes = EarVolumes(self.database, self.shows, config.bodypacks)
        self.keys = PhoneKeys(self.database)
        self._runner = asyncio.Runner()

    def __enter__(self) -> "Run":
        self.database.open()
        self.do(self.shows.start())
        self.do(self.volumes.start())
        self.keys.load()
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.close()
        self.database.close()

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(work)


def file(change: Callable[[dict[str, Any]], object] = lambda _: None) -> dict[str, Any]:
    """The configuration file, edited."""
    document = deepcopy(FILE)
    change(document)
    return document


def told(directory: Directory) -> dict[str, Any]:
    """All of it, in order: what stands first on a screen stands there after a restart too."""
    names = ("shows", "hosts", "roles", "members")
    return {name: list(getattr(directory, name).items()) for name in names}


CHIEF = Role("chief", "Chief · 总导", ("anna",), "emergency", may_latch=True, may_review=True)


def test_shows_roles_members_and_hosts_are_as_they_were_left(tmp_path: Path, log: Log) -> None:
    with Run(tmp_path, log, file()) as run:
        run.shows.add_show("early", "Early")
        run.shows.rename_show("main", "Evening")
        run.shows.put_role("main", CHIEF)
        run.shows.remove_role("main", "data")
        run.shows.put_member("main", "account-1", "chief")
        run.shows.put_member("late", "account-1", "support")
        run.shows.put_member("main", "account-2", "ops")
        run.shows.remove_member("main", "account-2")
        run.shows.add_phone(Host("dora", "early", "phone", "Dora", ("right",), "en", "#336699", None, 0.0))
        run.shows.change_host("anna", label="Anna-Lena", groups=("right",), programme_db=-9.0, ducking_db=-18.0)
        before = told(run.shows.directory)
    with Run(tmp_path, log, file()) as run:
        after = told(run.shows.directory)
        assert after == before
        assert run.shows.role("main", "chief") == CHIEF and run.shows.role("main", "data") is None
        assert run.shows.roles_of("account-1") == {"main": "chief", "late": "support"}
        assert run.shows.host("dora") == Host("dora", "early", "phone", "Dora", ("right",), "en", "#336699", None, 0.0)
        assert (run.shows.show("main").label, run.shows.host("anna").label) == ("Evening", "Anna-Lena")


def test_what_changed_in_the_file_goes_before_what_people_changed_and_nothing_else_does(
    tmp_path: Path, log: Log
) -> None:
    with Run(tmp_path, log, file()) as run:
        run.shows.change_host("anna", label="Anna-Lena", groups=("right",), colour="#336699")
        run.shows.put_member("late", "account-1", "support")

    def edit(document: dict[str, Any]) -> None:
        document["bodypacks"][0]["label"] = "A."
        del document["shows"][1], document["phones"]

    with Run(tmp_path, log, file(edit)) as run:
        anna = run.shows.host("anna")
        assert (anna.label, anna.groups, anna.colour) == ("A.", ("right",), "#336699")
        assert set(run.shows.directory.hosts) == {"anna", "ben"}
        assert run.shows.show("late").declared is None, "a show that the file forgets is people's own"
        assert run.shows.members("late") == {"account-1": "support"}


def test_a_phone_stays_the_phone_of_its_host_and_a_link_stays_good(tmp_path: Path, log: Log) -> None:
    with Run(tmp_path, log, file()) as run:
        used, _ = run.do(run.keys.invite("chen", NOW_MS))
        accepted = run.do(run.keys.accept(used, NOW_MS))
        assert accepted is not None
        host, session = accepted
        unused, ends_at_ms = run.do(run.keys.invite("dora", NOW_MS))
    with Run(tmp_path, log, file()) as run:
        assert run.keys.host_of(session) == host == "chen"
        assert run.do(run.keys.accept(used, NOW_MS)) is None, "once is once"
        assert run.do(run.keys.accept(unused, ends_at_ms)) is None, "until its end"
        again = run.do(run.keys.accept(unused, ends_at_ms - 1))
        assert again is not None and again[0] == "dora"


def test_every_ear_is_turned_as_it_was(tmp_path: Path, log: Log) -> None:
    with Run(tmp_path, log, file()) as run:
        assert (run.volumes.of("anna").volume_db, run.volumes.of("ben").volume_db) == (0.0, -6.0)
        run.volumes.set("anna", volume_db=3.0)
        run.volumes.set("ben", muted=True)
        run.volumes.set("chen", volume_db=-21.0, muted=True)
    with Run(tmp_path, log, file()) as run:
        found = {host: run.volumes.of(host) for host in ("anna", "ben", "chen")}
        assert {host: (ear.volume_db, ear.muted) for host, ear in found.items()} == {
            "anna": (3.0, False),
            "ben": (-6.0, True),
            "chen": (-21.0, True),
        }


def test_a_file_that_was_edited_turns_an_ear_down_and_never_up(tmp_path: Path, log: Log) -> None:
    def volumes(change: Callable[[dict[str, Any]], object]) -> tuple[float, float]:
        with Run(tmp_path, log, file(change)) as run:
            return run.volumes.of("anna").volume_db, run.volumes.of("ben").volume_db

    with Run(tmp_path, log, file()) as run:
        run.volumes.set("anna", volume_db=3.0)
        run.volumes.set("ben", volume_db=5.0)

    def lower(document: dict[str, Any]) -> None:
        document["bodypacks"][0]["volume_db"] = -10
        document["bodypacks"][1]["max_volume_db"] = 2

    assert volumes(lambda _: None) == (3.0, 5.0)
    assert volumes(lower) == (-10.0, 2.0)
    assert volumes(lambda _: None) == (-10.0, 2.0), "back in the file is not back in the ear"


def test_an_ear_that_is_gone_leaves_nothing_to_whoever_has_its_id_next(tmp_path: Path, log: Log) -> None:
    with Run(tmp_path, log, file()) as run:
        run.shows.add_phone(Host("dora", "main", "phone"))
        for host in ("anna", "dora", "chen"):
            run.volumes.set(host, volume_db=9.0)
        run.shows.change_host("chen", show="main")
        assert run.volumes.of("chen").volume_db == 9.0, "in another show it is the same ear"
        run.shows.remove_host("dora")
        run.shows.add_phone(Host("dora", "main", "phone"))
        assert run.volumes.of("dora").volume_db == 0.0
    with Run(tmp_path, log, file(lambda document: document["bodypacks"].pop(0))):
        pass
    with Run(tmp_path, log, file()) as run:
        assert [run.volumes.of(host).volume_db for host in ("anna", "dora", "chen")] == [0.0, 0.0, 9.0]
