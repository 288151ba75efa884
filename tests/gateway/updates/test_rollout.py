"""The roll-out in virtual time: who is asked when, what stops it, and what a bodypack can do to it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hushcue_gateway.updates import rollout as plan
from hushcue_gateway.updates.rollout import Announce, Rollout, Sight, Wake, stages_of
from hushcue_gateway.updates.words import WORDS

S = plan.NS_PER_S
OLD, NEW = "0" * 16, "1" * 16
HOSTS = ("a", "b", "c", "d")
HERE = Sight(here=True, talking=False, boot=1, build=OLD, trial=False)


class Studio:
    """Bodypacks as the roster sees them, and a roll-out that is told of them twice a second."""

    def __init__(self, stages: tuple[tuple[str, ...], ...] = (("a",), ("b", "c"), ("d",)), at_once: int = 1) -> None:
        self.rollout = Rollout("update-1", "0.5.0", stages, at_once)
        for row in self.rollout.rows.values():
            row.build = NEW
        self.sights = dict.fromkeys(self.rollout.rows, HERE)
        self.now_ns = 1000 * S
        self.asked: list[str] = []
        self.woken: list[str] = []
        self.told: list[tuple[str, str]] = []

    def do(self, steps: list[plan.Step]) -> None:
        for step in steps:
            if isinstance(step, Announce):
                self.asked.append(step.host)
            elif isinstance(step, Wake):
                self.woken.append(step.host)
            else:
                self.told.append((step.code, step.host))

    def tick(self, seconds: float = 0.5) -> None:
        for _ in range(max(1, round(seconds * 2))):
            self.now_ns += S // 2
            self.do(self.rollout.tick(self.sights, self.now_ns))

    def say(self, host: str, *details: str) -> None:
        for detail in details:
            self.do(self.rollout.said(host, detail, self.now_ns))

    def see(self, host: str, **changes: object) -> None:
        self.sights[host] = replace(self.sights[host], **changes)  # type: ignore[arg-type]

    def phases(self) -> str:
        return " ".join(row.phase for row in self.rollout.rows.values())

    def succeed(self, host: str) -> None:
        """One bodypack all the way."""
        self.say(host, "fetch 0", "fetch 100", "restart")
        self.see(host, here=False)
        self.tick(5)
        self.see(host, here=True, boot=2, build=NEW, trial=True)
        self.tick()
        assert self.rollout.rows[host].phase == "trying"
        self.see(host, trial=False)
        self.say(host, "confirmed " + NEW)
        assert self.rollout.rows[host].phase == "done"


def test_the_canary_is_alone_then_stage_by_stage_one_at_a_time() -> None:
    studio = Studio()
    order = []
    for host in HOSTS:
        studio.tick(3)
        assert studio.asked[-1] == host and len(studio.rollout.under_way) == 1
        order.append(host)
        studio.succeed(host)
    studio.tick()
    assert studio.asked == order == list(HOSTS)
    assert (studio.rollout.state, studio.woken) == ("done", [])
    assert studio.told[-1] == ("rollout_done", "")


def test_at_once_holds_within_a_stage_and_never_for_two_stages() -> None:
    studio = Studio((("a",), ("b", "c"), ("d",)), at_once=4)
    studio.tick(3)
    assert studio.asked == ["a"]
    studio.succeed("a")
    studio.tick(3)
    assert studio.asked == ["a", "b", "c"]
    studio.succeed("b")
    studio.tick(3)
    assert studio.asked == ["a", "b", "c"]
    studio.succeed("c")
    studio.tick()
    assert studio.asked == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "code", ["older 0.4.0 < 0.5.0", "wrong_board esp32_c3, esp32_s3", "changed lib/x.mpy", "flash"]
)
def test_one_that_refuses_stops_all_and_gets_its_stream_back(code: str) -> None:
    studio = Studio()
    studio.tick()
    studio.say("a", "fetch 0", "refused " + code)
    studio.tick(100)
    word, _, about = code.partition(" ")
    assert (studio.rollout.state, studio.asked, studio.woken) == ("stopped", ["a"], ["a"])
    assert (studio.rollout.rows["a"].code, studio.rollout.rows["a"].about) == (word, about)
    assert studio.told == [(word, "a"), ("rollout_stopped", "a")]
    assert studio.rollout.is_over
    studio.rollout.resume()
    studio.tick()
    assert studio.asked == ["a", "a"]


def test_an_old_firmware_that_comes_back_is_a_failure() -> None:
    for before_trial in (True, False):
        studio = Studio()
        studio.tick()
        studio.say("a", "fetch 100", "restart")
        if not before_trial:
            studio.see("a", boot=2, build=NEW, trial=True)
            studio.tick()
        studio.see("a", here=False)
        studio.tick(20)
        studio.see("a", here=True, boot=9, build=OLD, trial=False)
        studio.tick()
        assert studio.rollout.rows["a"].code == "rolled_back"
        assert studio.rollout.state == "stopped"


def test_more_starts_of_a_new_firmware_on_trial_are_no_failure() -> None:
    studio = Studio()
    studio.tick()
    studio.say("a", "restart")
    for boot in (2, 3, 4):
        studio.see("a", boot=boot, build=NEW, trial=True)
        studio.tick()
    assert studio.phases().startswith("trying")
    studio.see("a", trial=False)
    studio.tick()
    assert studio.phases().startswith("done")


def test_a_talk_comes_first_and_the_update_goes_on_after_it() -> None:
    studio = Studio()
    studio.see("a", talking=True)
    studio.tick(30)
    assert studio.asked == []
    studio.see("a", talking=False)
    studio.tick()
    studio.say("a", "fetch 30")
    studio.see("a", talking=True)
    studio.tick()
    assert (studio.woken, studio.rollout.rows["a"].phase) == (["a"], "waiting")
    studio.see("a", talking=False)
    studio.tick(10)
    assert studio.asked == ["a"]
    studio.tick(10)
    assert studio.asked == ["a", "a"]


def test_a_broken_link_is_tried_again_and_then_given_up() -> None:
    studio = Studio()
    for _ in range(plan.TRIES):
        studio.tick(20)
        studio.say("a", "failed link")
    assert len(studio.asked) == plan.TRIES
    assert (studio.rollout.rows["a"].code, studio.rollout.state) == ("link", "stopped")


def test_one_that_does_not_answer_is_asked_again_and_then_given_up() -> None:
    studio = Studio()
    studio.tick(200)
    assert studio.asked == ["a"] * plan.TRIES
    assert studio.rollout.rows["a"].code == "no_answer"


def test_a_download_that_comes_to_a_stop_and_one_that_never_returns_are_given_up() -> None:
    studio = Studio()
    studio.tick()
    studio.say("a", "fetch 10")
    studio.tick(plan.STALL_NS / S + 2)
    assert studio.rollout.rows["a"].code == "stalled"
    studio = Studio()
    studio.tick()
    studio.say("a", "restart")
    studio.see("a", here=False)
    studio.tick(plan.RETURN_NS / S + 2)
    assert studio.rollout.rows["a"].code == "no_return"
    studio = Studio()
    studio.tick()
    studio.say("a", "restart")
    studio.see("a", boot=2, build=NEW, trial=True)
    studio.tick(plan.PROVE_NS / S + 3)
    assert studio.rollout.rows["a"].code == "not_proved"


def test_a_power_cut_while_it_fetches_is_no_failure() -> None:
    studio = Studio()
    studio.tick()
    studio.say("a", "fetch 60")
    studio.see("a", here=False)
    studio.tick(30)
    assert studio.rollout.rows["a"].phase == "waiting"
    studio.see("a", here=True, boot=5)
    studio.tick()
    assert studio.asked == ["a", "a"]


def test_ones_that_are_away_do_not_hold_up_the_others_and_are_updated_when_they_come() -> None:
    studio = Studio()
    studio.see("b", here=False)
    studio.tick()
    studio.succeed("a")
    for host in ("c", "d"):
        studio.tick()
        assert studio.asked[-1] == host
        studio.succeed(host)
    studio.tick(10)
    assert studio.rollout.state == "running"
    studio.see("b", here=True)
    studio.tick()
    studio.succeed("b")
    studio.tick()
    assert studio.rollout.state == "done"


def test_nobody_is_asked_while_the_canary_is_away() -> None:
    studio = Studio()
    studio.see("a", here=False)
    studio.tick(100)
    assert studio.asked == []


def test_who_has_it_already_is_done_without_being_asked() -> None:
    studio = Studio()
    for host in HOSTS:
        studio.see(host, build=NEW)
    studio.tick(2)
    assert (studio.asked, studio.rollout.state) == ([], "done")


def test_paused_nobody_new_is_asked_and_who_is_under_way_goes_on() -> None:
    studio = Studio()
    studio.tick()
    studio.rollout.pause()
    studio.succeed("a")
    studio.tick(50)
    assert studio.asked == ["a"]
    studio.rollout.resume()
    studio.tick()
    assert studio.asked == ["a", "b"]


def test_what_nobody_asked_for_and_nonsense_change_nothing() -> None:
    studio = Studio()
    studio.say("b", "fetch 10", "restart", "confirmed " + NEW, "refused older")
    studio.say("z", "restart")
    studio.tick()
    studio.say("a", "", "fetch", "fetch x", "fetch -5", "confirmed 0", "dance", "wait 3 4")
    assert studio.phases() == "on_air waiting waiting waiting"
    assert studio.rollout.rows["a"].percent == 0


def test_a_restart_of_the_gateway_goes_on_where_it_was() -> None:
    studio = Studio()
    studio.tick()
    studio.succeed("a")
    studio.tick()
    studio.say("b", "fetch 50")
    kept = json.loads(json.dumps(studio.rollout.as_json()))
    studio.rollout = Rollout.from_json(kept, studio.now_ns)
    assert studio.phases() == "done waiting waiting waiting"
    assert studio.rollout.stages == (("a",), ("b", "c"), ("d",))
    studio.tick()
    assert studio.asked == ["a", "b", "b"]
    studio.succeed("b")


def test_stages_are_the_canary_then_groups_then_the_rest() -> None:
    groups = {"wing": ["c", "a"], "front": ["b", "c"]}
    assert stages_of("abcd", "a", groups) == (("a",), ("b", "c"), ("d",))
    assert stages_of("abcd", "d", {}) == (("d",), ("a", "b", "c"))
    assert stages_of("a", "a", {}) == (("a",),)


def test_every_code_that_is_told_has_a_sentence() -> None:
    told = ("rolled_back", "no_answer", "stalled", "no_return", "not_proved", "link", "flash", "mistake", "signature")
    chip = ("no_loader", "on_trial", "older", "changed", "truncated", "damaged", "gone", "no_room")
    wrong = ("wrong_board", "wrong_machine", "wrong_mpy")
    phases = ("waiting", "asked", "fetching", "on_air", "restarting", "trying", "done")
    for code in told + chip + wrong + phases:
        facts = dict.fromkeys(WORDS.placeholders(code), "1")
        both = WORDS.both(code, **facts)
        assert both["en"] and any("\u4e00" <= char <= "\u9fff" for char in both["zh"]), code
