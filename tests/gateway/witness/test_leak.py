"""The leak guard: what leaks is found at its delay, what does not is not; its watch says so once."""

import numpy as np
import pytest

from hushcue_gateway.witness.leak import BEFORE, BLOCK, LAGS, Evidence, Finding, Window, unit_of
from hushcue_gateway.witness.leak_watch import HOLD_NS, THRESHOLD, Found, LeakWatch

from .conftest import Scene, scene, spoken

S = 1_000_000_000


def found(each: Scene) -> Finding:
    evidence = Evidence()
    for cue, programme in each.blocks():
        trace = Window(programme).trace(cue)
        if trace is not None:
            evidence.forget()
            evidence.add(trace, unit_of([trace]))
    return evidence.finding()


@pytest.mark.parametrize(("level", "least"), [(-20.0, 6), (-30.0, 6), (-40.0, 4)])
def test_a_leak_is_found_at_its_delay(scenes: dict[float | None, list[Scene]], level: float, least: int) -> None:
    findings = [(each, found(each)) for each in scenes[level]]
    over = [(each, finding) for each, finding in findings if finding.score >= THRESHOLD]
    assert len(over) >= least, [round(finding.score, 1) for _, finding in findings]
    for each, finding in over:
        assert abs(finding.delay_ms - each.delay_ms) < 2.0
        assert level - 12 < finding.db < level + 4, "of the direct sound, which is less than all of it"


def test_where_nothing_leaks_nothing_is_found(scenes: dict[float | None, list[Scene]]) -> None:
    scores = [found(each).score for each in scenes[None]]
    assert max(scores) < THRESHOLD - 1.0, scores


@pytest.mark.parametrize("what", ["silence", "noise", "hum", "the same tone in both"])
def test_a_programme_that_is_no_speech_is_no_leak(what: str) -> None:
    rng = np.random.default_rng(5)
    cue, total = spoken(5, rng), BEFORE + 5 * BLOCK + LAGS
    times = np.arange(total) / 16000
    programme = {
        "silence": np.zeros(total),
        "noise": 0.01 * rng.standard_normal(total),
        "hum": 0.05 * np.sign(np.sin(2 * np.pi * 50 * times)) + 1e-4 * rng.standard_normal(total),
        "the same tone in both": 0.05 * np.sin(2 * np.pi * 1000 * times) + 1e-3 * rng.standard_normal(total),
    }[what].astype(np.float32)
    if what.startswith("the same"):
        cue = cue + np.float32(0.02) * np.sin(2 * np.pi * 1000 * times[: len(cue)]).astype(np.float32)
    assert found(Scene(cue, programme, 0.0)).score < THRESHOLD


def test_before_two_blocks_nothing_is_said_and_wrong_lengths_are_ours() -> None:
    cue, programme = scene(1, -10.0, 1).blocks()[0]
    assert found(scene(1, -10.0, 1)).score == 0.0
    with pytest.raises(ValueError):
        Window(programme).trace(cue[1:])
    with pytest.raises(ValueError):
        Window(programme[1:])


def feed(watch: LeakWatch, each: Scene, hosts: tuple[str, ...], now_ns: int, cue: str = "c") -> list[Found]:
    """As it comes from the engine: 10 ms of both at a time, the programme all along."""
    told: list[Found] = []
    samples = {name: np.asarray(signal * 32767, np.int16) for name, signal in (("p", each.programme), ("c", each.cue))}
    for at in range(0, len(each.programme), 160):
        watch.programme("main", "feed", samples["p"][at : at + 160])
        said = samples["c"][max(0, at + 160 - BEFORE - 160) : at + 160 - BEFORE] if at >= BEFORE else samples["c"][:0]
        if len(said):
            watch.cue("main", cue, hosts, said)
        told += drained(watch, now_ns + at * S // 16000)
    watch.close_cue("main", cue)
    return told


def drained(watch: LeakWatch, now_ns: int) -> list[Found]:
    told: list[Found] = []
    while (found := watch.step(now_ns)) is not None:
        told += [each for _, each in found]
    return told


def test_the_watch_tells_a_leak_once_and_again_after_a_while(scenes: dict[float | None, list[Scene]]) -> None:
    watch = LeakWatch()
    each = scenes[-20.0][0]
    (told,) = feed(watch, each, ("host-1",), 0)
    assert (told.feed, told.cue, told.hosts) == ("feed", "c", ("host-1",)) and told.score >= THRESHOLD
    assert abs(told.delay_ms - each.delay_ms) < 15.0
    assert feed(watch, each, ("host-1",), 10 * S, "d") == [], "it was told"
    assert len(feed(watch, each, ("host-1",), HOLD_NS + 10 * S, "e")) == 1


def test_a_feed_that_is_over_is_forgotten(scenes: dict[float | None, list[Scene]]) -> None:
    watch = LeakWatch()
    assert feed(watch, scenes[-20.0][0], ("host-1",), 0)
    watch.close_programme("main", "feed")
    watch.close_programme("main", "feed")
    watch.close_cue("nobody", "c")
    assert feed(watch, scenes[None][0], ("host-1",), 60 * S) == []


def test_the_watch_is_silent_without_programme_and_about_other_shows(
    scenes: dict[float | None, list[Scene]],
) -> None:
    watch = LeakWatch()
    each = scenes[-20.0][1]
    cue = np.asarray(each.cue * 32767, np.int16)
    watch.cue("main", "c", ("host-1",), cue)
    assert watch.step(0) is None
    programme = np.asarray(each.programme * 32767, np.int16)
    for at in range(0, len(programme), 1600):
        watch.programme("other", "feed", programme[at : at + 1600])
        watch.cue("main", "c", ("host-1",), cue[at : at + 1600])
        assert drained(watch, at) == []


def test_a_quiet_cue_is_not_looked_at(scenes: dict[float | None, list[Scene]]) -> None:
    watch = LeakWatch()
    each = scenes[-20.0][2]
    assert feed(watch, Scene(each.cue * np.float32(1e-2), each.programme, 0.0), ("h",), 0) == []
