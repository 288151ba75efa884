"""What devices and files can do wrong never reaches the mix, and is counted."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hushcue_gateway.core.events import SourceReport
from hushcue_gateway.core.intake import MAX_SAMPLE, SMALLEST, Intake

FRAME = 160


def an_intake(*sources: str) -> Intake:
    intake = Intake(FRAME)
    for source in sources:
        intake.add(source)
    return intake


def constant(value: float) -> np.ndarray:
    return np.full(FRAME, value, np.float32)


def report(intake: Intake) -> SourceReport:
    return intake.take_reports()[0]


@given(st.lists(arrays(np.float32, FRAME, elements=st.floats(width=32)), min_size=1, max_size=4))
def test_whatever_floats_come_in_finite_bounded_normal_ones_go_on(frames: list[np.ndarray]) -> None:
    intake = an_intake("x")
    with np.errstate(over="raise", invalid="raise", under="ignore"):
        for frame in frames:
            out = intake.gather({"x": frame})
            assert np.isfinite(out).all()
            assert np.abs(out).max() <= MAX_SAMPLE
    invalid = sum(not np.isfinite(frame).all() for frame in frames)
    assert report(intake).invalid_frames == invalid


@pytest.mark.parametrize("poison", [math.nan, math.inf, -math.inf])
def test_a_poisoned_frame_is_silence_for_that_source_alone(poison: float) -> None:
    intake = an_intake("bad", "good")
    for _ in range(3):
        bad = constant(0.5)
        bad[77] = poison
        out = intake.gather({"bad": bad, "good": constant(0.25)})
    assert not out[0].any()
    assert (out[1] == 0.25).all()
    bad_report, good_report = intake.take_reports()
    assert (bad_report.invalid_frames, bad_report.starved_frames) == (3, 0)
    assert (good_report.invalid_frames, good_report.frames) == (0, 3)


def test_denormals_become_zero() -> None:
    intake = an_intake("x")
    intake.gather({"x": constant(0.1)})
    assert not intake.gather({"x": constant(SMALLEST / 10)}).any()


def test_overshoot_passes_is_counted_and_has_a_limit() -> None:
    intake = an_intake("x")
    intake.gather({"x": constant(0.0)})
    assert (intake.gather({"x": constant(1.5)}) == 1.5).all()
    assert (intake.gather({"x": constant(-1e9)}) == -MAX_SAMPLE).all()
    found = report(intake)
    assert found.clipped_frames == 2
    assert found.peak_db == pytest.approx(20 * math.log10(MAX_SAMPLE))


def test_a_missing_frame_is_counted_and_begins_and_ends_without_an_edge() -> None:
    intake = an_intake("x")
    tone = (0.5 * np.cos(2 * np.pi * 150 * np.arange(FRAME * 12) / 16000)).astype(np.float32)
    sound = []
    for index in range(12):
        here = tone[index * FRAME : (index + 1) * FRAME]
        sound.append(intake.gather({} if 4 <= index <= 6 else {"x": here})[0].copy())
    assert not sound[5].any()
    assert not sound[6].any()
    assert np.array_equal(sound[8], tone[8 * FRAME : 9 * FRAME])
    steps = np.abs(np.diff(np.concatenate(sound)))
    assert steps.max() <= np.abs(np.diff(tone)).max() + 0.5 / 80 + 1e-6
    found = report(intake)
    assert (found.frames, found.starved_frames) == (12, 3)


def test_levels_are_of_the_time_since_the_last_report() -> None:
    intake = an_intake("x")
    square = np.where(np.arange(FRAME) % 2, 0.5, -0.5).astype(np.float32)
    intake.gather({"x": constant(0.0)})
    assert (report(intake).peak_db, report(intake).rms_db) == (-120.0, -120.0)
    for _ in range(4):
        intake.gather({"x": square})
    found = report(intake)
    assert found.peak_db == pytest.approx(20 * math.log10(0.5))
    assert found.rms_db == pytest.approx(20 * math.log10(0.5))
    assert intake.rms == pytest.approx([0.5])
    intake.gather({"x": constant(0.0)})
    assert report(intake).peak_db == -120.0


def test_frames_of_strangers_are_counted() -> None:
    intake = an_intake("x")
    intake.gather({"x": constant(0.1), "stranger": constant(0.1)})
    assert intake.unknown_frames == 1


@pytest.mark.parametrize("frame", [np.zeros(159, np.float32), np.zeros((1, 160), np.float32), np.zeros(160)])
def test_a_frame_of_another_shape_is_our_own_mistake(frame: np.ndarray) -> None:
    with pytest.raises(ValueError, match="frame of x"):
        an_intake("x").gather({"x": frame})


def test_sources_come_and_go() -> None:
    intake = an_intake("a", "b", "c")
    intake.gather({"a": constant(0.1), "b": constant(0.2), "c": constant(0.3)})
    intake.remove(1)
    out = intake.gather({"a": constant(0.1), "c": constant(0.3)})
    assert (out[1] == np.float32(0.3)).all()
    assert [each.id for each in intake.take_reports()] == ["a", "c"]


def test_a_meter_is_told_the_loudest_sample_since_it_was_asked_last() -> None:
    intake = an_intake("loud", "quiet")
    intake.gather({"loud": constant(1.0), "quiet": constant(0.1)})
    intake.gather({"loud": constant(0.5)})
    peaks = dict(intake.take_peaks())
    assert peaks["loud"] == pytest.approx(0.0) and peaks["quiet"] == pytest.approx(-20.0, abs=0.01)
    intake.gather({})
    intake.gather({})
    assert dict(intake.take_peaks()) == {"loud": -120.0, "quiet": -120.0}
    intake.remove(0)
    assert dict(intake.take_peaks()) == {"quiet": -120.0}
