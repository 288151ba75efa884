"""As much of ``unittest`` as the tests use: the unix port's binary may come without one."""

import sys


class SkipTest(Exception):
    pass


def skipUnless(condition, reason):
    def mark(thing):
        if condition:
            return thing
        if isinstance(thing, type):
            thing.skipped = reason
            return thing

        def skip(case):
            raise SkipTest(reason)

        return skip

    return mark


def skipIf(condition, reason):
    return skipUnless(not condition, reason)


class _Raises:
    def __init__(self, kind):
        self.kind = kind
        self.exception = None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            raise AssertionError(f"{self.kind!r} was not raised")
        self.exception = value
        return issubclass(kind, self.kind)


class _SubTest:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


class TestCase:
    def setUp(self):
        pass

    def tearDown(self):
        pass

    def subTest(self, msg=None, **facts):
        return _SubTest()

    def skipTest(self, reason):
        raise SkipTest(reason)

    def fail(self, msg=""):
        raise AssertionError(msg)

    def _hold(self, good, msg, *facts):
        if not good:
            raise AssertionError(msg or f"{facts!r}")

    def assertEqual(self, first, second, msg=""):
        self._hold(first == second, msg, first, second)

    def assertNotEqual(self, first, second, msg=""):
        self._hold(first != second, msg, first, second)

    def assertAlmostEqual(self, first, second, places=7, msg="", delta=None):
        self._hold(abs(first - second) <= (delta if delta is not None else 10**-places / 2), msg, first, second)

    def assertTrue(self, value, msg=""):
        self._hold(value, msg, value)

    def assertFalse(self, value, msg=""):
        self._hold(not value, msg, value)

    def assertIs(self, first, second, msg=""):
        self._hold(first is second, msg, first, second)

    def assertIsNone(self, value, msg=""):
        self._hold(value is None, msg, value)

    def assertIsNotNone(self, value, msg=""):
        self._hold(value is not None, msg, value)

    def assertIsInstance(self, value, kind, msg=""):
        self._hold(isinstance(value, kind), msg, value, kind)

    def assertIn(self, member, container, msg=""):
        self._hold(member in container, msg, member, container)

    def assertGreaterEqual(self, first, second, msg=""):
        self._hold(first >= second, msg, first, second)

    def assertLessEqual(self, first, second, msg=""):
        self._hold(first <= second, msg, first, second)

    def assertRaises(self, kind, call=None, *args):
        if call is None:
            return _Raises(kind)
        with _Raises(kind):
            call(*args)


class TestSuite:
    def __init__(self, name=""):
        self.name = name
        self.cases = []

    def _load_module(self, module):
        for name in dir(module):
            thing = getattr(module, name)
            if isinstance(thing, type) and issubclass(thing, TestCase) and thing is not TestCase:
                self.cases.append(thing)


class _Result:
    def __init__(self):
        self.testsRun = self.failuresNum = self.errorsNum = self.skippedNum = 0


class TextTestRunner:
    def run(self, suite):
        result = _Result()
        for case in suite.cases:
            for name in dir(case):
                if name.startswith("test"):
                    self._run(case, name, result)
        return result

    def _run(self, case, name, result):
        result.testsRun += 1
        test = case()
        try:
            if getattr(case, "skipped", ""):
                raise SkipTest(case.skipped)
            test.setUp()
            try:
                getattr(test, name)()
            finally:
                test.tearDown()
            verdict = "ok"
        except SkipTest as skip:
            result.skippedNum += 1
            verdict = f"skipped: {skip}"
        except AssertionError as error:
            result.failuresNum += 1
            verdict = "FAIL"
            sys.print_exception(error)
        except Exception as error:
            result.errorsNum += 1
            verdict = "ERROR"
            sys.print_exception(error)
        print(name, f"({case.__name__}) ...", verdict)
