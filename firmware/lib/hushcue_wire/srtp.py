"""SRTP and SRTCP (RFC 3711), AES_CM_128_HMAC_SHA1_80, no MKI, key derivation rate 0: the bodypack's side.

The primitives are injected as ``crypto`` (``hushcue_bodypack.crypto`` on the chip; see its docstring). One object holds
the state of one direction of one source under one master key; another key is another object. A datagram that is not
authentic changes nothing but a counter. What is called for each datagram allocates nothing, so the index of a packet is
never one integer: 2**30 and above would be an object on the chip's heap. It is kept as (high, low): for SRTP the
rollover counter and the sequence number, for SRTCP the upper 15 and the lower 16 of its 31 bits.
"""

OK = 0
TRUNCATED = 1
"""The size cannot be: too short for header and tag, or longer than ``most_bytes``."""
REPLAYED = 2
"""It came before."""
OLD = 3
"""So far behind the newest that nobody can tell whether it came before."""
FORGED = 4
"""The tag is not that of these octets, or they come from another source."""
CODE_NAMES = ("ok", "truncated", "replayed", "old", "forged")

TAG_BYTES = 10
RTCP_TRAILER_BYTES = 14
"""E flag and index (4), tag (10)."""
WINDOW = 256
"""Packets behind the newest within which a late one is still taken, once."""

_HEADER_BYTES = 12
_RTCP_HEADER_BYTES = 8
_CHUNK_BYTES = 64
_MOST_VIEWS = 16


def derive(master: bytes, label: int, count: int, crypto) -> bytes:  # type: ignore[no-untyped-def]
    """``count`` (1..32) octets of session key: RFC 3711 section 4.3, labels 0..2 for SRTP, 3..5 for SRTCP."""
    if len(master) != 30:
        raise ValueError("a master key and salt are 30 octets")
    block = bytearray(32)
    iv = bytearray(master[16:])
    iv[7] ^= label
    crypto.fill_counters(block, iv, 2, 0)
    crypto.new_aes(master[:16]).encrypt(block, block)
    return bytes(block[:count])


def _write_count(count: int, buf: bytearray, at: int) -> None:
    """Four octets in network order."""
    for shift in (24, 16, 8, 0):
        buf[at] = (count >> shift) & 0xFF
        at += 1


class _Direction:
    """Keys, replay window and counters of one direction; ``label`` is 0 for SRTP and 3 for SRTCP."""

    def __init__(self, master: bytes, crypto, label: int) -> None:  # type: ignore[no-untyped-def]
        self._crypto = crypto
        self._aes = crypto.new_aes(derive(master, label, 16, crypto))
        self._hmac = crypto.new_hmac_sha1(derive(master, label + 1, 20, crypto))
        self._salt = derive(master, label + 2, 14, crypto)
        self._iv = bytearray(self._salt)
        self._source: "bytearray | None" = None  # of the first authentic packet: one direction, one source
        self._high = -1  # nothing authentic yet
        self._low = 0
        self._seen = bytearray(WINDOW >> 3)
        self.forged = 0
        self.replayed = 0

    def _place(self, high: int, low: int) -> int:
        """OK where a packet of this index may be new, else REPLAYED or OLD (counted)."""
        if self._high < 0:
            return OK
        behind = self._high - high
        if behind < 0:
            return OK
        if behind < 2:
            behind = (behind << 16) + self._low - low
            if behind < 0:
                return OK
            if behind < WINDOW:
                if not self._seen[(low >> 3) & 31] & (1 << (low & 7)):
                    return OK
                self.replayed += 1
                return REPLAYED
        self.replayed += 1
        return OLD

    def _mark(self, high: int, low: int) -> None:
        """The packet of this index was authentic."""
        seen = self._seen
        ahead = high - self._high
        if self._high < 0 or ahead > 1:
            ahead = WINDOW
        elif ahead >= -1:
            ahead = (ahead << 16) + low - self._low
        if ahead > 0:
            if ahead >= WINDOW:
                for index in range(WINDOW >> 3):
                    seen[index] = 0
            else:
                while ahead > 1:
                    ahead -= 1
                    between = low - ahead
                    seen[(between >> 3) & 31] &= ~(1 << (between & 7))
            self._high = high
            self._low = low
        seen[(low >> 3) & 31] |= 1 << (low & 7)

    def _authentic(self, buf: bytearray, covered: int, size: int, tail: "bytes | bytearray", source_at: int) -> bool:
        """Whether the last octets of buf[:size] are the tag of buf[:covered] + tail, and its source is the one."""
        source = self._source
        good = self._hmac.fits(buf, covered, tail, size - TAG_BYTES, TAG_BYTES)
        if good and source is not None:
            good = self._crypto.equal(buf, source_at, source, 4)
        if not good:
            self.forged += 1
            return False
        if source is None:
            source = self._source = bytearray(4)
            for index in range(4):
                source[index] = buf[source_at + index]
                self._iv[4 + index] ^= source[index]
        return True


class RtpReceiver(_Direction):
    """One stream: ``master`` 30 octets (key and salt), datagrams of up to ``most_bytes`` (22..4096), each at the start
    of its buffer, since it is hashed by words.

    ``mask`` (a bytearray): after :meth:`open` the key stream, mask[0] for buf[header_bytes]. ``forged`` counts wrong
    tags, ``replayed`` what came again or too late to tell (RFC 3711 looks for that before the tag). The stream's first
    rollover counter is 0; a stream that may be joined later than 2**15 packets after its start needs
    :meth:`reference`.
    """

    def __init__(self, master: bytes, crypto, most_bytes: int) -> None:  # type: ignore[no-untyped-def]
        super().__init__(master, crypto, 0)
        self._most_bytes = most_bytes
        self.mask = bytearray((most_bytes - _HEADER_BYTES - TAG_BYTES + 15) & ~15)
        self._views: "dict[int, memoryview]" = {}
        self._tail = bytearray(4)  # the rollover counter behind the octets that the tag covers
        self._tail_high = 0
        self._iv_high = 0
        self._base_high = 0  # where the next packet is expected: as a rule the newest authentic one
        self._base_low = 0x2000

    def reference(self, passed: int) -> None:
        """After silence: ``passed`` packets (0..2**28) were sent, by the clock, since the newest authentic one, or
        since the stream's start.

        The guess of the rollover counter starts from there until the next authentic packet; 2**15 packets of error
        either way are allowed.
        """
        low = passed + (self._low if self._high >= 0 else 0x2000)
        self._base_high = (self._high if self._high > 0 else 0) + (low >> 16)
        self._base_low = low & 0xFFFF

    def open(self, buf: bytearray, size: int, sequence: int, header_bytes: int) -> int:
        """Authenticate buf[:size], whose header says ``sequence`` and is ``header_bytes`` long with CSRC and extension:
        OK and ``mask`` covers the payload, or another code and nothing has changed.

        The payload in ``buf`` stays encrypted: the reader XORs with ``mask`` as it copies.
        """
        code = self.check(buf, size, sequence, header_bytes)
        if code == OK:
            self.keystream(0, size - TAG_BYTES - header_bytes)
        return code

    def check(self, buf: bytearray, size: int, sequence: int, header_bytes: int) -> int:
        """:meth:`open` without the key stream: for a reader that then asks for the parts that it needs."""
        if header_bytes < _HEADER_BYTES or not header_bytes + TAG_BYTES <= size <= self._most_bytes or size > len(buf):
            return TRUNCATED
        base = self._base_low
        high = self._base_high
        if base < 0x8000:
            if sequence - base > 0x8000:
                high -= 1
        elif base - 0x8000 > sequence:
            high += 1
        if high < 0:
            if self._high >= 0:
                self.replayed += 1
                return OLD
            high = 0  # nothing came yet, and before the start there was nothing
        code = self._place(high, sequence)
        if code:
            return code
        if high != self._tail_high:
            self._tail_high = high
            _write_count(high, self._tail, 0)
        if not self._authentic(buf, size - TAG_BYTES, size, self._tail, 8):
            return FORGED
        self._mark(high, sequence)
        self._base_high = self._high
        self._base_low = self._low
        iv = self._iv
        if high != self._iv_high:
            self._iv_high = high
            _write_count(high, iv, 8)
            for index in range(8, 12):
                iv[index] ^= self._salt[index]
        iv[12] = self._salt[12] ^ (sequence >> 8)
        iv[13] = self._salt[13] ^ (sequence & 0xFF)
        return OK

    def keystream(self, at: int, count: int) -> None:
        """mask[at : at + count] of the packet that :meth:`check` found authentic last (and what lies around it in the
        same blocks of 16). Raises ValueError beyond ``most_bytes``."""
        first = at >> 4
        blocks = ((at + count + 15) >> 4) - first
        if count <= 0:
            return
        if at < 0 or at + count > len(self.mask):
            raise ValueError("there is no such part of a packet")
        views = self._views
        key = first << 8 | blocks
        if key not in views:  # sizes change rarely: a slice is an object
            if len(views) >= _MOST_VIEWS:
                views.clear()
            views[key] = memoryview(self.mask)[first << 4 : (first + blocks) << 4]
        view = views[key]
        self._crypto.fill_counters(view, self._iv, blocks, first)
        self._aes.encrypt(view, view)


class RtcpReceiver(_Direction):
    """Compound packets of one source (RFC 3711 section 3.4)."""

    def __init__(self, master: bytes, crypto) -> None:  # type: ignore[no-untyped-def]
        super().__init__(master, crypto, 3)
        self._chunk = bytearray(_CHUNK_BYTES)

    def open(self, buf: bytearray, size: int) -> int:
        """Decrypt buf[:size] in place: how many octets it has without index and tag, or a negative code (-FORGED...)
        and neither ``buf`` nor anything else has changed."""
        end = size - RTCP_TRAILER_BYTES
        if end < _RTCP_HEADER_BYTES or size > len(buf):
            return -TRUNCATED
        high = (buf[end] & 0x7F) << 8 | buf[end + 1]
        low = buf[end + 2] << 8 | buf[end + 3]
        code = self._place(high, low)
        if code:
            return -code
        if not self._authentic(buf, size - TAG_BYTES, size, b"", 4):
            return -FORGED
        self._mark(high, low)
        if buf[end] & 0x80:
            _cipher(self._crypto, self._aes, self._salt, self._iv, self._chunk, buf, end)
        return end


class RtcpSender:
    """Protects what ``ssrc`` reports: each packet's first header names it as the sender."""

    def __init__(self, master: bytes, crypto, ssrc: int) -> None:  # type: ignore[no-untyped-def]
        self._crypto = crypto
        self._aes = crypto.new_aes(derive(master, 3, 16, crypto))
        self._hmac = crypto.new_hmac_sha1(derive(master, 4, 20, crypto))
        self._salt = derive(master, 5, 14, crypto)
        self._iv = bytearray(self._salt)
        _write_count(ssrc, self._iv, 4)
        for index in range(4, 8):
            self._iv[index] ^= self._salt[index]
        self._index = bytearray(b"\x80\0\0\0")  # the E flag and the index of the next packet
        self._chunk = bytearray(_CHUNK_BYTES)
        self._tag = bytearray(20)

    def protect(self, buf: bytearray, size: int) -> int:
        """Encrypt buf[:size] in place and put index and tag behind it: the new size, RTCP_TRAILER_BYTES more.

        ``buf`` is a bytearray with that much room.
        """
        index = self._index
        for at in range(4):
            buf[size + at] = index[at]
        _cipher(self._crypto, self._aes, self._salt, self._iv, self._chunk, buf, size)
        self._hmac.digest(buf, size + 4, b"", self._tag)
        for at in range(TAG_BYTES):
            buf[size + 4 + at] = self._tag[at]
        at = 3
        while index[at] == 0xFF:
            index[at] = 0
            at -= 1
        index[at] += 1
        return size + RTCP_TRAILER_BYTES


def _cipher(  # type: ignore[no-untyped-def]
    crypto, aes, salt: bytes, iv: bytearray, chunk: bytearray, buf: bytearray, end: int
) -> None:
    """XOR buf[8:end] with the key stream of the index that stands at buf[end:]; encrypting and decrypting are one."""
    iv[10] = salt[10] ^ (buf[end] & 0x7F)
    for index in range(1, 4):
        iv[10 + index] = salt[10 + index] ^ buf[end + index]
    at = _RTCP_HEADER_BYTES
    first = 0
    while at < end:
        crypto.fill_counters(chunk, iv, _CHUNK_BYTES >> 4, first)
        aes.encrypt(chunk, chunk)
        count = end - at
        if count > _CHUNK_BYTES:
            count = _CHUNK_BYTES
        crypto.xor(buf, at, chunk, count)
        at += count
        first += _CHUNK_BYTES >> 4
