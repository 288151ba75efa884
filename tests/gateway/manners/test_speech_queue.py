"""The assistant's manners towards one host: what is said when, what is dropped, and that people always come first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.manners import Cut, Drop, HostState, Item, Manners, Say, SpeechQueue, Step
from hushcue_gateway.manners.queue import HOUR_MS, MOST_WAITING, PRIORITIES, SETTLE_MS, SLACK_MS
from hushcue_gateway.manners.settings import LIMITS

NOW = 1_800_000_000_000
CALM = HostState()


def an_item(id: str, **changes: object) -> Item:
    item = Item(id, "rule", False, 3.0, NOW, NOW + 10 * HOUR_MS)
    return replace(item, **changes)  # type: ignore[arg-type]


def a_queue(**manners: int) -> SpeechQueue:
    return SpeechQueue(Manners(**manners))


def said(steps: list[Step]) -> list[str]:
    return [step.id for step in steps if isinstance(step, Say)]


# --- one by one -------------------------------------------------------------------------------------------------------


def test_a_cue_is_said_at_once_where_nothing_is_in_its_way() -> None:
    queue = a_queue()
    assert queue.put(an_item("a"), NOW)
    assert queue.look(CALM, NOW) == [Say("a")]
    assert queue.look(CALM, NOW) == []
    assert queue.saying == "a"


def test_the_next_one_keeps_its_distance() -> None:
    queue = a_queue(gap_s=45, ttl_s=300)
    queue.put(an_item("a"), NOW)
    queue.put(an_item("b"), NOW)
    queue.look(CALM, NOW)
    queue.spoken("a", NOW + 3000)
    assert queue.look(CALM, NOW + 47_999) == []
    assert queue.look(CALM, NOW + 48_000) == [Say("b")]


def test_a_clock_that_is_set_back_makes_nobody_wait() -> None:
    queue, back = a_queue(gap_s=45, ttl_s=30), NOW - HOUR_MS
    queue.put(an_item("a"), NOW)
    queue.look(CALM, NOW)
    queue.spoken("a", NOW + 3000)
    queue.look(HostState(person_talking=True), NOW + 3000)
    queue.put(an_item("b", urgent=True, ready_ms=back), back)
    assert queue.look(CALM, back) == [], "the breath after a person"
    assert queue.look(CALM, back + SETTLE_MS) == [Say("b")]
    queue.spoken("b", back + 2000)
    queue.put(an_item("c", ready_ms=back), back + 46_999)
    assert queue.look(CALM, back + 46_999) == []
    assert queue.look(CALM, back + 47_000) == [Say("c")]
    assert queue.spoken_last_hour(back + 47_000) == 3


def test_a_clock_that_is_set_back_lets_nothing_wait_for_longer_than_it_may() -> None:
    queue, back = a_queue(ttl_s=30), NOW - HOUR_MS
    queue.put(an_item("a", expires_ms=NOW + 5000), NOW)
    queue.put(an_item("b"), NOW)
    assert queue.look(HostState(person_talking=True), back) == []
    assert queue.look(HostState(person_talking=True), back + 5000) == [Drop("a", "expired")]
    assert queue.look(HostState(person_talking=True), back + 30_000) == [Drop("b", "expired")]


@pytest.mark.parametrize("changes", [{"urgent": True}, {"asked": True}])
def test_what_is_urgent_or_asked_for_knows_neither_gap_nor_cap(changes: dict[str, bool]) -> None:
    queue = a_queue(gap_s=600, most_per_hour=1)
    queue.put(an_item("a"), NOW)
    queue.look(CALM, NOW)
    queue.spoken("a", NOW + 3000)
    queue.put(an_item("b", **changes), NOW + 3000)
    assert queue.look(CALM, NOW + 3000) == [Say("b")]


def test_a_full_hour_drops_what_comes_and_the_next_hour_does_not() -> None:
    queue = a_queue(gap_s=0, most_per_hour=1)
    queue.put(an_item("a"), NOW)
    queue.look(CALM, NOW)
    queue.spoken("a", NOW + 3000)
    queue.put(an_item("b"), NOW + 4000)
    assert queue.look(CALM, NOW + 4000) == [Drop("b", "capped")]
    queue.put(an_item("c"), NOW + HOUR_MS)
    assert queue.look(CALM, NOW + HOUR_MS) == [Say("c")]


def test_people_come_before_stock_before_rules_before_questions_before_scripts() -> None:
    queue = a_queue(gap_s=0, ttl_s=300)
    items = [an_item(name, priority=name) for name in reversed(PRIORITIES)]
    items += [an_item("urgent", urgent=True, priority="question"), an_item("asked", asked=True, priority="script")]
    for item in items:
        queue.put(item, NOW)
    order: list[str] = []
    for second in range(0, 120, 4):
        now = NOW + second * 1000
        for name in said(queue.look(CALM, now)):
            order.append(name)
            queue.spoken(name, now + 3000)
    assert order == ["asked", "urgent", *PRIORITIES]


def test_a_persons_key_cuts_at_once_and_the_cut_one_never_returns() -> None:
    queue = a_queue(gap_s=0, ttl_s=300)
    queue.put(an_item("a"), NOW)
    queue.look(CALM, NOW)
    talking = HostState(person_talking=True, speaking="a")
    assert queue.look(talking, NOW + 100) == [Cut("a")]
    assert queue.look(talking, NOW + 200) == []
    assert not queue.put(an_item("a"), NOW + 300)
    assert queue.look(CALM, NOW + 60_000) == []


def test_after_a_person_the_host_gets_a_breath() -> None:
    queue = a_queue()
    queue.put(an_item("a", urgent=True), NOW)
    assert queue.look(HostState(person_talking=True), NOW) == []
    assert queue.look(CALM, NOW + SETTLE_MS - 1) == []
    assert queue.look(CALM, NOW + SETTLE_MS) == [Say("a")]


def test_it_waits_for_a_pause_of_the_host_and_not_longer_than_the_deadline() -> None:
    queue = a_queue(pause_deadline_s=12)
    speaking = HostState(host_speaking=True)
    queue.put(an_item("a"), NOW)
    assert queue.look(speaking, NOW) == []
    assert [(each.waits_for, each.until_ms) for each in queue.waiting(speaking, NOW + 5)] == [("pause", NOW + 12_000)]
    assert queue.look(speaking, NOW + 11_999) == []
    assert queue.look(speaking, NOW + 12_000) == [Say("a")]
    other = a_queue(pause_deadline_s=12)
    other.put(an_item("b"), NOW)
    other.look(speaking, NOW)
    assert other.look(HostState(host_speaking=False), NOW + 700) == [Say("b")]


def test_what_is_urgent_waits_for_no_pause() -> None:
    queue = a_queue()
    queue.put(an_item("a", urgent=True), NOW)
    assert queue.look(HostState(host_speaking=True), NOW) == [Say("a")]


def test_asking_what_waits_changes_nothing() -> None:
    queue, other = a_queue(), a_queue()
    for each in (queue, other):
        each.put(an_item("a"), NOW)
    queue.waiting(HostState(host_speaking=True), NOW)
    for now in range(NOW + 5000, NOW + 30_000, 500):
        assert queue.look(HostState(host_speaking=True), now) == other.look(HostState(host_speaking=True), now)


@pytest.mark.parametrize("state", [HostState(on_air=False), HostState(quiet=True)])
def test_off_the_air_and_in_quiet_scenes_it_speaks_only_when_asked(state: HostState) -> None:
    queue = a_queue()
    queue.put(an_item("a", urgent=True), NOW)
    assert queue.look(state, NOW) == []
    queue.put(an_item("b", asked=True), NOW)
    assert queue.look(state, NOW) == [Say("b")]


def test_mute_silences_what_is_spoken_and_drops_what_waits() -> None:
    queue = a_queue(gap_s=0)
    queue.put(an_item("a"), NOW)
    queue.look(CALM, NOW)
    queue.put(an_item("b", urgent=True), NOW + 10)
    queue.behave(replace(queue.manners, muted_until_ms=NOW + 300_000))
    assert queue.look(HostState(speaking="a"), NOW + 20) == [Cut("a"), Drop("b", "muted")]
    queue.put(an_item("c"), NOW + 300_000)
    assert queue.look(CALM, NOW + 300_000) == [Say("c")]


def test_what_is_not_fresh_any_more_is_dropped() -> None:
    queue = a_queue(ttl_s=30)
    queue.put(an_item("a", expires_ms=NOW + 4000), NOW)
    queue.put(an_item("b"), NOW)
    busy = HostState(person_talking=True)
    assert queue.look(busy, NOW + 3999) == []
    assert queue.look(busy, NOW + 4000) == [Drop("a", "expired")]
    assert queue.look(CALM, NOW + 30_000) == [Drop("b", "expired")]


def test_a_newer_cue_about_the_same_thing_takes_the_place_of_the_older() -> None:
    queue = a_queue()
    queue.put(an_item("a", about="stock SKU3"), NOW)
    queue.put(an_item("b", about="stock SKU3"), NOW + 1)
    assert queue.look(CALM, NOW + 2) == [Drop("a", "replaced"), Say("b")]


def test_the_line_is_short_and_the_least_important_makes_room() -> None:
    queue = a_queue()
    for number in range(MOST_WAITING):
        queue.put(an_item(f"q{number}", priority="question"), NOW)
    queue.put(an_item("stock", priority="stock"), NOW)
    steps = queue.look(HostState(person_talking=True), NOW)
    assert steps == [Drop(f"q{MOST_WAITING - 1}", "replaced")]


def test_a_cue_whose_sound_is_not_ready_lets_others_pass() -> None:
    queue = a_queue(gap_s=0)
    queue.put(an_item("late", priority="stock", ready_ms=NOW + 400), NOW)
    queue.put(an_item("b", priority="script"), NOW)
    assert queue.look(CALM, NOW) == [Say("b")]


def test_a_cue_whose_end_is_never_told_does_not_silence_the_assistant_for_good() -> None:
    queue = a_queue(gap_s=0)
    queue.put(an_item("a"), NOW)
    queue.look(CALM, NOW)
    queue.put(an_item("b"), NOW)
    assert queue.look(CALM, NOW + 3000 + SLACK_MS - 1) == []
    assert queue.look(CALM, NOW + 3000 + SLACK_MS) == [Say("b")]


def test_while_anything_of_the_assistant_is_heard_nothing_else_is_said() -> None:
    queue = a_queue()
    queue.put(an_item("a", urgent=True), NOW)
    assert queue.look(HostState(speaking="a preview"), NOW) == []
    assert queue.look(CALM, NOW) == [Say("a")]


def test_the_same_cue_put_again_is_its_newer_form_in_its_old_place() -> None:
    queue = a_queue(gap_s=0)
    queue.put(an_item("a", ready_ms=NOW + 5000), NOW)
    queue.put(an_item("b"), NOW)
    assert queue.put(an_item("a"), NOW + 1)
    assert queue.look(CALM, NOW + 1) == [Say("a")]


def test_a_cue_that_could_not_be_said_makes_nobody_wait() -> None:
    queue = a_queue(gap_s=600, most_per_hour=1)
    queue.put(an_item("a"), NOW)
    queue.put(an_item("b"), NOW)
    queue.look(CALM, NOW)
    queue.drop("a")
    assert queue.spoken_last_hour(NOW) == 0
    assert queue.look(CALM, NOW + 1) == [Say("b")]


@pytest.mark.parametrize(
    "wrong", [{"gap_s": -1}, {"gap_s": 601}, {"ttl_s": 4}, {"most_per_hour": 2.5}, {"pause_deadline_s": True}]
)
def test_manners_outside_their_limits_name_the_field(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Manners(**wrong)


def test_manners_live_on_in_the_store() -> None:
    kept = Manners(gap_s=60, most_per_hour=5, muted_until_ms=NOW)
    assert Manners.of_json(kept.as_json()) == kept
    assert Manners.of_json({}) == Manners()
    with pytest.raises(ValueError, match="shout"):
        Manners.of_json({"shout": 1})
    assert set(LIMITS) < set(Manners.__slots__)


# --- any show at all --------------------------------------------------------------------------------------------------


@dataclass
class Ear:
    """A host's earpiece, as the desk would drive it, and everything that was ordered."""

    queue: SpeechQueue
    now: int = NOW
    state: HostState = CALM
    speaks_until: int = 0
    items: dict[str, Item] = field(default_factory=dict)
    put_at: dict[str, int] = field(default_factory=dict)
    said_at: dict[str, int] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)
    ended_at: int | None = None

    def look(self) -> None:
        if self.state.speaking and self.now >= self.speaks_until:
            self._ends(self.speaks_until)
            self.queue.spoken(self._spoken, self.now)
        for step in self.queue.look(self.state, self.now):
            assert step.id not in self.over, "what is over never returns"
            if isinstance(step, Say):
                self._say(step.id)
            elif isinstance(step, Cut):
                assert step.id == self.state.speaking
                self.over.add(step.id)
                self._ends(self.now)
            else:
                assert step.id not in self.said_at
                self.over.add(step.id)
        if self.state.person_talking or self.now < self.queue.manners.muted_until_ms:
            assert not self.state.speaking, "silent at once"

    def _ends(self, at: int) -> None:
        self._spoken, self.ended_at = self.state.speaking, at
        self.over.add(self._spoken)
        self.state = replace(self.state, speaking="")

    def _say(self, id: str) -> None:
        item, manners = self.items[id], self.queue.manners
        assert not self.state.speaking, "never two at once"
        assert not self.state.person_talking
        assert item.ready_ms <= self.now < min(item.expires_ms, self.put_at[id] + manners.ttl_s * 1000)
        assert self.now >= manners.muted_until_ms
        if not (item.urgent or item.asked):
            lately = [at for at in self.said_at.values() if self.now - at < HOUR_MS]
            assert len(lately) < manners.most_per_hour
            assert self.ended_at is None or self.now - self.ended_at >= manners.gap_s * 1000
        if not item.asked:
            assert self.state.on_air and not self.state.quiet
        self.said_at[id] = self.now
        self.speaks_until = self.now + round(item.seconds * 1000)
        self.state = replace(self.state, speaking=id)


times = st.integers(0, 40_000)
cues = st.builds(
    an_item,
    st.sampled_from([f"c{number}" for number in range(30)]),
    priority=st.sampled_from(PRIORITIES),
    urgent=st.booleans(),
    asked=st.booleans(),
    seconds=st.sampled_from([0.5, 3.0, 6.0]),
    ready_ms=times.map(lambda late: NOW + 4 * late),
    expires_ms=times.map(lambda late: NOW + 8 * late),
    about=st.sampled_from(["", "stock", "pin"]),
)
states = st.fixed_dictionaries(
    {
        "person_talking": st.sampled_from([False, False, True]),
        "host_speaking": st.sampled_from([None, False, True]),
        "on_air": st.sampled_from([True, True, False]),
        "quiet": st.sampled_from([False, False, True]),
    }
)
happenings = st.lists(
    st.one_of(
        times,
        cues,
        states,
        st.integers(0, 20_000).map(lambda ms: ("mute", ms)),
        st.sampled_from([("cut", 0), ("drop", 0)]),
    ),
    max_size=60,
)
all_manners = st.builds(
    Manners,
    gap_s=st.sampled_from([0, 5, 45]),
    most_per_hour=st.sampled_from([0, 2, 20]),
    ttl_s=st.sampled_from([5, 30]),
    pause_deadline_s=st.sampled_from([0, 12]),
)


@given(all_manners, happenings)
def test_whatever_happens_the_assistant_keeps_its_manners(manners: Manners, story: list[object]) -> None:
    ear = Ear(SpeechQueue(manners))
    for happens in story:
        if isinstance(happens, int):
            ear.now += happens
        elif isinstance(happens, dict):
            ear.state = replace(ear.state, **happens)
        elif isinstance(happens, Item):
            ear.look()
            taken = ear.queue.put(happens, ear.now)
            assert taken == (happens.id not in ear.over and happens.id not in ear.said_at)
            if taken:
                ear.items[happens.id] = happens
                ear.put_at.setdefault(happens.id, ear.now)
        elif isinstance(happens, tuple) and happens[0] == "mute":
            ear.queue.behave(replace(ear.queue.manners, muted_until_ms=ear.now + happens[1]))
        elif ear.state.speaking:
            ear.queue.cut(ear.state.speaking, ear.now)
            ear._ends(ear.now)
        ear.look()


@given(all_manners, happenings)
def test_every_cue_is_said_or_dropped_in_the_end(manners: Manners, story: list[object]) -> None:
    queue, put, done = SpeechQueue(manners), set(), set()
    now, state = NOW, CALM
    for happens in [*story, {"person_talking": False, "on_air": True, "quiet": False}, *([1000] * 600)]:
        if isinstance(happens, int):
            now += happens
        elif isinstance(happens, dict):
            state = replace(state, **happens)
        elif isinstance(happens, Item) and queue.put(happens, now):
            put.add(happens.id)
        done |= {step.id for step in queue.look(state, now)}
    assert put == done
    assert queue.waiting(state, now) == []
