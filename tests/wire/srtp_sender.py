"""SRTP and SRTCP as RFC 3711 writes them down, in large integers and with the interpreter's own primitives.

A second writing to test hushcue_wire.srtp against: nothing of that is used here.
"""

import gc
import hashlib

import cryptolib

RTP = 0
RTCP = 3
TAG_BYTES = 10


def hmac_sha1(key, data):
    """RFC 2104, for keys of at most 64 octets."""
    padded = key + bytes(64 - len(key))
    inner = hashlib.sha1(bytes([byte ^ 0x36 for byte in padded]) + data).digest()
    return hashlib.sha1(bytes([byte ^ 0x5C for byte in padded]) + inner).digest()


def keystream(key, iv, count):
    """AES in counter mode from a 128-bit integer, section 4.1.1."""
    blocks = b"".join([(iv + number).to_bytes(16, "big") for number in range((count + 15) // 16)])
    return cryptolib.aes(key, 1).encrypt(blocks)[:count]


class Sender:
    """One source's keys; ``label`` RTP or RTCP."""

    def __init__(self, master, label=RTP):
        key, salt = master[:16], int.from_bytes(master[16:], "big")
        self.key, self.authentication, salt_bytes = [
            keystream(key, (salt ^ ((label + place) << 48)) << 16, count)
            for place, count in ((0, 16), (1, 20), (2, 14))
        ]
        self.salt = int.from_bytes(salt_bytes, "big")

    def _ciphered(self, data, ssrc, index):
        iv = (self.salt << 16) ^ (ssrc << 64) ^ (index << 16)
        stream = keystream(self.key, iv, len(data))
        return bytes([data[place] ^ stream[place] for place in range(len(data))])

    def rtp(self, index, payload, ssrc=0xDEADBEEF, header=None):
        """The datagram of the packet with a 48-bit index: rollover counter and sequence number."""
        if header is None:
            header = b"\x80\x60" + (index & 0xFFFF).to_bytes(2, "big") + bytes(4) + ssrc.to_bytes(4, "big")
        covered = header + self._ciphered(payload, ssrc, index)
        tag = hmac_sha1(self.authentication, covered + (index >> 16).to_bytes(4, "big"))
        return bytearray(covered + tag[:TAG_BYTES])

    def rtcp(self, index, body, ssrc=0xDEADBEEF, encrypted=True):
        """The datagram of a compound packet whose first header is eight octets, with a 31-bit index."""
        header = b"\x80\xc8\x00\x01" + ssrc.to_bytes(4, "big")
        covered = header + (self._ciphered(body, ssrc, index) if encrypted else body)
        covered += (index | (0x80000000 if encrypted else 0)).to_bytes(4, "big")
        return bytearray(covered + hmac_sha1(self.authentication, covered)[:TAG_BYTES])


def heap_bytes(action, things):
    """MicroPython's heap bytes of ``action`` on each of the things but the first four."""
    number = 0
    while number < 4:
        action(things[number])
        number += 1
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    while number < len(things):
        action(things[number])
        number += 1
    after = gc.mem_alloc()
    gc.enable()
    return after - before
