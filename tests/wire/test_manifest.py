"""The manifest of a slot: made once, read line by line, and nothing believed that does not keep the contract."""

import json
import unittest

from hushcue_wire import manifest
from hushcue_wire.errors import WireError

HASH = "0123456789abcdef" * 4
FILES = {"lib/hushcue_wire/rtp.mpy": (1880, HASH), "lib/hushcue_wire/__init__.mpy": (7, HASH), "lib/x.mpy": (0, HASH)}


def made(files=FILES, version="0.4.0"):
    return manifest.make(version, "esp32_s3", "xtensawin", 6, files)


class Manifest(unittest.TestCase):
    def test_it_is_read_as_it_was_made(self):
        head, files = manifest.read(made())
        self.assertEqual(
            (head["version"], head["board"], head["machine"], head["mpy"]), ("0.4.0", "esp32_s3", "xtensawin", 6)
        )
        self.assertEqual(files, FILES)

    def test_it_is_json_that_any_program_reads(self):
        document = json.loads(made())
        self.assertEqual(document["format"], 1)
        self.assertEqual(document["files"]["lib/x.mpy"], [0, HASH])

    def test_the_same_files_make_the_same_bytes(self):
        self.assertEqual(made(), made(dict(reversed(list(FILES.items())))))

    def test_a_line_at_a_time(self):
        lines = made().split(b"\n")
        self.assertEqual(manifest.read_head(lines[0])["mpy"], 6)
        self.assertEqual(manifest.read_entry(lines[1] + b"\n")[0], "lib/hushcue_wire/__init__.mpy")
        self.assertIsNone(manifest.read_entry(manifest.END))

    def test_every_beginning_of_it_is_refused(self):
        whole = made()
        for size in range(len(whole)):
            with self.assertRaises(WireError):
                manifest.read(whole[:size])

    def test_what_does_not_keep_the_contract_is_refused(self):
        whole = made()
        for old, new in (
            (b'"format": 1', b'"format": 2'),
            (b'"mpy": 6', b'"mpy": "6"'),
            (b'"mpy": 6', b'"mpy": true'),
            (b'"version": "0.4.0"', b'"version": ""'),
            (b'"board": "esp32_s3"', b'"board": null'),
            (b"lib/x.mpy", b"lib/../x.mpy"),
            (b"lib/x.mpy", b"/lib/x.mpy"),
            (b"lib/x.mpy", b"boot.py"),
            (b"lib/x.mpy", b"lib/.x.mpy"),
            (b"lib/x.mpy", b"lib/" + b"x" * 300),
            (b"[1880,", b"[-1,"),
            (b"[1880,", b"[1e3,"),
            (b"[1880,", b"[true,"),
            (b"0123", b"012G"),
            (b",\n", b",\n\n"),
            (b"lib/hushcue_wire/rtp.mpy", b"lib/hushcue_wire/__init__.mpy"),
        ):
            with self.assertRaises(WireError):
                manifest.read(whole.replace(old, new, 1))

    def test_too_many_files_are_refused(self):
        with self.assertRaises(WireError):
            made({"lib/m%d.mpy" % number: (1, HASH) for number in range(manifest.MAX_FILES + 1)})

    def test_versions_have_an_order(self):
        ordered = ("0.0.0", "0.3.9", "0.4", "0.4.1rc2", "0.10.0", "1.0.0")
        self.assertEqual(sorted(reversed(ordered), key=manifest.order), list(ordered))
        self.assertEqual(manifest.order("0.4.0.dev3"), manifest.order("0.4"))


if __name__ == "__main__":
    unittest.main()
