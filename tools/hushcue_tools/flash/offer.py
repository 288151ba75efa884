"""What a bodypack can be made from here: each board, its chip, and the MicroPython files that fit it. The gateway asks
for it, so that the console's USB page says the same as ``hushcue flash``."""

from typing import Any

from .. import firmware_build
from . import images
from .bundle import MPY


def offer() -> dict[str, Any]:
    """As JSON. ``images``: the one that most boards need first; ``offset``: where on the flash a file begins;
    ``oldest``: the least version that the firmware runs on."""
    chips = {board: chip for chip, board in images.BOARDS.items()}
    boards = [
        {"board": board, "machine": machine, "chip": chips[board], "images": files(chips[board])}
        for board, machine in sorted(firmware_build.MACHINES.items())
    ]
    return {"mpy": MPY, "oldest": images.dotted(images.OLDEST), "boards": boards}


def files(chip: str) -> list[dict[str, Any]]:
    """MicroPython's builds for a chip."""
    return [
        {
            "name": build.file,
            "url": build.address,
            "page": build.page,
            "sha256": build.sha256 or None,
            "needs": build.needs,
            "offset": build.offset,
        }
        for build in images.builds_for(chip, None)
    ]
