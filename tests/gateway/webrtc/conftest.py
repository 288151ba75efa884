"""What the WebRTC tests share: the real child process."""

from collections.abc import Iterator

import pytest
from support.webrtc import LIMIT_S, Events, Loop

from hushcue_gateway.supervisor import RingRack
from hushcue_gateway.supervisor.webrtc import Webrtc
from hushcue_gateway.webrtc.settings import WebrtcSettings


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.close()


@pytest.fixture
def rack() -> Iterator[RingRack]:
    made = RingRack()
    yield made
    made.close()


@pytest.fixture
def events() -> Events:
    return Events()


@pytest.fixture
def child(events: Events) -> Iterator[Webrtc]:
    made = Webrtc(WebrtcSettings(spare=False, most_sessions=4, hang_s=LIMIT_S), events)
    try:
        made.start(LIMIT_S)
        yield made
    finally:
        made.stop()
