"""Stand-in for ``socket``: real UDP and TCP with the ESP32 port's habits (ports/esp32/modsocket.c, py/stream.c).

* ``readinto(buf, n)`` goes on until n bytes are there, over several datagrams if need be; nothing there is None.
* ``recv``/``recvfrom``/``send``/``sendto`` raise OSError(EAGAIN) instead.
* A datagram of no length, or the end of a stream, makes every later read answer 0.
* What of a datagram does not fit into the buffer is lost.
"""

import errno
import time

import _sockets
import soft
import uctypes

AF_INET = 2
AF_INET6 = 10
SOCK_STREAM = 1
SOCK_DGRAM = 2
IPPROTO_TCP = 6
IPPROTO_UDP = 17
SOL_SOCKET = 1
SO_REUSEADDR = 4
SO_BROADCAST = 32
TCP_NODELAY = 1
_AGAIN = -1
_POLL_IN = 1
_POLL_OUT = 4


def getaddrinfo(host, port, af=0, type=0, proto=0, flags=0):
    address = "0.0.0.0" if host == "" else host if _is_address(host) else _sockets.resolve(host)
    if not address:
        raise OSError(-2)  # lwIP's EAI_FAIL family comes as negative numbers
    return [(AF_INET, type or SOCK_STREAM, proto, "", (address, int(port)))]


def _is_address(host):
    parts = host.split(".")
    return len(parts) == 4 and all(part.isdigit() for part in parts)


class socket:
    def __init__(self, af=AF_INET, type=SOCK_STREAM, proto=0):
        if af != AF_INET:
            raise OSError(errno.EINVAL)
        self._udp = type == SOCK_DGRAM
        self._id = _sockets.open(self._udp)
        self._timeout_ms = None  # None: waits for ever
        self._finished = False
        self._closed = False

    def setsockopt(self, level, option, value):
        if option not in (SO_REUSEADDR, SO_BROADCAST, TCP_NODELAY):
            raise OSError(errno.EINVAL)

    def setblocking(self, flag):
        self._timeout_ms = None if flag else 0

    def settimeout(self, seconds):
        self._timeout_ms = None if seconds is None else int(seconds * 1000)

    def fileno(self):
        return self._id

    def bind(self, address):
        code = _sockets.bind(self._id, address[0], address[1])
        if code < 0:
            raise OSError(-code)

    def connect(self, address):
        _sockets.connect(self._id, address[0], address[1])
        if self._udp:
            return
        if self._timeout_ms == 0:
            raise OSError(errno.EINPROGRESS)
        if not self._wait(_POLL_OUT):
            raise OSError(errno.ETIMEDOUT)
        if _sockets.poll(self._id) & 8:
            raise OSError(errno.ECONNABORTED)

    def _wait(self, flag):
        """True as soon as a read or write would do something; False when the timeout came first."""
        started = time.ticks_ms()
        while not _sockets.poll(self._id) & flag:
            if self._timeout_ms is not None and time.ticks_diff(time.ticks_ms(), started) >= self._timeout_ms:
                return False
            soft.wait_us(10000)
        return True

    def _read_once(self, address, count):
        """Bytes read, 0 at the end, None when there is nothing. Raises OSError."""
        if self._closed:
            raise OSError(errno.EBADF)
        if self._finished:
            return 0
        got = _sockets.recv(self._id, address, count)
        if got == _AGAIN and self._timeout_ms != 0:
            if not self._wait(_POLL_IN):
                raise OSError(errno.ETIMEDOUT)
            got = _sockets.recv(self._id, address, count)
        if got == _AGAIN:
            return None
        if got < 0:
            raise OSError(-got)
        if got == 0:
            self._finished = True
        return got

    def _write_once(self, address, count, host, port):
        if self._closed:
            raise OSError(errno.EBADF)
        sent = _sockets.send(self._id, address, count, host, port)
        if sent == _AGAIN and self._timeout_ms != 0:
            if not self._wait(_POLL_OUT):
                raise OSError(errno.ETIMEDOUT)
            sent = _sockets.send(self._id, address, count, host, port)
        if sent == _AGAIN:
            return None
        if sent < 0:
            raise OSError(-sent)
        return sent

    # -- the stream protocol: None for "not now" ----------------------------------------------------------------------

    def readinto(self, buf, count=-1):
        count = len(buf) if count < 0 or count > len(buf) else count
        address = uctypes.addressof(buf)
        done = 0
        while done < count:
            got = self._read_once(address + done, count - done)
            if got is None:
                return done if done else None
            if got == 0:
                break
            done += got
        return done

    def read(self, count=-1):
        if count < 0:
            whole = b""
            part = self.read(512)
            while part:
                whole += part
                part = self.read(512)
            return whole if whole or part is not None else None
        buf = bytearray(count)
        got = self.readinto(buf)
        return None if got is None else bytes(memoryview(buf)[:got])

    def readline(self):
        line = b""
        while line[-1:] != b"\n":
            part = self.read(1)
            if part is None:
                return line if line else None
            if not part:
                break
            line += part
        return line

    def write(self, data, count=-1):
        count = len(data) if count < 0 else count
        address = uctypes.addressof(data) if count else 0
        done = 0
        while done < count:
            sent = self._write_once(address + done, count - done, "", 0)
            if sent is None:
                return done if done else None
            done += sent
        return done

    # -- the socket calls: EAGAIN raises ------------------------------------------------------------------------------

    def recv(self, count):
        return self.recvfrom(count)[0]

    def recvfrom(self, count):
        buf = bytearray(count)
        got = self._read_once(uctypes.addressof(buf), count) if count else 0
        if got is None:
            raise OSError(errno.EAGAIN)
        source = (_sockets.source_host(self._id), _sockets.source_port(self._id)) if self._udp else None
        return bytes(memoryview(buf)[:got]), source

    def send(self, data):
        sent = self._write_once(uctypes.addressof(data), len(data), "", 0) if data else 0
        if sent is None:
            raise OSError(errno.EAGAIN)
        return sent

    def sendall(self, data):
        view = memoryview(data)
        while view:
            view = view[self.send(view) :]

    def sendto(self, data, address):
        sent = self._write_once(uctypes.addressof(data), len(data), address[0], address[1])
        if sent is None:
            raise OSError(errno.EAGAIN)
        return sent

    def ioctl(self, request, flags):
        if request == 3:
            ready = _sockets.poll(self._id)
            if self._finished:
                ready |= _POLL_IN
            return ready & (flags | 8 | 16)
        return -1

    def close(self):
        if not self._closed:
            self._closed = True
            _sockets.close(self._id)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
