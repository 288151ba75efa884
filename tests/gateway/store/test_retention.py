"""How long recordings are kept: in virtual time, by itself and with real files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.config_recordings import Recordings as Settings
from hushcue_gateway.core.retention import MS_PER_DAY, Due, Kept, Retention, recordings_due
from hushcue_gateway.cues import Cue
from hushcue_gateway.logs import Log
from hushcue_gateway.recordings import Recordings
from hushcue_gateway.store import Database
from hushcue_gateway.store.cue_store import CueStore
from hushcue_gateway.store.models.cues import CueRow, RecordingRow
from hushcue_gateway.witness.messages import RecordingEnded

DAY_S = 86_400
NOW_MS = 1_700_000_000_000


def test_what_is_too_old_goes_and_shows_differ() -> None:
    rules = {"a": Retention(recordings_days=1), "b": Retention(recordings_days=0)}
    old = NOW_MS - MS_PER_DAY - 1
    kept = [Kept("1", "a", 10, old), Kept("2", "a", 10, old + 1), Kept("3", "b", 10, 5), Kept("4", "other", 10, old)]
    assert recordings_due(kept, rules, NOW_MS, 1000) == [Due("1", "retention")]


def test_beyond_the_quota_the_oldest_go_whatever_the_show() -> None:
    kept = [Kept(str(number), "ab"[number % 2], 100, NOW_MS - 1000 + number) for number in range(5)]
    assert recordings_due(kept[::-1], {}, NOW_MS, 250) == [Due(each, "quota") for each in ("0", "1", "2")]


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 500), st.integers(0, 40)), max_size=30),
    st.integers(0, 5000),
    st.integers(0, 30),
)
def test_what_stays_is_young_enough_fits_and_is_as_much_as_fits(
    items: list[tuple[str, int, int]], most: int, days: int
) -> None:
    kept = [
        Kept(str(place), show, size, NOW_MS - age * MS_PER_DAY + place) for place, (show, size, age) in enumerate(items)
    ]
    rules = {"a": Retention(recordings_days=days), "b": Retention(recordings_days=0)}
    due = {each.cue: each.why for each in recordings_due(kept, rules, NOW_MS, most)}
    stay = [each for each in kept if each.cue not in due]
    assert sum(each.bytes for each in stay) <= most
    assert all(each.show == "b" or not days or NOW_MS - each.began_at_ms <= days * MS_PER_DAY for each in stay)
    for_room = [each for each in kept if due.get(each.cue) == "quota"]
    if for_room:
        newest = max(for_room, key=lambda each: (each.began_at_ms, each.cue))
        assert sum(each.bytes for each in stay) + newest.bytes > most


@pytest.mark.parametrize("days", [-1, 3651])
def test_days_that_are_none_are_refused(days: int) -> None:
    with pytest.raises(ValueError):
        Retention(recordings_days=days)


@pytest.fixture
def make(database: Database, tmp_path: Path, log: Log) -> Callable[..., Recordings]:
    def made(**settings: int) -> Recordings:
        recordings = Recordings(database, tmp_path, Settings(**{"min_free_mb": 0, **settings}), log)
        recordings.open()
        return recordings

    return made


def a_recording(recordings: Recordings, database: Database, name: str, at_s: float, size: int = 1000) -> Path:
    cue = Cue(name, "desk", None, ("h",), ("all",), "direct", at_s, 0, state="ended", show="main")
    path = recordings.begin(cue)
    assert path is not None
    CueStore(database).keep_cue(cue)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    recordings.ended(RecordingEnded(name, str(path), size, 2000, True))
    assert database.settle()
    return path


def test_nothing_is_recorded_before_somebody_says_so(make: Callable[..., Recordings], database: Database) -> None:
    recordings = make()
    cue = Cue("c", "desk", None, ("h",), ("all",), "direct", 1000.0, 0, show="main")
    assert not recordings.retention("main").record and recordings.begin(cue) is None
    recordings.change("main", Retention(record=True, notice_en="We record."), "li", NOW_MS)
    assert recordings.begin(cue) is not None
    assert recordings.notice("main") == {"en": "We record.", "zh": "本场次发往耳机的通话会被录音。"}
    again = make()
    assert again.retention("main") == recordings.retention("main")
    assert not again.retention("other").record


def test_files_go_when_they_are_due_and_their_cues_stay_longer(
    make: Callable[..., Recordings], database: Database, tmp_path: Path
) -> None:
    recordings = make()
    recordings.change("main", Retention(record=True, recordings_days=2, cues_days=10), "li", NOW_MS)
    now_s = NOW_MS / 1000
    old = a_recording(recordings, database, "old", now_s - 3 * DAY_S)
    new = a_recording(recordings, database, "new", now_s - DAY_S)
    recordings.housekeep(NOW_MS)
    assert (old.exists(), new.exists(), old.parent.exists()) == (False, True, False)
    assert (recordings.is_there("old"), recordings.is_there("new"), recordings.bytes) == (False, True, 1000)
    row = database.read(lambda session: session.get(RecordingRow, "old"))
    assert row is not None and (row.state, row.deleted_by, row.file) == ("deleted", "retention", "")
    recordings.housekeep(NOW_MS + 8 * MS_PER_DAY)
    assert database.read(lambda session: session.get(CueRow, "old")) is None
    assert database.read(lambda session: session.get(CueRow, "new")) is not None
    assert not new.exists()


def test_the_quota_holds(make: Callable[..., Recordings], database: Database) -> None:
    recordings = make(max_mb=2)
    recordings.change("main", Retention(record=True), "li", NOW_MS)
    paths = [
        a_recording(recordings, database, f"c{number}", NOW_MS / 1000 - 100 + number, 900_000) for number in range(4)
    ]
    recordings.housekeep(NOW_MS)
    assert [path.exists() for path in paths] == [False, False, True, True]


def test_with_too_little_space_nothing_is_recorded(make: Callable[..., Recordings]) -> None:
    recordings = make(min_free_mb=10_000_000)
    recordings.change("main", Retention(record=True), "li", NOW_MS)
    recordings.housekeep(NOW_MS)
    assert recordings.begin(Cue("c", "desk", None, ("h",), (), "direct", 1000.0, 0, show="main")) is None


def test_what_an_earlier_gateway_left_open_was_cut(make: Callable[..., Recordings], database: Database) -> None:
    recordings = make()
    recordings.change("main", Retention(record=True), "li", NOW_MS)
    for name in ("there", "gone"):
        path = recordings.begin(Cue(name, "desk", None, ("h",), (), "direct", NOW_MS / 1000, 0, show="main"))
        assert path is not None and database.settle()
    path.parent.mkdir(parents=True, exist_ok=True)
    make()
    assert database.settle()
    rows = database.read(lambda session: {row.cue: row.state for row in session.query(RecordingRow)})
    assert rows == {"there": "deleted", "gone": "deleted"}, "of files in which nothing is"
