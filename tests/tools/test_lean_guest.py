"""A guest of the lean firmware calls its things by the names that they have there, whichever build it is."""

import re

import pytest

from hushcue_tools import firmware, firmware_build
from hushcue_tools.lean import make_lean
from hushcue_tools.lean.guest import fit

GUEST = """from hushcue_bodypack import crypto, session
def work(s):
    s.datagram(1, 2, 3)
    s.rejected
    crypto.new_aes(b"")
    crypto.fill_counters
    print(time.ticks_us(), s.no_such_thing)
"""


@pytest.mark.parametrize("machine", ["", "xtensawin"])
def test_names_are_those_of_the_build(machine: str) -> None:
    folder = firmware.locate()
    arguments = firmware_build.lean_arguments(
        folder, firmware_build.wanted(folder / firmware_build.LIB, "esp32_s3", machine)
    )
    fitted = fit(GUEST, *arguments)
    lean = make_lean(*arguments)
    datagram, rejected, new_aes, fill_counters = re.findall(r"(?:s|crypto)\.(\w+)", fitted)[:4]
    session, crypto = lean["hushcue_bodypack.session"], lean["hushcue_bodypack.crypto"]
    assert f"def {datagram}(" in session and f"self.{rejected} " in session
    assert f"def {new_aes}(" in crypto and fill_counters in crypto
    assert datagram != "datagram"
    assert fitted.splitlines()[-1] == GUEST.splitlines()[-1], "what is not the firmware's keeps its name"
    assert fitted.splitlines()[0] == GUEST.splitlines()[0]
