"""``hushcue flash`` for a board that is MicroPython's VM: the command as it is, with a firmware that this VM can run.

The WebAssembly build of the VM runs no machine code, neither Xtensa's nor RISC-V's. So the same modules are compiled
without it: the lean form of the sources, their viper functions turned into plain ones (tools/vm/viper.mjs), as .mpy
files of bytecode. Everything else, from the search for the prompt to the last hash, is the command that people run.

``python -m hushcue_tools.bench.vm_firmware --port ...`` takes its options.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from hushcue_wire import __version__
from hushcue_words import Trouble, complain

from .. import cli, firmware, firmware_build
from ..flash import bundle, main
from .vm_board import locate

CONVERT = """
import fs from 'node:fs';
const { withoutEmitters } = await import(%s);
for (const file of JSON.parse(fs.readFileSync(0, 'utf8')))
  fs.writeFileSync(file, withoutEmitters(fs.readFileSync(file, 'utf8'), file));
"""


def build(board: str, machine: str | None = None) -> bundle.Bundle:
    """The firmware of this checkout for ``board``, without machine code. Raises Trouble."""
    machine = machine or firmware_build.MACHINES[board]
    source = firmware.locate()
    compiler = firmware_build.find_compiler()
    with tempfile.TemporaryDirectory(prefix="hushcue-vm-") as name:
        lean, made = Path(name, "lean"), Path(name, "made")
        modules = firmware_build.wanted(source / firmware_build.LIB, board)
        firmware_build.write_lean(source, modules, lean)
        without_emitters([lean / module for module in modules])
        for module in modules:
            firmware_build.compile_one(compiler, machine, lean, module, made / firmware_build.LIB)
        for starter in firmware_build.STARTERS:
            (made / starter).write_bytes((source / starter).read_bytes())
        return bundle.read(made, board, machine, __version__)


def without_emitters(files: list[Path]) -> None:
    """In place: what viper would make machine code of becomes bytecode that reads the same memory. Raises Trouble."""
    vm = locate()
    script = CONVERT % json.dumps((vm.programs / "viper.mjs").as_uri())
    told = json.dumps([str(file) for file in files])
    subprocess.run([str(vm.node), "--input-type=module", "-e", script], input=told, text=True, check=True)


def flash(words: list[str]) -> int:
    """Its exit code."""
    parser = cli.Parser("hushcue flash", "")
    main.add_arguments(parser)
    try:
        return main.run(parser.parse_args(words), build)
    except Trouble as trouble:
        return complain(trouble)


if __name__ == "__main__":
    sys.exit(flash(sys.argv[1:]))
