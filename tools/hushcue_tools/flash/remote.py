"""The flash of a chip at the end of a cable, as hushcue_bodypack.slots wants to see one: the rules of the slots are the
firmware's own, on both ends."""

import io

from ..device import Device


class RemoteFlash:
    """What of ``slots.Flash`` the steps of an installation use. Raises what Device raises."""

    def __init__(self, device: Device):
        self._device = device

    def read(self, path: str, most: int = 256) -> bytes | None:
        found = self._device.get(path)
        return None if found is None else found[:most]

    def size(self, path: str) -> int:
        stamp = self._device.hash([path]).get(path)
        return -1 if stamp is None else stamp.bytes

    def open(self, path: str, mode: str) -> io.BytesIO:
        assert mode == "rb"
        return io.BytesIO(self._device.get(path) or b"")

    def write(self, path: str, data: bytes) -> None:
        self._device.put(path, data)

    def rename(self, old: str, new: str) -> None:
        self._device.rename(old, new)

    def remove(self, path: str) -> None:
        self._device.remove(path)

    def folder(self, path: str) -> None:
        self._device.make_folder(path)
