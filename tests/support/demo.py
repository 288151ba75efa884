"""``hushcue demo`` as a person types it."""

from __future__ import annotations

import os
import subprocess

from hushcue_tools.demo.children import hushcue, search_path

ENVIRONMENT = {**os.environ, "PYTHONPATH": search_path(), "PYTHONIOENCODING": "utf-8"}


def demo(*words: str, timeout_s: float = 280) -> tuple[int, str, str]:
    done = subprocess.run(
        hushcue("demo", "--headless", *words),
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout_s,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr
