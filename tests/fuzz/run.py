"""Fuzz one parser with Atheris (coverage-guided), from the corpus that is kept beside this file.

    python tests/fuzz/run.py rtp --runs 2000000
    python tests/fuzz/run.py all --runs 1000000          one after the other

What Atheris finds worth keeping goes to a folder of its own (``--found``), so that the corpus in the tree grows only by
hand. Atheris is not part of the set-up: ``pip install atheris``. Without it ``test_corpus.py`` still plays the corpus
and seeded mutations of it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CORPUS = HERE / "corpus"
ROOMS = ("gateway", "tools", "firmware/lib", "tools/hushcue_tools/pc_bodypack/chip", "tests")


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--most-bytes", type=int, default=1500)
    parser.add_argument("--found", type=Path, default=None)
    args = parser.parse_args()
    sys.path[:0] = [str(ROOT / room) for room in ROOMS]
    if args.target == "all":
        from fuzz.targets import TARGETS

        for name in TARGETS:
            words = [sys.executable, __file__, name, "--runs", str(args.runs), "--most-bytes", str(args.most_bytes)]
            subprocess.run(words, check=True)
        return
    fuzz(args.target, args.runs, args.most_bytes, args.found or Path(tempfile.mkdtemp(prefix=f"fuzz-{args.target}-")))


def fuzz(target: str, runs: int, most_bytes: int, found: Path) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["hushcue_wire", "hushcue_bodypack", "hushcue_gateway", "fuzz.targets"]):
        from fuzz.targets import TARGETS
    found.mkdir(parents=True, exist_ok=True)
    options = [f"-runs={runs}", f"-max_len={most_bytes}", "-print_final_stats=1", f"-artifact_prefix={found}/"]
    kept = CORPUS / target
    atheris.Setup([sys.argv[0], str(found), *([str(kept)] if kept.is_dir() else []), *options], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
