"""What the system grants is used by every thread; what it does not grant is no error."""

import multiprocessing
import os
import sys
import threading
from multiprocessing.connection import Connection

import pytest

from hushcue_gateway.priority import CAPTURE_RANK, MEDIA_RANK, prefer_this_process


def ask(connection: Connection, allowed: bool) -> None:
    """In a process of its own: preferring the test's would outlast the test."""
    import resource

    if not allowed:
        resource.setrlimit(resource.RLIMIT_RTPRIO, (0, 0))
        resource.setrlimit(resource.RLIMIT_NICE, (0, 0))
        if os.getuid() == 0:
            os.setresuid(65534, 65534, 65534)
    ready, done = threading.Event(), threading.Event()
    before = threading.Thread(target=lambda: (ready.set(), done.wait()))
    before.start()
    ready.wait()
    granted = prefer_this_process(MEDIA_RANK)
    after = threading.Thread(target=done.wait)
    after.start()
    threads = [0, before.native_id or 0, after.native_id or 0]
    connection.send((granted, [os.sched_getscheduler(each) for each in threads]))
    done.set()


def answer(allowed: bool) -> tuple[str, list[int]]:
    """(granted, the scheduling class of the caller, of a thread from before, of one from after)"""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=ask, args=(theirs, allowed))
    process.start()
    theirs.close()
    try:
        assert ours.poll(120)
        granted, classes = ours.recv()
        return granted, classes
    finally:
        ours.close()
        process.join(60)


@pytest.mark.skipif(sys.platform != "linux", reason="scheduling classes are Linux's")
def test_all_threads_get_the_same() -> None:
    granted, classes = answer(allowed=True)
    assert classes == ([os.SCHED_RR] * 3 if granted == "class" else [os.SCHED_OTHER] * 3)


@pytest.mark.skipif(sys.platform != "linux", reason="scheduling classes are Linux's")
def test_an_account_without_the_right_goes_on_without() -> None:
    assert answer(allowed=False) == ("", [os.SCHED_OTHER] * 3)


def test_the_tick_comes_before_the_capture() -> None:
    assert MEDIA_RANK > CAPTURE_RANK
