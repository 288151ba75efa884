"""Pictures of pages for the documentation."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from .panel import Panel
from .phone_page import PhonePage

MOST_COLOURS = 96


def keep(panel: Panel | PhonePage, folder: Path | None, name: str, *, whole: bool = False) -> None:
    """A picture in few colours, so that it stays small; of what the window shows, or of the whole page."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    taken, small = folder / f"{name}.whole.png", folder / f"{name}.png"
    panel.page.screenshot(path=taken, animations="disabled", full_page=whole)
    ffmpeg = shutil.which("ffmpeg")
    assert ffmpeg is not None
    colours = f"split[a][b];[a]palettegen=max_colors={MOST_COLOURS}[p];[b][p]paletteuse=dither=none"
    subprocess.run([ffmpeg, "-loglevel", "error", "-y", "-i", taken, "-vf", colours, small], check=True)
    taken.unlink()
