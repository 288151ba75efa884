"""The label on a bodypack: a QR code, its name and its id; one on a picture, or many on a page to print.

The code says who the bodypack is, and nothing that is secret: ``hushcue:STUDIO/ID?name=NAME``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import segno

from . import fonts

DPI = 300
SIZE_MM = (50.0, 25.0)
PAGE_MM = (210.0, 297.0)
MARGIN_MM = 10.0
GAP_MM = 2.0
ENDINGS = (".png", ".pdf")
SCHEME = "hushcue:"
_INK, _PAPER = 0, 255


class NoFont(Exception):
    """No font has all characters of ``text``."""

    def __init__(self, text: str):
        super().__init__(text)
        self.text = text


@dataclass(frozen=True)
class Label:
    """studio, id: as topics know them. name: for people, "" for none."""

    studio: str
    id: str
    name: str = ""

    @property
    def code(self) -> str:
        """What the QR code says."""
        return f"{SCHEME}{self.studio}/{self.id}" + (f"?name={quote(self.name)}" if self.name else "")


def pixels(mm: float) -> int:
    """At DPI."""
    return round(mm * DPI / 25.4)


def draw(label: Label, font_file: Path | None = None) -> Any:
    """A Pillow image of one label, SIZE_MM at DPI. Raises NoFont; OSError where the font's file cannot be read."""
    from PIL import Image, ImageDraw

    text = label.name or label.id
    font = fonts.find(text + label.id + label.studio, font_file)
    if font is None:
        raise NoFont(text)
    width, height = (pixels(mm) for mm in SIZE_MM)
    image = Image.new("L", (width, height), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width - 1, height - 1), outline=192)
    edge = pixels(1.5)
    side = qr(pen, label.code, edge, height - 2 * edge)
    left = edge + side + pixels(2)
    room = width - left - edge
    top = edge + pixels(1)
    for line, share, lowest in (
        (text, 0.34, 1.6),
        (label.id if label.name else "", 0.2, 1.4),
        (label.studio, 0.14, 1.2),
    ):
        if not line:
            continue
        chosen, words = fit(font, line, room, round(height * share), pixels(lowest))
        _, above, _, below = chosen.getbbox(words)
        pen.text((left, top - above), words, font=chosen, fill=_INK)
        top += below - above + pixels(2)
    return image


def qr(pen: Any, text: str, edge: int, most: int) -> int:
    """Draw the code with its quiet zone inside; how many pixels wide it is. Whole pixels to a module: scanners like
    that."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=2)]
    scale = max(1, most // len(rows))
    side = scale * len(rows)
    top = edge + (most - side) // 2
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                at = (edge + x * scale, top + y * scale)
                pen.rectangle((*at, at[0] + scale - 1, at[1] + scale - 1), fill=_INK)
    return side


def fit(font: Any, text: str, width: int, height: int, lowest: int) -> tuple[Any, str]:
    """(font of a size with which ``text`` fits, the text; cut, where even the smallest is too large)."""
    size = height
    while size > lowest and fonts.sized(font, size).getlength(text) > width:
        size -= max(1, size // 12)
    chosen = fonts.sized(font, size)
    while len(text) > 1 and chosen.getlength(text) > width:
        text = text[:-2].rstrip() + "…" if fonts.shows(font, "…") else text[:-1]
    return chosen, text


def save(labels: Sequence[Label], path: Path, font_file: Path | None = None) -> None:
    """One PNG (one label, or all below each other), or a PDF of pages to print. Raises NoFont, OSError, ValueError for
    another ending."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(ending)
    drawn = [draw(label, font_file) for label in labels]
    if ending == ".png":
        column(drawn).save(path, dpi=(DPI, DPI))
        return
    pages = sheets(drawn) if len(drawn) > 1 else drawn
    pages[0].save(path, "PDF", resolution=DPI, save_all=True, append_images=pages[1:])


def column(drawn: Sequence[Any]) -> Any:
    """All in one picture."""
    from PIL import Image

    if len(drawn) == 1:
        return drawn[0]
    gap = pixels(GAP_MM)
    width, height = drawn[0].size
    whole = Image.new("L", (width, len(drawn) * (height + gap) - gap), _PAPER)
    for number, image in enumerate(drawn):
        whole.paste(image, (0, number * (height + gap)))
    return whole


def sheets(drawn: Sequence[Any]) -> list[Any]:
    """Pages of A4."""
    from PIL import Image

    width, height = drawn[0].size
    page_width, page_height = (pixels(mm) for mm in PAGE_MM)
    margin, gap = pixels(MARGIN_MM), pixels(GAP_MM)
    columns = (page_width - 2 * margin + gap) // (width + gap)
    rows = (page_height - 2 * margin + gap) // (height + gap)
    pages = []
    for begin in range(0, len(drawn), columns * rows):
        page = Image.new("L", (page_width, page_height), _PAPER)
        for number, image in enumerate(drawn[begin : begin + columns * rows]):
            row, place = divmod(number, columns)
            page.paste(image, (margin + place * (width + gap), margin + row * (height + gap)))
        pages.append(page)
    return pages
