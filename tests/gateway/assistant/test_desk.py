"""The assistant's desk over a restart, and with settings that change under what is on its way."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

from support.assistant_room import ASKER, HOSTS, SHOW, STUDIO, Anybody, Sides, Voice, low, now_ms, on_sale, opened

from hushcue_gateway.assistant.desk import SWEEP_NS, AssistantDesk
from hushcue_gateway.assistant.suggestion import Suggestion
from hushcue_gateway.assistant.words import WORDS
from hushcue_gateway.config import read
from hushcue_gateway.cue_desk import CueDesk, Wish
from hushcue_gateway.logs import Log
from hushcue_gateway.questions.shop import Shop
from hushcue_gateway.receipt_desk import ReceiptDesk
from hushcue_gateway.show_desk import ShowDesk
from hushcue_gateway.showdata.desk import ShowDataDesk
from hushcue_gateway.showdata.fact import Comment
from hushcue_gateway.store import Database
from hushcue_gateway.store.models.assistant import OpportunityRow, SuggestionRow


def test_after_a_restart_the_rules_of_an_airing_that_goes_on_are_as_people_set_them(tmp_path: Path) -> None:
    async def work() -> None:
        pockets = {"id": "pockets", "label": {"en": "pockets", "zh": "口袋"}, "words": ["pocket"]}
        async with opened(tmp_path) as room:
            await room.modes(stock_low="off")
            await room.desk.tuning.change_shop(SHOW, Shop.of_json({"topics": [pockets]}), "acc-1")
            await room.tell(*on_sale(100))
        async with opened(tmp_path) as room:
            assert room.data.airing(SHOW) is not None
            await room.tell(low(12))
            assert room.desk.book.of_show(SHOW) == [], "its rule is off"
            await room.tell(*(Comment(now_ms(), "does it have a pocket?", f"u{n}", src="chat") for n in range(3)))
            groups = room.desk.mind(SHOW).groups(room.desk.now_ms(SHOW), fresh=True)
            assert [group.topic for group in groups] == ["pockets"], "and the shop's own words are known"

    asyncio.run(work())


def test_nothing_is_found_before_it_is_known_what_was_found_already(tmp_path: Path) -> None:
    """A fact that comes while the gateway starts must not be told a second time, nor toss the same coin again."""

    async def work() -> None:
        async with opened(tmp_path) as room:
            await room.tell(*on_sale(12))
            await room.until(lambda: room.desk.book.of_show(SHOW))
        async with opened(tmp_path) as room:
            pass
        log = Log((WORDS,), io.StringIO())
        database = Database(tmp_path, log)
        database.open()
        try:
            config, sides = read(STUDIO, tmp_path), Sides()
            shows = ShowDesk(config, database, log)
            cues = CueDesk(config, sides, sides, shows, ReceiptDesk(database, 10, log, SHOW), log, "test")
            data = ShowDataDesk(database, log, shows.shows)
            desk = AssistantDesk(
                data, shows, Anybody(), cues, Voice(tmp_path), database, lambda: bytes(32), log, lambda _: ()  # type: ignore[arg-type]
            )  # fmt: skip
            await shows.start()
            await data.start()
            starting = asyncio.create_task(desk.start())
            await data.take(SHOW, [low(11)], "test")  # while it reads
            await starting
            await data.take(SHOW, [low(10)], "test")
            for _ in range(20):
                await asyncio.sleep(0)
            assert desk.book.open(SHOW) == []
            await desk.stop()
            await data.stop()
        finally:
            database.close()

    asyncio.run(work())


def test_what_an_auto_rule_has_put_in_line_is_not_said_once_somebody_has_taken_it_out_of_auto(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            await room.modes(stock_low="auto")
            person = room.cues.talk("desk", Wish(SHOW, HOSTS))
            await room.tell(*on_sale(12))
            waiting = await room.until(lambda: [each for each in room.desk.book.open(SHOW) if each.state == "queued"])
            await room.modes(stock_low="suggest")
            found = room.desk.book.get(waiting[0].id)
            assert found is not None and (found.state, found.why) == ("expired", "no_longer_auto")
            room.cues.log.ended(person.id, 1, "released")
            await room.settle()
            assert room.saying() == []

    asyncio.run(work())


def test_a_person_s_own_words_belong_to_the_airing_in_which_they_are_said(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            before = await room.desk.decisions.script(ASKER, SHOW, "Welcome.", ["host-1"], "en")
            await room.tell(*on_sale(100))
            airing = room.data.airing(SHOW)
            assert airing is not None
            made = await room.desk.decisions.script(ASKER, SHOW, "Smile.", ["host-1", "host-2"], "en")
            said = await room.desk.decisions.approve(ASKER, made.id, None, None)
            await room.until(lambda: len(room.saying()) == 2)
            assert (before.airing, said.airing) == ("", airing.id)
            for cue in room.saying():
                room.cues.log.ended(cue.id, cue.asked_ns + 3 * 10**9, "released")
            await room.settle()
            room.data.end(SHOW)
            await room.settle()
            still = room.desk.book.get(before.id)
            assert still is not None and still.state == "proposed", "what a person wrote is not over with an airing"
            await room.data.past.delete(airing)
            assert [each.text for each in await room.rows(SuggestionRow)] == ["Welcome."]
            assert [each.text for each in room.desk.book.of_show(SHOW)] == ["Welcome."], "not on any screen either"

    asyncio.run(work())


def test_what_was_said_outside_of_any_airing_goes_with_the_days_of_the_show(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            old = Suggestion(
                "sg-old", SHOW, now_ms() - 401 * 86_400_000, 0, ("host-1",), "en", text="old", state="done"
            )
            room.desk.repository.suggestion(old)
            await room.desk.decisions.script(ASKER, SHOW, "new", ["host-1"], "en")
            room.desk.tick(SWEEP_NS * 2)
            assert [each.text for each in await room.rows(SuggestionRow)] == ["new"]

    asyncio.run(work())


def test_a_person_s_own_words_take_no_moment_out_of_the_comparison(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            await room.tell(*on_sale(12))
            await room.until(lambda: len(room.desk.mind(SHOW).watching))
            made = await room.desk.decisions.script(ASKER, SHOW, "Smile.", ["host-1"], "en")
            await room.desk.decisions.approve(ASKER, made.id, None, None)
            await room.until(room.saying)
            room.data.end(SHOW)
            (row,) = await room.rows(OpportunityRow)
            assert row.outcome["flags"] == ["airing_ended"]

    asyncio.run(work())


def test_a_number_that_falls_while_a_slow_voice_speaks_it_is_said_as_it_is_then(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            await room.modes(stock_low="suggest")
            await room.tell(*on_sale(12))
            card = await room.until(lambda: [each for each in room.desk.book.open(SHOW) if each.state == "proposed"])
            await room.tell(low(9))

            async def slow(text: str) -> None:
                if "9" in text:
                    await room.data.take(SHOW, [low(4)], "test")

            room.voice.before = slow
            await room.desk.decisions.approve(ASKER, card[0].id, None, None)
            (first, *_) = await room.until(room.saying)
            assert "4" in first.text and "9" not in first.text, first.text

    asyncio.run(work())


def test_what_becomes_untrue_while_a_slow_voice_speaks_it_is_not_said(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            await room.tell(*on_sale(12))
            card = await room.until(lambda: [each for each in room.desk.book.open(SHOW) if each.state == "proposed"])
            await room.tell(low(9))

            async def slow(text: str) -> None:
                await room.data.take(SHOW, [low(500)], "test")

            room.voice.before = slow
            await room.desk.decisions.approve(ASKER, card[0].id, None, None)
            over = await room.until(lambda: (each := room.desk.book.get(card[0].id)) and each.over and each)
            assert (over.state, over.why) == ("expired", "no_longer_true") and room.saying() == []

    asyncio.run(work())


def test_one_line_of_the_log_names_all_hosts_of_a_cue(tmp_path: Path) -> None:
    async def work() -> None:
        async with opened(tmp_path) as room:
            made = await room.desk.decisions.script(ASKER, SHOW, "Smile.", ["host-1", "host-2"], "en")
            await room.desk.decisions.approve(ASKER, made.id, None, None)
            await room.until(lambda: room.notes)
            assert room.notes == [("assistant_said", {"hosts": "host-1, host-2", "text": "Smile."})]

    asyncio.run(work())
