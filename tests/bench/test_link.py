"""The emulated network does what its words say: as much loss, as long bursts, as late, in order, and again the same."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.link import (
    LOST,
    NS_PER_MS,
    WIFI,
    Conditions,
    Fate,
    GilbertElliott,
    Link,
    Listed,
    Network,
    RandomLoss,
    Row,
    Spells,
    Trace,
    read,
    write,
)

from hushcue_words import Trouble

FRAME_MS = 10


def send(link: Link, count: int, size: int = 300, every_ms: float = FRAME_MS) -> None:
    for number in range(count):
        link.send(number.to_bytes(4, "big") * (size // 4), round(number * every_ms * NS_PER_MS))


def arrivals(link: Link) -> list[tuple[int, float]]:
    """(number, when in ms) of everything that comes out."""
    return [(int.from_bytes(each.data[:4], "big"), each.due_ns / NS_PER_MS) for each in link.take(1 << 62)]


def down_of(conditions: Conditions, count: int, seed: int = 1, every_ms: float = FRAME_MS) -> Link:
    link = conditions.network(seed, keep=True).down
    send(link, count, every_ms=every_ms)
    return link


def delays_ms(link: Link) -> np.ndarray:
    return np.array([fate.delays_ms[0] for fate in link.fates if fate.delays_ms])


class TestAList:
    def test_each_datagram_meets_its_own_fate_and_the_rest_the_last_word(self) -> None:
        link = Link(Listed([Fate((5.0,)), LOST, Fate((1.0, 2.0))], Fate((0.5,))))
        send(link, 4)
        assert arrivals(link) == [(0, 5.0), (2, 21.0), (2, 22.0), (3, 30.5)]
        assert (link.sent, link.lost, link.bytes_sent) == (4, 1, 1200)

    def test_later_ones_overtake_where_the_list_says_so(self) -> None:
        link = Link(Listed([Fate((25.0,)), Fate((1.0,))]))
        send(link, 2)
        assert [number for number, _ in arrivals(link)] == [1, 0]

    def test_nothing_comes_before_its_time(self) -> None:
        link = Link(Listed([], Fate((3.0,))))
        link.send(b"early", 0)
        assert link.next_ns == 3 * NS_PER_MS
        assert link.arrived(3 * NS_PER_MS - 1) == []
        assert link.arrived(3 * NS_PER_MS) == [b"early"]
        assert link.next_ns is None

    def test_what_dice_have_done_can_be_had_again_as_a_list(self) -> None:
        first = down_of(Conditions(loss=0.4, burst_ms=50, trace="busy", duplicated=0.1, reordered=0.1), 2000)
        again = Link(Listed(first.fates))
        send(again, 2000)
        assert arrivals(again) == arrivals(first)


class TestLoss:
    @pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7])
    def test_random_loss_is_as_much_as_was_asked_for_and_has_no_memory(self, share: float) -> None:
        channel = RandomLoss(share, 7)
        lost = [channel.lost(0.0) for _ in range(100_000)]
        assert np.mean(lost) == pytest.approx(share, abs=0.01)
        again = [after for before, after in pairwise(lost) if before]
        assert np.mean(again) == pytest.approx(share, abs=0.015)

    @pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
    @pytest.mark.parametrize("dwell_ms", [30.0, 100.0, 300.0])
    def test_bursts_are_as_much_and_as_long_as_was_asked_for(self, share: float, dwell_ms: float) -> None:
        channel = GilbertElliott(share, dwell_ms, 3)
        step_ms = dwell_ms / 50
        lost = [channel.lost(number * step_ms) for number in range(250_000)]
        runs = [len(list(run)) * step_ms for state, run in groupby(lost) if state]
        assert np.mean(lost) == pytest.approx(share, abs=0.04)
        assert np.mean(runs) == pytest.approx(dwell_ms, rel=0.1)
        # exponential: the standard deviation is as large as the mean
        assert np.std(runs) == pytest.approx(dwell_ms, rel=0.15)

    def test_a_burst_takes_both_directions_at_once(self) -> None:
        network = Conditions(loss=0.5, burst_ms=100).network(5, keep=True)
        for number in range(5000):
            for link in (network.down, network.up):
                link.send(b"x", number * NS_PER_MS)
        assert [fate == LOST for fate in network.down.fates] == [fate == LOST for fate in network.up.fates]

    def test_random_loss_of_the_two_directions_is_independent(self) -> None:
        network = Conditions(loss=0.5).network(5, keep=True)
        for number in range(5000):
            for link in (network.down, network.up):
                link.send(b"x", number * NS_PER_MS)
        both = [a == LOST and b == LOST for a, b in zip(network.down.fates, network.up.fates, strict=True)]
        assert np.mean(both) == pytest.approx(0.25, abs=0.03)

    @given(st.lists(st.floats(0, 100_000), min_size=1, max_size=50))
    def test_spells_answer_alike_in_whatever_order_they_are_asked(self, times: Sequence[float]) -> None:
        def made() -> Spells:
            lengths = iter(range(7, 1_000_000))
            return Spells(lambda: float(next(lengths)), lambda: float(next(lengths)))

        straight, crossed = made(), made()
        expected = {time: straight.at(time) for time in sorted(times)}
        assert {time: crossed.at(time) for time in times} == expected

    @pytest.mark.parametrize(("share", "dwell_ms"), [(1.0, 10.0), (-0.1, 10.0), (0.5, 0.0)])
    def test_a_channel_that_cannot_be_is_refused(self, share: float, dwell_ms: float) -> None:
        with pytest.raises(ValueError, match="share"):
            GilbertElliott(share, dwell_ms, 1)


class TestDelay:
    @pytest.mark.parametrize("kind", sorted(WIFI))
    def test_radio_keeps_the_order_of_each_direction(self, kind: str) -> None:
        network = Conditions(delay_ms=0.0, trace=kind).network(2)
        for link in (network.down, network.up):
            send(link, 20_000)
            assert [number for number, _ in arrivals(link)] == list(range(20_000))

    @pytest.mark.parametrize(
        ("kind", "p50", "p90", "p99"),
        [("quiet", 1.6, 2.2, 2.9), ("busy", 2.9, 5.5, 15.0), ("campus", 3.1, 6.0, 137.0), ("modem-sleep", 53, 94, 103)],
    )
    def test_delays_are_those_of_the_published_measurements(
        self, kind: str, p50: float, p90: float, p99: float
    ) -> None:
        found = delays_ms(down_of(Conditions(delay_ms=0.0, trace=kind), 60_000))
        assert np.percentile(found, 50) == pytest.approx(p50, rel=0.25)
        assert np.percentile(found, 90) == pytest.approx(p90, rel=0.6)
        assert p99 / 3 <= np.percentile(found, 99) <= p99 * 3
        assert found.min() > 0

    def test_who_sends_from_a_sleeping_modem_does_not_wait(self) -> None:
        up = Conditions(delay_ms=0.0, trace="modem-sleep").network(1, keep=True).up
        send(up, 1000)
        assert delays_ms(up).max() < 2

    def test_a_stall_holds_both_directions_and_lets_go_of_all_at_once(self) -> None:
        network = Conditions(delay_ms=0.0, trace="campus").network(4, keep=True)
        for number in range(60_000):
            for link in (network.down, network.up):
                link.send(b"x", number * NS_PER_MS)
        held = [delays_ms(link) > 30 for link in (network.down, network.up)]
        assert 0 < held[0].mean() < 0.5
        assert np.mean(held[0] == held[1]) > 0.95

    def test_jitter_in_order_never_overtakes_and_out_of_order_does(self) -> None:
        for in_order in (True, False):
            link = down_of(Conditions(delay_ms=1, jitter_ms=30, in_order=in_order), 2000)
            numbers = [number for number, _ in arrivals(link)]
            assert (numbers == sorted(numbers)) is in_order
            assert delays_ms(link).max() <= 31

    def test_duplicates_and_strays_are_as_many_as_was_asked_for(self) -> None:
        link = down_of(Conditions(duplicated=0.2, reordered=0.1, delay_ms=1), 20_000)
        assert np.mean([len(fate.delays_ms) == 2 for fate in link.fates]) == pytest.approx(0.2, abs=0.02)
        assert np.mean([fate.delays_ms[0] > 10 for fate in link.fates]) == pytest.approx(0.1, abs=0.02)
        seen: list[int] = list(dict.fromkeys(number for number, _ in arrivals(link)))
        assert np.mean([after < before for before, after in pairwise(seen)]) == pytest.approx(0.1, abs=0.02)

    def test_a_bottleneck_lets_through_no_more_than_its_rate_and_its_queue_holds_no_more_than_it_may(self) -> None:
        link = Conditions(delay_ms=0.0, kbit_per_s=120, queue_ms=50).network(1, keep=True).down
        send(link, 2000, size=300)  # 240 kbit/s
        times = [when for _, when in arrivals(link)]
        assert 8 * 300 * (len(times) - 1) / (times[-1] - times[0]) == pytest.approx(120, rel=0.01)
        assert link.lost == pytest.approx(1000, rel=0.05)
        assert delays_ms(link).max() <= 50 + 8 * 300 / 120

    def test_a_bottleneck_that_is_wide_enough_costs_the_time_of_sending_only(self) -> None:
        link = Conditions(delay_ms=0.0, kbit_per_s=2400, queue_ms=50).network(1, keep=True).down
        send(link, 100, size=300)
        assert link.lost == 0
        assert delays_ms(link) == pytest.approx(np.ones(100), abs=1e-6)


class TestSeeds:
    CONDITIONS = Conditions(loss=0.3, burst_ms=40, jitter_ms=5, trace="busy", duplicated=0.05, reordered=0.05)

    def test_the_same_seed_gives_the_same_network(self) -> None:
        assert down_of(self.CONDITIONS, 3000, 11).fates == down_of(self.CONDITIONS, 3000, 11).fates

    def test_another_seed_gives_another(self) -> None:
        assert down_of(self.CONDITIONS, 3000, 11).fates != down_of(self.CONDITIONS, 3000, 12).fates


class TestTraces:
    def test_csv_says_what_was_late_and_what_was_lost(self, tmp_path: Path) -> None:
        file = tmp_path / "trace.csv"
        file.write_text("send_ms,delay_ms,lost\n100,2.5,0\n110,,\n120,3.5,1\n130,4,\n")
        assert read(file) == [
            Row(100.0, Fate((2.5,))),
            Row(110.0, LOST),
            Row(120.0, LOST),
            Row(130.0, Fate((4.0,))),
        ]

    def test_json_says_the_same(self, tmp_path: Path) -> None:
        file = tmp_path / "trace.json"
        file.write_text(
            '[{"send_ms": 0, "delay_ms": 1}, {"send_ms": 10, "lost": true}, {"send_ms": 20, "delay_ms": 2}]'
        )
        assert [row.fate for row in read(file)] == [Fate((1.0,)), LOST, Fate((2.0,))]

    def test_a_link_that_is_written_down_is_the_same_when_it_is_read(self, tmp_path: Path) -> None:
        file = tmp_path / "seen.json"
        first = down_of(Conditions(loss=0.5, burst_ms=30, trace="busy", duplicated=0.1), 2000)
        write(file, first)
        again = Network(Link(Trace(read(file))), Link()).down
        send(again, 2000)
        assert arrivals(again) == arrivals(first)

    def test_a_trace_begins_again_behind_its_end(self) -> None:
        trace = Trace([Row(5.0, Fate((1.0,))), Row(15.0, LOST), Row(25.0, Fate((3.0,)))])
        fates = [trace.fate(1, float(ms)) for ms in range(0, 60, 10)]
        assert fates == [Fate((1.0,)), LOST, Fate((3.0,))] * 2

    def test_conditions_take_a_file_for_all_of_it(self, tmp_path: Path) -> None:
        file = tmp_path / "trace.csv"
        file.write_text("send_ms,lost\n0,0\n10,1\n")
        with pytest.raises(Trouble):
            Conditions(trace=str(tmp_path / "nothing.csv")).network(1)
        file.write_text("send_ms,delay_ms\n0,4\n10,\n")
        link = Conditions(trace=str(file), loss=0.9).network(1).down
        send(link, 10)
        assert link.lost == 5

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            "{",
            "delay_ms\n3\n",
            "send_ms,delay_ms\nsoon,3\n",
            "send_ms,delay_ms\n0,-1\n",
            "send_ms,delay_ms\n0,nan\n",
            "send_ms,delay_ms\n0,inf\n",
            "send_ms,delay_ms\n0,1e9\n",
            "send_ms,delay_ms\n10,1\n0,1\n",
            '{"send_ms": 1}',
            "[1, 2]",
            '[{"send_ms": 0, "delays_ms": ["x"]}]',
            '[{"send_ms": true}]',
            "\x00\x01",
        ],
    )
    def test_what_is_no_trace_is_told_with_its_name(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "broken"
        file.write_text(text)
        with pytest.raises(Trouble) as caught:
            read(file)
        assert "broken" in str(caught.value)
