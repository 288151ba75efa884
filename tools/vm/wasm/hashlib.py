"""``hashlib`` with the SHA-1 that the ESP32 build has and this VM has not; no copy(), as on the chip."""

import sys

import _digest
import uctypes

# the VM's own module of this name, found under its built-in name
_stand_in = sys.modules.pop("hashlib", None)
_path = sys.path[:]
sys.path[:] = []
import hashlib as _built_in  # noqa: E402

sys.path[:] = _path
if _stand_in is not None:
    sys.modules["hashlib"] = _stand_in
sha256 = _built_in.sha256


class sha1:
    def __init__(self, data=b""):
        self._data = bytes(data)
        self._finished = False

    def update(self, data):
        if self._finished:
            raise ValueError("hash is final")
        self._data += bytes(data)

    def digest(self):
        self._finished = True
        out = bytearray(20)
        _digest.sha1(uctypes.addressof(self._data), len(self._data), uctypes.addressof(out))
        return bytes(out)
