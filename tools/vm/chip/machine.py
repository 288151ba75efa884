"""Stand-in for ``machine``: what of it this firmware touches, with the behaviour of the ESP32 port."""

import io
import json

import _dac
import outside
import soft
import uctypes

PWRON_RESET = 1
HARD_RESET = 2
WDT_RESET = 3
DEEPSLEEP_RESET = 4
SOFT_RESET = 5
_RESET_EXIT = 64
_WATCHDOG_EXIT = 65
_CAUSE_FILE = "/.reset_cause"
_frequency_hz = 160000000


def _leave(cause, code):
    with open(_CAUSE_FILE, "w") as file:
        file.write(json.dumps(cause))
    outside.leave(code)


def reset():
    _leave(HARD_RESET, _RESET_EXIT)


def soft_reset():
    _leave(SOFT_RESET, _RESET_EXIT)


def reset_cause():
    try:
        with open(_CAUSE_FILE) as file:
            return json.loads(file.read())
    except OSError:
        return PWRON_RESET


def unique_id():
    return b"\x24\x6f\x28\x01\x02\x03"


def freq(hz=None):
    global _frequency_hz
    if hz is None:
        return _frequency_hz
    if hz not in (20000000, 40000000, 80000000, 160000000, 240000000):
        raise ValueError("frequency must be 20MHz, 40MHz, 80Mhz, 160MHz or 240MHz")
    _frequency_hz = hz


class Pin:
    IN = 1
    OUT = 3
    OPEN_DRAIN = 7
    PULL_DOWN = 1
    PULL_UP = 2
    IRQ_RISING = 1
    IRQ_FALLING = 2

    def __init__(self, number, mode=None, pull=None, *, value=None):
        self.number = number
        self._output = mode in (Pin.OUT, Pin.OPEN_DRAIN)
        self._resting = 1 if pull == Pin.PULL_UP else 0
        if value is not None:
            self.value(value)

    def value(self, level=None):
        if level is not None:
            outside.levels[self.number] = 1 if level else 0
            return None
        outside.look()
        return outside.levels.get(self.number, self._resting)

    __call__ = value

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)


class ADC:
    ATTN_0DB = 0
    ATTN_2_5DB = 1
    ATTN_6DB = 2
    ATTN_11DB = 3

    def __init__(self, pin, *, atten=ATTN_0DB):
        self._number = pin.number if isinstance(pin, Pin) else pin

    def read_uv(self):
        outside.look()
        return outside.microvolts.get(self._number, 0)

    def read_u16(self):
        return min(65535, self.read_uv() * 65535 // 3300000)


class Timer:
    """Hardware timer with soft callbacks: see soft.py for when they run."""

    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, number, **settings):
        self.running = False
        if settings:
            self.init(**settings)

    def init(self, *, mode=PERIODIC, freq=-1, period=-1, callback=None, hard=False):
        self.deinit()
        self.periodic = mode == Timer.PERIODIC
        self.period_us = 1000000 // freq if freq > 0 else period * 1000
        self.callback = callback
        self.due_us = (soft.now_us() + self.period_us) & 0x3FFFFFFF
        self.running = True
        soft.add(self)

    def deinit(self):
        self.running = False
        soft.remove(self)


class WDT:
    """The task watchdog: bites when no feed came in time. Looked at wherever the program waits."""

    def __init__(self, id=0, timeout=5000):
        self._timeout_us = timeout * 1000
        self.feed()
        soft.on_wait.append(self._look)

    def feed(self):
        self._fed_us = soft.now_us()

    def _look(self):
        if ((soft.now_us() - self._fed_us) & 0x3FFFFFFF) > self._timeout_us:
            print("Task watchdog got triggered")
            _leave(WDT_RESET, _WATCHDOG_EXIT)


class I2S(io.IOBase):
    """Transmitter only, blocking until it is polled once, then never: as the ESP32 port does it."""

    RX = 1
    TX = 2
    MONO = 0
    STEREO = 1
    _made = 0

    def __init__(self, id, *, sck, ws, sd, mode, bits, format, rate, ibuf):
        if mode != I2S.TX:
            raise ValueError("only I2S.TX is modelled")
        if bits not in (16, 32):
            raise ValueError("invalid bits")
        if I2S._made & (1 << id):
            raise OSError("I2S %d is in use" % id)
        I2S._made |= 1 << id
        self._id = id
        self._asynchronous = False
        self._dac = _dac.open(rate, bits // 8 * (2 if format == I2S.STEREO else 1), ibuf)

    def write(self, buf):
        taken = _dac.write(self._dac, uctypes.addressof(buf), len(buf))
        while not self._asynchronous and taken < len(buf):
            soft.wait_us(1000)
            taken += _dac.write(self._dac, uctypes.addressof(buf) + taken, len(buf) - taken)
        return taken

    def ioctl(self, request, flags):
        if request != 3:
            return -1
        self._asynchronous = True
        return flags & 4 if _dac.writable(self._dac) else 0

    def deinit(self):
        _dac.close(self._dac)
        I2S._made &= ~(1 << self._id)


def idle():
    soft.wait_us(10000)


def lightsleep(ms=0):
    raise NotImplementedError("the radio would sleep too")


def disable_irq():
    return 0


def enable_irq(state):
    pass
