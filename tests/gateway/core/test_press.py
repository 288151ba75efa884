"""Talk keys: every line of the table, and what holds whatever happens."""

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hushcue_gateway.core.press import DOWN, LOST_MS, MAX_KEYS, STEPS, TALKING, TAP_MS, Keys
from hushcue_gateway.core.rights import TalkMode

MS = 1_000_000


@dataclass
class Finger:
    """One key under one finger, and what was begun and ended by it."""

    mode: TalkMode
    seconds: float | None = None
    keys: Keys = field(default_factory=Keys)
    now_ns: int = 0
    begun: int = 0
    ended: list[str] = field(default_factory=list)

    def down(self) -> str:
        pressed = self.keys.down("k", self.mode, self.now_ns, self.seconds)
        if pressed.does == "begin":
            self.begun += 1
            self.keys.begun("k", f"cue-{self.begun}")
            return f"cue-{self.begun}"
        if pressed.does == "end":
            self.ended.append(pressed.cue)
        return pressed.cue

    def up(self) -> None:
        cue = self.keys.up("k", self.now_ns)
        if cue:
            self.ended.append(cue)

    def passes(self, ms: int, keep: bool = True) -> None:
        for _ in range(ms // 50):
            self.now_ns += 50 * MS
            if keep:
                self.keys.keep(["k"], self.now_ns)
            self.ended += [cue for cue, _ in self.keys.tick(self.now_ns)]

    @property
    def state(self) -> str:
        return self.keys.state("k")


class TestModes:
    def test_hold_talks_while_the_key_is_down(self) -> None:
        finger = Finger("hold")
        finger.down()
        finger.passes(5000)
        assert finger.state == "held" and not finger.ended
        finger.up()
        assert finger.state == "up" and finger.ended == ["cue-1"]

    def test_latch_talks_from_press_to_press(self) -> None:
        finger = Finger("latch")
        finger.down()
        finger.up()
        finger.passes(5000)
        assert finger.state == "latched" and not finger.ended
        finger.down()
        assert finger.state == "spent" and finger.ended == ["cue-1"]
        finger.up()
        finger.down()
        assert finger.begun == 2

    def test_a_short_tap_latches(self) -> None:
        finger = Finger("tap")
        finger.down()
        finger.passes(TAP_MS)
        finger.up()
        assert finger.state == "latched" and not finger.ended
        finger.down()
        assert finger.ended == ["cue-1"]

    def test_a_long_tap_is_a_hold(self) -> None:
        finger = Finger("tap")
        finger.down()
        finger.passes(TAP_MS + 50)
        finger.up()
        assert finger.state == "up" and finger.ended == ["cue-1"]

    def test_timed_ends_by_itself(self) -> None:
        finger = Finger("timed", 2.0)
        finger.down()
        finger.up()
        finger.passes(1950)
        assert not finger.ended
        finger.passes(50)
        assert finger.ended == ["cue-1"] and finger.state == "up"

    def test_timed_ends_while_its_key_is_still_down(self) -> None:
        finger = Finger("timed", 1.0)
        finger.down()
        finger.passes(1500)
        assert finger.ended == ["cue-1"] and finger.state == "spent"
        assert finger.down() == "cue-1"  # the key repeats: no new talk
        assert finger.begun == 1

    @pytest.mark.parametrize("seconds", [None, 0.5, 61.0])
    def test_timed_without_its_seconds_is_refused(self, seconds: float | None) -> None:
        with pytest.raises(ValueError):
            Keys().down("k", "timed", 0, seconds)


class TestIdempotence:
    @pytest.mark.parametrize("mode", ["hold", "latch", "tap", "timed"])
    def test_a_key_that_repeats_is_one_press(self, mode: TalkMode) -> None:
        finger = Finger(mode, 30.0)
        cues = {finger.down() for _ in range(50)}
        assert cues == {"cue-1"} and finger.begun == 1 and not finger.ended

    def test_up_of_a_key_that_is_up_is_nothing(self) -> None:
        finger = Finger("hold")
        finger.up()
        finger.down()
        finger.up()
        finger.up()
        assert finger.ended == ["cue-1"]

    def test_what_was_refused_stays_refused_until_the_key_goes_up(self) -> None:
        keys = Keys()
        assert keys.down("k", "hold", 0).does == "begin"
        keys.refused("k", "talk_one_host_only")
        again = keys.down("k", "hold", MS)
        assert (again.does, again.refusal) == ("nothing", "talk_one_host_only")
        assert keys.up("k", 2 * MS) == ""
        assert keys.down("k", "hold", 3 * MS).does == "begin"


class TestLoss:
    @pytest.mark.parametrize("mode", ["hold", "latch", "tap", "timed"])
    def test_a_key_that_nobody_keeps_is_released(self, mode: TalkMode) -> None:
        finger = Finger(mode, 60.0)
        finger.down()
        finger.passes(LOST_MS - 50, keep=False)
        assert not finger.ended
        finger.passes(50, keep=False)
        assert finger.ended == ["cue-1"] and finger.state == "up"

    def test_latched_it_is_kept_by_its_console_and_not_by_its_finger(self) -> None:
        finger = Finger("latch")
        finger.down()
        finger.up()
        finger.passes(10 * LOST_MS)
        assert not finger.ended
        finger.passes(LOST_MS, keep=False)
        assert finger.ended == ["cue-1"]

    def test_a_connection_that_closes_ends_all_it_said(self) -> None:
        keys = Keys()
        for name in ("a", "b"):
            keys.down(name, "hold", 0)
            keys.begun(name, f"cue-{name}")
        assert keys.close() == ["cue-a", "cue-b"]
        assert keys.close() == [] and len(keys) == 0

    def test_a_talk_that_ended_elsewhere_begins_anew_only_with_a_new_press(self) -> None:
        finger = Finger("hold")
        finger.down()
        finger.keys.over("cue-1")
        assert finger.state == "spent"
        finger.down()
        assert finger.begun == 1
        finger.up()
        finger.down()
        assert finger.begun == 2 and not finger.ended

    def test_there_are_not_endlessly_many_keys(self) -> None:
        keys = Keys()
        for number in range(MAX_KEYS):
            keys.down(str(number), "hold", 0)
        with pytest.raises(ValueError):
            keys.down("one more", "hold", 0)


def test_the_table_leads_from_every_state_out_again() -> None:
    states = {"up"} | TALKING | DOWN
    assert {state for state, _ in STEPS} == states
    assert {after for _, after in STEPS.values()} == states


class AnyFingers(RuleBasedStateMachine):
    """Two keys of one connection, an engine that may end talks, a console that may forget to keep."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = Keys()
        self.now_ns = 0
        self.cue = 0
        self.going: dict[str, str] = {}  # cue -> key
        self.fingers: dict[str, bool] = {}  # key -> down
        self.latched: set[str] = set()  # keys whose mode may go on without a finger
        self.kept_ns: dict[str, int] = {}

    names = st.sampled_from(["a", "b"])

    @rule(key=names, mode=st.sampled_from(["hold", "latch", "tap", "timed"]))
    def down(self, key: str, mode: TalkMode) -> None:
        self.fingers[key] = True
        self.kept_ns[key] = self.now_ns
        pressed = self.keys.down(key, mode, self.now_ns, 1.5)
        if pressed.does == "begin":
            self.cue += 1
            cue = f"cue-{self.cue}"
            self.keys.begun(key, cue)
            assert key not in self.going.values()
            self.going[cue] = key
            (self.latched.discard if mode == "hold" else self.latched.add)(key)
        elif pressed.does == "end":
            del self.going[pressed.cue]

    @rule(key=names)
    def up(self, key: str) -> None:
        self.fingers[key] = False
        self.kept_ns[key] = self.now_ns
        cue = self.keys.up(key, self.now_ns)
        if cue:
            del self.going[cue]

    @rule(keys=st.sets(names), ms=st.integers(1, 700))
    def time_passes(self, keys: set[str], ms: int) -> None:
        self.now_ns += ms * MS
        for key in keys:
            if self.keys.state(key) != "up":
                self.kept_ns[key] = self.now_ns
        assert set(self.keys.keep(keys, self.now_ns)) <= set(self.going)
        for cue, _ in self.keys.tick(self.now_ns):
            del self.going[cue]

    @rule()
    def engine_ends_one(self) -> None:
        if self.going:
            cue = next(iter(self.going))
            del self.going[cue]
            self.keys.over(cue)

    @rule()
    def closes(self) -> None:
        assert set(self.keys.close()) == set(self.going)
        self.going.clear()

    @invariant()
    def what_goes_on_is_what_keys_say(self) -> None:
        assert set(self.keys.cues) == set(self.going)

    @invariant()
    def nothing_is_said_without_a_key_down_or_latched(self) -> None:
        for key in self.going.values():
            assert self.fingers.get(key) or key in self.latched
            assert self.keys.state(key) in TALKING

    @invariant()
    def nothing_outlives_its_heartbeat(self) -> None:
        for key in self.going.values():
            assert self.now_ns - self.kept_ns[key] < LOST_MS * MS


TestAnyFingers = AnyFingers.TestCase
TestAnyFingers.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
