"""Of which moment a report of the media process is, when ticks are made up for."""

from types import SimpleNamespace
from typing import Any

from hushcue_gateway.core.commands import AddStream
from hushcue_gateway.core.events import MediaReport
from hushcue_gateway.media.clock import Schedule
from hushcue_gateway.media.loop import TickLoop
from hushcue_gateway.media.settings import MediaSettings
from hushcue_gateway.supervisor.media_state import MediaState

MS = 1_000_000


class Link:
    """Keeps what is told."""

    events_dropped = 0

    def __init__(self) -> None:
        self.told: list[Any] = []

    def emit(self, event: object) -> None:
        self.told.append(event)

    def take(self) -> None:
        """Nothing is asked for."""


def test_a_stream_whose_ticks_are_made_up_for_goes_on_behind_what_was_sent() -> None:
    """The process stood still for 150 ms, told how far it was with fifteen ticks to make up for, made up for them, and
    was killed: the next one must not send those sequence numbers again."""
    link, schedule = Link(), Schedule(10 * MS, 0, 20)
    sent = []
    udp: Any = SimpleNamespace(errors={}, refused={}, send=lambda stream, address, data: sent.append(bytes(data)))
    loop = TickLoop(MediaSettings(), link, udp)  # type: ignore[arg-type]
    stream = AddStream("s", "host", ("127.0.0.1", 9), 1, "L16", 96, 10, 332, 0, 0)
    state = MediaState()
    state.remember(stream, 0)

    def tick(now_ns: int) -> None:
        loop._tick(schedule.deadline_ns, now_ns)
        schedule.done(now_ns)

    loop._handle(stream, 0)
    for number in range(50):
        tick((number + 1) * 10 * MS)
    now_ns = 650 * MS
    tick(now_ns)
    loop._report(now_ns, schedule)
    while schedule.wait_ns(now_ns) == 0:
        tick(now_ns)
    assert len(sent) == 65
    (report,) = [each for each in link.told if isinstance(each, MediaReport)]
    state.observe(report)
    (again,) = state.replay(now_ns)
    assert isinstance(again, AddStream)
    assert len(sent) <= again.first_sequence <= len(sent) + 2
