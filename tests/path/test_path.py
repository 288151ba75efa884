"""The whole path in virtual time: the shipped code from the file player to the DMA ring, judged by the ear.

Nothing here depends on the machine: what is asserted holds exactly, every time.
"""

import argparse
from functools import cache

import pytest

from hushcue_tools.bench import link, path
from hushcue_tools.bench.link_trace import Row, Trace
from hushcue_tools.bench.loss_heard import find
from hushcue_tools.bench.loss_rig import record
from hushcue_tools.bench.loss_speech import active, say
from hushcue_tools.bench.studio import START_NS, Line, Shape, Studio
from hushcue_tools.demo import show
from hushcue_tools.ear import Cue, Hearing, leak_db, listen, loudest_outside_db

MANY = 4000


def bench(**changes: object) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    path.add_arguments(parser)
    return path.measure(argparse.Namespace(**{**vars(parser.parse_args([])), **changes}))


@cache
def cue(file: str) -> path.Samples:
    return path.samples_of(file)


def line(name: str, file: str, at_ms: float = 503.7, to: tuple[str, ...] = ("host-1",)) -> Line:
    return Line(name, cue(file), at_ms, to)


def studio_of(
    lines: list[Line], fates: list[link.Fate] | None = None, shape: Shape | None = None, until_ms: float = 6000
) -> Studio:
    networks = {host: link.Network.listed(fates or []) for host in show.HOSTS}
    studio = Studio(networks, lines, shape)
    try:
        studio.run(until_ms)
    finally:
        studio.close()
    return studio


def hearing(studio: Studio, said: Line, host: str = "host-1") -> Hearing:
    recording = studio.bodypacks[host].recording()
    return listen(Cue(said.id, said.samples, studio.mouth_ns[said.id]), recording)


@cache
def calm() -> dict[str, object]:
    return bench()


def test_on_a_calm_network_every_bound_holds_exactly() -> None:
    figures = calm()
    assert figures["cues"] == 4
    bodypacks = figures["bodypacks"]
    assert isinstance(bodypacks, list)
    for bodypack in bodypacks:
        assert bodypack["heard_percent"] == 100.0
        assert bodypack["lost_percent"] == 0.0
        assert bodypack["underruns"] == 0
        assert bodypack["mouth_to_ear_ms"]["p50"] <= 60
        assert bodypack["mouth_to_ear_ms"]["p99"] <= 100
        assert bodypack["unmeant_db"] <= -60
        counters = bodypack["datagrams"]
        assert (counters["lost"], counters["late"], counters["duplicate"], counters["concealed"]) == (0, 0, 0, 0)
        assert counters["received"] > 1400
    assert path.held(figures)


def test_the_same_run_gives_the_same_figures() -> None:
    assert bench() == calm()


@pytest.mark.parametrize("changes", [{"encoding": "PCMU"}, {"frame_ms": 5}, {"frame_ms": 20}])
def test_every_format_carries_every_word(changes: dict[str, object]) -> None:
    figures = bench(**changes)
    bodypacks = figures["bodypacks"]
    assert isinstance(bodypacks, list)
    for bodypack in bodypacks:
        assert bodypack["heard_percent"] == 100.0
        assert bodypack["underruns"] == 0
        assert bodypack["mouth_to_ear_ms"]["p99"] <= 100


def test_a_private_cue_is_not_in_the_other_ear() -> None:
    private = line("private", "stock-en.flac")
    studio = studio_of([private])
    assert hearing(studio, private).verdicts.count("+") == hearing(studio, private).active
    other = studio.bodypacks["host-2"].recording()
    assert loudest_outside_db(other, []) == -120
    assert leak_db(Cue("private", private.samples, studio.mouth_ns["private"]), other) == -120


def test_two_private_cues_at_the_same_time_stay_apart() -> None:
    one = line("one", "stock-zh.flac", 500.0, ("host-1",))
    two = line("two", "sizes-en.flac", 507.3, ("host-2",))
    studio = studio_of([one, two])
    for said, host, other in ((one, "host-1", two), (two, "host-2", one)):
        heard = hearing(studio, said, host)
        assert heard.verdicts.count("+") == heard.active
        assert hearing(studio, other, host).verdicts.count("+") <= hearing(studio, other, host).active * 0.03


def test_each_datagram_on_a_list_of_losses_is_made_good_by_a_later_one() -> None:
    said = line("said", "sizes-en.flac")
    lost = [120, 160, 161, 200, 240, 241, 242, 300]
    fates = [link.LOST if number in lost else link.CALM for number in range(MANY)]
    studio = studio_of([said], fates)
    session = studio.bodypacks["host-1"].session
    assert session.lost == 0
    assert len(lost) - 2 <= session.redundant + session.resent <= len(lost)  # a report may be among those lost
    heard = hearing(studio, said)
    assert heard.verdicts.count("+") >= heard.active * 0.98
    assert studio.bodypacks["host-1"].dac.underruns == 0


@pytest.mark.parametrize("loss_percent", [1.0, 5.0, 20.0, 50.0])
def test_random_loss_costs_no_word(loss_percent: float) -> None:
    figures = bench(loss_percent=loss_percent)
    bodypacks = figures["bodypacks"]
    assert isinstance(bodypacks, list)
    for bodypack in bodypacks:
        counters = bodypack["datagrams"]
        assert counters["dropped"] > 0
        assert counters["lost"] == 0
        # Where the playout catches up the ear may not know a hiss again.
        assert bodypack["heard_percent"] >= 93
        assert bodypack["underruns"] == 0
        assert bodypack["mouth_to_ear_ms"]["p99"] <= 120


def test_jitter_costs_delay_and_no_word() -> None:
    figures = bench(jitter_ms=20.0)
    bodypacks = figures["bodypacks"]
    assert isinstance(bodypacks, list)
    for bodypack in bodypacks:
        assert bodypack["heard_percent"] >= 99.5
        assert bodypack["underruns"] == 0
        assert bodypack["mouth_to_ear_ms"]["p99"] <= 100


def test_datagrams_that_come_twice_or_out_of_order_are_heard_once_and_in_order() -> None:
    said = line("said", "peak-en.flac")
    fates = [link.Fate((0.2, 3.0) if number % 3 else (6.5,)) for number in range(MANY)]
    studio = studio_of([said], fates)
    heard = hearing(studio, said)
    assert heard.verdicts.count("+") >= heard.active - 1
    assert studio.bodypacks["host-1"].session.duplicate > 100


def test_an_outage_stalls_the_words_and_loses_none() -> None:
    # 400 ms during which nothing arrives, neither way; then all of it at once, as after a Wi-Fi scan.
    rows = [Row(0.0, link.CALM)]
    rows += [Row(at, link.Fate((1900.2 - at,))) for at in range(1500, 1900)]
    rows += [Row(1900.0, link.CALM), Row(60_000.0, link.CALM)]
    network = link.Network(link.Link(Trace(rows), START_NS), link.Link(Trace(rows), START_NS))
    take = record(say([cue("stock-zh.flac")], 1), network, Shape())
    speaks = active(take.frames)
    heard = find(take.frames, speaks, take.recording, take.pulls)
    assert (heard.pulled_ns[speaks] > 0).all()
    delays_ms = (heard.pulled_ns - take.sent_ns)[speaks] / 1e6
    assert 350 < delays_ms.max() < 450
    assert delays_ms[-50:].max() < 60


def test_a_sender_that_starts_anew_is_followed() -> None:
    before, after = line("before", "peak-en.flac", 300.0), line("after", "sizes-en.flac", 3000.0)
    networks = {host: link.Network.listed() for host in show.HOSTS}
    studio = Studio(networks, [before, after])
    try:
        studio.run(2700)
        studio.restart_sender("host-1")
        studio.run(7500)
    finally:
        studio.close()
    for said in (before, after):
        heard = hearing(studio, said)
        assert heard.verdicts.count("+") == heard.active
        assert max(heard.delays_ms) <= 100
    assert studio.bodypacks["host-1"].session.session_id == 3


def test_a_louder_volume_never_passes_the_ceiling_and_a_softer_one_is_still_heard_whole() -> None:
    said = line("said", "fabric-zh.flac")
    loud = studio_of([said], shape=Shape(volume_db=12.0))
    samples = loud.bodypacks["host-1"].recording().samples
    assert 0.4 < float(abs(samples).max()) <= 10 ** (-6 / 20) + 1 / 32768
    soft = studio_of([said], shape=Shape(volume_db=-30.0))
    heard = hearing(soft, said)
    assert heard.verdicts.count("+") == heard.active
    assert heard.gain_db == pytest.approx(-30, abs=0.5)
