"""What a browser tells of its sound becomes frames: contiguous, honest about what it does not say."""

import itertools
from collections.abc import Iterator

import pytest

from hushcue_gateway.core.actions import Played
from hushcue_gateway.core.phone_ear import PhoneEar, PhoneReport
from hushcue_gateway.core.receipt import Receipt
from hushcue_gateway.core.receipts import Receipts
from hushcue_wire import fates

MS = 1_000_000
FRAME_MS = 10
UNIT = 48 * FRAME_MS
DELAY_MS = 40.0


def reports(
    count: int, start: int = 1000, concealed: int = 0, muted: bool = False
) -> Iterator[tuple[PhoneReport, int]]:
    """Every 250 ms, what was sent DELAY_MS and PATH_MS before; (report, when)."""
    for number in range(1, count + 1):
        position = (start + number * 12_000) & 0xFFFFFFFF
        at_ns = int((number * 250 + DELAY_MS + 20.0) * MS)
        yield PhoneReport(number, position, 12_000, concealed, DELAY_MS, None, muted), at_ns


def told(each: list[tuple[PhoneReport, int]]) -> list[tuple[int, bytes]]:
    ear = PhoneEar(0, FRAME_MS)
    return [found for report, at_ns in each if (found := ear.report(report, at_ns)) is not None]


@pytest.mark.parametrize("start", [0, 1000, 2**32 - 30_000])
def test_ranges_follow_each_other_without_gap_or_overlap(start: int) -> None:
    found = told(list(reports(20, start)))
    assert found[0][0] == 0
    for (first, octets), (after, _) in itertools.pairwise(found):
        assert first + len(octets) == after
    assert sum(len(octets) for _, octets in found) == 20 * 25


def test_reports_that_jitter_do_not_move_the_frames() -> None:
    steady = told(list(reports(20)))
    shaken = [(report, at_ns + (number % 3 - 1) * 12 * MS) for number, (report, at_ns) in enumerate(reports(20))]
    moved = told(shaken)
    assert abs(moved[0][0] - steady[0][0]) <= 2
    assert sum(len(octets) for _, octets in moved) >= sum(len(octets) for _, octets in steady) - 2


def test_made_up_samples_are_counted_exactly_over_time() -> None:
    found = told(list(reports(40, concealed=720)))  # a frame and a half each
    octets = b"".join(octets for _, octets in found)
    assert octets.count(fates.CONCEALED) == 60
    assert all(octet in (fates.CONCEALED, fates.ORIGINAL | fates.delay_code(40)) for octet in octets)


def test_a_muted_phone_heard_nothing() -> None:
    octets = b"".join(octets for _, octets in told(list(reports(4, muted=True))))
    assert set(octets) == {fates.ORIGINAL | fates.MUTED}


def test_a_report_that_comes_twice_tells_nothing() -> None:
    each = list(reports(4))
    assert told([*each, *each]) == told(each)


def test_a_page_that_slept_leaves_a_gap() -> None:
    each = list(reports(60))
    found = told(each[:4] + each[40:])
    gaps = [after - first - len(octets) for (first, octets), (after, _) in itertools.pairwise(found)]
    assert max(gaps) >= 36 * 25


def receipt_of(each: list[tuple[PhoneReport, int]], start_ms: int, end_ms: int) -> Receipt:
    book, ear = Receipts(lambda _: None), PhoneEar(0, FRAME_MS)
    book.session_began("anna", 1, 7, FRAME_MS, 0, 0)
    started = ended = False
    for number, (report, at_ns) in enumerate(each):
        if not started and at_ns >= start_ms * MS:
            started = True
            book.talk_started("c", ["anna"], (), start_ms * MS)
        if not ended and at_ns >= end_ms * MS:
            ended = True
            book.talk_ended("c", (), end_ms * MS)
        found = ear.report(report, at_ns)
        if found is not None:
            book.played(Played("anna", at_ns, 1, 7, number, found[0] & 0xFFFF, found[1]))
    book.tick(each[-1][1] + 60_000 * MS)
    (receipt,) = book.of_cue("c")
    return receipt


def test_a_cue_that_was_heard_has_a_whole_receipt() -> None:
    receipt = receipt_of(list(reports(40)), 2000, 5000)
    assert (receipt.state, receipt.heard_percent, receipt.unknown) == ("complete", 100.0, 0)
    assert receipt.frames == pytest.approx(300, abs=3)
    assert receipt.delay_p50_ms == 40.0
    assert (receipt.late, receipt.redundancy, receipt.retransmission) == (0, 0, 0)  # nobody knows, so nobody says


def test_long_after_its_beginning_a_session_is_still_told_apart() -> None:
    receipt = receipt_of(list(reports(4000)), 900_000, 905_000)
    assert (receipt.state, receipt.heard_percent) == ("complete", 100.0)
    assert receipt.frames == pytest.approx(500, abs=3)


def test_what_was_not_reported_is_unknown_and_not_heard() -> None:
    each = list(reports(40))
    receipt = receipt_of(each[:12] + each[16:], 2000, 8000)
    assert receipt.state == "partial"
    assert receipt.unknown == pytest.approx(100, abs=3)
    assert receipt.heard_percent < 95
