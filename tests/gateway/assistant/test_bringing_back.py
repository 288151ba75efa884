"""A suggestion that was skipped or cancelled by mistake can be brought back, while it is true and within its time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from support.assistant_room import ASKER, HOSTS, SHOW, Room, a_card, low, now_ms, opened

from hushcue_gateway.cue_desk import Wish
from hushcue_words import Trouble


def refused(room: Room, name: str) -> Trouble:
    with pytest.raises(Trouble) as trouble:
        room.desk.decisions.restore(ASKER, name)
    return trouble.value


def test_what_was_skipped_by_mistake_is_a_card_again_and_can_be_sent(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            card = await a_card(room)
            room.desk.decisions.skip(ASKER, card.id)
            back = room.desk.decisions.restore(ASKER, card.id)
            assert (back.state, back.text, back.decided_by) == ("proposed", card.text, "")
            assert refused(room, card.id).code == "too_late", "another person was quicker"
            await room.desk.decisions.approve(ASKER, card.id, None, None)
            await room.until(room.saying)

    asyncio.run(work())


def test_what_was_cancelled_in_the_line_and_brought_back_can_still_be_said(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            card = await a_card(room)
            person = room.cues.talk("desk", Wish(SHOW, HOSTS))
            await room.desk.decisions.approve(ASKER, card.id, None, None)
            room.desk.decisions.cancel(ASKER, card.id)
            room.desk.decisions.restore(ASKER, card.id)
            room.cues.log.ended(person.id, 1, "released")
            await room.desk.decisions.approve(ASKER, card.id, None, None)
            await room.until(room.saying)

    asyncio.run(work())


def test_what_is_no_longer_true_or_has_a_newer_one_in_its_place_is_not_brought_back(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            card = await a_card(room)
            room.desk.decisions.skip(ASKER, card.id)
            newer = replace(card, id="sg-newer", state="proposed")
            assert room.desk.book.add(newer)
            assert refused(room, card.id).facts["why"].code == "replaced"
            room.desk.book.step(newer.id, "over", now_ms(), "not_answered")
            await room.tell(low(500))
            trouble = refused(room, card.id)
            assert (trouble.code, trouble.facts["why"].code) == ("not_restored", "no_longer_true")
            assert trouble.in_language("zh").startswith("无法撤销")
            room.data.end(SHOW)
            await room.settle()
            assert refused(room, card.id).facts["why"].code == "airing_over"
            room.desk.book.change(card.id, expires_ms=now_ms())
            assert refused(room, card.id).facts["why"].code == "too_old"
            found = room.desk.book.get(card.id)
            assert found is not None and found.state == "rejected"

    asyncio.run(work())


def test_what_was_skipped_while_it_counted_down_says_itself_no_more_once_it_is_back(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            card = await a_card(room)
            room.desk.book.change(card.id, mode="auto", says_at_ms=now_ms() + 5000)
            room.desk.decisions.cancel(ASKER, card.id)
            back = room.desk.decisions.restore(ASKER, card.id)
            assert (back.mode, back.says_at_ms) == ("suggest", 0)

    asyncio.run(work())


def test_what_the_coin_held_back_and_somebody_skipped_is_held_back_again(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            card = await a_card(room)
            held = replace(card, id="sg-held", state="making", opportunity=None, opportunity_id="")
            assert room.desk.book.add(held)
            room.desk.book.step(held.id, "withheld", now_ms(), "held")
            room.desk.decisions.skip(ASKER, held.id)
            back = room.desk.decisions.restore(ASKER, held.id)
            assert (back.state, back.why) == ("held", "held")

    asyncio.run(work())


def test_words_whose_sound_is_still_made_for_who_sent_them_first_are_not_said_once_it_was_brought_back(
    tmp_path: Path,
) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            card = await a_card(room)
            asked, ready = asyncio.Event(), asyncio.Event()

            async def slow(text: str) -> None:
                asked.set()
                await ready.wait()

            room.voice.before = slow
            sending = asyncio.ensure_future(room.desk.decisions.approve(ASKER, card.id, "Other words.", None))
            await asked.wait()
            room.desk.decisions.cancel(ASKER, card.id)
            room.desk.decisions.restore(ASKER, card.id)
            ready.set()
            with pytest.raises(Trouble) as trouble:
                await sending
            found = room.desk.book.get(card.id)
            assert trouble.value.code == "too_late"
            assert found is not None and (found.state, found.text) == ("proposed", card.text)

    asyncio.run(work())
