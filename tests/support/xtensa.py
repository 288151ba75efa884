"""Runs the machine code that the build makes for ESP32 and ESP32-S3, on QEMU's user mode, where that is installed.

The program is an ELF file written here by hand: the function, a table of the runtime's entries of which one is there
(an object is its own address), the arguments, and a few instructions that call the function and write out the buffers.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

BASE = 0x0040_0000
CODE = 0x0040_1000
DATA = 0x0041_0000
IMAGE_BYTES = 0x0002_0000
_SYS_WRITE, _SYS_EXIT = 13, 118
_CONVERT_OBJ_TO_NATIVE = 3


def emulator() -> str | None:
    """QEMU for programs of an Xtensa Linux (Debian: qemu-user)."""
    return shutil.which("qemu-xtensa")


def _l32r(register: int, at: int, literal: int) -> bytes:
    offset = (literal - ((at + 3) & ~3)) >> 2
    return struct.pack("<I", (offset & 0xFFFF) << 8 | register << 4 | 1)[:3]


def _program(values: list[tuple[int, int]], at: int, literals: int) -> tuple[bytes, bytes]:
    """Instructions that load registers with constants, and the constants."""
    code, table = b"", b""
    for register, value in values:
        code += _l32r(register, at + len(code), literals + len(table))
        table += struct.pack("<I", value)
    return code, table


def image(code: bytes, arguments: list[int | bytes]) -> tuple[bytes, int, int]:
    """(ELF file, where its buffers begin, how long they are). Integers get their tag as on the chip."""
    memory = bytearray(IMAGE_BYTES)

    def put(at: int, data: bytes) -> None:
        memory[at - BASE : at - BASE + len(data)] = data

    words, at = [], DATA
    for argument in arguments:
        if isinstance(argument, int):
            words.append((argument << 1 | 1) & 0xFFFFFFFF)
            continue
        put(at, argument)
        words.append(at)
        at += (len(argument) + 31) & ~15
    length = at - DATA
    context, table, helper, stub, literals = BASE + 0x800, BASE + 0x900, BASE + 0xA00, BASE + 0x600, BASE + 0x400
    put(helper, bytes.fromhex("3641001df0"))  # entry a1, 32; retw.n
    put(table, struct.pack("<50I", *[helper if n == _CONVERT_OBJ_TO_NATIVE else 0 for n in range(50)]))
    # module context: type, globals, names, constants; function object: type, context; the arguments
    put(context, struct.pack("<7I", 0, 0, 0, context + 24, 0, context, table))
    put(context + 64, struct.pack(f"<{len(words)}I", *words))
    put(CODE, code)
    call, constants = _program(
        [(10, context + 16), (11, len(words)), (12, 0), (13, context + 64), (8, CODE)], stub, literals
    )
    call += bytes.fromhex("e00800")  # callx8 a8
    keep, more = _program([(9, DATA + length)], stub + len(call), literals + len(constants))
    call += keep + bytes.fromhex("a26900")  # s32i a10, a9, 0: what it gives, behind the buffers
    constants += more
    write, more = _program(
        [(2, _SYS_WRITE), (6, 1), (3, DATA), (4, length + 4)], stub + len(call), literals + len(constants)
    )
    call += write + bytes.fromhex("005000")  # syscall
    constants += more
    leave, more = _program([(2, _SYS_EXIT), (6, 0)], stub + len(call), literals + len(constants))
    put(stub, call + leave + bytes.fromhex("005000"))
    put(literals, constants + more)
    header = struct.pack(
        "<16sHHIIIIIHHHHHH", b"\x7fELF\x01\x01\x01", 2, 94, 1, stub, 52, 0, 0, 52, 32, 1, 0, 0, 0
    ) + struct.pack("<8I", 1, 0x1000, BASE, BASE, len(memory), len(memory), 7, 0x1000)
    return header.ljust(0x1000, b"\0") + bytes(memory), DATA, length


def call(code: bytes, arguments: list[int | bytes], options: tuple[str, ...] = ()) -> list[bytes]:
    """The buffers among ``arguments`` after the function has run on them."""
    return run(code, arguments, options)[1]


def run(code: bytes, arguments: list[int | bytes], options: tuple[str, ...] = ()) -> tuple[int, list[bytes]]:
    """(the integer that the function gives, the buffers among ``arguments`` afterwards)."""
    program, _, length = image(code, arguments)
    found = emulator()
    assert found is not None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "program")
        file.write_bytes(program)
        file.chmod(0o755)
        done = subprocess.run(
            [found, "-cpu", "dc232b", *options, str(file)], capture_output=True, timeout=60, check=False
        )
    assert done.returncode == 0, (done.returncode, done.stderr[-500:])
    buffers, at = [], 0
    for argument in arguments:
        if not isinstance(argument, int):
            buffers.append(done.stdout[at : at + len(argument)])
            at += (len(argument) + 31) & ~15
    (given,) = struct.unpack("<i", done.stdout[length : length + 4])
    assert given & 1, "not an integer"
    return given >> 1, buffers


def instructions(code: bytes, arguments: list[int | bytes]) -> int:
    """How many instructions of ``code`` run."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        call(code, arguments, ("-singlestep", "-d", "exec,nochain", "-D", str(log)))
        places = re.findall(r"^Trace.*\[[0-9a-f]+/([0-9a-f]+)/", log.read_text(), re.MULTILINE)
    return sum(CODE <= int(place, 16) < DATA for place in places)
