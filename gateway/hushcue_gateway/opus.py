"""Opus (RFC 6716) through opuslib, and a libopus to go with it on every system.

opuslib 3.0.1 asks ``ctypes.util.find_library`` and gives up where that finds nothing: on Windows nearly always, on
macOS beside Homebrew. PyAV's wheels carry a libopus of their own: that one is the second choice. What else opuslib
leaves to do:

- its setters for FEC and DTX raise TypeError, so controls go through ``encoder_ctl``;
- ``opus_encoder_ctl`` is variadic, and arm64 macOS passes such arguments elsewhere: ctypes knows that where the fixed
  ones alone are declared;
- its decoder cannot be told of a lost packet (NULL), and copies every sample twice.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import importlib
import importlib.util
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hushcue_words import EXIT_MISSING, Catalogue

Application = Literal["voip", "audio", "lowdelay"]
APPLICATIONS: dict[str, int] = {"voip": 2048, "audio": 2049, "lowdelay": 2051}
RATES_HZ = (8000, 12000, 16000, 24000, 48000)
MAX_PACKET_BYTES = 1275
"""One frame of 20 ms or less (RFC 6716 section 3.2)."""
MAX_PACKET_MS = 120

# opus_defines.h
SET_BITRATE, SET_COMPLEXITY, SET_INBAND_FEC, SET_PACKET_LOSS_PERC, SET_DTX = 4002, 4010, 4012, 4014, 4016
GET_BITRATE, GET_INBAND_FEC, GET_PACKET_LOSS_PERC, GET_DTX, GET_LOOKAHEAD = 4003, 4013, 4015, 4017, 4027

BUNDLED = ("av.libs/libopus*", "av.libs/opus*", "av/.dylibs/libopus*")
"""Where PyAV's wheels carry theirs: Linux and Windows, the same, macOS; beside the package."""

WORDS = Catalogue(
    {
        "opus_missing": (
            "libopus is not found. Install it (Debian: apt install libopus0; macOS: brew install opus), "
            "or install the Python package av anew: its wheels carry one. {reason}",
            "找不到 libopus。请安装（Debian：apt install libopus0；macOS：brew install opus），"
            "或重新安装 Python 软件包 av，其安装包自带该库。{reason}",
        ),
    }
)

Samples = NDArray[np.int16]
_lock = threading.Lock()
_api: Any = None


class OpusError(ValueError):
    """libopus refused: a packet that is none, or a frame of a length that Opus does not have."""


def libraries() -> Iterator[str]:
    """Every libopus there is, in the order in which it is tried: the system's, then those of PyAV's wheel."""
    system = ctypes.util.find_library("opus")
    if system:
        yield system
    spec = importlib.util.find_spec("av")
    if spec is not None and spec.origin:
        beside = Path(spec.origin).resolve().parents[1]
        for pattern in BUNDLED:
            yield from sorted(str(path) for path in beside.glob(pattern))


def load() -> Any:
    """opuslib's ``api.libopus``. Raises Trouble where there is no libopus. The first call takes a moment."""
    global _api
    with _lock:
        if _api is None:
            _api = _load()
        return _api


def _load() -> Any:
    reasons = []
    for path in libraries():
        try:
            ctypes.CDLL(path)
        except OSError as error:
            reasons.append(str(error))
            continue
        return _import_with(path)
    raise WORDS.trouble("opus_missing", exit_code=EXIT_MISSING, reason="; ".join(reasons))


def _import_with(path: str) -> Any:
    """Import opuslib so that it finds the library at ``path``."""
    with _found(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it compares numbers by "is"
        api = importlib.import_module("opuslib.api")
        for side in ("encoder", "decoder"):
            module = importlib.import_module(f"opuslib.api.{side}")
            pointer = module.EncoderPointer if side == "encoder" else module.DecoderPointer
            module.libopus_ctl.argtypes = (pointer, ctypes.c_int)  # the variadic ones are not declared
    return api.libopus


@contextlib.contextmanager
def _found(path: str) -> Iterator[None]:
    find = ctypes.util.find_library
    ctypes.util.find_library = lambda name: path if name == "opus" else find(name)
    try:
        yield
    finally:
        ctypes.util.find_library = find


def version() -> str:
    """ "libopus 1.3.1" or the like."""
    call = load()["opus_get_version_string"]
    call.restype = ctypes.c_char_p
    return str(call().decode("ascii", "replace"))


class _Codec:
    """What both have: a state of libopus that is given back."""

    def __init__(self, side: str, rate_hz: int, channels: int, *more: int):
        if rate_hz not in RATES_HZ or channels not in (1, 2):
            raise ValueError(f"Opus has no {rate_hz} Hz with {channels} channels")
        self.rate_hz, self.channels = rate_hz, channels
        library = load()
        self._text = library["opus_strerror"]
        self._text.restype = ctypes.c_char_p
        create = library[f"opus_{side}_create"]
        create.argtypes, create.restype = (ctypes.c_int,) * (2 + len(more)) + (ctypes.c_void_p,), ctypes.c_void_p
        self._destroy = library[f"opus_{side}_destroy"]
        self._destroy.argtypes, self._destroy.restype = (ctypes.c_void_p,), None
        self._ctl = library[f"opus_{side}_ctl"]
        self._ctl.argtypes = (ctypes.c_void_p, ctypes.c_int)
        error = ctypes.c_int()
        self._state = create(rate_hz, channels, *more, ctypes.byref(error))
        self._check(error.value)

    def __del__(self) -> None:
        state, self._state = getattr(self, "_state", None), None
        if state:
            self._destroy(state)

    def _check(self, result: int) -> int:
        if result < 0:
            raise OpusError(self._text(result).decode("ascii", "replace"))
        return result

    def set(self, request: int, value: int) -> None:
        """A control of opus_defines.h. OpusError where libopus does not take it."""
        self._check(self._ctl(self._state, request, ctypes.c_int32(value)))

    def get(self, request: int) -> int:
        """What a control stands at."""
        value = ctypes.c_int32()
        self._check(self._ctl(self._state, request, ctypes.byref(value)))
        return value.value


class Encoder(_Codec):
    """Frames of 2.5, 5, 10, 20, 40 or 60 ms in, packets out. bitrate: bit/s. Not for two threads at once.

    fec: every packet carries a coarse copy of the frame before it where ``loss_percent`` (10 or more) makes it worth
    while (voip only). dtx: silence costs next to nothing.
    """

    def __init__(
        self,
        rate_hz: int,
        channels: int = 1,
        application: Application = "voip",
        bitrate: int = 32_000,
        *,
        complexity: int = 5,
        fec: bool = False,
        loss_percent: int = 0,
        dtx: bool = False,
    ):
        super().__init__("encoder", rate_hz, channels, APPLICATIONS[application])
        self._encode = load()["opus_encode"]
        self._encode.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_int32)
        self._out = ctypes.create_string_buffer(4 * MAX_PACKET_BYTES)
        self.set(SET_BITRATE, bitrate)
        self.set(SET_COMPLEXITY, complexity)
        self.set(SET_INBAND_FEC, int(fec))
        self.set(SET_PACKET_LOSS_PERC, loss_percent)
        self.set(SET_DTX, int(dtx))

    @property
    def lookahead(self) -> int:
        """Samples at ``rate_hz`` that a decoder has to leave out at the beginning (pre-skip, RFC 7845)."""
        return self.get(GET_LOOKAHEAD)

    def encode(self, frame: bytes | bytearray | memoryview | Samples) -> bytes:
        """One packet. frame: int16 of this machine's byte order, channels interleaved. OpusError for a length that is
        no frame."""
        samples = np.frombuffer(frame, np.int16) if not isinstance(frame, np.ndarray) else np.ascontiguousarray(frame)
        if samples.dtype != np.int16 or samples.size % self.channels:
            raise ValueError("int16 samples, all channels of each")
        count = samples.size // self.channels
        size = self._encode(self._state, samples.ctypes.data, count, self._out, len(self._out))
        return self._out.raw[: self._check(size)]


class Decoder(_Codec):
    """Packets in, samples out: int16, channels interleaved, shape (samples * channels,). Not for two threads at once.

    It decodes to any of RATES_HZ and to one or two channels, whatever the packet holds.
    """

    def __init__(self, rate_hz: int, channels: int = 1):
        super().__init__("decoder", rate_hz, channels)
        library = load()
        self._decode = library["opus_decode"]
        self._decode.argtypes = (
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_int32,
            ctypes.c_void_p,
            ctypes.c_int,
            ctypes.c_int,
        )
        self._count = library["opus_packet_get_nb_samples"]
        self._count.argtypes = (ctypes.c_char_p, ctypes.c_int32, ctypes.c_int32)
        self._most = rate_hz * MAX_PACKET_MS // 1000
        self._out = np.empty(self._most * channels, np.int16)

    def samples_in(self, packet: bytes) -> int:
        """How long a packet is, in samples of one channel. OpusError where it is none."""
        return self._check(self._count(packet, len(packet), self.rate_hz)) if packet else self._check(-4)

    def decode(self, packet: bytes) -> Samples:
        """Its samples. OpusError where it is none (an empty one too: that is ``conceal``)."""
        if not packet:
            self._check(-4)
        return self._run(packet, self._most, 0)

    def conceal(self, samples: int) -> Samples:
        """What stands in for a packet of so many samples (a multiple of 2.5 ms) that was lost."""
        return self._run(None, samples, 0)

    def fec(self, packet: bytes, samples: int | None = None) -> Samples:
        """The frame before ``packet``, which was lost, from the copy in it; concealed where it holds none.
        samples: of the lost one; None: as many as the packet has."""
        return self._run(packet, samples or self.samples_in(packet), 1)

    def _run(self, packet: bytes | None, samples: int, fec: int) -> Samples:
        if not 0 < samples <= self._most:
            raise OpusError(f"{samples} samples")
        count = self._decode(self._state, packet, len(packet or b""), self._out.ctypes.data, samples, fec)
        return self._out[: self._check(count) * self.channels].copy()
