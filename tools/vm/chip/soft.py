"""Waiting, and what may happen in it: timers' soft callbacks, the tick of the scheduler, news from outside.

On the chip a wait sleeps until the next tick of FreeRTOS (100 Hz) or until a timer's interrupt wakes it; a socket
wakes nobody. Soft callbacks run one after another, never inside each other. On the chip they also run between two
bytecodes; here only where the program waits, so that a long computation delays them.
"""

import _clock
import outside

_TICK_US = 10000
_QUEUE = 8  # MICROPY_SCHEDULER_DEPTH: what does not fit is lost
_WRAP = 1 << 30
_timers = []
_running = False
on_wait = []
"""Called in every wait with no argument: the watchdog."""


def now_us():
    return _clock.now_us()


def _until(then_us, now):
    return ((then_us - now + (_WRAP >> 1)) & (_WRAP - 1)) - (_WRAP >> 1)


def add(timer):
    _timers.append(timer)


def remove(timer):
    if timer in _timers:
        _timers.remove(timer)


def run_due():
    """Soft callbacks whose interrupt has come. After a long computation: as many as the scheduler's queue holds."""
    global _running
    if _running:
        return
    _running = True
    try:
        now = now_us()
        for timer in list(_timers):
            calls = 0
            while timer.running and _until(timer.due_us, now) <= 0:
                timer.due_us = (timer.due_us + timer.period_us) & (_WRAP - 1)
                if not timer.periodic:
                    timer.deinit()
                calls += 1
                if calls <= _QUEUE:
                    timer.callback(timer)
    finally:
        _running = False


def wait_tick():
    """One wait of select.poll(): until the scheduler's next tick, or until a timer's interrupt comes."""
    wait_us(_TICK_US)


def wait_us(limit_us):
    """One sleep of at most ``limit_us``: shorter when a timer or the scheduler's tick comes first."""
    outside.look()
    for look in on_wait:
        look()
    run_due()
    now = now_us()
    sleep = min(limit_us, _TICK_US - now % _TICK_US)
    for timer in _timers:
        sleep = min(sleep, _until(timer.due_us, now))
    if sleep > 0:
        _clock.sleep_us(sleep)
    run_due()


def next_due_us():
    """How long until the next timer, at most a scheduler's tick."""
    now = now_us()
    wait = _TICK_US
    for timer in _timers:
        wait = min(wait, max(0, _until(timer.due_us, now)))
    return wait


def sleep_us(us):
    """time.sleep_us(): soft callbacks run meanwhile."""
    then = (now_us() + us) & (_WRAP - 1)
    wait_us(us)
    left = _until(then, now_us())
    while left > 0:
        wait_us(left)
        left = _until(then, now_us())
