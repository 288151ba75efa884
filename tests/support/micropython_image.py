"""Files in the form of MicroPython's for ESP32 chips, small and made up: boot loader, partition table, a program."""

import hashlib
import struct

IDS = {"ESP32": 0, "ESP32-S2": 2, "ESP32-C3": 5, "ESP32-S3": 9}
OFFSETS = {"ESP32": 0x1000, "ESP32-S2": 0x1000, "ESP32-C3": 0, "ESP32-S3": 0}
DRAM = {"ESP32": 0x3FFB0000, "ESP32-S2": 0x3FFB0000, "ESP32-C3": 0x3FC80000, "ESP32-S3": 0x3FC88000}
TABLE_AT, APP_AT = 0x8000, 0x10000


def program(chip: str, segment: bytes) -> bytes:
    """One program in Espressif's form, with one segment, its checksum and its SHA-256."""
    segment += b"\0" * (-len(segment) % 4)
    # 8 MB of flash at 80 MHz; no limit to the chip's revision; a SHA-256 follows
    head = struct.pack("<BBBBI", 0xE9, 1, 2, 0x3F, DRAM[chip])
    head += struct.pack("<BBBBHBHH4xB", 0xEE, 0, 0, 0, IDS[chip], 0, 0, 65535, 1)
    data = head + struct.pack("<II", DRAM[chip], len(segment)) + segment
    checksum = 0xEF
    for byte in segment:
        checksum ^= byte
    data += b"\0" * (15 - len(data) % 16) + bytes([checksum])
    return data + hashlib.sha256(data).digest()


def description(version: str, project: str) -> bytes:
    """What a program says of itself at the start of its first segment."""
    return struct.pack("<II8s32s32s", 0xABCD5432, 0, b"", version.encode(), project.encode()) + bytes(176)


def table() -> bytes:
    """Partitions: nvs, the program, a file system."""
    rows = [(1, 2, 0x9000, 0x6000, b"nvs"), (0, 0, APP_AT, 0x1F0000, b"factory"), (1, 0x82, 0x200000, 0x200000, b"vfs")]
    data = b"".join(struct.pack("<2sBBII16sI", b"\xaa\x50", *row, 0) for row in rows)
    return data + b"\xeb\xeb" + b"\xff" * 14 + hashlib.md5(data).digest()


def micropython(
    chip: str = "ESP32-S3", version: str = "v1.29.0", project: str = "micropython", filling: int = 1
) -> bytes:
    """A whole file. ``filling``: kilobytes of program that do not compress to nothing."""
    start = OFFSETS[chip]
    noise = b"".join(hashlib.sha512(struct.pack("<I", count)).digest() for count in range(filling * 16))
    parts = [(start, program(chip, b"boot loader")), (TABLE_AT, table())]
    parts.append((APP_AT, program(chip, description(version, project) + noise)))
    data = b""
    for at, part in parts:
        data += b"\xff" * (at - start - len(data)) + part
    return data
