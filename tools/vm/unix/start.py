"""Runs a program on a unix-port binary: micropython unix/start.py FILE, where FILE holds the options of harness.mjs.

``stage`` is a folder that holds the flash as it is to be seen; it becomes the root. The port brings its own sockets,
event loop and viper; the chip's other parts are the same stand-ins as on the WebAssembly build (../chip). Two habits
of the chip's sockets are not the machine's: the queue of six datagrams, and that one of no length closes them.
"""

import json
import os
import sys

here = __file__.rsplit("/", 1)[0]
sys.path[:] = [here, here + "/../chip", ".frozen"]
with open(sys.argv[1]) as file:
    options = json.loads(file.read())
import _dac  # noqa: E402
import _outside  # noqa: E402

if options["capture"]:
    _dac.capture = open(options["capture"], "wb")  # noqa: SIM115 - until the program ends, and before the root changes
    _dac.about = open(options["capture"] + ".json", "w")  # noqa: SIM115
_outside.news = options["news"]
_outside.listening = options["outside"]

import chip_socket  # noqa: E402 - what has to be found before the root changes
import chip_time  # noqa: E402
import esp32  # noqa: E402, F401
import machine  # noqa: E402, F401
import network  # noqa: E402, F401
import run_tests  # noqa: E402, F401
import waiting  # noqa: E402

os.umount("/")
os.mount(os.VfsPosix(options["stage"]), "/")
os.chdir("/")
sys.path[:] = options["path"] + ["", ".frozen", "/lib"]
sys.modules["time"] = chip_time
sys.modules["socket"] = chip_socket
waiting.install()
names = {"__name__": "__main__"}
for code in [options["run"]] + options["after"]:
    exec(code, names)
_outside.leave(0)
