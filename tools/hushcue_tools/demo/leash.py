"""``python -m hushcue_tools.demo.leash COMMAND...``: run a command that ends when our standard input closes.

For programs that do not watch their standard input themselves. The demo holds the other end; when it is gone, however
it went, the command is told to end.
"""

import os
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    """The command's exit code."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def wait_for_the_end() -> None:
        while os.read(0, 1024):
            pass
        child.terminate()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]) & 0xFF)  # at once: the thread still reads
