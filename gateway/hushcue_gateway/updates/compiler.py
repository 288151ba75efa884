"""``hushcue`` as a program of its own: what compiles firmware and knows which MicroPython fits is not the gateway's."""

from __future__ import annotations

import asyncio
import os
import sys

from hushcue_words import EXIT_MISSING

from .words import WORDS

PATIENCE_S = 300.0


async def ask_tools(board: str, machine: str, *words: str) -> bytes:
    """What ``hushcue WORDS`` printed. board, machine: for whom, in what is said when it fails. Raises Trouble."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hushcue_tools", "--language", "en", *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        stdin=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    try:
        printed, said = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise WORDS.trouble("update_no_bundle", board=board, machine=machine, reason=f"> {PATIENCE_S:.0f} s") from None
    if process.returncode == EXIT_MISSING:
        raise WORDS.trouble("update_no_tools")
    if process.returncode != 0:
        lines = said.decode("utf-8", "replace").strip().splitlines() or ["?"]
        raise WORDS.trouble("update_no_bundle", board=board, machine=machine, reason=lines[-1][:300])
    return printed
