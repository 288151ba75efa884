"""Which key does what: everything is derived from the device key, 32 random octets that gateway and bodypack share.

HKDF is RFC 5869. ``hmac_sha256(key, data) -> 32 bytes`` is injected: ``hmac`` of the standard library on a PC,
``hushcue_bodypack.crypto`` on the chip.
"""

DEVICE_KEY_BYTES = 32
NONCE_BYTES = 16
MASTER_BYTES = 30
"""SRTP master key (16) and master salt (14) in a row, RFC 3711 section 3.2.1."""


def hkdf(hmac_sha256, key: bytes, salt: bytes, info: bytes, length: int) -> bytes:  # type: ignore[no-untyped-def]
    """``length`` (1..8160) octets out of ``key``: extract, then expand."""
    if not 0 < length <= 255 * 32:
        raise ValueError("length is 1..8160")
    pseudo_random_key = hmac_sha256(salt, key)
    block = out = b""
    counter = 0
    while len(out) < length:
        counter += 1
        block = hmac_sha256(pseudo_random_key, block + info + bytes((counter,)))
        out += block
    return out[:length]


def command_key(hmac_sha256, device_key: bytes) -> bytes:  # type: ignore[no-untyped-def]
    """32 octets that sign documents to this device, see ``signed``."""
    return hkdf(hmac_sha256, device_key, b"", b"hushcue command 1", 32)


def session_keys(  # type: ignore[no-untyped-def]
    hmac_sha256, device_key: bytes, nonce: bytes, bodypack_id: str, session: int
) -> "tuple[bytes, bytes]":
    """(to the bodypack, from the bodypack): SRTP master key and salt of one session, MASTER_BYTES each."""
    info = b"hushcue session 1 " + bodypack_id.encode() + b" " + str(session).encode()
    both = hkdf(hmac_sha256, device_key, nonce, info, 2 * MASTER_BYTES)
    return both[:MASTER_BYTES], both[MASTER_BYTES:]


def key_id(hmac_sha256, device_key: bytes) -> str:  # type: ignore[no-untyped-def]
    """8 hexadecimal digits by which gateway and bodypack see that they hold the same key; public."""
    return "".join(["%02x" % byte for byte in hmac_sha256(device_key, b"hushcue key id")[:4]])
