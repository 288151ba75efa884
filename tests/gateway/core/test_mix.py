"""The mixer: a matrix product with straight ramps; sharing a bus is never audible."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.core.limiter import Limiter
from hushcue_gateway.core.mix import Mixer

FRAME = 160
SOURCES = 4


def a_mixer(rows: int, columns: int = SOURCES) -> Mixer:
    mixer = Mixer(FRAME, Limiter())
    for _ in range(columns):
        mixer.add_column()
    for _ in range(rows):
        mixer.add_row()
    return mixer


def mixed(mixer: Mixer, frames: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """One row per bodypack."""
    mixes = mixer.mix(frames, targets)
    return mixes[mixer.bus_of]


a_history = st.lists(st.tuples(st.integers(0, 2**32 - 1), st.sampled_from(["same", "all", "one"])), max_size=14)


def targets_of(history: list[tuple[int, str]], rows: int) -> list[np.ndarray]:
    """Gain rows that often repeat, so that bodypacks split and merge."""
    now = np.zeros((rows, SOURCES), np.float32)
    every = []
    for seed, change in history:
        random = np.random.default_rng(seed)
        now = now.copy()
        if change == "all":
            now[:] = random.choice([0.0, 0.5, 1.0], SOURCES)
        elif change == "one":
            now[random.integers(rows)] = random.choice([0.0, 0.5, 1.0], SOURCES)
        every += [now, now]
    return every


@given(a_history, st.integers(0, 2**32 - 1), st.sampled_from([0.05, 0.2, 1.5]))
def test_sharing_a_bus_equals_computing_every_bodypack_alone(
    history: list[tuple[int, str]], seed: int, loudness: float
) -> None:
    random = np.random.default_rng(seed)
    shared = a_mixer(5)
    alone = [a_mixer(1) for _ in range(5)]
    for targets in targets_of(history, 5):
        frames = (random.standard_normal((SOURCES, FRAME)) * loudness).astype(np.float32)
        together = mixed(shared, frames, targets)
        for row, mixer in enumerate(alone):
            np.testing.assert_allclose(together[row], mixer.mix(frames, targets[row : row + 1])[0], atol=2e-6)


@given(a_history, st.integers(0, 2**32 - 1))
def test_below_the_limiter_it_is_the_matrix_product_with_straight_ramps(
    history: list[tuple[int, str]], seed: int
) -> None:
    random = np.random.default_rng(seed)
    mixer = a_mixer(3)
    delay = mixer.limiter.delay_samples
    ramp = np.arange(1, FRAME + 1) / FRAME
    before = np.zeros((3, SOURCES))
    got, expected = [], []
    for targets in targets_of(history, 3):
        frames = random.uniform(-0.2, 0.2, (SOURCES, FRAME)).astype(np.float32)
        got.append(mixed(mixer, frames, targets))
        gains = before[:, :, None] + (targets - before)[:, :, None] * ramp
        expected.append((gains * frames).sum(axis=1))
        before = targets.astype(np.float64)
    if got:
        sound, reference = np.concatenate(got, axis=1), np.concatenate(expected, axis=1)
        np.testing.assert_allclose(sound[:, delay:], reference[:, : reference.shape[1] - delay], atol=1e-6)


@given(a_history, st.integers(0, 2**32 - 1))
def test_keys_never_click(history: list[tuple[int, str]], seed: int) -> None:
    """With smooth sources the largest step of a mix is bounded by the sources' own steps and the ramp's slope."""
    random = np.random.default_rng(seed)
    hz = random.uniform(50.0, 400.0, SOURCES)
    mixer = a_mixer(3)
    every = targets_of(history, 3)
    time = np.arange(FRAME * max(1, len(every))) / 16000.0
    sources = (0.2 * np.sin(2 * np.pi * hz[:, None] * time)).astype(np.float32)
    sound = [mixed(mixer, sources[:, i * FRAME : (i + 1) * FRAME], targets) for i, targets in enumerate(every)]
    if sound:
        own_steps = np.abs(np.diff(sources, axis=1)).max(axis=1).sum()
        bound = own_steps + SOURCES * 0.2 * 1.0 / FRAME
        assert np.abs(np.diff(np.concatenate(sound, axis=1), axis=1)).max() <= bound + 1e-5


def test_equal_mixes_share_one_bus_split_and_meet_again() -> None:
    mixer = a_mixer(50)
    frames = np.random.default_rng(3).uniform(-0.2, 0.2, (SOURCES, FRAME)).astype(np.float32)
    same = np.tile(np.float32([1.0, 0.0, 0.5, 0.0]), (50, 1))
    mixer.mix(frames, same)
    assert mixer.buses == 1
    other = same.copy()
    other[7, 1] = 1.0
    mixer.mix(frames, other)
    assert mixer.buses == 2
    assert mixer.bus_of.count(mixer.bus_of[7]) == 1
    mixer.mix(frames, same)
    assert mixer.buses == 2  # still on its way back
    mixer.mix(frames, same)
    mixer.mix(frames, same)
    assert mixer.buses == 1


def test_buses_stay_apart_until_their_limiters_agree() -> None:
    mixer = a_mixer(2)
    frames = np.zeros((SOURCES, FRAME), np.float32)
    frames[0], frames[1] = 0.1, 2.0
    loud = np.float32([[1, 0, 0, 0], [1, 1, 0, 0]])
    for _ in range(5):
        mixer.mix(frames, loud)
    same = np.float32([[1, 0, 0, 0], [1, 0, 0, 0]])
    for _ in range(5):
        mixer.mix(frames, same)
    assert mixer.buses == 2  # one limiter is still letting go
    for _ in range(40):
        mixer.mix(frames, same)
    assert mixer.buses == 1


def test_a_gain_of_zero_is_exact_silence() -> None:
    mixer = a_mixer(2)
    random = np.random.default_rng(5)
    targets = np.float32([[1, 0, 0, 0], [0, 0, 0, 0]])
    for _ in range(5):
        sound = mixed(mixer, random.standard_normal((SOURCES, FRAME)).astype(np.float32), targets)
        assert not sound[1].any()
    assert sound[0].any()


def test_rows_and_columns_come_and_go_without_touching_the_others() -> None:
    mixer, reference = a_mixer(3), a_mixer(1)
    random = np.random.default_rng(6)
    targets = np.float32([[1, 0.5, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]])
    for tick in range(12):
        frames = random.uniform(-0.3, 0.3, (SOURCES, FRAME)).astype(np.float32)
        if tick == 4:
            mixer.remove_row(1)
            targets = np.delete(targets, 1, axis=0)
        if tick == 8:
            mixer.remove_column(3)
        here = frames if tick < 8 else frames[:3]
        sound = mixed(mixer, here, targets[:, : len(here)])
        expected = reference.mix(frames, np.float32([[1, 0.5, 0, 0]]))[0]
        np.testing.assert_allclose(sound[0], expected, atol=1e-6)
    assert mixer.buses == 2
