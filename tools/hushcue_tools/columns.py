"""Rows as columns that stand under each other in a terminal."""

from collections.abc import Collection, Sequence

from rich.cells import cell_len


def lined_up(rows: Sequence[Sequence[str]], to_the_left: Collection[int] = (0,)) -> list[str]:
    """A line a row; of equal length each. to_the_left: the columns that begin at their left, the others end at their
    right. A Chinese character is two wide."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + pad if column in to_the_left else pad + cell
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            for pad in [" " * (width - cell_len(cell))]
        ).rstrip()
        for row in rows
    ]
