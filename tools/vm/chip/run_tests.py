"""Runs unittest-style modules and says how many tests there were, on the last line, as JSON behind a mark."""

import json
import sys
import unittest

import outside

MARK = "@@tests "


def _more(name):
    """Assertions of CPython's TestCase that the VM's lacks, so that one file serves both."""

    def method(wrong):
        def check(self, first, second, msg=None):
            if wrong(first, second):
                self.fail(msg or "%s: %r, %r" % (name, first, second))

        return check

    return method


for _name, _wrong in (
    ("assertLess", lambda first, second: not first < second),
    ("assertGreater", lambda first, second: not first > second),
    ("assertNotIn", lambda first, second: first in second),
    ("assertListEqual", lambda first, second: first != second),
    ("assertTupleEqual", lambda first, second: first != second),
    ("assertDictEqual", lambda first, second: first != second),
    ("assertSequenceEqual", lambda first, second: list(first) != list(second)),
):
    if not hasattr(unittest.TestCase, _name):
        setattr(unittest.TestCase, _name, _more(_name)(_wrong))


def run(names):
    """Import and run the modules ``names``; ends the program, with 0 where all went well."""
    totals = {"run": 0, "failed": 0, "skipped": 0}
    for name in names:
        __import__(name)
        suite = unittest.TestSuite(name)
        suite._load_module(sys.modules[name])
        result = unittest.TextTestRunner().run(suite)
        totals["run"] += result.testsRun
        totals["failed"] += result.failuresNum + result.errorsNum
        totals["skipped"] += result.skippedNum
    print(MARK + json.dumps(totals))
    outside.leave(1 if totals["failed"] else 0)
