"""How late this machine wakes whoever sleeps: a process of its own that does nothing else.

``python -m hushcue_tools.demo.lateness`` sleeps to absolute moments 10 ms apart until its standard input closes, then
prints one line of JSON. Idle virtual processors are often woken tens of milliseconds late; no program on them can be
earlier than that, so the figure stands beside every delay that is measured.
"""

import json
import sys
import threading
import time

PERIOD_NS = 10_000_000
MOST_SAMPLES = 360_000


def measure(done: threading.Event) -> list[int]:
    """Lateness of every wake-up until ``done``, ns. An hour at most."""
    late: list[int] = []
    next_ns = time.monotonic_ns() + PERIOD_NS
    while not done.is_set() and len(late) < MOST_SAMPLES:
        wait_ns = next_ns - time.monotonic_ns()
        if wait_ns > 0:
            time.sleep(wait_ns / 1e9)
        now_ns = time.monotonic_ns()
        late.append(max(0, now_ns - next_ns))
        next_ns += PERIOD_NS * (1 + max(0, now_ns - next_ns) // PERIOD_NS)
    return late


def summary(late: list[int]) -> dict[str, float]:
    """p50, p99 and the latest, in ms."""
    ordered = sorted(late) or [0]
    places = {"p50": len(ordered) // 2, "p99": len(ordered) * 99 // 100, "max": len(ordered) - 1}
    return {name: round(ordered[min(place, len(ordered) - 1)] / 1e6, 3) for name, place in places.items()}


def main() -> None:
    """Until standard input closes."""
    done = threading.Event()

    def wait_for_the_end() -> None:
        sys.stdin.buffer.read()
        done.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    print(json.dumps(summary(measure(done))), flush=True)


if __name__ == "__main__":
    main()
