"""What would have fired."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from support.rule_room import BEGAN_MS, Asked

from hushcue_gateway.rules.opportunity import RULES
from hushcue_gateway.rules.rehearsal import Fired, rehearsing, summary
from hushcue_gateway.rules.settings import RuleSettings
from hushcue_gateway.showdata.fact import Comment, Fact, Gauge, OnAir, Order, Sheet
from hushcue_gateway.showdata.generator import generate

HOUR_MS = 3_600_000


def show(minutes: int = 90) -> Iterator[Fact]:
    """Stock of one product goes to 0, comments burst once in a break and once on the air."""
    stock = 300
    for second in range(0, minutes * 60, 5):
        at_ms = BEGAN_MS + second * 1000
        yield Gauge(at_ms, "viewers", 200 + second % 7, src="shop")
        burst = 10 if 1800 <= second < 1830 or 3600 <= second < 3630 else 1
        for number in range(3 * burst):
            yield Comment(at_ms, "size?", f"u{number}", src="shop")
        if second in (1750, 1900):
            yield OnAir(at_ms, True, "", quiet=second == 1750, src="obs")
        if second % 15 == 0 and stock:
            stock -= 1
            yield Order(at_ms, "A", 1, 100, "CNY", src="shop", id=str(second))
            yield Gauge(at_ms, "stock", stock, "A", "shop")


class OneQuestion:
    """Reads each comment as the same question."""

    def __init__(self) -> None:
        self.taken = 0
        self.sent_ms: int | None = None
        self.known: list[tuple[dict[int, str], dict[str, tuple[str, ...]]]] = []

    def know(self, slots: Mapping[int, str], names: Mapping[str, tuple[str, ...]]) -> object:
        self.known.append((dict(slots), dict(names)))
        return None

    def take(self, comment: Comment, pinned: str, now_ms: int) -> object:
        self.taken += 1
        return None

    def groups(self, now_ms: int) -> Sequence[Asked]:
        return [Asked(users_2min=3, sent_ms=self.sent_ms)]

    def sent(self, group: str, now_ms: int) -> object:
        self.sent_ms = now_ms
        return None


def fired_of(facts: Iterator[Fact], crowd: OneQuestion | None = None) -> list[Fired]:
    return [fired for step in rehearsing(facts, RuleSettings(), crowd) for fired in step]


def test_a_show_that_is_over_says_what_would_have_been_said_and_when() -> None:
    told = [(fired.rule, fired.at_ms - BEGAN_MS, fired.held_back_by) for fired in fired_of(show())]
    low, out, held, spoken = (
        next(at for rule, at, why in told if rule == wanted and bool(why) == back)
        for wanted, back in (("stock_low", 0), ("sold_out", 0), ("comment_spike", 1), ("comment_spike", 0))
    )
    assert low == 4185_000 + 1000  # 20 are left after 280 sales, 15 s apart; looked at a second later
    assert out == 4485_000 + 1000
    assert 1_800_000 < held < 1_830_000
    assert 3_600_000 < spoken < 3_630_000
    assert [why for rule, _, why in told if rule == "comment_spike"] == ["quiet", ""]


def test_a_question_that_fires_counts_as_said() -> None:
    crowd = OneQuestion()
    questions = [fired for fired in fired_of(show(20), crowd) if fired.rule == "question"]
    assert crowd.taken == sum(isinstance(fact, Comment) for fact in show(20))
    gaps_ms = [after.at_ms - before.at_ms for before, after in pairwise(questions)]
    assert len(questions) == 5 and all(240_000 <= gap_ms <= 246_000 for gap_ms in gaps_ms)


def test_who_reads_the_comments_knows_the_products_by_number_and_name() -> None:
    crowd = OneQuestion()
    fired_of(iter([Sheet(BEGAN_MS, "A", "Tote", 3, keywords=("bag",), src="shop")]), crowd)
    assert crowd.known == [({3: "A"}, {"A": ("Tote", "bag")})]


def test_where_questions_are_off_no_comment_is_read() -> None:
    crowd, off = OneQuestion(), RuleSettings.of_json({"rules": {"question": {"mode": "off"}}})
    assert [fired for step in rehearsing(show(10), off, crowd) for fired in step] == []
    assert crowd.taken == 0


def test_the_generated_show_fires_what_it_was_made_to_show() -> None:
    settings = RuleSettings.of_json({"rules": {"question": {"mode": "off"}}})
    facts = list(generate(1, 120, began_ms=BEGAN_MS))
    fired = {fired.rule for step in rehearsing(facts, settings, None) for fired in step if not fired.held_back_by}
    assert fired == set(RULES) - {"question"}


def test_nothing_told_is_nothing_fired() -> None:
    assert fired_of(iter(())) == []


def test_it_goes_on_in_small_steps() -> None:
    steps = list(rehearsing(show(10), RuleSettings(), None))
    assert len(steps) == 10 * 60 - 5 + 1


def test_nobody_waits_through_a_night_in_which_nothing_was_told() -> None:
    facts = [Gauge(BEGAN_MS, "stock", 50, "A", "shop"), Gauge(BEGAN_MS + 10 * HOUR_MS, "stock", 5, "A", "shop")]
    steps = list(rehearsing(iter(facts), RuleSettings(), None))
    assert len(steps) < 700
    assert [fired.rule for step in steps for fired in step] == ["stock_low"]


def test_the_summary_counts_each_rule_in_each_hour() -> None:
    fired = [
        Fired(BEGAN_MS + 5, "question", "", {}),
        Fired(BEGAN_MS + HOUR_MS, "question", "A", {}),
        Fired(BEGAN_MS + HOUR_MS + 5, "question", "A", {}, "cooldown"),
        Fired(BEGAN_MS + HOUR_MS + 6, "stock_low", "A", {"stock": 5}),
    ]
    counts = summary(fired, BEGAN_MS, BEGAN_MS + 2 * HOUR_MS)
    assert counts["question"] == {"fired": 2, "per_hour": 1.0, "by_hour": [1, 1], "held_back": {"cooldown": 1}}
    assert counts["stock_low"]["by_hour"] == [0, 1]
    assert counts["deadline"] == {"fired": 0, "per_hour": 0.0, "by_hour": [0, 0], "held_back": {}}
