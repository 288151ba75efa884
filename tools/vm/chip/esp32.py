"""Stand-in for ``esp32``: non-volatile storage in a file that the harness keeps over a reset, and the thermometer."""

import binascii
import errno
import json

_FILE = "/.nvs.json"


def mcu_temperature():
    return 41


class NVS:
    """Values become lasting with commit(), as on the chip."""

    def __init__(self, namespace):
        if len(namespace) > 15:
            raise OSError(errno.EINVAL)
        self._namespace = namespace
        try:
            with open(_FILE) as file:
                self._all = json.loads(file.read())
        except OSError:
            self._all = {}
        self._own = self._all.setdefault(namespace, {})

    def _get(self, key):
        if key not in self._own:
            raise OSError(-0x1102)  # ESP_ERR_NVS_NOT_FOUND
        return self._own[key]

    def get_i32(self, key):
        return self._get(key)

    def set_i32(self, key, value):
        self._own[key] = int(value)

    def get_blob(self, key, buf):
        data = binascii.a2b_base64(self._get(key))
        buf[: len(data)] = data
        return len(data)

    def set_blob(self, key, data):
        self._own[key] = binascii.b2a_base64(data).decode().strip()

    def erase_key(self, key):
        self._get(key)
        del self._own[key]

    def commit(self):
        with open(_FILE, "w") as file:
            file.write(json.dumps(self._all))
