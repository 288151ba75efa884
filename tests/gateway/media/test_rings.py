"""The shared-memory ring: nothing lost, doubled or out of order, bounded, across processes, leaving nothing behind."""

import multiprocessing
import subprocess
import sys
import time
from multiprocessing import shared_memory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushcue_gateway.rings import Ring, RingError

STEPS = st.lists(st.tuples(st.sampled_from(["write", "read", "rest", "skip"]), st.integers(0, 90)), max_size=60)


@settings(max_examples=150, deadline=None)
@given(capacity=st.integers(1, 64), steps=STEPS)
def test_it_behaves_as_a_bounded_queue(capacity: int, steps: list[tuple[str, int]]) -> None:
    """Against a plain list: same samples, same counts, whatever the order of calls and however often it wraps."""
    ring = Ring.create(capacity)
    try:
        limit = ring.capacity
        model: list[float] = []
        next_sample = overflow = starved = skipped = 0
        for step, count in steps * 4:
            if step == "write":
                block = np.arange(next_sample, next_sample + count, dtype=np.float32)
                room = limit - len(model)
                assert ring.write(block, next_sample) == min(room, count)
                model += block[:room].tolist()
                overflow += max(0, count - room)
                next_sample += count
            elif step == "read":
                out = np.full(count, -1, np.float32)
                if count <= len(model):
                    assert ring.read_into(out, 0) == count
                    assert out.tolist() == model[:count]
                    del model[:count]
                else:
                    starved += 1
                    assert ring.read_into(out, 0) == 0
                    assert (out == -1).all()
            elif step == "rest":
                out = np.full(count, -1, np.float32)
                taken = ring.read_rest(out, 0)
                assert taken == min(count, len(model))
                assert out.tolist() == model[:taken] + [0.0] * (count - taken)
                del model[:taken]
            else:
                taken = ring.skip(count)
                assert taken == min(count, len(model))
                skipped += taken
                del model[:taken]
            assert ring.level == len(model)
        assert (ring.overflow_samples, ring.starved_frames, ring.skipped_samples) == (overflow, starved, skipped)
    finally:
        ring.close()
        ring.unlink()


def produce(name: str, total: int) -> None:
    ring = Ring.attach(name)
    sizes = np.random.default_rng(7).integers(1, 400, 100000)
    written = 0
    for size in sizes:
        if written >= total:
            break
        room = min(int(size), total - written, ring.capacity - ring.level)
        if room == 0:
            time.sleep(0.0005)
            continue
        block = (np.arange(written, written + room) % 65536).astype(np.float32)
        assert ring.write(block, time.monotonic_ns()) == room
        written += room
    ring.close()


def test_another_process_writes_what_this_one_reads(ring: Ring) -> None:
    """Half a million samples through a small ring, in pieces that never fit evenly: each arrives once, in order."""
    total = 500_000
    process = multiprocessing.get_context("spawn").Process(target=produce, args=(ring.name, total))
    process.start()
    out = np.zeros(160, np.float32)
    received = 0
    deadline = time.monotonic() + 120
    while received + 160 <= total:
        assert time.monotonic() < deadline
        if ring.level < 160:
            time.sleep(0.0002)
            continue
        assert ring.read_into(out, 0) == 160
        expected = (np.arange(received, received + 160) % 65536).astype(np.float32)
        assert np.array_equal(out, expected), f"after {received} samples"
        received += 160
    process.join(60)
    assert process.exitcode == 0
    process.close()
    assert ring.overflow_samples == 0


def test_the_delay_does_not_wave_with_the_phase_between_blocks_and_frames(ring: Ring) -> None:
    """Blocks of 10 ms at 3 ms past every tick, one block ahead: 13 ms between the newest sample and an even reader."""
    ms = 1_000_000
    out = np.zeros(160, np.float32)
    ring.write(np.zeros(160, np.float32), 3 * ms)
    ring.write(np.zeros(160, np.float32), 13 * ms)
    for tick in range(2, 20):
        assert ring.read_into(out, tick * 10 * ms) == 160
        ring.write(np.zeros(160, np.float32), (tick * 10 + 3) * ms)
        delay = ring.delay_samples((tick * 10 + 3) * ms, 16000)
        assert delay == pytest.approx((160 + 160) - 3 * 16)


def test_a_name_that_is_no_ring_is_refused() -> None:
    with pytest.raises(RingError):
        Ring.attach("hushcue_no_such_ring")
    other = shared_memory.SharedMemory(create=True, size=4096)
    try:
        with pytest.raises(RingError):
            Ring.attach(other.name)
    finally:
        other.close()
        other.unlink()


def test_nothing_is_left_behind_and_nobody_complains() -> None:
    """A whole life with a spawned attacher, in a process of its own: stderr stays empty (the resource tracker speaks
    there at the end), and the segment is gone."""
    program = (
        "import multiprocessing, numpy as np\n"
        "from hushcue_gateway.rings import Ring\n"
        "def child(name):\n"
        "    ring = Ring.attach(name); ring.write(np.ones(5, np.float32), 1); ring.close()\n"
        "def main():\n"
        "    ring = Ring.create(100)\n"
        "    process = multiprocessing.get_context('spawn').Process(target=child, args=(ring.name,))\n"
        "    process.start(); process.join(); assert process.exitcode == 0 and ring.level == 5\n"
        "    mine = Ring.attach(ring.name); mine.close(); mine.close()\n"
        "    ring.close(); ring.close(); ring.unlink(); ring.unlink(); print(ring.name)\n"
        "if __name__ == '__main__': main()\n"
    )
    import os
    import tempfile

    with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
        file.write(program)
    try:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-W", "error", "-X", "dev", file.name], env=environment, capture_output=True, text=True,
            timeout=120,
        )  # fmt: skip
    finally:
        os.unlink(file.name)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    with pytest.raises(RingError):
        Ring.attach(done.stdout.strip())
