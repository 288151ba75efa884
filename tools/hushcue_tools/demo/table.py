"""The live table: what the gateway's state says of every bodypack, once a fraction of a second."""

from collections.abc import Mapping
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from .words import WORDS

COLUMNS = ("received", "lost", "buffer", "target", "jitter", "underruns")
TELEMETRY = {
    "received": "received",
    "lost": "lost",
    "buffer": "buffer_ms",
    "target": "target_ms",
    "jitter": "jitter_ms",
    "underruns": "underruns",
}
BAR_CELLS = 8
QUIET_DB = -60.0


def render(state: Mapping[str, Any], said: list[str]) -> Group:
    """``said``: the newest lines of the show, already in words."""
    table = Table(title=WORDS.say("title"))
    table.add_column(WORDS.say("col_bodypack"))
    table.add_column(WORDS.say("col_state"), min_width=10)
    table.add_column(WORDS.say("col_level"), min_width=BAR_CELLS + 7)
    for column in COLUMNS:
        table.add_column(WORDS.say("col_" + column), justify="right")
    table.add_column(WORDS.say("col_cues"), justify="right")
    for bodypack in state["bodypacks"]:
        told = bodypack["telemetry"] or {}
        cues = sum(bodypack["id"] in cue["to"] for cue in state["cues"])
        figures = [str(told.get(TELEMETRY[column], "-")) for column in COLUMNS]
        playout = WORDS.say("playout_" + bodypack["playout"]) if bodypack["playout"] else "-"
        table.add_row(bodypack["id"], playout, bar(told.get("level_db")), *figures, str(cues))
    media = state["media"]
    line = WORDS.say("media_line", ticks=media["ticks"], overruns=media["overruns"], late=media["lateness_ms"]["p99"])
    return Group(table, Text(line, style="dim"), *(Text(each) for each in said))


def bar(level_db: float | None) -> Text:
    """A level meter."""
    if level_db is None:
        return Text("-")
    share = min(max((level_db - QUIET_DB) / -QUIET_DB, 0.0), 1.0)
    filled = round(share * BAR_CELLS)
    return Text("█" * filled + "·" * (BAR_CELLS - filled) + f" {level_db:6.1f}", style="green")
