"""From the store to people: what was written while a show ran is what the answers and the report say of it."""

from __future__ import annotations

import asyncio
import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.types import Receive, Scope, Send
from support.moments import campaign
from support.show_data import BEGAN_MS, Life, Wall, live

from hushcue_gateway.assistant.repository import opportunity_row
from hushcue_gateway.core.rights import Role
from hushcue_gateway.core.role_presets import PRESETS
from hushcue_gateway.effect.desk import EffectDesk
from hushcue_gateway.effect.moment import Moment, Outcome
from hushcue_gateway.effect.outcome import window_of
from hushcue_gateway.report.csv_files import tables
from hushcue_gateway.report.format import clock
from hushcue_gateway.report.format import iso as stamp
from hushcue_gateway.report.html import render
from hushcue_gateway.rules.opportunity import Opportunity
from hushcue_gateway.showdata.fact import Count, Fact, Gauge, Order, Sheet
from hushcue_gateway.showdata.markers import markers
from hushcue_gateway.showdata.view import iso
from hushcue_gateway.store.models.assistant import OpportunityRow, SuggestionRow
from hushcue_gateway.store.models.cues import CueRow, ReceiptRow
from hushcue_gateway.store.models.showdata import AiringRow
from hushcue_gateway.web.caller import CALLER, GATE, Caller
from hushcue_gateway.web.effect import effect_routes
from hushcue_gateway.web.errors import install
from hushcue_gateway.web.gate import Gate, NoShows
from hushcue_words import Trouble

MINUTES = 40
EARLIER = 12
"""Airings before this one."""
HOSTS = {"anna": "安娜", "bob": "Bob"}
"""Host -> what people call them."""


class Rights(NoShows):
    """Two shows with the preset roles."""

    def shows(self) -> Mapping[str, str]:
        return {"main": "Main", "other": "Other"}

    def role(self, show: str, role: str) -> Role | None:
        return next((each for each in PRESETS if each.id == role), None)


def facts() -> list[Fact]:
    found: list[Fact] = [Sheet(BEGAN_MS, "SKU1", label="Linen shirt", slot=3, price_minor=3990, currency="USD")]
    for step in range(MINUTES * 6):
        at_ms = BEGAN_MS + step * 10_000
        found += [Gauge(at_ms, "viewers", 200 + step), Count(at_ms, "clicks", 12, "SKU1")]
        if step % 4 == 0:
            found.append(Order(at_ms, "SKU1", 1, 3990, "USD", id=f"o-{step}"))
    return found


def stored(session: Session, show: str, moment: Moment, facts: Mapping[str, Any] | None = None) -> None:
    """As the assistant's desk writes it."""
    opportunity = Opportunity(moment.rule, moment.at_ms, moment.product, moment.product, dict(facts or {}))
    row = opportunity_row(moment.opportunity_id, show, moment.airing, opportunity, moment.arm, 0.7, why=moment.why)
    outcome = Outcome(moment.orders, moment.clicks, moment.viewer_ms, *window_of(moment.at_ms), moment.flags)
    session.add(OpportunityRow(**{**row, "outcome": outcome.as_json()}))


def suggestion(name: str, moment: Moment, state: str, cue: str = "") -> SuggestionRow:
    return SuggestionRow(
        id=name, opportunity=moment.opportunity_id, show="main", airing=moment.airing, at_ms=moment.at_ms,
        rule=moment.rule, product=moment.product, hosts=["anna"], language="en", text="Explain the fabric.",
        spoken="", engine="espeak", voice="en", seconds=2.0, state=state, why="", states=[], decided_by="assistant",
        mode="auto", rephrased=False, cues={"anna": cue} if cue else {},
    )  # fmt: skip


def cue(cue_id: str, at_ms: int, **values: Any) -> CueRow:
    fields = {
        "show": "main", "who": "li", "name": "李导", "source": "mic", "named": ["all"], "hosts": ["anna"],
        "priority": "direct", "state": "ended", "facts": {}, "clock_ns": {}, **values,
    }  # fmt: skip
    return CueRow(id=cue_id, asked_at_ms=at_ms, **fields)


async def filled(life: Life) -> str:
    """A show of forty minutes with cues of both kinds, and earlier airings, live and made up; its id."""
    await life.desk.take("main", facts(), "shop")
    airing = life.desk.airing("main")
    assert airing is not None
    life.wall.pass_ms(MINUTES * 60_000)
    life.desk.end("main")
    await life.settle()

    def write(session: Session) -> None:
        for number in range(EARLIER):
            for kind, effect in (("live", 3.0), ("demo", 0.2)):
                name = f"air-{kind[0].encode().hex()}{number:010x}"
                at_ms = BEGAN_MS - (number + 1) * 86_400_000
                session.add(AiringRow(id=name, show="main", kind=kind, title="", speed=1.0, began_ms=at_ms,
                                      last_ms=at_ms, ended_ms=at_ms + 3_600_000, salt=None))  # fmt: skip
                for each in campaign(10, effect, seed=number, rule="slow_product", airing=10):
                    own = {"opportunity_id": f"op-{kind}-{number}-{each.opportunity_id}", "airing": name}
                    moment = replace(each, **own, at_ms=at_ms + each.at_ms)
                    stored(session, "main", moment)
                    session.add(suggestion(f"sg-{moment.opportunity_id}", moment, "done"))
        asked = Moment("op-q", airing.id, "question", "SKU1", BEGAN_MS + 600_000, "send", "", 8, 300, None)
        held = Moment("op-h", airing.id, "question", "SKU1", BEGAN_MS + 1_200_000, "hold", "", 7, 310, None)
        stored(session, "main", asked, {"topic": "size", "topic_en": "size", "topic_zh": "尺码", "users": 9,
                                        "example": "what size <b>?"})  # fmt: skip
        stored(session, "main", held, {"topic": "size", "topic_en": "size", "topic_zh": "尺码", "users": 14,
                                       "example": "size?"})  # fmt: skip
        session.add(suggestion("sg-q", asked, "done", "c-assistant"))
        session.add(suggestion("sg-h", held, "held"))
        session.add(cue("c-assistant", BEGAN_MS + 610_000, priority="assistant", name="", text="Explain the fabric."))
        session.add(cue("c-person", BEGAN_MS + 900_000))
        session.add(cue("c-private", BEGAN_MS + 950_000, private=True, text="a secret"))
        session.add(cue("c-before", BEGAN_MS - 1))
        session.add(cue("c-other", BEGAN_MS + 900_000, show="other"))
        session.flush()
        session.add(ReceiptRow(cue="c-assistant", host="anna", state="complete", heard_percent=98.5))
        session.add(ReceiptRow(cue="c-person", host="anna", state="pending"))

    life.database.write(write)
    return airing.id


def desk_of(life: Life, text_since_ms: int = 0) -> EffectDesk:
    labels = {"main": "一号直播间"}
    return EffectDesk(
        life.database,
        life.desk.past,
        labels.__getitem__,
        lambda _: HOSTS,
        lambda _: text_since_ms,
        lambda desk: [effect_routes(desk)],
    )


def test_a_cue_for_two_hosts_is_one_line_that_names_both(tmp_path: Path) -> None:
    """On the timeline, on the page and in its tables; a person's own words in the assistant's voice among them."""

    async def work(life: Life) -> None:
        airing_id = await filled(life)

        def more(session: Session) -> None:
            found = session.get(SuggestionRow, "sg-q")
            assert found is not None
            found.hosts, found.cues = ["anna", "bob"], {"anna": "c-assistant", "bob": "c-bob"}
            own = Moment("", airing_id, "", "", BEGAN_MS + 700_000, "excluded")
            both = suggestion("sg-own", own, "done")
            both.text, both.cues, both.decided_by = "Smile.", {"anna": "c-own-1", "bob": "c-own-2"}, "li"
            session.add(both)
            ours = {"priority": "assistant", "hosts": ["bob"]}
            session.add(cue("c-bob", BEGAN_MS + 612_000, name="", text="Explain the fabric.", **ours))
            for number, host in enumerate(("anna", "bob"), 1):
                said = {"hosts": [host], "text": "Smile.", "priority": "assistant"}
                session.add(cue(f"c-own-{number}", BEGAN_MS + 700_000 + number, **said))
            session.flush()
            for name, host in (("c-bob", "bob"), ("c-own-1", "anna"), ("c-own-2", "bob")):
                session.add(ReceiptRow(cue=name, host=host, state="complete", heard_percent=100.0))

        life.database.write(more)
        airing = await life.desk.past.get(airing_id)
        marks = life.database.read(lambda session: markers(session, airing, BEGAN_MS, BEGAN_MS + 800_000, True))
        assert [(mark["id"], mark["rule"], mark["who"], mark["text"], mark["hosts"]) for mark in marks] == [
            ("c-assistant", "question", "li", "Explain the fabric.", ["anna", "bob"]),
            ("c-own-1", None, "李导", "Smile.", ["anna", "bob"]),
        ]
        report = await desk_of(life).report("main", airing_id)
        said = [(each.id, each.who, each.text, [one.host for one in each.heard]) for each in report.cues][:2]
        assert said == [
            ("sg-q", "", "Explain the fabric.", ["anna", "bob"]),
            ("sg-own", "李导", "Smile.", ["anna", "bob"]),
        ]
        page = render(report, "en", UTC, BEGAN_MS)
        assert page.count("Explain the fabric.") == page.count("Smile.") == 1 and "assistant · 李导" in page
        (_, *rows) = tables(report, "en", UTC)["cues"]
        assert [row[7:10] for row in rows[:2]] == [
            ["安娜; Bob", "anna; bob", "安娜 98.5 %; Bob 100 %"],
            ["安娜; Bob", "anna; bob", "安娜 100 %; Bob 100 %"],
        ]
        assert "<div>安娜 <span>98.5 %</span></div>" in page and "<div>anna" not in page

    live(tmp_path, Wall(), work)


@pytest.mark.parametrize("speed", [1.0, 60.0])
def test_the_report_and_the_board_put_a_cue_at_the_time_it_was_said(tmp_path: Path, speed: float) -> None:
    """Not at the time at which its rule found the moment; and in show time, which may run faster."""

    async def work(life: Life) -> None:
        name, said_ms = "air-00000000demo", BEGAN_MS + 75_000  # wall time

        def write(session: Session) -> None:
            session.add(AiringRow(id=name, show="main", kind="demo", title="", speed=speed, began_ms=BEGAN_MS,
                                  last_ms=BEGAN_MS, ended_ms=BEGAN_MS + 7_200_000, salt=None))  # fmt: skip
            for number, cues in enumerate((["c-1", "c-2"], ["c-gone"])):
                moment = Moment(f"op-{number}", name, "question", "SKU1", BEGAN_MS + 14_000 + number, "send")
                stored(session, "main", moment)
                told = suggestion(f"sg-{number}", moment, "done")
                told.cues = dict(zip(("anna", "bob"), cues, strict=False))
                told.states = [["proposed", BEGAN_MS], ["speaking", said_ms + 25_000], ["done", said_ms + 30_000]]
                session.add(told)
            ours = {"priority": "assistant", "name": ""}
            session.add(cue("c-1", said_ms - 3_000, started_at_ms=said_ms, **ours))
            session.add(cue("c-2", said_ms - 2_000, started_at_ms=said_ms + 9_000, hosts=["bob"], **ours))

        life.database.write(write)
        airing = await life.desk.past.get(name)
        report = await desk_of(life).report("main", name)
        first, second = report.cues
        assert (first.id, first.at_ms) == ("sg-0", BEGAN_MS + 75_000 * speed)
        assert (second.id, second.at_ms) == ("sg-1", BEGAN_MS + 100_000 * speed)  # its cue is no longer kept
        (mark,) = life.database.read(lambda session: markers(session, airing, BEGAN_MS, BEGAN_MS + 7_200_000, True))
        assert mark["at"] == iso(first.at_ms)
        told = clock(first.at_ms, UTC, seconds=True)
        assert f'<td class="time">{told}</td>' in render(report, "en", UTC, BEGAN_MS)
        assert tables(report, "en", UTC)["cues"][1][1] == stamp(first.at_ms, UTC)

    live(tmp_path, Wall(), work)


def test_the_pool_is_every_live_airing_and_no_demonstration(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await filled(life)
        told = await desk_of(life).effect("main")
        found = {each["rule"]: each for each in told["rules"]}
        slow = found["slow_product"]
        assert (slow["n_sent"], slow["n_held"], slow["airings"]) == (EARLIER * 7, EARLIER * 3, EARLIER)
        assert slow["verdict"] == "helps" and slow["level"] == 0.995
        assert slow["n_spoken"] == slow["n_sent"]
        assert "it helps" in slow["sentence"]["en"] and "有帮助" in slow["sentence"]["zh"]
        later = await desk_of(life).effect("main", since_ms=BEGAN_MS - 3 * 86_400_000)
        assert {each["rule"]: each["airings"] for each in later["rules"]} == {"slow_product": 3, "question": 1}

    live(tmp_path, Wall(), work)


def test_what_is_always_spoken_is_given_no_verdict(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        airing = await filled(life)
        urgent = Moment("op-stock", airing, "stock_low", "SKU1", BEGAN_MS, "send", "", 8, 300, None)
        life.database.write(lambda session: stored(session, "main", urgent))
        told = await desk_of(life).effect("main", airing=airing)
        found = {each["rule"]: (each["always"], each["sentence"]["en"]) for each in told["rules"]}
        assert found["stock_low"][0] and found["stock_low"][1].startswith("Always spoken")
        assert not found["question"][0] and found["question"][1].startswith("Comparable moments: 2.")

    live(tmp_path, Wall(), work)


def test_one_airing_is_judged_by_itself_with_its_peoples_cues_beside(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        airing = await filled(life)
        told = await desk_of(life).effect("main", airing=airing)
        assert [(each["rule"], each["found"], each["verdict"]) for each in told["rules"]] == [
            ("question", 2, "unknown")
        ]
        first, second = told["manual"]
        assert (first["cue"], first["who"], first["indicative"]) == ("c-person", "李导", True)
        assert first["before"] == {"orders": 8, "clicks": 360} and first["after"]["clicks"] == 360
        assert second["cue"] == "c-private" and second["text"] == ""
        assert told["caveat"]["en"].startswith("One moment cannot show cause")

    live(tmp_path, Wall(), work)


def test_the_report_holds_what_was_said_asked_and_sold(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        airing = await filled(life)
        report = await desk_of(life).report("main", airing)
        assert [each.id for each in report.cues] == ["sg-q", "c-person", "c-private"]
        assert [one.percent for one in report.cues[0].heard] == [98.5]
        (question,) = report.questions
        assert (question.users, question.example, question.told) == (14, "size?", True)
        assert question.first_ms == BEGAN_MS + 600_000
        assert {each.code: each.value for each in report.figures}["orders"] == MINUTES * 6 / 4
        assert report.about.label == "一号直播间" and report.about.ended_ms == BEGAN_MS + MINUTES * 60_000
        assert [each.rule for each in report.rules] == ["slow_product", "question"]

    live(tmp_path, Wall(), work)


def test_what_viewers_wrote_is_gone_from_the_report_when_it_is_no_longer_kept(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        airing = await filled(life)
        report = await desk_of(life, BEGAN_MS + 86_400_000).report("main", airing)
        assert [each.example for each in report.questions] == [""]
        assert any("no longer kept" in each["en"] for each in report.missing)

    live(tmp_path, Wall(), work)


def test_an_airing_that_is_on_has_a_report_so_far(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        await life.desk.take("main", facts(), "shop")
        airing = life.desk.airing("main")
        assert airing is not None
        await life.settle()
        report = await desk_of(life).report("main", airing.id)
        assert report.about.ended_ms is None
        assert any("not over" in each["en"] for each in report.missing)

    live(tmp_path, Wall(), work)


def test_it_is_served_to_those_who_may_review_and_to_nobody_else(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        airing = await filled(life)
        desk, gate, app = desk_of(life), Gate(Rights()), FastAPI()
        install(app)
        for router in desk.routers():
            app.include_router(router)

        async def ask(role: str, place: str) -> httpx.Response:
            caller = Caller("session", "a", "A", False, {"main": role}, None, "en", "s")
            caller = caller if role != "nobody" else Caller("session", "b", "B", False, {}, None, "en", "s")

            async def asked(scope: Scope, receive: Receive, send: Send) -> None:
                await app({**scope, CALLER: caller, GATE: gate}, receive, send)

            async with httpx.AsyncClient(transport=httpx.ASGITransport(asked), base_url="http://127.0.0.1") as client:
                return await client.get("/api/v1/shows/main" + place)

        page = await ask("director", f"/airings/{airing}/report.html?language=zh")
        assert page.status_code == 200 and page.headers["content-type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "直播报告" in page.text and "a secret" not in page.text and "size <b>" not in page.text
        tables = await ask("director", f"/airings/{airing}/report.csv.zip")
        with zipfile.ZipFile(io.BytesIO(tables.content)) as folder:
            cues = list(csv.reader(io.StringIO(folder.read("cues.csv").decode("utf-8-sig"))))
        assert len(cues) == 4 and f'main-{airing}.csv.zip"' in tables.headers["content-disposition"]
        assert (await ask("director", "/effect")).json()["rules"]
        assert (await ask("director", f"/effect?airing={airing}")).json()["manual"]
        for place in ("/effect", f"/airings/{airing}/report.html", f"/airings/{airing}/report.csv.zip"):
            assert (await ask("nobody", place)).status_code == 404
            assert (await ask("product", place)).status_code == 403
        assert (await ask("director", "/airings/air-000000000000/report.html")).json()["error"] == "unknown_airing"
        assert (await ask("director", "/effect?since=-1")).status_code == 422
        assert (await ask("director", f"/airings/{airing}/report.html?language=fr")).status_code == 422

    live(tmp_path, Wall(), work)


def test_an_airing_of_another_show_is_unknown(tmp_path: Path) -> None:
    async def work(life: Life) -> None:
        airing = await filled(life)
        with pytest.raises(Trouble) as trouble:
            await desk_of(life).report("other", airing)
        assert trouble.value.code == "unknown_airing"

    live(tmp_path, Wall(), work)


def test_a_key_press_does_not_wait_for_a_report_of_a_running_airing(tmp_path: Path) -> None:
    """Whoever else is in the loop has many turns while a report is made."""

    async def work(life: Life) -> None:
        sheets: list[Fact] = [Sheet(BEGAN_MS, f"P{number}", label="p") for number in range(200)]
        await life.desk.take("main", sheets + facts(), "shop")
        airing = life.desk.airing("main")
        assert airing is not None
        await life.settle()
        turns = 0

        async def others() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        task = asyncio.create_task(others())
        await desk_of(life).report("main", airing.id)
        task.cancel()
        assert turns > 200

    live(tmp_path, Wall(), work)
