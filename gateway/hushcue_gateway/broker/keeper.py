"""Runs a program for as long as somebody holds this process's standard input open.

Started as a file of its own with the standard library alone: ``python -I -S keeper.py PROGRAM ARGUMENT...``. However
the gateway ends, killed included, its end of the pipe closes, and the program is ended with it; an orphaned broker
would hold the port against the next start. First line on standard output: the program's process id. Its standard
error is copied (inherited, it would hide from the gateway that the keeper was killed); its exit code becomes ours.
"""

import contextlib
import os
import subprocess
import sys
import threading

GRACE_S = 3.0


def main(arguments: list[str]) -> int:
    nothing = subprocess.DEVNULL
    program = subprocess.Popen(arguments, stdin=nothing, stdout=nothing, stderr=subprocess.PIPE)
    print(program.pid, flush=True)

    def wait_for_end() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 64):
                pass
        program.terminate()
        try:
            program.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            program.kill()

    threading.Thread(target=wait_for_end, daemon=True).start()
    assert program.stderr is not None
    for line in program.stderr:
        with contextlib.suppress(OSError):
            sys.stderr.buffer.write(line)
            sys.stderr.buffer.flush()
    return abs(program.wait())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
