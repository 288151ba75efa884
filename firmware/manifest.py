"""For who builds MicroPython: the firmware frozen into the image, where its code takes next to no heap.

    make -C ports/esp32 BOARD=ESP32_GENERIC FROZEN_MANIFEST=/path/to/firmware/manifest.py

On the chip's flash lie boot.py, main.py and config.json, and no lib/. A board file of your own has to be in
lib/hushcue_bodypack/boards before the build.
"""

include("$(PORT_DIR)/boards/manifest.py")  # what the image holds anyway
package("hushcue_wire", base_path="lib")
package("hushcue_bodypack", base_path="lib")
