"""For who builds MicroPython: the firmware frozen into the image, where its code takes next to no heap.

    hushcue firmware --board esp32_generic --out /path/to/chip
    HUSHCUE_CHIP=/path/to/chip make -C ports/esp32 BOARD=ESP32_GENERIC FROZEN_MANIFEST=/path/to/firmware/manifest.py

The first command makes the machine code that no Python source has (see tools/hushcue_tools/native/); HUSHCUE_CHIP says
where it is. Without it the image holds the slower loops alone. On the chip's flash lie boot.py, main.py and
config.json, and no lib/. A board file of your own has to be in lib/hushcue_bodypack/boards before the build.
"""

import os

include("$(PORT_DIR)/boards/manifest.py")  # what the image holds anyway
package("hushcue_wire", base_path="lib")
package("hushcue_bodypack", base_path="lib")

chip = os.environ.get("HUSHCUE_CHIP")
if chip:
    freeze_mpy(chip + "/lib", ("hushcue_bodypack/crypto_native.mpy", "hushcue_bodypack/dsp_native.mpy"))
