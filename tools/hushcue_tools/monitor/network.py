"""What the gateway knows of a bodypack, once a second for as long as it takes: a gateway that goes is waited for."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_USAGE, Trouble

from .figures import change_lines, notice_lines, telemetry_line
from .lines import Line
from .words import WORDS

EVERY_S = 1.0
"""As often as a bodypack reports."""
RETRY_S = 1.0


class Watch:
    """``state``: asks the gateway, and raises Trouble. ``lines()`` runs until ``ended``; what is wrong at the beginning
    is raised, later it is waited for."""

    def __init__(
        self,
        name: str,
        state: Callable[[], Mapping[str, Any]],
        ended: Callable[[], bool],
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._name = name
        self._state = state
        self._ended = ended
        self._sleep = sleep

    def lines(self) -> Iterator[tuple[Line, Mapping[str, Any]]]:
        """(a line, the state of the bodypack that it comes from)."""
        state = self._state()
        before: Mapping[str, Any] | None = None
        told_ns = max((int(each["at_ns"]) for each in state.get("notices", [])), default=0)
        gone = False
        while True:
            if state is not None:
                bodypack = self._own(state)
                news, told_ns = notice_lines(state.get("notices", []), self._name, told_ns)
                report = telemetry_line(bodypack, before)
                for line in [*news, *change_lines(bodypack, before), *([report] if report else [])]:
                    yield line, bodypack
                before = bodypack
            self._sleep(EVERY_S)
            if self._ended():
                return
            try:
                state = self._state()
            except Trouble as trouble:
                if trouble.exit_code != EXIT_MISSING:
                    raise
                if not gone:
                    yield Line(WORDS.say("gateway_gone", reason=trouble), "warn"), before or {}
                gone = True
                state = None  # type: ignore[assignment]
                continue
            if gone:
                gone = False
                told_ns = 0  # its clock may have begun anew
                yield Line(WORDS.say("gateway_back"), "ours"), before or {}

    def _own(self, state: Mapping[str, Any]) -> Mapping[str, Any]:
        """The bodypack. Raises Trouble."""
        for each in state["bodypacks"]:
            if each["id"] == self._name:
                return dict(each)
        ids = ", ".join(each["id"] for each in state["bodypacks"])
        raise WORDS.trouble("not_known", exit_code=EXIT_USAGE, id=self._name, ids=ids)
