"""What hosts are marked with when the witness tells of leaks: one alone, one of several, and who is cleared later."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from hushcue_gateway.config import read
from hushcue_gateway.config_recordings import Recordings as Settings
from hushcue_gateway.cues import CueLog
from hushcue_gateway.logs import Log
from hushcue_gateway.recordings import Recordings
from hushcue_gateway.show_desk import ShowDesk
from hushcue_gateway.sources import Entry
from hushcue_gateway.store.database import Database
from hushcue_gateway.witness.messages import Leak
from hushcue_gateway.witness.words import WORDS as WITNESS_WORDS
from hushcue_gateway.witness_desk import WitnessDesk
from hushcue_words import Catalogue

HOSTS = [{"id": name, "password": f"a-password-{name}", "label": label} for name, label in
         (("host-1", "Ann"), ("host-2", "Ben"), ("host-3", ""))]  # fmt: skip


class NoSources:
    """No feed is there now; what the witness tells may still come."""

    def on_change(self, hear: Callable[[], None], /) -> None: ...

    def of_show(self, show: str, /) -> Iterable[Entry]:
        return ()


class NoMedia:
    def send(self, command: object, /) -> bool:
        raise AssertionError("nothing is to be sent")


class Marks:
    """The desk, what it noted, and what it said has changed."""

    def __init__(self, folder: Path):
        self.notes: list[tuple[str, str, str | None]] = []
        self.changed: list[str] = []
        log = Log((WITNESS_WORDS,), stream=io.StringIO())
        self.database = Database(folder, log)
        shows = ShowDesk(read({"studio": "test", "bodypacks": HOSTS}, folder), self.database, log)
        recordings = Recordings(self.database, folder, Settings(), log)
        self.desk = WitnessDesk(NoMedia(), CueLog(), recordings, shows, NoSources(), 10, lambda _: None, log)
        self.desk.note = self._note
        self.desk.on_change(lambda what, name: self.changed.append(f"{what} {name}"))

    def _note(
        self,
        show: str,
        words: Catalogue,
        code: str,
        facts: Mapping[str, object],
        level: str,
        host: str | None,
        cue: str | None,
    ) -> None:
        assert (show, level, cue) == ("main", "warning", "c")
        self.notes.append((code, words.both(code, **facts)["en"], host))

    def tell(self, *hosts: str, feed: str = "feed-a", db: float = -31.4) -> None:
        self.changed.clear()
        self.desk.observers()[Leak](Leak("main", feed, "c", hosts, db, 40.0, 0))

    def seen(self) -> dict[str, Any]:
        """Host -> among, as the live document has it."""
        found = {host["id"]: self.desk.leak_of(str(host["id"]), time.time()) for host in HOSTS}
        return {str(host): leak["among"] for host, leak in found.items() if leak is not None}


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    there = Marks(tmp_path)
    yield there
    there.desk._witness.stop()
    there.database.close()


def test_one_who_is_known_is_named_by_label(marks: Marks) -> None:
    marks.tell("host-1")
    assert marks.seen() == {"host-1": ["host-1"]} and marks.changed == ["leak host-1"]
    ((code, sentence, host),) = marks.notes
    assert (code, host) == ("leak", "host-1") and sentence.startswith("Ann: ") and "31 dB" in sentence
    leak = marks.desk.leak_of("host-1", time.time())
    assert leak is not None and leak["db"] == -31
    assert marks.desk.leak_of("host-1", time.time() + 3600) is None


def test_one_of_several_is_said_of_each_and_whoever_it_was_not_is_cleared(marks: Marks) -> None:
    both = ["host-1", "host-2"]
    marks.tell(*both)
    assert marks.seen() == {"host-1": both, "host-2": both}
    ((code, sentence, host),) = marks.notes
    assert (code, host) == ("leak_among", None) and sentence.startswith("one of Ann, Ben: ")
    marks.tell("host-2")
    assert marks.seen() == {"host-2": ["host-2"]} and marks.changed == ["leak host-1", "leak host-2"]


def test_what_another_feed_hears_and_who_else_leaks_clears_nobody(marks: Marks) -> None:
    marks.tell("host-1", "host-2")
    marks.tell("host-2", feed="feed-b")
    assert set(marks.seen()) == {"host-1", "host-2"}, "another feed says nothing of the first"
    marks.tell("host-3")
    assert set(marks.seen()) == {"host-1", "host-2", "host-3"}
    assert marks.notes[-1][1].startswith("host-3: "), "who has no label is called by the id"
    assert marks.desk.leaks_told == 3
