"""TikTok: events of the shape that TikTokLive 7 gives, as documents that a gateway takes; and its absence."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from types import SimpleNamespace as Of
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.showdata.documents import facts_of
from hushcue_gateway.showdata.fact import Comment, Count, Gauge, OnAir, Pin, Sheet
from hushcue_tools import cli
from hushcue_tools.data.tiktok import TikTok
from hushcue_tools.data.tiktok_map import EVENTS, TikTokMap
from hushcue_words import EXIT_MISSING, Trouble

AT_MS = 1_767_323_045_000
COMMON = Of(msg_id=7_590_000_000_000_000_001, room_id=7_590_000_000_000_000_000, create_time=AT_MS)
USER = Of(id=6_812_345_678_901_234_567, nickname="Anna", display_id="anna.shops")


def told(name: str, seen: TikTokMap | None = None, **fields: Any) -> list[Any]:
    """The facts that a gateway makes of it."""
    documents = (seen or TikTokMap()).documents(name, Of(**{"common": COMMON, **fields}))
    return [fact for document in documents for fact in facts_of(document, AT_MS + 7, "api")]


def test_a_comment_keeps_its_words_and_language_and_an_opaque_number_of_who_wrote_it() -> None:
    (fact,) = told("CommentEvent", user=USER, content="how  much\nis this?", content_language="en")
    identity = ("6812345678901234567", "", "en", "tiktok", "7590000000000000001")
    assert fact == Comment(AT_MS, "how much is this?", *identity)


@pytest.mark.parametrize("language", ["", "toolongalanguage", "zh_Hans", "1", None])
def test_a_language_that_is_none_is_left_out(language: object) -> None:
    (fact,) = told("CommentEvent", user=USER, content="这个多少钱", content_language=language)
    assert fact.language == ""


def test_a_question_of_tiktoks_own_kind_is_a_comment() -> None:
    question = Of(question_id=77, content="does it shrink?", user=USER, answer_status=0, create_time=0)
    (fact,) = told("QuestionNewEvent", data=question)
    assert (fact.text, fact.id) == ("does it shrink?", "q77")


def test_viewers_are_a_gauge_and_those_who_came_a_total() -> None:
    assert told("RoomUserSeqEvent", total=532, total_user=12_000, popularity=4) == [
        Gauge(AT_MS, "viewers", 532, "", "tiktok"),
        Count(AT_MS, "views", 12_000, "", True, "tiktok"),
    ]


def test_likes_are_a_total_and_shares_and_follows_count_once_each() -> None:
    assert told("LikeEvent", count=15, total=90_210) == [Count(AT_MS, "likes", 90_210, "", True, "tiktok")]
    assert told("ShareEvent", user=USER, share_count=3) == [
        Count(AT_MS, "shares", 1, "", False, "tiktok", "7590000000000000001")
    ]
    assert told("FollowEvent", user=USER, follow_count=9)[0].what == "follows"


def test_a_counter_that_is_overtaken_by_itself_counts_nothing_twice() -> None:
    seen = TikTokMap()
    told = [
        document["likes"]
        for total in (100, 99, 100, 101, 0, -5, 2**41)
        for document in seen.documents("LikeEvent", Of(total=total))
    ]
    assert told == [100, 101]


def test_a_product_is_named_and_pinned_when_it_is_another() -> None:
    seen = TikTokMap()
    dress = Of(product_id=1729, title="Silk dress", price="$19.90", image_url="https://x")
    assert told("OecLiveShoppingEvent", seen, pop_product=dress, live_product_number=8) == [
        Sheet(AT_MS, "1729", label="Silk dress", src="tiktok"),
        Pin(AT_MS, "1729", src="tiktok"),
    ]
    assert told("OecLiveShoppingEvent", seen, pop_product=dress) == []
    assert told("OecLiveShoppingEvent", seen, pop_product=None) == []
    assert told("OecLiveShoppingEvent", seen, pop_product=Of(product_id=0, title="")) == []
    assert told("OecLiveShoppingEvent", seen, pop_product=Of(product_id=2, title="")) == [Pin(AT_MS, "2", src="tiktok")]


def test_a_live_begins_pauses_goes_on_and_ends() -> None:
    facts = [told(name) for name in ("ConnectEvent", "LivePauseEvent", "LiveUnpauseEvent", "LiveEndEvent")]
    assert facts == [
        [OnAir(AT_MS, True, src="tiktok")],
        [OnAir(AT_MS, True, "paused", True, "tiktok")],
        [OnAir(AT_MS, True, src="tiktok")],
        [OnAir(AT_MS, False, src="tiktok")],
    ]


def test_a_time_in_seconds_is_one_too_and_none_is_now() -> None:
    for moment, at_ms in ((AT_MS // 1000, AT_MS), (0, AT_MS + 5)):
        documents = TikTokMap().documents("ConnectEvent", Of(common=Of(msg_id=0, create_time=moment)))
        assert facts_of(documents[0], AT_MS + 5, "api")[0].at_ms == at_ms


ANY = st.none() | st.integers() | st.text(max_size=600) | st.booleans()
FIELDS = ("content", "user", "data", "total", "total_user", "pop_product", "common", "content_language")
INNER = st.builds(
    Of, id=ANY, content=ANY, user=ANY, question_id=ANY, product_id=ANY, title=ANY, msg_id=ANY, create_time=ANY
)


@given(st.sampled_from([*EVENTS, "GiftEvent"]), st.fixed_dictionaries({name: ANY | INNER for name in FIELDS}))
def test_whatever_tiktok_sends_a_gateway_takes_what_comes_of_it(name: str, fields: dict[str, Any]) -> None:
    for document in TikTokMap().documents(name, Of(**fields)):
        assert facts_of(document, AT_MS, "api")


@pytest.mark.skipif("TikTokLive" in sys.modules, reason="it is there")
def test_where_the_library_is_missing_people_are_told_how_to_get_it_and_whose_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "TikTokLive", None)
    code = cli.main(["data", "tiktok", "@somebody", "--token", "x" * 20, "--gateway", "http://127.0.0.1:9"])
    told = capsys.readouterr().err
    assert code == EXIT_MISSING
    assert "pip install TikTokLive" in told and "AGPL" in told


# --- the connection, with a stand-in that keeps TikTokLive's contract -----------------------------------------------


class Offline(RuntimeError):
    """TikTokLive.client.errors.UserOfflineError."""


class Unknown(RuntimeError):
    """TikTokLive.client.errors.UserNotFoundError."""


class CommentEvent(Of):
    """TikTokLive.events.CommentEvent."""


class Library:
    """turns: what each attempt comes to: an error, or the events of a LIVE that then ends."""

    def __init__(self, *turns: Exception | list[object]):
        self.turns = list(turns)
        self.asked: list[tuple[str, bool]] = []
        self.left = self.closed = 0
        self.settings = Of(tiktok_sign_api_key=None)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        kinds = Of(**{name: type(name, (Of,), {}) for name in EVENTS})
        kinds.CommentEvent = CommentEvent
        for name, module in {
            "TikTokLive": Of(TikTokLiveClient=self._client),
            "TikTokLive.client.errors": Of(UserOfflineError=Offline, UserNotFoundError=Unknown),
            "TikTokLive.client.web.web_settings": Of(WebDefaults=self.settings),
            "TikTokLive.events": kinds,
        }.items():
            monkeypatch.setitem(sys.modules, name, module)

    def _client(self, unique_id: str) -> object:
        hearers: dict[object, Any] = {}

        async def live(events: list[object]) -> None:
            for event in events:
                hearers[type(event)](event)

        async def start(process_connect_events: bool) -> asyncio.Task[None]:
            self.asked.append((unique_id, process_connect_events))
            turn = self.turns.pop(0)
            if isinstance(turn, Exception):
                raise turn
            return asyncio.create_task(live(turn))

        async def disconnect() -> None:
            self.left += 1

        async def close() -> None:
            self.closed += 1

        def add_listener(kind: object, hear: Any) -> None:
            hearers[kind] = hear

        return Of(start=start, disconnect=disconnect, add_listener=add_listener, web=Of(close=close))


def run_tiktok(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[dict[str, Any]], list[str], list[float]]:
    """Documents told, codes said, seconds waited; until there are no more turns."""
    library.install(monkeypatch)
    documents: list[dict[str, Any]] = []
    said: list[str] = []
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        if not library.turns:
            raise asyncio.CancelledError

    async def run() -> None:
        source = TikTok("anna", "a-key", lambda code, _: said.append(code), pause)
        await source.run(Of(tell=documents.append))  # type: ignore[arg-type]

    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(run())
    return documents, said, waited


def test_a_live_is_told_and_looked_for_again_when_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    comment = CommentEvent(common=COMMON, user=USER, content="size?", content_language="en")
    library = Library(Offline(), [comment, comment], [comment])
    documents, said, waited = run_tiktok(library, monkeypatch)
    assert [each["text"] for each in documents] == ["size?"] * 3
    assert said == ["tiktok_offline", "tiktok_over", "tiktok_over"]
    assert waited == [30.0] * 3 and library.left == library.closed == 3
    assert library.asked == [("anna", False)] * 3, "what was there before counts for nothing"
    assert library.settings.tiktok_sign_api_key == "a-key"


def test_what_goes_wrong_in_the_library_is_said_and_tried_again_less_and_less_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = [RuntimeError("sign server"), ValueError(), OSError("gone"), KeyError("x"), RuntimeError(), Offline()]
    _, said, waited = run_tiktok(Library(*turns), monkeypatch)
    assert said == ["tiktok_failed"] * 5 + ["tiktok_offline"]
    assert waited == [30.0, 60.0, 120.0, 240.0, 300.0, 30.0]


def test_a_name_that_nobody_has_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Trouble) as caught:
        run_tiktok(Library(Unknown()), monkeypatch)
    assert caught.value.code == "tiktok_unknown"
