"""Safe mode: after three failed starts in a row, or with the button held, no sound and no network, but a serial prompt.

The count of failed starts lies in NVS. A good start writes nothing; what is written is written at the start itself, or
while nobody listens, because a flash write stalls the sound.
"""

import esp32
import machine

from . import board, starts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: TID251 - for the type checker alone

why = ""
"""Of this start, as at_start() found it: "" for an ordinary one, or a key of safe_words.WHY."""
slot: "str | None" = None
"""The slot that boot.py has chosen, "" for none. None: a boot.py that knows of no slots."""
on_trial: bool = False  # annotated, so that the lean form does not take it for a constant
"""Whether that slot has yet to prove good. Set by boot.py."""
jitter_blocks = board.JITTER_BLOCKS
"""Of this board, as at_start() found it."""
settings: "dict[str, Any]" = {}
"""What config.read() gave at_start(). Read early, for the memory that reading takes is free then."""
wrong = ""
"""What is wrong with config.json, in both languages on one line, or ""."""
firmware = ("", 0, "")
"""Processor and version of the compiled files that this MicroPython takes; which firmware the slot holds."""


class Store:
    """The count of failed starts. An error of the flash is not worth a start: it reads as 0 and writes nothing."""

    def __init__(self) -> None:
        self._nvs = esp32.NVS("hushcue")

    def read(self) -> int:
        """-1..2."""
        try:
            return self._nvs.get_i32("starts")
        except OSError:  # the first start ever
            return 0

    def write(self, count: int) -> None:
        """Only where it differs: flash wears."""
        if self.read() == count:
            return
        try:
            self._nvs.set_i32("starts", count)
            self._nvs.commit()
        except OSError:
            pass


def check(button_held: bool) -> str:
    """Once at every start: counts it, and says why this one must be safe; "" for an ordinary one."""
    store = Store()
    on_purpose = machine.reset_cause() in (machine.PWRON_RESET, machine.SOFT_RESET)
    count, reason = starts.decide(store.read(), on_purpose, button_held)
    store.write(count)
    return reason


def at_start() -> None:
    """For boot.py: fills what stands above. A wrong config.json is no reason to leave the button unread."""
    global why, jitter_blocks, settings, wrong, firmware
    from . import ceilings, config, forgetting, updating  # nobody needs them after this

    machine, mpy, _ = updating.compiled()
    firmware = machine, mpy, updating.build(slot) if slot else ""

    here = None  # type: board.Board | None
    try:
        settings = config.load()
        ceilings.lower(settings)
        try:
            here = board.load(settings["board"])
        except ImportError:
            raise config.ConfigError("board", "no such file in boards/", "boards/ 中没有这个文件")
    except config.ConfigError as error:
        wrong = str(error)
        try:
            here = board.load()
        except ImportError:  # the files of other boards need not be on this chip
            here = None
    config.forget()
    forgetting.forget()
    if here is not None:
        jitter_blocks = here.jitter_blocks
    why = check(here is not None and here.button_closed())


def healthy() -> None:
    """This start is a good one. May write flash: not while somebody listens."""
    Store().write(0)


def restart() -> None:
    """Reset the chip on purpose."""
    Store().write(starts.ASKED_FOR)
    machine.reset()
