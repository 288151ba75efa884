"""The blocking event loop of MicroPython's asyncio, for a build that leaves looping to JavaScript.

The tasks, queues, locks, events, gather() and wait_for() are the VM's own. What this build has no use for is added
here: asyncio.run(), waiting for sockets, and streams over TCP. Between two steps of tasks the sockets are polled once,
and while no task is due the wait goes through select.poll, as on the chip.
"""

import asyncio
import errno
import select
import socket
import sys
import time
from asyncio import core

_ENDS = (core.CancelledError, Exception)
_QUIET = (core.CancelledError, StopIteration)


class Waiting:
    """Tasks that wait for a stream to become readable (slot 0) or writable (slot 1)."""

    def __init__(self):
        self._poll = select.poll()
        self.streams = {}

    def _arm(self, entry):
        stream, reader, writer = entry
        if reader is None and writer is None:
            del self.streams[id(stream)]
            self._poll.unregister(stream)
        else:
            self._poll.register(
                stream, (0 if reader is None else select.POLLIN) | (0 if writer is None else select.POLLOUT)
            )

    def _wait(self, stream, slot):
        entry = self.streams.setdefault(id(stream), [stream, None, None])
        if entry[slot] is not None:
            raise RuntimeError("two tasks wait for one stream")
        entry[slot] = core.cur_task
        self._arm(entry)
        core.cur_task.data = self  # so that cancelling finds the task here

    def queue_read(self, stream):
        self._wait(stream, 1)

    def queue_write(self, stream):
        self._wait(stream, 2)

    def remove(self, task):
        """Called when a waiting task is cancelled."""
        for entry in list(self.streams.values()):
            if task in entry[1:]:
                self._forget(entry, task)

    def _forget(self, entry, task):
        for slot in (1, 2):
            if entry[slot] is task:
                entry[slot] = None
        self._arm(entry)

    def look(self, wait_ms):
        """Make due whoever can go on; wait that long for the first (-1: for ever)."""
        for stream, got in self._poll.poll(wait_ms):
            entry = self.streams[id(stream)]
            for slot, flags in ((1, select.POLLIN), (2, select.POLLOUT)):
                if got & (flags | select.POLLERR | select.POLLHUP) and entry[slot] is not None:
                    core._task_queue.push(entry[slot])
                    entry[slot] = None
            self._arm(entry)


def _next_task(main):
    """Wait until a task is due and take it; None when nothing can ever be due again and nobody waits for ``main``."""
    while True:
        head = core._task_queue.peek()
        wait_ms = -1
        if head:
            wait_ms = max(0, time.ticks_diff(head.ph_key, time.ticks_ms()))
        elif not core._io_queue.streams:
            if main is None or not main.state:
                return None
            wait_ms = 3
        core._io_queue.look(wait_ms)
        head = core._task_queue.peek()
        if head and time.ticks_diff(head.ph_key, time.ticks_ms()) <= 0:
            return core._task_queue.pop()


def _ended(task, error, is_main):
    """Book-keeping of a task that returned or raised. ``state``: True (nobody asked), a queue of tasks, a callback."""
    heard = is_main
    if task.state is True:
        task.state = False if is_main else None
    elif callable(task.state):
        task.state(task, error)
        task.state = False
        heard = True
    else:
        while task.state.peek():
            core._task_queue.push(task.state.pop())
            heard = True
        task.state = False
    if not heard and not isinstance(error, _QUIET):
        core._task_queue.push(task)  # comes up once more, and is then reported
    task.data = error


def run_until_complete(main=None):
    """Step tasks until ``main`` has ended: its value, or its exception."""
    while True:
        task = _next_task(main)
        core.cur_task = task
        if task is None:
            return None
        thrown = task.data
        try:
            if thrown:
                task.data = None
                task.coro.throw(thrown)
            else:
                task.coro.send(None)
        except _ENDS as error:
            if task is main:
                core.cur_task = None
                if not isinstance(error, StopIteration):
                    task.state = False
                    raise
            if task.state:
                _ended(task, error, task is main)
            elif task.state is None:
                task.data = thrown
                core._exc_context["exception"] = thrown
                core._exc_context["future"] = task
                core.Loop.call_exception_handler(core._exc_context)
            if task is main:
                return error.value


def run(coro):
    """asyncio.run()"""
    return run_until_complete(core.create_task(coro))


class Stream:
    """StreamReader and StreamWriter in one, as in MicroPython's asyncio."""

    def __init__(self, stream, info=None):
        self.s = stream
        self.e = info or {}
        self.out_buf = b""

    def get_extra_info(self, name):
        return self.e[name]

    def close(self):
        pass

    async def wait_closed(self):
        self.s.close()

    def read(self, count=-1):
        whole = b""
        while True:
            yield core._io_queue.queue_read(self.s)
            part = self.s.read(count)
            if part is None:
                continue
            if count >= 0:
                return part
            if not part:
                return whole
            whole += part

    def readinto(self, buf):
        yield core._io_queue.queue_read(self.s)
        return self.s.readinto(buf)

    def readexactly(self, count):
        whole = b""
        while len(whole) < count:
            yield core._io_queue.queue_read(self.s)
            part = self.s.read(count - len(whole))
            if part is not None:
                if not part:
                    raise EOFError
                whole += part
        return whole

    def readline(self):
        line = b""
        while True:
            yield core._io_queue.queue_read(self.s)
            part = self.s.readline()
            if part is None:
                continue
            line += part
            if not part or line[-1:] == b"\n":
                return line

    def write(self, data):
        if not self.out_buf:
            taken = self.s.write(data)
            if taken == len(data):
                return
            data = data[taken or 0 :]
        self.out_buf += data

    def drain(self):
        if not self.out_buf:
            return (yield from core.sleep_ms(0))
        left = memoryview(self.out_buf)
        while left:
            yield core._io_queue.queue_write(self.s)
            left = left[self.s.write(left) or 0 :]
        self.out_buf = b""  # and with it what was written meanwhile: a known trap of the original


def open_connection(host, port, ssl=None, server_hostname=None):
    """A TCP connection; whether it was refused shows at the first read or write, as in the original."""
    if ssl:
        raise NotImplementedError("TLS is not modelled")
    address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0][-1]
    stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    stream.setblocking(False)
    try:
        stream.connect(address)
    except OSError as error:
        if error.errno != errno.EINPROGRESS:
            raise
    yield core._io_queue.queue_write(stream)
    return Stream(stream), Stream(stream)


def new_event_loop():
    """Forget every task and every waiting stream."""
    core._task_queue = core.TaskQueue(lambda _delay: None)  # this build tells JavaScript about every task
    core._io_queue = Waiting()
    core.cur_task = None
    return core.Loop


def _run_forever():
    return run_until_complete()


def _promote_and_run(awaitable):
    return run_until_complete(core._promote_to_task(awaitable))


def install():
    """Complete the VM's asyncio package with what is above."""
    for module in (asyncio, core):
        module.run = run
        module.run_until_complete = run_until_complete
        module.new_event_loop = new_event_loop
        module.open_connection = open_connection
        module.StreamReader = module.StreamWriter = Stream
    asyncio.CancelledError = core.CancelledError
    asyncio.ThreadSafeFlag = asyncio.event.ThreadSafeFlag
    core.Loop.run_forever = _run_forever
    core.Loop.run_until_complete = _promote_and_run
    core.select = select
    core.sys = sys
    new_event_loop()
