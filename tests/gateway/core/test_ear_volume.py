"""Volumes over a restart: nobody is louder than before, than the maximum, or than a file that was turned down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.core.bodypack import MAX_VOLUME_DB, MIN_VOLUME_DB
from hushcue_gateway.core.ear_volume import Declared, EarVolume, as_declared, restored

DB = st.floats(MIN_VOLUME_DB, MAX_VOLUME_DB)


@pytest.mark.parametrize(
    ("turned", "before", "now", "most", "after"),
    [
        (3.0, 0.0, 0.0, 12.0, 3.0),  # the file is as it was: people's word stands, louder or softer
        (-20.0, 0.0, 0.0, 12.0, -20.0),
        (3.0, 0.0, -10.0, 12.0, -10.0),  # the file came down
        (-20.0, 0.0, -10.0, 12.0, -20.0),  # ... and people had gone further
        (-20.0, -10.0, 0.0, 12.0, -20.0),  # the file went up: a restart raises nobody
        (3.0, -10.0, 0.0, 12.0, 0.0),  # the file went up, and means less than people did
        (6.0, 0.0, 0.0, 2.0, 2.0),  # the maximum came down
        (6.0, None, 0.0, 12.0, 0.0),  # of a time when nobody noted what the file said
    ],
)
def test_a_restart(turned: float, before: float | None, now: float, most: float, after: float) -> None:
    kept = restored(EarVolume(turned, True, before), Declared(now, most))
    assert kept == EarVolume(after, True, now)


@given(kept=st.builds(EarVolume, DB, st.booleans(), st.none() | DB), files=st.lists(DB, min_size=1), most=DB)
def test_no_row_of_restarts_makes_anybody_louder(kept: EarVolume, files: list[float], most: float) -> None:
    for file_db in files:
        declared = Declared(min(file_db, most), most)
        after = restored(kept, declared)
        assert after.volume_db <= min(kept.volume_db, most) and after.muted == kept.muted
        if kept.declared_db != declared.volume_db:
            assert after.volume_db <= declared.volume_db
        assert restored(after, declared) == after, "starting once more changes nothing"
        kept = after


def test_an_ear_that_nobody_turned_has_what_the_file_says() -> None:
    assert as_declared(Declared(-6.0, 0.0)) == EarVolume(-6.0, False, -6.0)
    assert as_declared(None) == EarVolume(0.0, False, None)


def test_a_phone_keeps_what_it_was_turned_to() -> None:
    assert restored(EarVolume(-21.0, True), None) == EarVolume(-21.0, True)
