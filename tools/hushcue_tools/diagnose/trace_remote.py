"""A link trace over the network: the gateway asks the bodypack for it, and we wait until it is there."""

import contextlib
import time
from collections.abc import Callable
from typing import Any

from hushcue_link.record import Sent
from hushcue_words import Trouble, language

from .api import Api
from .row import Row
from .trace import judge
from .words import WORDS

POLL_S = 0.5
LEAST_S = 5
MOST_S = 300
PATIENCE_S = 100.0
"""Beyond its length: a bodypack waits up to a minute for its broker, and the gateway a little longer for it."""
RUNNING = "trace_running"


def take(
    gateway: Api, bodypack: str, seconds: float, say: Callable[[str], None], sleep: Callable[[float], None] = time.sleep
) -> tuple[list[Sent], Row]:
    """The record, and what it says; no record where there is none to be had. Raises Trouble."""
    asked = min(max(round(seconds), LEAST_S), MOST_S)
    status, begun = gateway.begin_trace(bodypack, asked)
    if status >= 400:
        return [], refused(begun)
    say(WORDS.say("tracing", seconds=asked))
    deadline = time.monotonic() + asked + PATIENCE_S
    try:
        while True:
            sleep(POLL_S)
            status, told = gateway.trace(bodypack, str(begun["id"]))
            if status < 400:
                rows = [Sent(sent_ms, delay_ms) for sent_ms, delay_ms in told["points"]]
                return rows, judge(rows)
            if told.get("error") != RUNNING or time.monotonic() > deadline:
                return [], refused(told)
    except BaseException:
        with contextlib.suppress(Trouble):
            gateway.stop_trace(bodypack)
        raise


def refused(answer: dict[str, Any]) -> Row:
    """The gateway says why not."""
    return Row("link", "wrong", "remote_untraced", {"reason": answer.get(language()) or answer.get("error") or "?"})
