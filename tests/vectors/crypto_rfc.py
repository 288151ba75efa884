"""Test vectors as the RFCs print them: nothing of ours made any of these numbers.

RFC 3711 appendix B.2 and B.3, RFC 2202 section 3, RFC 4231 section 4, RFC 5869 appendix A, FIPS 180-2 appendix A.
"""

from binascii import unhexlify

SHA1 = (
    (b"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
)
"""FIPS 180-2 appendix A.1 and A.2: message, digest."""

HMAC_SHA1 = (
    (b"\x0b" * 20, b"Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
    (b"Jefe", b"what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
    (b"\xaa" * 20, b"\xdd" * 50, "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
    (bytes(range(1, 26)), b"\xcd" * 50, "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
    (b"\x0c" * 20, b"Test With Truncation", "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"),
)
"""RFC 2202 section 3, test cases 1 to 5: key, data, digest. Cases 6 and 7 have keys longer than a block."""

HMAC_SHA256 = (
    (b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    (b"\xaa" * 20, b"\xdd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    (bytes(range(1, 26)), b"\xcd" * 50, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    (b"\x0c" * 20, b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b"),
    (
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
    (
        b"\xaa" * 131,
        b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
        b"hashed before being used by the HMAC algorithm.",
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ),
)
"""RFC 4231 section 4, test cases 1 to 7: key, data, digest (its beginning in case 5)."""

HKDF = (
    (
        b"\x0b" * 22,
        bytes(range(13)),
        bytes(range(0xF0, 0xFA)),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    (
        bytes(range(0x50)),
        bytes(range(0x60, 0xB0)),
        bytes(range(0xB0, 0x100)),
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f"
        "09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    ),
    (b"\x0b" * 22, b"", b"", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
)
"""RFC 5869 appendix A.1 to A.3: key material, salt, info, output."""

COUNTER_KEY = unhexlify("2b7e151628aed2a6abf7158809cf4f3c")
COUNTER_IV = unhexlify("f0f1f2f3f4f5f6f7f8f9fafbfcfd")
KEYSTREAM = (
    (0x0000, "e03ead0935c95e80e166b16dd92b4eb4"),
    (0x0001, "d23513162b02d0f72a43a2fe4a5f97ab"),
    (0x0002, "41e95b3bb0a2e8dd477901e4fca894c0"),
    (0xFEFF, "ec8cdf7398607cb0f2d21675ea9ea1e4"),
    (0xFF00, "362b7c3c6773516318a077d7fc5073ae"),
    (0xFF01, "6a2cc3787889374fbeb4c81b17ba6c44"),
)
"""RFC 3711 appendix B.2: number of the block, key stream; SSRC, rollover counter and sequence number are zero, the
session's salt is COUNTER_IV."""

MASTER = unhexlify("e1f97a0d3e018be0d64fa32c06de4139" + "0ec675ad498afeebb6960b3aabe6")
CIPHER_KEY = "c61e7a93744f39ee10734afe3ff7a087"
CIPHER_SALT = "30cbbc08863d8c85d49db34a9ae1"
AUTHENTICATION_KEY = "cebe321f6ff7716b6fd4ab49af256a156d38baa4"
"""RFC 3711 appendix B.3: master key and salt, what is derived with labels 0, 2 and 1 (its first 20 octets)."""
