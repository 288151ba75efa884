"""MQTT documents: each limit of each field has an accepted and a refused case (tests/vectors/documents.json)."""

import json
import unittest

from hushcue_wire import documents
from hushcue_wire.errors import WireError


def vectors(name):
    here = __file__.replace("\\", "/").rsplit("/", 1)[0]
    with open(here + "/../vectors/" + name) as file:
        return json.loads(file.read())


VECTORS = vectors("documents.json")
# A JSON parser may be laxer than RFC 8259 in what it takes for a number, a separator or a quote; whatever it lets
# through still has to keep the table.
SPELLING = ("single quotes", "something after the document", "a second document", "a number that is not one")


def refusal(kind, data):
    """The place that the refusal names, None where there is none."""
    try:
        documents.read(kind, data)
    except WireError as error:
        return error.place
    return None


def same(got, want):
    """Equal, and of the same types: True is not 1 here."""
    return got == want and all([type(got[name]) is type(want[name]) for name in want])


class TestReading(unittest.TestCase):
    def test_every_kind_has_accepted_and_refused_cases(self):
        for group in ("accepted", "refused"):
            kinds = [case["kind"] for case in VECTORS[group]]
            for kind in documents.TABLES:
                self.assertIn(kind, kinds)

    def test_every_field_of_every_table_has_a_refused_case(self):
        places = [case["place"] for case in VECTORS["refused"]]
        for kind in documents.TABLES:
            for entry in documents.TABLES[kind]:
                self.assertIn(kind + "." + (entry[:-1] if entry[-1] == "?" else entry), places)

    def test_each_accepted_document_gives_every_field_and_no_other(self):
        for case in VECTORS["accepted"]:
            got = documents.read(case["kind"], case["text"].encode())
            if not same(got, case["want"]):
                self.fail("%s: %r" % (case["name"], got))

    def test_each_refused_document_names_the_place(self):
        for case in VECTORS["refused"]:
            place = refusal(case["kind"], case["text"].encode())
            if case["name"] in SPELLING:
                continue
            self.assertEqual((case["name"], place), (case["name"], case["place"]))

    def test_what_is_no_document_at_all_is_refused(self):
        for data in (b"", b"\xff\xfe\xfd", b"\x00", b"{", b"}", b'{"v":1', b"\xc3\x28", b'"', b"tru", b"[1,2]", b"7"):
            self.assertEqual((data, refusal("gateway", data)), (data, "gateway"))

    def test_bytes_of_any_kind_are_read(self):
        data = documents.make("gateway", {"state": "online", "boot": 9})
        for kind in (bytes, bytearray, lambda data: memoryview(bytearray(data))):
            self.assertEqual(documents.read("gateway", kind(data)), {"state": "online", "boot": 9})

    def test_the_longest_document_is_read_and_one_byte_more_is_refused(self):
        short = b'{"v":1,"state":"online","boot":9,"x":"'
        fits = short + b"x" * (documents.MAX_DOCUMENT_BYTES - len(short) - 2) + b'"}'
        self.assertEqual(len(fits), documents.MAX_DOCUMENT_BYTES)
        self.assertIsNone(refusal("gateway", fits))
        self.assertEqual(refusal("gateway", fits[:-2] + b'x"}'), "gateway")

    def test_the_deepest_document_is_read_and_one_level_more_is_refused(self):
        def nested(levels):
            return b'{"v":1,"state":"online","boot":9,"x":' + b"[" * levels + b"]" * levels + b"}"

        self.assertIsNone(refusal("gateway", nested(documents.MAX_DEPTH - 1)))
        self.assertEqual(refusal("gateway", nested(documents.MAX_DEPTH)), "gateway")

    def test_endless_nesting_does_not_exhaust_the_stack(self):
        for data in (b"[" * 1024, b'{"a":' * 200, b'[{"a":' * 150):
            self.assertEqual(refusal("hello", data), "hello")

    def test_half_a_character_pair_is_refused_where_a_text_is_kept(self):
        # JSON may spell a lone surrogate, which no UTF-8 can carry on
        data = b'{"v":1,"boot":1,"number":1,"what":"fault","detail":"\\ud800"}'
        self.assertEqual(refusal("event", data), "event.detail")


class TestMaking(unittest.TestCase):
    def test_what_was_accepted_can_be_made_and_read_again(self):
        for case in VECTORS["accepted"]:
            data = documents.make(case["kind"], case["want"])
            self.assertLessEqual(len(data), documents.MAX_DOCUMENT_BYTES)
            if not same(documents.read(case["kind"], data), case["want"]):
                self.fail(case["name"])

    def test_what_would_be_refused_is_not_made(self):
        made = 0
        for case in VECTORS["refused"]:
            try:
                fields = json.loads(case["text"])
            except ValueError:
                continue
            if not isinstance(fields, dict) or case["place"].endswith(".v") or case["place"] == case["kind"]:
                continue
            if case["name"] in SPELLING:
                continue
            del fields["v"]
            try:
                documents.make(case["kind"], fields)
            except WireError as error:
                self.assertEqual((case["name"], error.place), (case["name"], case["place"]))
                made += 1
            else:
                self.fail("made: " + case["name"])
        self.assertGreaterEqual(made, 200)

    def test_the_version_goes_in_by_itself_and_none_stays_out(self):
        fields = json.loads(documents.make("status", {"state": "online", "boot": 1, "fault": None}))
        self.assertEqual(fields, {"v": 1, "state": "online", "boot": 1})

    def test_the_fullest_documents_fit_into_the_limit(self):
        widest = {
            "text": lambda rule: "面" * rule[1],
            "name": lambda rule: "x" * 32,
            "ipv4": lambda rule: "223.255.255.255",
            "hex": lambda rule: "f" * rule[1],
            "base64": lambda rule: "A" * (rule[1] // 3 * 4),
        }
        for kind, table in documents.TABLES.items():
            fields = {}
            for entry, rule in table.items():
                if rule[0] in widest:
                    value = widest[rule[0]](rule)
                elif rule[0] in ("int", "number"):
                    value = rule[2] if len(str(rule[2])) > len(str(rule[1])) else rule[1]
                elif rule[0] == "bool":
                    value = False
                elif rule[0] == "choice":
                    value = max(rule[1], key=lambda choice: len(str(choice)))
                else:
                    value = [max(rule[1], key=lambda choice: len(str(choice)))] * rule[2]
                fields[entry[:-1] if entry[-1] == "?" else entry] = value
            self.assertLessEqual(len(documents.make(kind, fields)), documents.MAX_DOCUMENT_BYTES)

    def test_an_unknown_kind_is_our_mistake(self):
        with self.assertRaises(KeyError):
            documents.make("weather", {})


if __name__ == "__main__":
    unittest.main()
