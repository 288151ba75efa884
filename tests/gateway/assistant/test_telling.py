"""A show's log has one line for a cue, whoever hears it."""

from __future__ import annotations

import asyncio

from hushcue_gateway.assistant.suggestion import Suggestion
from hushcue_gateway.assistant.telling import Telling

Line = tuple[str, str, tuple[str, ...], str]


def a_cue(name: str, text: str) -> Suggestion:
    return Suggestion(name, "main", 0, 0, ("anna", "bob"), "en", text=text)


def test_hosts_who_hear_it_at_the_same_time_stand_in_one_line() -> None:
    async def work() -> list[Line]:
        lines: list[Line] = []
        telling = Telling(lambda *line: lines.append(line))
        for host in ("anna", "bob"):
            telling.told("assistant_said", a_cue("one", "Smile."), host)
            telling.told("assistant_said", a_cue("two", "Wave."), host)
        telling.told("assistant_cut", a_cue("one", "Smile."), "bob")
        async with asyncio.timeout(60.0):
            while len(lines) < 3:
                await asyncio.sleep(0.01)
        telling.told("assistant_said", a_cue("one", "Smile."), "carla")
        telling.stop()
        return lines

    assert asyncio.run(work()) == [
        ("assistant_said", "main", ("anna", "bob"), "Smile."),
        ("assistant_said", "main", ("anna", "bob"), "Wave."),
        ("assistant_cut", "main", ("bob",), "Smile."),
        ("assistant_said", "main", ("carla",), "Smile."),
    ]
