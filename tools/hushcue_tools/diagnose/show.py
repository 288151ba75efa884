"""The report for a tired technician: one line per check, and below what is not well what to do."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hushcue_words import language

from .row import MARKS, STYLES, Row, summary_in, worst
from .words import WORDS


def show(rows: Sequence[Row], title: str, beside: Sequence[str], console: Console | None = None) -> None:
    """Print it. ``beside``: what the board said by itself meanwhile."""
    out = console or Console(highlight=False)
    out.print(Text(title, style="bold"))
    table = Table.grid(padding=(0, 1))
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        style = STYLES[row.verdict]
        body = Text(row.said(), style="dim" if row.verdict == "skipped" else "")
        advice = row.advice() if row.verdict in ("warn", "wrong") else ""
        if advice:
            body.append("\n" + WORDS.say("do") + advice, style=style)
        table.add_row(Text(MARKS[row.verdict], style=style), Text(WORDS.say("check_" + row.check)), body)
    out.print(table)
    if beside:
        out.print(Text(WORDS.say("said_beside"), style="dim"))
        out.print(Padding(Text("\n".join(beside), style="dim"), (0, 0, 0, 2)))
    out.print(Text(summary_in(language(), rows), style=STYLES[worst(rows)]))
