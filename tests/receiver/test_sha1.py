"""SHA-1 and HMAC-SHA1 of the bodypack: the viper writing, and whatever stands for it on this interpreter."""

import gc
import hashlib
import sys
import unittest
from binascii import hexlify

from vectors import crypto_rfc

from hushcue_bodypack import crypto, crypto_viper

ON_MICROPYTHON = sys.implementation.name == "micropython"
WRITINGS = (crypto.compress, crypto_viper.compress)


def pattern(count, step=37):
    return bytearray([(place * step + (place >> 5)) & 0xFF for place in range(count)])


def sha1(compress, message):
    """Padding by hand, the state from FIPS 180-4 section 5.3.1."""
    data = bytearray(message) + b"\x80"
    data += bytes(-(len(data) + 8) % 64) + (8 * len(message)).to_bytes(8, "big")
    state = bytearray(4 * 36)
    for index, word in enumerate(("67452301", "efcdab89", "98badcfe", "10325476", "c3d2e1f0")):
        for place in range(4):
            state[84 + 4 * index + place] = int(word[6 - 2 * place : 8 - 2 * place], 16)
    compress(state, data, 0, len(data) >> 6, 21)
    return bytes(state[124:144])


def hmac_sha1(key, data):
    out = bytearray(20)
    crypto.new_hmac_sha1(key).digest(bytearray(data), len(data), b"", out)
    return bytes(out)


class TestCompression(unittest.TestCase):
    def test_it_gives_the_digests_of_the_standard(self):
        for compress in WRITINGS:
            for message, digest in crypto_rfc.SHA1:
                self.assertEqual(hexlify(sha1(compress, message)).decode(), digest)

    def test_it_gives_the_interpreters_own_digests(self):
        for compress in WRITINGS:
            for size in (0, 1, 55, 56, 63, 64, 65, 119, 120, 500):
                message = pattern(size)
                self.assertEqual(sha1(compress, message), hashlib.sha1(message).digest())

    def test_blocks_may_be_taken_one_by_one_and_from_anywhere(self):
        for compress in WRITINGS:
            message = pattern(64 * 5)
            whole = bytearray(4 * 36)
            parts = bytearray(4 * 36)
            compress(whole, message, 64, 3, 0)
            for number in range(1, 4):
                compress(parts, message, 64 * number, 1, 0)
            self.assertEqual(whole[:20], parts[:20])
            self.assertEqual(whole[124:144], parts[124:144])

    def test_no_block_leaves_the_state_and_gives_it_in_network_order(self):
        for compress in WRITINGS:
            state = bytearray(range(4 * 36))
            compress(state, bytearray(64), 0, 0, 2)
            self.assertEqual(state[:20], bytearray(range(8, 28)))
            self.assertEqual(state[124:128], bytearray((11, 10, 9, 8)))


class TestHmac(unittest.TestCase):
    def test_it_gives_the_digests_of_the_rfc(self):
        for key, data, digest in crypto_rfc.HMAC_SHA1:
            self.assertEqual(hexlify(hmac_sha1(key, data)).decode(), digest)

    def test_a_key_longer_than_a_block_is_refused(self):
        crypto.new_hmac_sha1(bytes(64))
        with self.assertRaises(ValueError):
            crypto.new_hmac_sha1(bytes(65))

    def test_every_size_and_tail_is_padded_right(self):
        key = bytes(range(20))
        ours = crypto.new_hmac_sha1(key)
        inner = bytes([byte ^ 0x36 for byte in key + bytes(44)])
        outer = bytes([byte ^ 0x5C for byte in key + bytes(44)])
        data = pattern(200)
        out = bytearray(20)
        for tail in (b"", b"abcd", b"x"):
            for size in tuple(range(70)) + (118, 119, 120, 121, 128, 199):  # noqa: RUF005 - MicroPython has no star there
                message = bytes(data[:size]) + tail
                ours.digest(data, size, tail, out)
                expected = hashlib.sha1(outer + hashlib.sha1(inner + message).digest()).digest()
                self.assertEqual((size, tail, bytes(out)), (size, tail, expected))

    def test_a_long_message_has_a_length_of_more_than_16_bits(self):
        data = pattern(8000)
        key = b"k" * 20
        inner = bytes([byte ^ 0x36 for byte in key + bytes(44)])
        outer = bytes([byte ^ 0x5C for byte in key + bytes(44)])
        out = bytearray(20)
        crypto.new_hmac_sha1(key).digest(data, 7999, b"", out)
        self.assertEqual(bytes(out), hashlib.sha1(outer + hashlib.sha1(inner + bytes(data[:7999])).digest()).digest())

    def test_a_digest_leaves_nothing_behind_for_the_next(self):
        ours = crypto.new_hmac_sha1(b"key")
        data = pattern(300)
        first, again = bytearray(20), bytearray(20)
        ours.digest(data, 100, b"tail", first)
        for size in (300, 0, 61, 55):
            ours.digest(data, size, b"", again)
        ours.digest(data, 100, b"tail", again)
        self.assertEqual(first, again)

    def test_what_fits_is_told_from_what_does_not(self):
        ours = crypto.new_hmac_sha1(b"key")
        buf = pattern(90)
        tag = bytearray(20)
        ours.digest(buf, 80, b"abcd", tag)
        buf[80:90] = tag[:10]
        self.assertTrue(ours.fits(buf, 80, b"abcd", 80, 10))
        self.assertFalse(ours.fits(buf, 80, b"abce", 80, 10))
        for place in range(90):
            buf[place] ^= 0x10
            self.assertFalse(ours.fits(buf, 80, b"abcd", 80, 10))
            buf[place] ^= 0x10

    def test_two_keys_do_not_meet(self):
        one, other = crypto.new_hmac_sha1(b"one"), crypto.new_hmac_sha1(b"other")
        out, alone = bytearray(20), bytearray(20)
        data = pattern(100)
        one.digest(data, 100, b"", alone)
        other.digest(data, 99, b"", out)
        one.digest(data, 100, b"", out)
        self.assertEqual(out, alone)


class TestOtherLoops(unittest.TestCase):
    def test_counter_blocks(self):
        iv = bytearray(range(100, 114))
        for fill in (crypto.fill_counters, crypto_viper.fill_counters):
            blocks = bytearray(b"\xee" * 80)
            fill(blocks, iv, 4, 0xFE)
            for number in range(4):
                expected = bytes(iv) + (0xFE + number).to_bytes(2, "big")
                self.assertEqual(bytes(blocks[16 * number : 16 * number + 16]), expected)
            self.assertEqual(bytes(blocks[64:]), b"\xee" * 16)
            fill(blocks, iv, 0, 0)
            self.assertEqual(bytes(blocks[:2]), bytes(iv[:2]))

    def test_exclusive_or(self):
        buf, mask = pattern(40), pattern(40, 11)
        expected = bytearray(buf)
        for place in range(9):
            expected[5 + place] ^= mask[place]
        crypto.xor(buf, 5, mask, 9)
        self.assertEqual(buf, expected)

    def test_equality(self):
        a, b = bytearray(b"abcdef"), bytearray(b"cdeXYZ")
        self.assertTrue(crypto.equal(a, 2, b, 3))
        self.assertFalse(crypto.equal(a, 2, b, 4))
        self.assertFalse(crypto.equal(a, 1, b, 3))
        self.assertTrue(crypto.equal(a, 1, b, 0))


@unittest.skipUnless(ON_MICROPYTHON, "the heap of CPython is another one")
class TestHeap(unittest.TestCase):
    def test_a_digest_takes_nothing(self):
        ours = crypto.new_hmac_sha1(b"key")
        buf, tail, out = pattern(1472), bytearray(4), bytearray(20)

        def digests(count):
            while count:
                count -= 1
                ours.digest(buf, 491 + count, tail, out)
                ours.fits(buf, 1157, tail, 1157, 10)
                crypto.fill_counters(buf, out, 70, 0)

        digests(2)
        gc.collect()
        gc.disable()
        before = gc.mem_alloc()
        digests(50)
        taken = gc.mem_alloc() - before
        gc.enable()
        self.assertEqual(taken, 0)


if __name__ == "__main__":
    unittest.main()
