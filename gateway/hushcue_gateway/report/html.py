"""A report as one HTML page: whole in itself, without script, good on a screen by day and night and on paper.

Whatever people or viewers wrote is escaped by the template engine; the drawings are made here and escape by themselves.
"""

from __future__ import annotations

from datetime import tzinfo
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from ..effect import sentence as effect_words
from ..effect.estimate import Estimate
from ..effect.words import WORDS as EFFECT_WORDS
from ..rules.opportunity import NEVER_HELD
from . import chart, format
from .report import Report, RuleLine
from .words import WORDS

TEMPLATES = Path(__file__).parent / "templates"
HERO = ("gmv_minor", "orders", "cvr", "viewers_peak")
TONGUES = {"en": "en", "zh": "zh-CN"}
MS_PER_MINUTE = 60_000


def render(report: Report, tongue: str, zone: tzinfo, now_ms: int) -> str:
    """The page in "en" or "zh". zone: in which its moments are told. now_ms: when it is made."""

    def say(code: str, **facts: object) -> str:
        return WORDS.say_in(tongue, code, facts)

    about, series = report.about, report.timeline
    minutes = series.step_ms // MS_PER_MINUTE
    titles = {
        "viewers": say("axis_viewers"),
        "orders": say("axis_orders", minutes=minutes),
        "comments": say("axis_comments", minutes=minutes),
        "cues": say("chart"),
    }
    names = {line.id: line.label for line in report.products}
    return _template().render(
        report=report,
        about=about,
        tongue=tongue,
        lang=TONGUES[tongue],
        say=say,
        f=format,
        zone=zone,
        hero=[each for each in report.figures if each.code in HERO],
        figures=[each for each in report.figures if each.code not in HERO],
        timeline=chart.timeline(series, report.cues, titles, zone),
        spark=chart.spark,
        rules=[_rule(line, tongue, about.demo) for line in report.rules],
        caveat=EFFECT_WORDS.say_in(tongue, "caveat", {}),
        rule_name=lambda rule: effect_words.rule_name(rule, tongue),
        product_name=lambda product: names.get(product, product),
        span=format.length(about.until_ms - about.began_ms),
        made=f"{format.day(now_ms, zone)} {format.clock(now_ms, zone)}",
    )


def _rule(line: RuleLine, tongue: str, alone: bool) -> dict[str, Any]:
    """alone: what is no live airing stands beside no other, and is judged by itself."""
    pool: Estimate = line.here if alone else line.pool
    return {
        "line": line,
        "name": effect_words.rule_name(line.rule, tongue),
        "always": line.rule in NEVER_HELD,
        "verdict": pool.verdict,
        "verdict_words": EFFECT_WORDS.say_in(tongue, pool.verdict, {}),
        "forest": ""
        if pool.why == "too_few"
        else chart.forest(pool.low, pool.high, pool.ratio, pool.verdict, effect_words.effect_words(pool, tongue)),
        "pool": effect_words.sentence(pool, tongue),
        "here": effect_words.sentence(line.here, tongue),
        "left_out": _left_out(line.here, tongue),
        "beside": _beside(pool, tongue),
    }


def _left_out(found: Estimate, tongue: str) -> str:
    reasons = dict(found.left_out)
    if found.n_forced and not found.all_counted:
        reasons["forced"] = found.n_forced
    if not reasons:
        return ""
    told = [
        WORDS.say_in(tongue, "reason", {"count": count, "reason": EFFECT_WORDS.say_in(tongue, reason, {})})
        for reason, count in reasons.items()
        if reason in EFFECT_WORDS
    ]
    return WORDS.say_in(tongue, "left_out", {"reasons": ("；" if tongue == "zh" else "; ").join(told)})


def _beside(found: Estimate, tongue: str) -> str:
    beside = found.beside
    if found.why == "too_few" or beside is None or beside.low is None or beside.high is None or beside.ratio is None:
        return ""
    facts = {name: effect_words.times(getattr(beside, name)) for name in ("ratio", "low", "high")}
    return WORDS.say_in(tongue, "beside", facts)


@cache
def _template() -> Template:
    engine = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return engine.get_template("report.html")
