"""``hushcue bench rules``: false alarms, what is found and how late, and what a look costs.

The gateway's own board and rule book, with the settings that a show begins with, over shows made by chance
(:mod:`.rules_streams`). A false alarm is whatever a rule says while nothing changed. Found: the rule fired while the
change lasted, on shows of 90 minutes whose change begins after 45. Delay: from the begin of the change.

Rehearsed: the generated show of two hours, told again to the rules with its comments read; seconds of one processor.

Beside them the rule that people write first: a product's share of buyers of the last three minutes is below 0.6 of its
own mean, looked at once a minute, silent for five minutes afterwards.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from typing import Any

from hushcue_gateway.questions.shop import Shop
from hushcue_gateway.rules.book import RuleBook
from hushcue_gateway.rules.rehearsal import rehearse, summary
from hushcue_gateway.rules.settings import RuleSettings
from hushcue_gateway.showdata.board import Board
from hushcue_gateway.showdata.fact import Gauge
from hushcue_gateway.showdata.generator import generate
from hushcue_words import EXIT_USAGE

from .rules_streams import BEGAN_MS, PRODUCTS, SHOP, Change, steps
from .rules_words import WORDS

STATISTICAL = ("slow_product", "comment_spike", "viewers_peak", "order_surge", "order_slump", "source_stale")
NAIVE = "naive"
SHOW_MINUTES = 120
CHANGED_MINUTES = 90
SINCE_S = 45 * 60
CHANGES = (
    Change("slow_product", 0.35, SINCE_S, 20 * 60, "C"),
    Change("comment_spike", 3.0, SINCE_S, 2 * 60),
    Change("viewers_peak", 1.4, SINCE_S, 10 * 60),
    Change("order_surge", 3.0, SINCE_S, 10 * 60),
    Change("order_slump", 0.2, SINCE_S, 15 * 60),
    Change("source_stale", 0.0, SINCE_S, 10 * 60),
)
MOST_PER_HOUR = {
    "slow_product": 3.0,
    "comment_spike": 3.0,
    "viewers_peak": 0.5,
    "order_surge": 0.5,
    "order_slump": 0.5,
    "source_stale": 0.5,
}
LEAST_FOUND_PERCENT = {
    "slow_product": 60.0,
    "comment_spike": 85.0,
    "viewers_peak": 70.0,
    "order_surge": 90.0,
    "order_slump": 85.0,
    "source_stale": 99.0,
}
LOOK_MOST_US = 2_000.0
LOOKS = 200
REHEARSAL_MOST_S = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much is simulated."""
    parser.add_argument("--hours", type=float, default=40.0, metavar="H", help=WORDS.say("help_hours"))
    parser.add_argument("--runs", type=int, default=40, metavar="N", help=WORDS.say("help_runs"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=WORDS.say("help_seed"))


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Every rule. Raises Trouble where too little or too much is asked for."""
    if not 2 <= args.hours <= 10_000 or not 2 <= args.runs <= 10_000:
        raise WORDS.trouble("out_of_range", exit_code=EXIT_USAGE)
    alarms, hours = false_alarms(args.seed, args.hours)
    rows = []
    for change in CHANGES:
        found = [delay_s(args.seed * 1_000_003 + run, change) for run in range(args.runs)]
        delays = [delay for delay in found if delay is not None]
        rows.append(
            {
                "rule": change.what,
                "per_hour": round(alarms[change.what] / hours, 2),
                "found_percent": round(100 * len(delays) / args.runs, 1),
                "delay_s": round(statistics.median(delays)) if delays else None,
                "change": {"times": change.times, "minutes": change.lasts_s // 60},
            }
        )
        _progress(change.what)
    naive = round(alarms[NAIVE] / hours, 2)
    figures = {"hours": hours, "runs": args.runs, "rows": rows, "naive_per_hour": naive}
    return {**figures, "look_us": look_us(), "rehearsal": rehearsal(args.seed)}


def held(figures: dict[str, Any]) -> bool:
    """Whether every rule is quiet enough and finds enough, and a look is short."""
    good = all(
        row["per_hour"] <= MOST_PER_HOUR[row["rule"]] and row["found_percent"] >= LEAST_FOUND_PERCENT[row["rule"]]
        for row in figures["rows"]
    )
    good = good and all(us <= LOOK_MOST_US for us in figures["look_us"].values())
    return bool(good and figures["rehearsal"]["seconds"] <= REHEARSAL_MOST_S)


def describe(figures: dict[str, Any]) -> str:
    """Lines for people."""
    lines = [WORDS.say("began", hours=round(figures["hours"]), runs=figures["runs"])]
    for row in figures["rows"]:
        delay = "-" if row["delay_s"] is None else row["delay_s"]
        told = {name: row[name] for name in ("rule", "per_hour", "found_percent")}
        lines.append(WORDS.say("row", delay=delay, **row["change"], **told))
    lines.append(WORDS.say("naive", per_hour=figures["naive_per_hour"]))
    lines += [WORDS.say("look", products=count, us=round(us)) for count, us in figures["look_us"].items()]
    rehearsed = figures["rehearsal"]
    fired = ", ".join(f"{rule} {count}" for rule, count in rehearsed["fired"].items())
    lines.append(WORDS.say("rehearsal", facts=rehearsed["facts"], seconds=rehearsed["seconds"], fired=fired))
    return "\n".join(lines)


def false_alarms(seed: int, hours: float) -> tuple[Counter[str], float]:
    """How often each rule spoke while nothing changed, and of how many hours after the warm-up."""
    settings = RuleSettings()
    alarms: Counter[str] = Counter()
    shows = max(1, round(hours * 60 / SHOW_MINUTES))
    for show in range(shows):
        book = RuleBook(settings)
        quiet_until: dict[str, int] = {}
        for board, now_ms in steps(seed * 7_919 + show, SHOW_MINUTES):
            alarms.update(found.rule for found in book.look(board, [], now_ms))
            if (now_ms - BEGAN_MS) % 60_000 == 0 and now_ms - BEGAN_MS >= settings.warm_up_s * 1000:
                alarms[NAIVE] += _naive(board, now_ms, quiet_until)
        _progress(f"{show + 1}/{shows}")
    return alarms, shows * (SHOW_MINUTES - settings.warm_up_s / 60) / 60


def delay_s(seed: int, change: Change) -> float | None:
    """How long after its begin a change was found; None: not while it lasted."""
    book = RuleBook(RuleSettings())
    since_ms = BEGAN_MS + change.since_s * 1000
    for board, now_ms in steps(seed, CHANGED_MINUTES, change):
        if now_ms > since_ms + change.lasts_s * 1000:
            return None
        for found in book.look(board, [], now_ms):
            of_it = found.rule == change.what and change.product in ("", found.product)
            if of_it and now_ms > since_ms and found.facts.get("src") != SHOP:
                return (now_ms - since_ms) / 1000
    return None


def look_us() -> dict[int, float]:
    """Products -> microseconds of a look in which one's stock has just fallen to its bound: the median. That look
    finds the opportunity, or this is a mistake."""
    found: dict[int, float] = {}
    for count in (8, 100, 500):
        spent: list[float] = []
        board = Board(BEGAN_MS)
        for number in range(count):
            board.take(Gauge(BEGAN_MS, "stock", 1_000, f"P{number}", SHOP), BEGAN_MS)
        book = RuleBook(RuleSettings())
        book.look(board, [], BEGAN_MS)
        now_ms = BEGAN_MS
        for number in range(LOOKS):
            product = f"P{number % count}"
            now_ms += 20_000
            for stock in (1_000, 5):
                board.take(Gauge(now_ms, "stock", stock, product, SHOP), now_ms)
                began = time.perf_counter()
                opportunities = book.look(board, [], now_ms)
                if stock == 5:
                    spent.append((time.perf_counter() - began) * 1e6)
            assert [each.rule for each in opportunities if each.product == product] == ["stock_low"]
        found[count] = round(statistics.median(spent), 1)
    return found


def rehearsal(seed: int) -> dict[str, Any]:
    """What the rules say of the generated show of two hours."""
    facts = list(generate(seed, SHOW_MINUTES, began_ms=BEGAN_MS))
    began = time.process_time()
    fired = rehearse(facts, RuleSettings(), Shop())
    seconds = time.process_time() - began
    counts = summary(fired, facts[0].at_ms, facts[-1].at_ms)
    found = {rule: count["fired"] for rule, count in counts.items()}
    return {"facts": len(facts), "seconds": round(seconds, 2), "fired": found}


def _naive(board: Board, now_ms: int, quiet_until: dict[str, int]) -> int:
    alarms = 0
    for product in PRODUCTS:
        since_ms = now_ms - 180_000
        clicks = board.count("clicks", product, since_ms, now_ms)
        orders = board.count("orders", product, since_ms, now_ms)
        all_clicks = board.count("clicks", product, 0, since_ms)
        usual = board.count("orders", product, 0, since_ms) / max(1, all_clicks)
        if clicks and orders / clicks < 0.6 * usual and now_ms >= quiet_until.get(product, 0):
            quiet_until[product] = now_ms + 300_000
            alarms += 1
    return alarms


def _progress(what: str) -> None:
    if sys.stderr.isatty():
        print(what, file=sys.stderr, flush=True)
