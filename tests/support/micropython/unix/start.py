"""Runs a program on a unix-port binary: micropython unix/start.py OPTIONS, with the options of harness.mjs as JSON.

``stage`` is a folder that holds the flash as it is to be seen; it becomes the root. The port brings its own sockets,
event loop and viper; the chip's other parts are the same stand-ins as on the WebAssembly build (../chip).
"""

import json
import os
import sys

options = json.loads(sys.argv[1])
here = __file__.rsplit("/", 1)[0]
sys.path[:] = [here, here + "/../chip"]
import _dac  # noqa: E402
import _outside  # noqa: E402

if options["capture"]:
    _dac.capture = open(options["capture"], "wb")  # noqa: SIM115 - until the program ends, and before the root changes
    _dac.about = open(options["capture"] + ".json", "w")  # noqa: SIM115
_outside.news = options["news"]
_outside.listening = options["outside"]

import esp32  # noqa: E402, F401 - what has to be found before the root changes
import machine  # noqa: E402, F401
import network  # noqa: E402, F401
import run_tests  # noqa: E402, F401
import waiting  # noqa: E402

os.umount("/")
os.mount(os.VfsPosix(options["stage"]), "/")
os.chdir("/")
sys.path[:] = options["path"] + ["", ".frozen", "/lib"]
waiting.install()
exec(options["run"], {"__name__": "__main__"})
_outside.leave(0)
