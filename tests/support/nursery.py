"""A program that has imported the gateway and forks one for whoever asks: see warm.py, which starts it.

Most of what a gateway does until it is ready is to import. Whoever is forked here goes on as ``python -m
hushcue_gateway`` would after that: with arguments, folder, surroundings and streams of its own, in its own session; and
it ends as a program ends. Requests come over the socket whose number is the first argument: a document, and with it
standard output, standard error and the pipe for news of the process (its number, later its exit code). With
"constants" it is a patient one: see patient.py.
"""

from __future__ import annotations

import array
import ctypes
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
from typing import Any

from patient import be_patient

MODULE = "hushcue_gateway"
WARM = ("main", "parts", "store.migrate", "tls.authority", "web.serving")
ROOM = 1 << 16
SET_PDEATHSIG = 1  # <sys/prctl.h>


def serve(door: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Fork one process for every request. Comes back in those, with its request and its three streams."""
    alive: dict[int, tuple[int, int]] = {}  # what shows its end -> (its number, the pipe for news of it)
    while True:
        ready, _, _ = select.select([door, *alive], [], [])
        for end in [each for each in ready if isinstance(each, int)]:
            pid, news = alive.pop(end)
            tell(news, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            os.close(end)
            os.close(news)
        if door not in ready:
            continue
        request, streams = receive(door)
        if not request:
            sys.exit(0)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            for end, (_, news) in alive.items():
                os.close(end)
                os.close(news)
            if ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGTERM) or os.getppid() != parent:
                os._exit(1)
            return request, streams
        alive[os.pidfd_open(pid)] = pid, streams.pop()
        tell(alive[next(reversed(alive))][1], pid)
        for stream in streams:
            os.close(stream)


def receive(door: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """One request; an empty one when nobody will ask any more."""
    data, more, _, _ = door.recvmsg(ROOM, socket.CMSG_SPACE(3 * 4))
    numbers = array.array("i")
    for _, _, content in more:
        numbers.frombytes(content)
    return (json.loads(data) if data else {}), list(numbers)


def tell(news: int, number: int) -> None:
    """One line; whoever asked may be gone."""
    try:
        os.write(news, f"{number}\n".encode())
    except BrokenPipeError:
        return


def become(request: dict[str, Any], streams: list[int]) -> None:
    """What a new process is given by exec."""
    stdout, stderr, news = streams
    os.setsid()
    os.close(news)
    for stream, place in ((stdout, 1), (stderr, 2)):
        os.dup2(stream, place)
        os.close(stream)
    os.chdir(request["cwd"])
    sys.path.insert(0, request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv = [MODULE, *request["arguments"]]
    if request["constants"] is not None:
        be_patient(request["constants"])


if __name__ == "__main__":
    del sys.path[0]  # modules of ours have names that others may have
    for name in WARM:
        importlib.import_module(f"{MODULE}.{name}")
    with socket.socket(fileno=int(sys.argv[1])) as opened:
        asked = serve(opened)
    become(*asked)
    runpy.run_module(MODULE, run_name="__main__", alter_sys=True)
