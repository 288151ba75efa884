"""A font that has every character of a text: one that a person names, or one of those that systems bring.

Pillow carries a small font of its own, which has Latin letters; Chinese, Japanese and Korean names need another.
"""

import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from shutil import which
from typing import Any

PLACES = {
    "win32": (
        "C:/Windows/Fonts/msyh.ttc",
        "C:/Windows/Fonts/msyh.ttf",
        "C:/Windows/Fonts/simhei.ttf",
        "C:/Windows/Fonts/simsun.ttc",
        "C:/Windows/Fonts/msgothic.ttc",
        "C:/Windows/Fonts/malgun.ttf",
    ),
    "darwin": (
        "/System/Library/Fonts/PingFang.ttc",
        "/System/Library/Fonts/Hiragino Sans GB.ttc",
        "/System/Library/Fonts/STHeiti Medium.ttc",
        "/System/Library/Fonts/STHeiti Light.ttc",
        "/System/Library/Fonts/AppleSDGothicNeo.ttc",
        "/Library/Fonts/Arial Unicode.ttf",
    ),
    "linux": (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
        "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
        "/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc",
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    ),
}
WANTED = {"win32": "Microsoft YaHei", "darwin": "PingFang", "linux": "fonts-noto-cjk"}
"""What to install where none is found."""
NOBODY_HAS = "\U0010fffe"
"""No character: every font shows its empty box for it."""
TRIAL_PX = 32


def find(text: str, named: Path | None) -> Any | None:
    """A font of Pillow's that shows ``text``, to be sized with sized(); None where there is none. OSError, where the
    named one cannot be read."""
    if named is not None:
        font = load(named)
        return font if shows(font, text) else None
    own = built_in()
    if shows(own, text):
        return own
    for path in candidates(text):
        try:
            font = load(path)
        except OSError:
            continue
        if shows(font, text):
            return font
    return None


def load(path: Path) -> Any:
    """The font of a file. OSError."""
    from PIL import ImageFont

    return ImageFont.truetype(str(path), TRIAL_PX)


@lru_cache(1)
def built_in() -> Any:
    """The one that Pillow carries."""
    from PIL import ImageFont

    return ImageFont.load_default(TRIAL_PX)


def sized(font: Any, pixels: int) -> Any:
    """The same font, so high."""
    return font.font_variant(size=pixels)


def shows(font: Any, text: str) -> bool:
    """Whether it has a picture of its own for every character."""
    box = picture(font, NOBODY_HAS)
    return all(char.isspace() or picture(font, char) != box for char in set(text))


def picture(font: Any, char: str) -> tuple[Any, bytes]:
    """How a font draws a character."""
    mask = font.getmask(char)
    return mask.size, bytes(mask)


def candidates(text: str) -> Iterator[Path]:
    """Files that may hold one, the likely ones first."""
    for place in PLACES.get(sys.platform, PLACES["linux"]):
        if Path(place).is_file():
            yield Path(place)
    program = which("fc-match")
    if program is None:
        return
    points = " ".join(f"{ord(char):x}" for char in sorted(set(text)) if not char.isspace())
    asked = [program, "-s", "-f", "%{file}\n", f":charset={points}"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, errors="replace", timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return
    for line in done.stdout.splitlines()[:8]:
        if Path(line).suffix.lower() in (".ttf", ".ttc", ".otf"):
            yield Path(line)
