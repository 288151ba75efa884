"""The modules of machine code that a build puts beside the firmware's own."""

import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from . import counters, decode, level, masked, sha1_rv32, sha1_xtensa, upsample
from .as_viper import MpyError, as_viper

PACKAGE = "hushcue_bodypack"
CRYPTO = "crypto_native"
"""In PACKAGE: stands for crypto_viper, with the same functions."""
DSP = "dsp_native"
"""In PACKAGE: stands for dsp_viper, with the same functions."""

SOURCES: dict[str, dict[str, Mapping[str, Callable[[], str]]]] = {
    CRYPTO: {
        "rv32imc": {"compress": sha1_rv32.source, "fill_counters": counters.for_rv32},
        "xtensawin": {"compress": sha1_xtensa.source, "fill_counters": counters.for_xtensa},
    },
    DSP: {
        "rv32imc": {
            "upsample3": upsample.for_rv32,
            "level": level.for_rv32,
            "decode_l16": decode.l16_for_rv32,
            "decode_pcmu": decode.pcmu_for_rv32,
            "copy_masked": masked.for_rv32,
        },
        "xtensawin": {
            "upsample3": upsample.for_xtensa,
            "level": level.for_xtensa,
            "decode_l16": decode.l16_for_xtensa,
            "decode_pcmu": decode.pcmu_for_xtensa,
            "copy_masked": masked.for_xtensa,
        },
    },
}
"""Module -> what mpy-cross calls the processor -> function -> what writes its assembly."""


def functions(name: str, machine: str) -> tuple[str, ...]:
    """The functions of a module, in the order of their code."""
    return tuple(SOURCES[name][machine])


_MACHINES = ("rv32imc", "xtensawin")
MODULES = {name: functions(name, _MACHINES[0]) for name in SOURCES}
"""Module -> its functions, the same for all processors."""
FUNCTIONS = MODULES[CRYPTO]


class AssemblerError(RuntimeError):
    """mpy-cross refused the source, or wrote files of another version."""


def machines() -> tuple[str, ...]:
    """What mpy-cross calls the processors that there is machine code for."""
    return _MACHINES


def instead_of(name: str) -> str:
    """The module of viper source that one of MODULES stands for."""
    return name.removesuffix("_native") + "_viper"


def make(name: str, machine: str, compiler: str) -> bytes:
    """The .mpy file of one of MODULES for a processor; ``compiler`` is the mpy-cross program.

    Raises AssemblerError; KeyError for a processor that is not among :func:`machines`, which has to do with the viper
    source.
    """
    text = "".join([source() for source in SOURCES[name][machine].values()])
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source.py"), Path(folder, "made.mpy")
        source.write_text(text, encoding="ascii")
        # a frozen module goes by this name
        command = [compiler, f"-march={machine}", "-s", f"{PACKAGE}/{name}.py", "-o", str(target), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode != 0:
            raise AssemblerError(done.stderr.strip())
        try:
            return as_viper(target.read_bytes())
        except MpyError as error:
            raise AssemblerError(str(error)) from None


def crypto(machine: str, compiler: str) -> bytes:
    """make() of CRYPTO."""
    return make(CRYPTO, machine, compiler)
