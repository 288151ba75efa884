"""The boot loader in an Espressif chip's ROM, and the stub that esptool puts beside it, on a pseudo-terminal.

It speaks what esptool's documentation calls the serial protocol: frames of SLIP, requests of an opcode, answers with a
value and status bytes; the flash behind it is real enough to be erased, written compressed, and hashed. Nothing of the
chip runs: MEM_END stands for the start of the stub, whose code is not looked at.
"""

from __future__ import annotations

import hashlib
import os
import pty
import select
import struct
import threading
import tty
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

END, ESCAPE, ESCAPED_END, ESCAPED_ESCAPE = 0xC0, 0xDB, 0xDC, 0xDD
SECTOR = 4096
CHECKSUM_SEED = 0xEF
OPCODES = {
    "flash_begin": 0x02,
    "flash_data": 0x03,
    "flash_end": 0x04,
    "mem_begin": 0x05,
    "mem_end": 0x06,
    "mem_data": 0x07,
    "sync": 0x08,
    "write_reg": 0x09,
    "read_reg": 0x0A,
    "spi_set_params": 0x0B,
    "spi_attach": 0x0D,
    "change_baudrate": 0x0F,
    "flash_defl_begin": 0x10,
    "flash_defl_data": 0x11,
    "flash_defl_end": 0x12,
    "spi_flash_md5": 0x13,
    "get_security_info": 0x14,
    "erase_flash": 0xD0,
    "erase_region": 0xD1,
}
NAMES = {code: name for name, code in OPCODES.items()}
MAGIC_REGISTER = 0x40001000
USR = 1 << 18
READ_ID, READ_SFDP = 0x9F, 0x5A


@dataclass(frozen=True)
class Kind:
    """What differs between chips. ``id``: in the answer to get_security_info, None for a chip without it; ``efuses``:
    register -> value; ``reset_register``: written when the chip is to start."""

    id: int | None
    magic: int
    spi: int
    usr2: int
    w0: int
    efuses: dict[int, int] = field(default_factory=dict)
    reset_register: int = 0


S3_BLOCK1 = 0x60007044
KINDS = {
    # revision 0.2, 8 MB of octal PSRAM inside (in word 4 of its eFuses)
    "ESP32-S3": Kind(9, 0x9, 0x60002000, 0x20, 0x58, {S3_BLOCK1 + 12: 2 << 18, S3_BLOCK1 + 16: 1 << 3}, 0x6000812C),
    "ESP32-C3": Kind(5, 0x1B31506F, 0x60002000, 0x20, 0x58),
    "a new one": Kind(999, 0, 0x60002000, 0x20, 0x58),
    "ESP32": Kind(None, 0x00F01D83, 0x3FF42000, 0x24, 0x80),
    "ESP32-S2": Kind(None, 0x000007C6, 0x3F402000, 0x20, 0x58),
}


class RomLoader:
    """``flash_mb`` of flash. Faults: ``deaf`` never answers; ``refuse`` is the name of a request that is answered with
    an error; ``flip`` spoils one bit of what was written; ``vanish_after`` blocks the cable is pulled."""

    def __init__(self, kind: str = "ESP32-S3", flash_mb: int = 8):
        self.kind = KINDS[kind]
        self.flash = bytearray(b"\xff" * (flash_mb << 20))
        self.registers = dict(self.kind.efuses) | {MAGIC_REGISTER: self.kind.magic}
        self.flash_id = (0x10 + flash_mb.bit_length() + 3) << 16 | 0x40 << 8 | 0xC8
        self.deaf = False
        self.refuse = ""
        self.flip = False
        self.vanish_after: int | None = None
        self.blocks = 0
        self.erased = 0
        self.stub = False
        self.heard: list[str] = []
        self.on_reset: Callable[[], None] = lambda: None
        self.port = ""
        self._write_at = 0
        self._inflate = zlib.decompressobj()
        self._master = self._slave = -1
        self._thread: threading.Thread | None = None
        self._alive = False

    def __enter__(self) -> RomLoader:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)
        self._alive = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.pull()
        if self._thread is not None:
            self._thread.join(60)
        os.close(self._slave)

    def pull(self) -> None:
        """The cable is out. Nobody else is given the port's name before the end: who waits for it would open that."""
        self._alive = False

    def _run(self) -> None:
        waiting = bytearray()
        try:
            while self._alive:
                if select.select([self._master], [], [], 0.05)[0]:
                    waiting += os.read(self._master, 65536)
                    for answer in self.receive(waiting):
                        if self._alive:
                            os.write(self._master, answer)
        finally:
            os.close(self._master)

    # -- frames

    def receive(self, waiting: bytearray) -> list[bytes]:
        """Answers to the whole frames in ``waiting``, which keeps the rest."""
        answers = []
        while END in waiting:
            start = waiting.index(END)
            end = waiting.find(END, start + 1)
            if end < 0:
                break
            frame = bytes(waiting[start + 1 : end])
            if frame:
                del waiting[: end + 1]
                answers += self.request(unescape(frame))
            else:
                del waiting[:end]
        return answers

    def request(self, frame: bytes) -> list[bytes]:
        """What one request is answered with."""
        direction, opcode, size, checksum = struct.unpack_from("<BBHI", frame)
        assert direction == 0 and opcode in NAMES, f"unknown request {opcode:#x}"
        data = frame[8 : 8 + size]
        name = NAMES[opcode]
        self.heard.append(name)
        if self.deaf:
            return []
        if self.refuse == name or (name == "get_security_info" and self.kind.id is None):
            return [self._answer(opcode, 0, b"", 1, 5)]
        value, body = getattr(self, "_" + name)(data, checksum) or (0, b"")
        times = 8 if name == "sync" else 1
        answers = [self._answer(opcode, 0x20120707 if name == "sync" else value, body)] * times
        if name == "mem_end" and struct.unpack_from("<II", data)[1]:
            self.stub = True
            answers.append(escape(b"OHAI"))
        return answers

    def _answer(self, opcode: int, value: int, body: bytes, status: int = 0, error: int = 0) -> bytes:
        tail = bytes([status, error]) + (b"" if self.stub else b"\0\0")
        return escape(struct.pack("<BBHI", 1, opcode, len(body) + len(tail), value) + body + tail)

    # -- requests: None, or (value, body) of the answer

    def _sync(self, data: bytes, _: int) -> None:
        assert data == b"\x07\x07\x12\x20" + 32 * b"\x55"

    def _get_security_info(self, *_: object) -> tuple[int, bytes]:
        assert self.kind.id is not None
        return 0, struct.pack("<I8xII", 0, self.kind.id, 0)

    def _read_reg(self, data: bytes, _: int) -> tuple[int, bytes]:
        (address,) = struct.unpack("<I", data)
        return self.registers.get(address, 0), b""

    def _write_reg(self, data: bytes, _: int) -> None:
        for address, value, _mask, _delay in struct.iter_unpack("<IIII", data):
            self.registers[address] = value
            if address == self.kind.spi and value & USR:
                self._flash_command(self.registers[self.kind.spi + self.kind.usr2] & 0xFF)
            if address == self.kind.reset_register:
                self.on_reset()

    def _flash_command(self, command: int) -> None:
        answers = {READ_ID: self.flash_id, READ_SFDP: 0x50444653}
        self.registers[self.kind.spi + self.kind.w0] = answers.get(command, 0)
        self.registers[self.kind.spi] = 0

    def _nothing(self, *_: object) -> None: ...

    _mem_begin = _mem_data = _mem_end = _spi_attach = _spi_set_params = _change_baudrate = _nothing
    _flash_end = _flash_defl_end = _nothing

    def _flash_begin(self, data: bytes, _: int) -> None:
        size, _blocks, _block_size, offset = struct.unpack_from("<IIII", data)
        self._erase(offset, size)
        self._write_at = offset

    def _flash_defl_begin(self, data: bytes, _: int) -> None:
        self._flash_begin(data, 0)
        self._inflate = zlib.decompressobj()

    def _flash_data(self, data: bytes, checksum: int) -> None:
        self._store(self._block(data, checksum))

    def _flash_defl_data(self, data: bytes, checksum: int) -> None:
        self._store(self._inflate.decompress(self._block(data, checksum)))

    def _block(self, data: bytes, checksum: int) -> bytes:
        size, _sequence = struct.unpack_from("<II", data)
        block = data[16 : 16 + size]
        found = CHECKSUM_SEED
        for byte in block:
            found ^= byte
        assert len(block) == size and found == checksum & 0xFF
        self.blocks += 1
        if self.vanish_after is not None and self.blocks > self.vanish_after:
            self.pull()
        return block

    def _store(self, data: bytes) -> None:
        end = self._write_at + len(data)
        area = self.flash[self._write_at : end]
        assert area == b"\xff" * len(data), "written to flash that was not erased"
        self.flash[self._write_at : end] = data
        self._write_at = end
        if self.flip and data:
            self.flash[end - 1] ^= 1

    def _spi_flash_md5(self, data: bytes, _: int) -> tuple[int, bytes]:
        address, size, _, _ = struct.unpack("<IIII", data)
        digest = hashlib.md5(self.flash[address : address + size])
        return 0, digest.digest() if self.stub else digest.hexdigest().encode()

    def _erase_flash(self, *_: object) -> None:
        self.erased += 1
        self._erase(0, len(self.flash))

    def _erase_region(self, data: bytes, _: int) -> None:
        self._erase(*struct.unpack("<II", data))

    def _erase(self, offset: int, size: int) -> None:
        start = offset // SECTOR * SECTOR
        end = min(-(-(offset + size) // SECTOR) * SECTOR, len(self.flash))
        self.flash[start:end] = b"\xff" * (end - start)


def escape(frame: bytes) -> bytes:
    """A frame of SLIP."""
    body = frame.replace(b"\xdb", b"\xdb\xdd").replace(b"\xc0", b"\xdb\xdc")
    return b"\xc0" + body + b"\xc0"


def unescape(body: bytes) -> bytes:
    """The inside of a frame of SLIP."""
    return body.replace(b"\xdb\xdc", b"\xc0").replace(b"\xdb\xdd", b"\xdb")
