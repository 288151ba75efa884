"""Soft callbacks of timers inside the unix port's own event loop: before and after each of its waits for sockets."""

import time
from asyncio import core

import soft

_wait_for_sockets = core.IOQueue.wait_io_event


def _wait(queue, limit_ms):
    """As the original, which must not come back without a task where it was told to wait for ever (-1)."""
    while True:
        soft.run_due()
        due_us = soft.next_due_us()
        due_ms = due_us // 1000
        if limit_ms and not due_ms:
            time.sleep_us(due_us)
        _wait_for_sockets(queue, due_ms if limit_ms < 0 or limit_ms > due_ms else limit_ms)
        soft.run_due()
        for look in soft.on_wait:
            look()
        if limit_ms >= 0 or core._task_queue.peek():
            return


def install():
    """Put it under every event loop."""
    core.IOQueue.wait_io_event = _wait
