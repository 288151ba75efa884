"""Several earpieces near one microphone: who leaks is named, who does not is not, and where nothing can tell the leak
guard says so. Seeded scenes in virtual time; `hushcue bench leak` plays many more of them."""

import numpy as np
import pytest

from hushcue_gateway.witness.leak import BEFORE, BLOCK, LAGS, Window
from hushcue_gateway.witness.leak_path import BEFORE_CUE, LeakPath
from hushcue_gateway.witness.leak_watch import HOLD_NS, THRESHOLD, Found, LeakWatch
from hushcue_tools.bench.leak_play import by_itself, guarded, play
from hushcue_tools.bench.leak_scenes import SCENES, Scene, Words, leaked, programme, spoken, studio


def made(kind: str, seed: int, level: float) -> Scene:
    return SCENES[kind](np.random.default_rng([7, seed]), level)


def told(scene: Scene) -> list[Found]:
    return list(play(scene, LeakWatch()))


@pytest.mark.parametrize("kind", ["other", "copy", "feeds"])
def test_who_leaks_is_named_and_nobody_else(kind: str) -> None:
    for seed in range(2):
        for outcome in guarded(made(kind, seed, -20.0)):
            assert (outcome.named, outcome.among, outcome.strange) == (outcome.leaks, frozenset(), 0), seed


def test_two_who_leak_at_the_same_time_are_both_named() -> None:
    for seed in range(2):
        (outcome,) = guarded(made("both", seed, -20.0))
        assert outcome.named == {"ann", "ben"} and not outcome.strange, seed


def test_where_nobody_leaks_nobody_is_named() -> None:
    assert [told(made("nobody", seed, -20.0)) for seed in range(3)] == [[], [], []]


def test_who_heard_the_same_is_told_as_one_of_several() -> None:
    for seed in range(2):
        (found,) = told(made("same", seed, -20.0))
        assert found.hosts == ("ann", "ben") and found.score >= THRESHOLD


def test_words_to_one_alone_tell_them_apart() -> None:
    first, *rest = told(made("later", 0, -20.0))
    assert first.hosts == ("ann", "ben")
    assert [each.hosts for each in rest] == [("ben",)], "once, although the same words are said to both again"


def test_words_to_one_over_words_to_both_tell_them_apart() -> None:
    outcomes = [outcome for seed in range(3) for outcome in guarded(made("over", seed, -20.0))]
    assert all(each.leaks <= each.named | each.among for each in outcomes)
    assert not any(each.innocent & each.named or each.strange for each in outcomes)
    assert sum(each.named == each.leaks for each in outcomes) >= 2


def test_a_guard_that_knows_one_cue_at_a_time_blames_who_hears_the_same_words_by_another_microphone() -> None:
    """What all this is for: else the scenes would show nothing."""
    blamed = 0
    for seed in range(3):
        scene = made("copy", seed, -20.0)
        (scores,) = by_itself(scene).values()
        blamed += sum(scores[host] >= THRESHOLD for host in scene.hosts - scene.leaks["feed"])
    assert blamed >= 2


def test_a_feed_that_comes_later_is_looked_at_too() -> None:
    """What was said before it does not count, and what goes on does."""
    rng = np.random.default_rng(3)
    scene = studio(rng, [Words(("ann",), 0, spoken(6, rng))], {"feed": {"ann": -15.0}})
    ((at, words),) = scene.cues
    cue = np.asarray(words.sound * 32767, np.int16)
    feed = np.asarray(scene.feeds["feed"] * 32767, np.int16)
    watch, found = LeakWatch(), []
    late = at + 16000
    for now in range(0, len(feed), 160):
        watch.programme("main", "other", np.zeros(160, np.int16))
        if now >= late:
            watch.programme("main", "feed", feed[now : now + 160])
        if now >= at and len(cue[now - at : now - at + 160]):
            watch.cue("main", "c", words.hosts, cue[now - at : now - at + 160])
        while (told := watch.step(now)) is not None:
            found += told
    assert [(show, each.feed, each.hosts) for show, each in found] == [("main", "feed", ("ann",))]


def test_an_earpiece_that_was_put_right_is_told_of_no_more() -> None:
    rng = np.random.default_rng(5)
    leaks = studio(rng, [Words(("ann",), 0, spoken(8, rng))], {"feed": {"ann": -12.0}})
    sits = studio(rng, [Words(("ann",), 30, spoken(6, rng))], {"feed": {}})
    watch = LeakWatch()
    assert len(list(play(leaks, watch))) == 1
    assert list(play(sits, watch, HOLD_NS)) == []
    assert len(list(play(leaks, watch, 4 * HOLD_NS))) == 1, "what comes again is told again"


def test_a_leak_that_was_learnt_is_taken_out() -> None:
    """Most of it: what is left is at least 10 dB below what there was."""
    rng = np.random.default_rng(11)
    total, lag = BEFORE_CUE + BEFORE + 8 * BLOCK + LAGS, 1234
    heard = spoken(total / 16000, rng)[:total]
    leak = np.zeros(total, np.float32)
    leak[lag:] = leaked(heard, rng)[: total - lag]
    feed = np.float32(0.1) * programme(total, rng) + leak
    path = LeakPath(lag)
    for at in range(BEFORE_CUE, BEFORE_CUE + 6 * BLOCK, BLOCK):
        around = slice(at - BEFORE_CUE, at + BEFORE + BLOCK + LAGS)
        path.learn(heard[around], Window(feed[at : at + BEFORE + BLOCK + LAGS]))
    at = BEFORE_CUE + 7 * BLOCK
    truth = Window(leak[at : at + BEFORE + BLOCK + LAGS]).spectrum
    guess = path.leak(heard[at - BEFORE_CUE : at + BEFORE + BLOCK + LAGS], len(truth))
    assert np.sum(np.abs(truth - guess) ** 2) < 0.1 * np.sum(np.abs(truth) ** 2)
