"""``hushcue flash``: from a bare board to one that runs the firmware.

``main`` is the command; ``chip`` speaks to the chip's boot loader through esptool; ``images`` and ``image_check`` know
MicroPython's files; ``bundle`` is what lies in a slot; ``plan`` (pure) decides what has to be done on the chip's flash,
``install`` does it.
"""
