"""Drawings of a report, as SVG within the page: no script, no picture from elsewhere. Colours are classes of its style
sheet, so that they follow light, dark and paper. Pure; every text that goes in is escaped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import tzinfo

from markupsafe import Markup, escape

from .format import clock
from .report import CueLine, Timeline

WIDE = 1000.0
LEFT, RIGHT = 46.0, 12.0
LANE = 44.0
PANELS = (("viewers", 118.0), ("orders", 82.0), ("comments", 62.0))
GAP = 34.0
MOST_NUMBERED = 40
"""Cues; more of them are strokes without a number."""
LEAST_APART = 15.0
MINUTE_MS = 60_000


def timeline(series: Timeline, cues: Sequence[CueLine], titles: dict[str, str], zone: tzinfo) -> Markup:
    """Viewers, orders and comments above one axis of time, and where cues lie. titles: of the three panels, and
    "cues"."""
    if not series.steps:
        return Markup("")
    bottom = LANE + sum(tall + GAP for _, tall in PANELS) - GAP
    end_ms = series.from_ms + series.steps * series.step_ms
    parts = [_open(bottom + 24, titles["cues"], "timeline")]
    parts += _hours(series, end_ms, LANE, bottom, zone)
    top = LANE
    for name, tall in PANELS:
        parts.append(_panel(name, getattr(series, name), series.steps, top, tall, titles[name]))
        top += tall + GAP
    parts += _markers(series, end_ms, cues, bottom)
    parts.append("</svg>")
    return Markup("".join(parts))


def forest(low: float | None, high: float | None, ratio: float | None, verdict: str, title: str) -> Markup:
    """One ratio with its range about "no effect" (x1), on a scale of doublings from a quarter to four times. A range
    that goes on beyond that has no end mark. title: the same in words."""
    wide, tall, reach, middle = 260.0, 44.0, math.log(4), 11.0

    def place(value: float) -> float:
        return wide / 2 + max(-1.0, min(1.0, math.log(value) / reach)) * (wide / 2 - 22) if value > 0 else 22.0

    parts = [f'<svg class="forest {verdict}" viewBox="0 0 {wide:g} {tall:g}" role="img"><title>{escape(title)}</title>']
    for times, sign in ((0.25, "×¼"), (0.5, "×½"), (1.0, "×1"), (2.0, "×2"), (4.0, "×4")):
        x, kind = place(times), "one" if times == 1 else "tick-line"
        parts.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="22"/>')
        parts.append(f'<text class="middle" x="{x:.1f}" y="37">{sign}</text>')
    if low is not None:
        right = place(4.0 if high is None else high)
        parts.append(f'<line class="range" x1="{place(low):.1f}" x2="{right:.1f}" y1="{middle:g}" y2="{middle:g}"/>')
        for edge, there in ((place(low), low > 0.25), (right, high is not None and high < 4)):
            if there:
                parts.append(f'<line class="range" x1="{edge:.1f}" x2="{edge:.1f}" y1="6" y2="16"/>')
        if ratio is not None and not 0.25 <= ratio <= 4:  # an arrow: it is further out than the scale
            edge, tip = (place(4.0), 9) if ratio > 4 else (place(0.25), -9)
            parts.append(f'<polygon class="point" points="{edge:.1f},5 {edge + tip:.1f},11 {edge:.1f},17"/>')
        elif ratio is not None:
            parts.append(f'<circle class="point" cx="{place(ratio):.1f}" cy="{middle:g}" r="5"/>')
    parts.append("</svg>")
    return Markup("".join(parts))


def spark(values: Sequence[int]) -> Markup:
    """Orders along the airing, small."""
    most = max(values, default=0)
    if not most:
        return Markup("")
    step = 96.0 / len(values)
    bars = "".join(
        f'<rect x="{place * step:.1f}" y="{20 - 19 * value / most:.1f}" width="{max(step - 0.6, 0.6):.1f}" '
        f'height="{19 * value / most:.1f}"/>'
        for place, value in enumerate(values)
        if value
    )
    return Markup(f'<svg class="spark" viewBox="0 0 96 20" aria-hidden="true">{bars}</svg>')


def _open(height: float, title: str, kind: str) -> str:
    return f'<svg class="{kind}" viewBox="0 0 {WIDE:g} {height:g}" role="img"><title>{escape(title)}</title>'


def _panel(name: str, values: Sequence[int | None], steps: int, top: float, tall: float, title: str) -> str:
    known = [value for value in values if value is not None]
    most = _ceiling(max(known, default=0))
    base = top + tall
    parts = [f'<text class="title" x="{LEFT:g}" y="{top - 6:.1f}">{escape(title)}</text>']
    for share in (0.5, 1.0):
        y = base - tall * share
        parts.append(f'<line class="grid" x1="{LEFT:g}" x2="{WIDE - RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
        label = most * share
        if known and label == int(label):
            parts.append(f'<text class="tick end" x="{LEFT - 6:g}" y="{y + 4:.1f}">{_short(int(label))}</text>')
    parts.append(f'<line class="axis" x1="{LEFT:g}" x2="{WIDE - RIGHT:g}" y1="{base:.1f}" y2="{base:.1f}"/>')
    if known:
        drawn = _bars if name == "orders" else _area
        parts.append(drawn(name, values, steps, base, tall, most))
    return "".join(parts)


def _bars(name: str, values: Sequence[int | None], steps: int, base: float, tall: float, most: int) -> str:
    step = (WIDE - LEFT - RIGHT) / steps
    return "".join(
        f'<rect class="{name}" x="{LEFT + place * step + step * 0.1:.1f}" y="{base - tall * value / most:.1f}" '
        f'width="{step * 0.8:.2f}" height="{tall * value / most:.1f}"/>'
        for place, value in enumerate(values)
        if value
    )


def _area(name: str, values: Sequence[int | None], steps: int, base: float, tall: float, most: int) -> str:
    """A line over its area, broken where nobody told."""
    step = (WIDE - LEFT - RIGHT) / steps
    runs: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((LEFT + (place + 0.5) * step, base - tall * value / most))
    parts = []
    for run in filter(None, runs):
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
        first, last = f"{run[0][0]:.1f},{base:.1f}", f"{run[-1][0]:.1f},{base:.1f}"
        parts.append(f'<polygon class="{name} area" points="{first} {line} {last}"/>')
        parts.append(f'<polyline class="{name} line" points="{line}"/>')
    return "".join(parts)


def _hours(series: Timeline, end_ms: int, top: float, bottom: float, zone: tzinfo) -> list[str]:
    span = end_ms - series.from_ms
    steps = (5, 10, 15, 30, 60, 120, 240, 480)
    each = next((step for step in steps if span / (step * MINUTE_MS) <= 10), steps[-1]) * MINUTE_MS
    parts = []
    at_ms = -(-series.from_ms // each) * each
    while at_ms < end_ms:
        x = _x(at_ms, series.from_ms, end_ms)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top:g}" y2="{bottom:.1f}"/>')
        parts.append(f'<text class="tick middle" x="{x:.1f}" y="{bottom + 17:.1f}">{clock(at_ms, zone)}</text>')
        at_ms += each
    return parts


def _markers(series: Timeline, end_ms: int, cues: Sequence[CueLine], bottom: float) -> list[str]:
    """A number where there is room for it, the assistant's in a disc, people's in a diamond; a stroke for the rest."""
    parts: list[str] = []
    last = -LEAST_APART
    for number, cue in enumerate(cues, 1):
        if not series.from_ms <= cue.at_ms < end_ms:
            continue
        x = _x(cue.at_ms, series.from_ms, end_ms)
        kind = "assistant" if cue.assistant else "person"
        parts.append(f'<line class="cue {kind}" x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="{bottom:.1f}"/>')
        if len(cues) > MOST_NUMBERED or x - last < LEAST_APART:
            continue
        last = x
        shape = (
            f'<circle cx="{x:.1f}" cy="10" r="8.5"/>'
            if cue.assistant
            else f'<rect x="{x - 7:.1f}" y="3" width="14" height="14" transform="rotate(45 {x:.1f} 10)"/>'
        )
        text = f'<text class="middle" x="{x:.1f}" y="13.6">{number}</text>'
        parts.append(f'<a href="#cue-{number}" class="mark {kind}">{shape}{text}</a>')
    return parts


def _x(at_ms: int, from_ms: int, end_ms: int) -> float:
    return LEFT + (WIDE - LEFT - RIGHT) * (at_ms - from_ms) / max(1, end_ms - from_ms)


def _ceiling(value: int) -> int:
    """The next round number of which there is a half."""
    if value <= 4:
        return max(2, value + value % 2)
    power = 10 ** (len(str(value)) - 1)
    steps = (1.0, 1.2, 1.4, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
    return next(int(step * power) for step in steps if step * power >= value and step * power % 2 == 0)


def _short(value: int) -> str:
    return f"{value / 1000:g}k" if value >= 10_000 and value % 100 == 0 else f"{value:,}"
