"""Runs first at every start: the heap's limit, which firmware is started, and whether this start must be a safe one.

Nothing of a firmware is imported before one is chosen: see hushcue_bodypack/slots.py, which writes what is read here.
Without slots it is lib/, or the frozen one. Neither this file nor main.py is ever replaced over the air, so this is all
that they ask of a firmware: safe.at_start(), why, wrong, slot and on_trial of the same, begin.load(), begin.run().
"""

import gc
import json
import os
import sys

# A collection takes about as long as the heap it walks is large: often and short, within the patience of the DMA ring.
gc.threshold(32 * 1024)


class Loader:
    """One start's choice. Let go after it."""

    trial = "/hushcue/trial"

    def text_of(self, path: str) -> str:
        """What a small file holds, "" where there is none."""
        try:
            with open(path) as file:
                return str(file.read(256))
        except (OSError, ValueError):
            return ""

    def whole(self, slot: str) -> bool:
        """Whether its manifest is there to the last byte: it is written when all else is."""
        try:
            with open("/hushcue/%s/manifest.json" % slot, "rb") as file:
                file.seek(-3, 2)
                return bool(file.read() == b"}}\n")
        except (OSError, ValueError):
            return False

    def take_boot(self, slot: str, boots: int) -> bool:
        """One start of a trial is used up. False where that could not be written: it might be tried for ever."""
        try:
            with open(self.trial + ".new", "w") as file:
                file.write(json.dumps({"slot": slot, "boots": boots - 1}))
                file.flush()
            os.rename(self.trial + ".new", self.trial)
            return True
        except OSError:
            return False

    def give_up(self, slot: str) -> None:
        """The trial is over: its slot is none any more, and its failed starts are not the old firmware's."""
        try:
            import esp32

            memory = esp32.NVS("hushcue")
            memory.set_i32("starts", -1)
            memory.commit()
        except (ImportError, OSError):
            pass
        try:
            if self.whole(slot):
                os.remove("/hushcue/%s/manifest.json" % slot)
            os.remove(self.trial)
        except OSError:
            pass

    def choose(self) -> "tuple[str, bool]":
        """(the slot to start, "" for none; whether it is on trial)."""
        named = self.text_of("/hushcue/slot").strip()
        try:
            trial = json.loads(self.text_of(self.trial))
            tried, boots = trial["slot"], int(trial["boots"])
        except (ValueError, KeyError, TypeError):
            tried, boots = "", 0
        if tried not in ("a", "b") or tried == named:
            tried = ""
        elif boots > 0 and self.whole(tried) and self.take_boot(tried, boots):
            return tried, True
        else:
            self.give_up(tried)
        for slot in (named, "a", "b"):
            if slot in ("a", "b") and slot != tried and self.whole(slot):
                return slot, False
        return "", False


slot, on_trial = Loader().choose()
del Loader
if slot:
    sys.path.insert(0, "/hushcue/%s/lib" % slot)
try:
    from hushcue_bodypack import safe

    safe.slot, safe.on_trial = slot, on_trial
    safe.at_start()
    failed = on_trial and (bool(safe.wrong) or safe.why == "failed")
except Exception as error:
    if not on_trial:
        raise
    sys.print_exception(error)
    failed = True
if failed:
    print("hushcue: the new firmware does not start; the old one comes back / 新固件无法启动，将恢复旧固件")
    import machine

    machine.reset()
