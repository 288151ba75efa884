"""The virtual DAC: an ideal clock, a ring that fills and runs dry as the chip's does, a timeline without a seam."""

import pytest

from hushcue_tools.pc_bodypack.dma import DESCRIPTOR_FRAMES, FRAME_BYTES, RATE_HZ, DmaRing

START_NS = 123_456_789
DESCRIPTOR_BYTES = DESCRIPTOR_FRAMES * FRAME_BYTES
DESCRIPTOR_NS = DESCRIPTOR_FRAMES * 10**9 // RATE_HZ


def ring(descriptors: int = 4) -> tuple[DmaRing, bytearray]:
    tape = bytearray()
    return DmaRing(START_NS, descriptors, tape.extend), tape


def sound(descriptors: float, value: int = 1) -> memoryview:
    return memoryview(bytes([value]) * int(descriptors * DESCRIPTOR_BYTES))


def after(descriptors: float) -> int:
    return START_NS + int(descriptors * DESCRIPTOR_NS) + 1000


def test_before_the_first_write_it_sends_silence_and_counts_no_underrun() -> None:
    dac, tape = ring()
    assert not dac.play(after(10))
    assert dac.underruns == 0
    assert bytes(tape) == bytes(11 * DESCRIPTOR_BYTES)


def test_while_one_descriptor_is_sent_the_others_can_be_filled() -> None:
    dac, _ = ring(4)
    assert dac.write(sound(10), after(0)) == 3 * DESCRIPTOR_BYTES
    assert dac.write(sound(1), after(0.5)) == 0
    assert dac.write(sound(10), after(1)) == DESCRIPTOR_BYTES


def test_what_is_written_in_time_comes_out_in_order_without_a_gap() -> None:
    dac, tape = ring()
    for step in range(400):
        now_ns = after(step * 0.4)
        assert not dac.play(now_ns)
        part = sound(10, 1 + step % 200)
        dac.write(part, now_ns)
    assert dac.underruns == 0
    assert 0 not in tape[DESCRIPTOR_BYTES:]


def test_running_dry_is_one_underrun_however_long_and_the_timeline_stays_true() -> None:
    dac, tape = ring()
    dac.write(sound(3), after(0))
    assert dac.play(after(9))
    assert not dac.play(after(10))
    assert dac.underruns == 1
    dac.write(sound(1, 7), after(10.2))
    assert tape.index(7) == 11 * DESCRIPTOR_BYTES
    assert dac.play(after(20))
    assert dac.underruns == 2
    assert dac.dry_frames == (6 + 9) * DESCRIPTOR_FRAMES


def test_a_descriptor_whose_turn_comes_half_full_is_half_silent() -> None:
    dac, tape = ring()
    dac.write(sound(0.5, 5), after(0))
    dac.play(after(1.1))
    assert tape.count(5) == DESCRIPTOR_BYTES // 2
    assert dac.underruns == 1
    assert len(tape) == 2 * DESCRIPTOR_BYTES


def test_only_whole_frames_are_taken() -> None:
    dac, _ = ring()
    assert dac.write(sound(1)[:-2], after(0)) == DESCRIPTOR_BYTES - FRAME_BYTES


def test_what_waits_is_told_in_time() -> None:
    dac, _ = ring()
    dac.write(sound(3), START_NS)
    assert dac.waiting_ms(START_NS) == pytest.approx(4 * 256 / 48)


def test_one_descriptor_is_no_ring() -> None:
    with pytest.raises(ValueError, match="two descriptors"):
        DmaRing(0, 1)
