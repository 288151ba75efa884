"""What the live documents show of numbers, questions, suggestions and the assistant: once a second, and at once where
somebody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ..part import BasePart
from ..showdata.desk import ShowDataDesk
from . import view
from .book import MOST_SHOWN
from .desk import AssistantDesk
from .suggestion import Suggestion

TICKS = 2
"""Of half a second."""


class Live(Protocol):
    """What is asked of the live hub."""

    def put(self, show: str, section: str, entry: str, value: Any, /) -> None: ...

    def put_table(self, show: str, section: str, entries: Mapping[str, Any], /) -> None: ...


class AssistantScreens(BasePart):
    """links: show -> name -> what is shown of its links to the world."""

    def __init__(
        self,
        data: ShowDataDesk,
        assistant: AssistantDesk,
        live: Live,
        links: Callable[[str], Mapping[str, Any]],
    ):
        self._data = data
        self._assistant = assistant
        self._live = live
        self._links = links
        self._ticks = 0
        self._shows: set[str] = set()
        self._shown: dict[str, dict[str, None]] = {}
        """show -> suggestions in its document, oldest first"""
        assistant.book.on_change(self._suggestion)
        assistant.book.on_forget(self._forgotten)
        assistant.tuning.on_change(self.assistant)
        data.on_airing(self.whole)

    async def start(self) -> None:
        """What was read from the store since the documents were opened."""
        for show in tuple(self._shows):
            self.opened(show)

    def opened(self, show: str) -> None:
        """A show has a live document: put everything into it."""
        self._shows.add(show)
        for each in self._assistant.book.of_show(show):
            self._suggestion(each)
        self.whole(show)

    def tick(self, now_ns: int) -> None:
        self._ticks += 1
        if self._ticks % TICKS:
            return
        for show in self._shows:  # one that is gone has no airing
            if self._data.airing(show) is not None:
                self.whole(show)

    def whole(self, show: str) -> None:
        """All sections but the suggestions."""
        mind, document = self._assistant.minds().get(show), self._data.document(show)
        groups = mind.groups(self._data.now_ms(show)) if mind is not None else []
        self._live.put(show, "board", "", document["board"])
        self._live.put_table(show, "products", document["products"])
        self._live.put_table(show, "questions", {group.id: view.question(group) for group in groups})
        self.assistant(show)

    def assistant(self, show: str) -> None:
        """The assistant itself."""
        settings = self._assistant.tuning.of(show)
        rules = settings.rules
        self._live.put(
            show,
            "assistant",
            "",
            {
                "muted_until": view.iso(settings.manners.muted_until_ms),
                "gap_s": settings.manners.gap_s,
                "most_per_hour": settings.manners.most_per_hour,
                "spoken_last_hour": self._assistant.speaker.spoken_last_hour(show),
                "delay_s": settings.delay_s,
                "host_speaks": self._assistant.host_speaks(show, ""),
                "rules": {
                    rule: {"mode": rules.of(rule).mode, "holdout_percent": rules.of(rule).holdout_percent}
                    for rule in rules.rules
                },
                "replay": self._replay(show),
                "links": dict(self._links(show)),
            },
        )

    def _replay(self, show: str) -> dict[str, Any] | None:
        playing = self._data.replays.of(show)
        if playing is None:
            return None
        return {"speed": playing.speed, "at": view.iso(self._data.now_ms(show)), "ends": view.iso(playing.ends_ms)}

    def _suggestion(self, one: Suggestion) -> None:
        self._live.put(one.show, "suggestions", one.id, view.suggestion(one))
        held = self._shown.setdefault(one.show, {})
        held[one.id] = None
        while len(held) > MOST_SHOWN:
            oldest = next(iter(held))
            del held[oldest]
            self._live.put(one.show, "suggestions", oldest, None)

    def _forgotten(self, one: Suggestion) -> None:
        if self._shown.get(one.show, {}).pop(one.id, "") is None:
            self._live.put(one.show, "suggestions", one.id, None)
