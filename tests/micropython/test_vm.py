"""Every unittest-style test file runs on MicroPython too, unchanged, over the very files that lie on the chip.

What the WebAssembly build cannot show: it has no native emitter, so viper functions run as bytecode over the same
buffers (tools/vm/viper.mjs), and no peripherals, which are stand-ins there. A unix-port binary
(MICROPYTHON) has the emitter.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.micropython import runtime

FILES = [
    file
    for folder in ("wire", "receiver", "bodypack")
    for file in sorted((runtime.TESTS / folder).glob("test_*.py"))
    if runtime.can_run_on_vm(file)
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_file_of_tests_passes_on_micropython(file: Path) -> None:
    tested = runtime.run_test_file(file)
    assert tested.exit_code == 0 and tested.failed == 0, tested.output
    assert tested.run > tested.skipped, f"nothing was tested:\n{tested.output}"


def test_the_wire_is_among_what_is_tested_there() -> None:
    names = {file.stem for file in FILES if file.parent.name == "wire"}
    assert {"test_seq", "test_rtp", "test_topics", "test_documents", "test_audio", "test_heap"} <= names


def test_a_failing_test_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "test_wrong.py"
    wrong.write_text(
        "import unittest\n\n\nclass TestWrong(unittest.TestCase):\n"
        "    def test_it(self):\n        self.assertEqual(1, 2)\n"
        "    def test_that(self):\n        raise OSError(5)\n"
    )
    code = "import run_tests\nrun_tests.run(['test_wrong'])\n"
    program = runtime.Run(code=code, path=["/w"], mounts=[(tmp_path, "/w")])
    exit_code, output = program.finish()
    assert exit_code == 1
    assert '"failed": 2' in output and '"run": 2' in output
