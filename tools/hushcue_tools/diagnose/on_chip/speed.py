"""The receiver itself, with packets that the PC sends one by one: microseconds of each stage, heap, and collections.

The names of the firmware's things are fitted to the form in which they lie on the chip before this is sent.
"""

import binascii
import gc
import time

from hushcue_bodypack import crypto, pump, session

_CHUNK_BYTES = 1024
_state = {}


def _take(sound):
    """The stand-in for the DAC: as much room as time has passed, in whole descriptors."""
    room = _state["room"] // _CHUNK_BYTES * _CHUNK_BYTES - _state["part"]
    taken = min(room, len(sound))
    _state["part"] += taken
    if _state["part"] >= _CHUNK_BYTES:
        _state["part"] -= _CHUNK_BYTES
        _state["room"] -= _CHUNK_BYTES
    return taken


def _start(asked):
    _state["room"] = 4 * _CHUNK_BYTES
    _state["part"] = 0
    _state["now"] = 0
    _state["buf"] = bytearray(1472)
    _state["session"] = session.Session(crypto, asked["blocks"], -6.0)
    keys = binascii.unhexlify(asked["keys"])
    _state["session"].begin(asked["document"], (keys[:30], keys[30:]), 0)
    _state["pump"] = pump.Pump(_state["session"], _take)


def _packet(text):
    """[microseconds from datagram to slots, microseconds from slots to DAC, bytes of heap]."""
    data = binascii.a2b_base64(text.encode())
    buf = _state["buf"]
    buf[: len(data)] = data
    receiver, player, now, size = _state["session"], _state["pump"], _state["now"], len(data)
    del data
    gc.collect()
    before = gc.mem_alloc()
    begun = time.ticks_us()
    came = time.ticks_us()
    done = time.ticks_us()
    own = gc.mem_alloc() - before  # what asking for the time takes
    before = gc.mem_alloc()
    begun = time.ticks_us()
    receiver.datagram(buf, size, now)
    came = time.ticks_us()
    _state["room"] += 1920
    player.run(now)
    done = time.ticks_us()
    grown = gc.mem_alloc() - before - own
    _state["now"] = now + 10
    return [time.ticks_diff(came, begun), time.ticks_diff(done, came), grown]


def _loops(size):
    """Microseconds of what guards one packet: its tag, and the key stream over it."""
    buf = bytearray(size)
    out = bytearray(20)
    tagger = crypto.new_hmac_sha1(bytes(20))
    tagger.digest(buf, size, b"\0\0\0\0", out)
    begun = time.ticks_us()
    for _ in range(10):
        tagger.digest(buf, size, b"\0\0\0\0", out)
    tag = time.ticks_diff(time.ticks_us(), begun) // 10
    blocks = bytearray((size + 15) & ~15)
    cipher = crypto.new_aes(bytes(16))
    begun = time.ticks_us()
    for _ in range(10):
        crypto.fill_counters(blocks, out, len(blocks) >> 4, 0)
        cipher.encrypt(blocks, blocks)
    return tag, time.ticks_diff(time.ticks_us(), begun) // 10


def probe(asked):
    if asked["do"] == "start":
        gc.collect()
        _start(asked)
        yield {"started": True}
    elif asked["do"] == "packet":
        yield {"us": _packet(asked["data"])}
    else:
        tag, key_stream = _loops(asked["size"])
        pauses = []
        for _ in range(8):
            begun = time.ticks_us()
            gc.collect()
            pauses.append(time.ticks_diff(time.ticks_us(), begun))
        receiver = _state["session"]
        yield {
            "authenticate_us": tag,
            "keystream_us": key_stream,
            "longest_pause_us": max(pauses),
            "heap_free_bytes": gc.mem_free(),
            "heap_used_bytes": gc.mem_alloc(),
            "authentic": receiver.authentic,
            "refused": receiver.rejected + receiver.forged,
        }
        _state.clear()
