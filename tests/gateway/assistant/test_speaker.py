"""What was approved is said once, in turn, and not over a person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from support.speaker_rig import SECONDS, Rig, with_rig

from hushcue_gateway.assistant.speaker import LOST_MS
from hushcue_gateway.assistant.suggestion import Suggestion
from hushcue_gateway.assistant.view import reason_of
from hushcue_gateway.core.events import CommandRefused, TalkEnded
from hushcue_gateway.cue_desk import Wish
from hushcue_gateway.rules.opportunity import Opportunity
from hushcue_gateway.words import WORDS


def test_it_is_said_to_every_host_of_it_and_done_when_all_have_heard_it(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("one", "host-1", "host-2")
        assert rig.state("one") == "speaking"
        (first,), (second,) = rig.saying("host-1"), rig.saying("host-2")
        assert first.to == ("host-1",) and second.text == "one"
        await rig.finish(first)
        assert rig.state("one") == "speaking"
        await rig.finish(second)
        assert rig.state("one") == "done"
        said = rig.book.get("one")
        assert said is not None and dict(said.cues) == {"host-1": first.id, "host-2": second.id}

    with_rig(tmp_path, work)


def test_a_person_who_talks_to_the_host_ends_it_and_it_does_not_come_again(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("one", "host-1")
        (cue,) = rig.saying("host-1")
        rig.start(cue)
        person = rig.cues.talk("desk", Wish("main", ("host-1",)))
        assert rig.state("one") == "cut"
        assert ("assistant_cut", "host-1") in rig.told
        rig.cues.talk_ended(TalkEnded(cue.id, 10**8, 0, "released"))
        rig.cues.talk_ended(TalkEnded(person.id, 10**9, 0, "released"))
        rig.now_ms += 20_000
        rig.speaker.changed("main")
        await rig.settle()
        assert rig.saying("host-1") == [] and rig.state("one") == "cut"

    with_rig(tmp_path, work)


def test_a_person_who_talks_to_another_host_ends_nothing(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("one", "host-1")
        rig.cues.talk("desk", Wish("main", ("host-2",)))
        assert len(rig.saying("host-1")) == 1 and rig.state("one") == "speaking"

    with_rig(tmp_path, work)


def test_one_host_who_is_talked_to_keeps_it_from_no_other(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("one", "host-1", "host-2")
        (other,) = rig.saying("host-2")
        rig.cues.talk("desk", Wish("main", ("host-1",)))
        assert rig.state("one") == "speaking"
        await rig.finish(other)
        assert rig.state("one") == "done"

    with_rig(tmp_path, work)


def test_what_is_no_longer_true_when_its_turn_comes_is_not_said(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("first", "host-1")
        await rig.put("second", "host-1")
        (cue,) = rig.saying("host-1")
        rig.true = False
        await rig.finish(cue)
        rig.speaker.changed("main")
        await rig.settle()
        second = rig.book.get("second")
        assert second is not None and (second.state, second.why) == ("expired", "no_longer_true")
        assert rig.saying("host-1") == []

    with_rig(tmp_path, work)


def test_muted_it_falls_silent_at_once_and_drops_what_waits(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("one", "host-1")
        await rig.put("two", "host-1")
        rig.manners = replace(rig.manners, muted_until_ms=rig.now_ms + 300_000)
        rig.speaker.changed("main")
        assert (rig.so("one"), rig.so("two")) == (("cut", "muted"), ("expired", "muted"))
        await rig.put("three", "host-1", asked=True)
        assert rig.state("three") == "expired"

    with_rig(tmp_path, work)


def test_it_waits_for_a_pause_of_the_host_and_for_its_turn(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        rig.host_speaks = True
        await rig.put("one", "host-1")
        assert rig.state("one") == "queued"
        rig.host_speaks = False
        rig.speaker.changed("main")
        await rig.settle()
        assert rig.state("one") == "speaking"
        await rig.put("two", "host-1")
        assert rig.state("two") == "queued" and len(rig.saying("host-1")) == 1

    with_rig(tmp_path, work)


def test_cancelled_while_it_is_said_it_stops(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("one", "host-1")
        (cue,) = rig.saying("host-1")
        rig.start(cue)
        said = rig.book.get("one")
        assert said is not None
        rig.speaker.take_back(said)
        assert (rig.state("one"), rig.book.get("one").why) == ("cut", "stopped")  # type: ignore[union-attr]
        rig.cues.talk_ended(TalkEnded(cue.id, 10**8, 0, "released"))
        await rig.put("two", "host-1")
        assert rig.state("two") == "speaking"

    with_rig(tmp_path, work)


def test_cancelled_while_one_host_hears_it_and_another_still_waits_it_is_over(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("first", "host-2")
        await rig.put("one", "host-1", "host-2")
        assert rig.state("one") == "speaking" and len(rig.saying("host-2")) == 1
        said = rig.book.get("one")
        assert said is not None
        rig.speaker.take_back(said)
        assert rig.so("one") == ("cut", "stopped") and rig.state("first") == "speaking"

    with_rig(tmp_path, work)


def test_what_waits_for_a_host_who_leaves_the_show_is_over_and_others_hear_theirs(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        rig.host_speaks = True
        await rig.put("one", "host-1")
        await rig.put("both", "host-1", "host-2")
        rig.speaker.forget("host-1")
        assert rig.so("one") == ("expired", "host_gone") and rig.state("both") == "queued"
        rig.host_speaks = False
        rig.speaker.changed("main")
        await rig.settle()
        assert rig.state("both") == "speaking"
        rig.speaker.forget("host-2")
        assert rig.so("both") == ("cut", "host_gone")

    with_rig(tmp_path, work)


def test_what_the_engine_refuses_tells_why_to_who_looks_back(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("one", "host-1")
        (cue,) = rig.saying("host-1")
        assert rig.cues.command_refused(CommandRefused("source_exists", {"id": cue.source, "cue": cue.id}))
        assert rig.so("one") == ("cut", "source_exists")
        refused = rig.book.get("one")
        reason = reason_of(refused.state, refused.why, refused.trouble) if refused else None
        assert reason and reason["en"] == f'it could not be said: the source "{cue.source}" is there already'

    with_rig(tmp_path, work)


def test_what_cannot_be_said_to_one_host_is_said_to_the_other(tmp_path: Path) -> None:
    async def refuse(_: Suggestion) -> None:
        rigs[0].before_true = None
        raise WORDS.trouble("gateway_busy")

    rigs: list[Rig] = []

    async def work(rig: Rig) -> None:
        rigs.append(rig)
        rig.before_true = refuse
        await rig.put("one", "host-1", "host-2")
        assert rig.saying("host-1") == [] and rig.state("one") == "speaking"
        rig.before_true = refuse
        await rig.put("two", "host-1")
        assert rig.so("two") == ("failed", "not_said")
        failed = rig.book.get("two")
        assert failed is not None and failed.trouble["code"] == "gateway_busy"

    with_rig(tmp_path, work)


def test_an_airing_that_ends_while_its_sound_is_made_anew_keeps_it_from_being_said(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        made = asyncio.Event()

        async def slow(_: Suggestion) -> None:
            await made.wait()

        rig.before_true = slow
        await rig.put("one", "host-1")
        rig.book.step("one", "over", rig.now_ms, "airing_over")
        made.set()
        await rig.settle()
        assert rig.saying("host-1") == [] and rig.so("one") == ("expired", "airing_over")

    with_rig(tmp_path, work)


def test_a_cue_whose_end_nobody_tells_blocks_its_host_for_no_longer_than_it_may(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("one", "host-1")
        (cue,) = rig.saying("host-1")
        rig.start(cue)
        rig.now_ms += round(SECONDS * 1000) + LOST_MS - 1
        rig.speaker.changed("main")
        assert rig.state("one") == "speaking"
        rig.now_ms += 1
        rig.speaker.changed("main")
        assert rig.so("one") == ("cut", "stopped")
        await rig.put("two", "host-1")
        assert rig.state("two") == "speaking"

    with_rig(tmp_path, work)


def test_said_to_earpieces_that_are_not_connected_it_says_so(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        rig.speaker.host_here = lambda show, host: host == "host-2"
        for name, hosts, why in (("one", ("host-1",), "nobody_there"), ("two", ("host-1", "host-2"), "")):
            await rig.put(name, *hosts)
            for host in hosts:
                (cue,) = rig.saying(host)
                await rig.finish(cue)
            assert rig.so(name) == ("done", why)

    with_rig(tmp_path, work)


def test_a_gateway_that_stops_begins_nothing_more(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.speaker.stop()
        await rig.put("one", "host-1")
        rig.speaker.changed("main")
        await rig.settle()
        assert rig.saying("host-1") == [] and rig.state("one") == "queued"

    with_rig(tmp_path, work)


def test_only_a_newer_word_about_the_same_takes_the_place_of_what_waits(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        await rig.put("now", "host-1", asked=True)
        for rule, key in (
            ("viewers_peak", "room"),
            ("comment_spike", "room"),  # of the room too, and about something else
            ("stock_low", "SKU3"),
            ("sold_out", "SKU3"),
        ):
            opportunity = Opportunity(rule, 0, key)
            made = Suggestion(rule, "main", rig.now_ms, rig.now_ms + 30_000, ("host-1",), "en", opportunity=opportunity)
            rig.book.add(replace(made, seconds=SECONDS, sound="nothing.wav", decided_by="acc-1"))
            for what in ("made", "approved", "queued"):
                rig.book.step(rule, what, rig.now_ms)
            queued = rig.book.get(rule)
            assert queued is not None
            rig.speaker.put(queued)
        states = {rule: rig.state(rule) for rule in ("viewers_peak", "comment_spike", "stock_low", "sold_out")}
        assert states == {
            "viewers_peak": "queued",
            "comment_spike": "queued",
            "stock_low": "expired",
            "sold_out": "queued",
        }

    with_rig(tmp_path, work)
