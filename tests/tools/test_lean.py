"""What becomes of a source on its way to a chip with little memory: fewer and shorter names, the same behaviour."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from hushcue_tools.lean import Unclear, constants, make_lean, names, parameters

MAIN = "from pack import app\napp.main(1)\n"


def lean(outside: str = MAIN, keep: tuple[str, ...] = (), **modules: str) -> dict[str, str]:
    """Every step; ``modules`` lie in a package ``pack``, by their last name."""
    made = make_lean(package(modules), [outside], keep)
    return {name.removeprefix("pack."): text for name, text in made.items() if name != "pack"}


def package(modules: dict[str, str]) -> dict[str, str]:
    return {"pack": ""} | {f"pack.{name}": textwrap.dedent(text) for name, text in modules.items()}


def inlined(*outside: str, keep: tuple[str, ...] = (), **modules: str) -> dict[str, str]:
    made = constants.inline(package(modules), outside, keep)
    return {name.removeprefix("pack."): text for name, text in made.items() if name != "pack"}


def shortened(*outside: str, keep: tuple[str, ...] = (), **modules: str) -> dict[str, str]:
    made = names.shorten(package(modules), outside, keep)
    return {name.removeprefix("pack."): text for name, text in made.items() if name != "pack"}


def numbered(text: str) -> str:
    return parameters.number({"one": textwrap.dedent(text)}, [])["one"]


class TestConstants:
    def test_a_constant_becomes_its_literal_and_the_name_goes(self) -> None:
        assert inlined(one="LIMIT_MS = 5\ndef f(): return LIMIT_MS\n")["one"] == "pass\ndef f(): return 5\n"

    def test_in_other_modules_too_over_every_kind_of_import(self) -> None:
        user = """\
            from . import one
            from . import one as other
            from .one import A, B as SECOND, work
            from pack.one import A as FIRST
            def f(): return one.A + other.B + A + SECOND + FIRST + work()
        """
        made = inlined(one="A = 3\nB = A << 4\ndef work(): return 1\n", two=user)
        assert made["one"] == "pass\npass\ndef work(): return 1\n"
        assert made["two"] == (
            "pass\npass\nfrom .one import work\npass\ndef f(): return 3 + 48 + 3 + 48 + 3 + work()\n"
        )

    def test_over_an_import_of_an_import(self) -> None:
        made = inlined(one="A = 3\n", two="from .one import A\n", three="from . import two\nx = [two.A]\n")
        assert made == {"one": "pass\n", "two": "pass\n", "three": "pass\nx = [3]\n"}

    @pytest.mark.parametrize(
        ("written", "literal"),
        [
            ("-5", "(-5)"),
            ("2 * -3 + 1", "(-5)"),
            ("1 << 29", "536870912"),
            ("0xFF & 0x0F", "15"),
            ("7 // 2 % 2", "1"),
            ("const(7)", "7"),
            ("micropython.const(7)", "7"),
            ("None", "None"),
            ("False", "False"),
            ("'ten chars.'", "'ten chars.'"),
        ],
    )
    def test_what_counts_as_one(self, written: str, literal: str) -> None:
        assert inlined(one=f"A = {written}\nx = [A]\n")["one"] == f"pass\nx = [{literal}]\n"

    @pytest.mark.parametrize(
        "written",
        ["1 << 30", "-(1 << 30) - 1", "0.5", "'eleven char'", "(1, 2)", "f()", "1 // 0", "1 << -1", "b''", "B"],
    )
    def test_what_does_not(self, written: str) -> None:
        source = f"A = {written}\nx = [A]\n"
        assert inlined(one=source)["one"] == source

    @pytest.mark.parametrize(
        "source",
        [
            "A = 1\nA = 2\nx = [A]\n",
            "A = 1\ndef f():\n    global A\n    A = 2\nx = [A]\n",
            "if x:\n    A = 1\ny = [A]\n",
            "for A in x:\n    print(A)\n",
            "try:\n    f()\nexcept E as A:\n    pass\nA = 1\ny = [A]\n",
            "def A(): pass\nA = 1\ny = [A]\n",
            "__version__ = '1'\ny = [__version__]\n",
        ],
    )
    def test_what_is_bound_more_than_once_or_only_perhaps_is_left_alone(self, source: str) -> None:
        assert inlined(one=source)["one"] == source

    def test_a_local_of_the_same_name_is_another_thing(self) -> None:
        source = "A = 1\ndef f(A): return A\ndef g():\n    A = 2\n    return [A for A in x], A\ndef h(): return A\n"
        assert inlined(one=source)["one"] == source.replace("A = 1", "pass", 1).replace(
            "h(): return A", "h(): return 1"
        )

    def test_a_module_hidden_by_a_local_is_not_looked_into(self) -> None:
        made = inlined(one="A = 1\n", two="from . import one\ndef f(one): return one.A\ndef g(): return one.A\n")
        assert made["two"] == "pass\ndef f(one): return one.A\ndef g(): return 1\n"
        assert made["one"] == "A = 1\n"  # f's parameter may be the module

    @pytest.mark.parametrize(
        "use",
        [
            "x = getattr(thing, 'A')",
            "x = thing.A",
            "from . import one\none.A = 2",
            "from .one import A\nx = f'{A}'",
            "from . import one\nx = f'{one.A:3}'",
        ],
    )
    def test_a_definition_stays_where_somebody_may_come_to_it_unseen(self, use: str) -> None:
        made = inlined(one="A = 1\nx = [A]\n", two=use + "\n")
        assert made["one"] == "A = 1\nx = [1]\n"
        assert made["two"] == use + "\n"

    def test_a_computed_getattr_may_mean_every_string_of_its_module(self) -> None:
        made = inlined(one="A = B = C = 0\nD = 1\nE = 2\n", two="for n in ('D',): getattr(x, n)\n")
        assert made["one"] == "A = B = C = 0\nD = 1\npass\n"

    def test_what_the_start_programs_say_stays_and_so_do_modules_to_keep(self) -> None:
        made = inlined("from pack import one\none.A\n", keep=("pack.two",), one="A = 1\nB = 1\n", two="A = 1\nB = 2\n")
        assert made == {"one": "A = 1\npass\n", "two": "A = 1\nB = 2\n"}

    def test_a_module_that_is_still_needed_stays_imported(self) -> None:
        made = inlined(
            one="A = 1\ndef f(): pass\n", two="from . import one, three\none.f()\nx = one.A, three.B\n", three="B = 2\n"
        )
        assert made["two"] == "from . import one\none.f()\nx = 1, 2\n"

    def test_an_import_for_its_effect_stays(self) -> None:
        assert inlined(one="A = 1\n", two="from . import one\n")["two"] == "from . import one\n"

    def test_types_slots_and_all_go_and_lines_stay(self) -> None:
        source = """\
            TYPE_CHECKING = False
            if TYPE_CHECKING:
                from typing import Any

                from .two import Two
            __all__ = (
                "C",
            )
            class C:
                __slots__ = ("a",
                             "b")
            def f() -> "Two": raise ValueError
        """
        made = inlined(one=source, two="class Two: pass\n")["one"]
        assert made.splitlines()[11] == 'def f() -> "Two": raise ValueError'
        assert not {"typing", "__all__", "__slots__", "TYPE_CHECKING"} & set(made.replace(".", " ").split())
        compile(made, "one", "exec")

    def test_the_other_branch_of_the_flag_is_not_lost(self) -> None:
        source = "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    x = 1\nelse:\n    x = 2\n"
        assert inlined(one=source)["one"] == source.replace("TYPE_CHECKING = False", "pass").replace(
            "TYPE_CHECKING", "False"
        )


class TestNames:
    def test_names_of_two_namespaces_share_a_short_one_and_names_of_one_do_not(self) -> None:
        source = """\
            class A:
                def first_one(self): return self.second_one()
                def second_one(self): return 2
            class B:
                def third_one(self): return A().first_one()
        """
        assert shortened(one=source)["one"] == textwrap.dedent(source).replace("first_one", "a").replace(
            "second_one", "b"
        ).replace("third_one", "a")

    def test_a_class_and_its_relatives_in_other_modules_are_one_namespace(self) -> None:
        made = shortened(
            one="class A:\n    def __init__(self): self._alpha = 1\n    def show_it(self): return self._alpha\n",
            two="from .one import A\nclass B(A):\n    def __init__(self): self._beta = 2\n",
        )
        used = {made["one"].split("self.")[1].split(" ")[0], made["one"].split("def ")[2].split("(")[0]}
        assert made["two"].split("self.")[1].split(" ")[0] not in used and len(used) == 2

    def test_a_name_stored_from_outside_shares_its_short_one_with_none(self) -> None:
        source = """\
            class A:
                def __init__(self): self.first_one = 1
            class B:
                def __init__(self): self.second_one = 1
            def f(thing): thing.second_one = 2
        """
        place: dict[str, Any] = {}
        made = shortened(one=source)["one"]
        exec(made, place)
        thing = place["A"]()
        place[made.split("def ")[-1].split("(")[0]](thing)
        assert sorted(vars(thing).values()) == [1, 2]

    def test_the_same_name_is_the_same_everywhere(self) -> None:
        made = shortened(
            one="class A:\n    def measure_it(self): return 1\n",
            two="def total(things): return sum([thing.measure_it() for thing in things])\n",
        )
        short = made["one"].split("def ")[1].split("(")[0]
        assert f"thing.{short}()" in made["two"]

    def test_globals_functions_imports_and_the_global_statement(self) -> None:
        made = shortened(
            one="_state_now = 0\ndef set_it(to):\n    global _state_now\n    _state_now = to\n",
            two="from .one import set_it\nfrom .one import set_it as do_it\nset_it(1)\ndo_it(2)\n",
        )
        state, function = made["one"].split(" ")[0], made["one"].split("def ")[1].split("(")[0]
        assert made["one"] == f"{state} = 0\ndef {function}(to):\n    global {state}\n    {state} = to\n"
        other = made["two"].split(" as ")[1].split("\n")[0]
        assert made["two"] == (
            f"from .one import {function}\nfrom .one import {function} as {other}\n{function}(1)\n{other}(2)\n"
        )
        assert len({state, function}) == 2 and other != function

    def test_a_local_hides_a_global_as_before(self) -> None:
        source = "def peak_of(x): return x\ndef f(y):\n    peak_of = y\n    return peak_of\nprint(peak_of(f(2)))\n"
        made = shortened(one=source)["one"]
        assert "    peak_of = y\n    return peak_of\n" in made and made.count("peak_of") == 2
        compile(made, "one", "exec")

    def test_a_short_name_is_one_that_nobody_says(self) -> None:
        made = shortened("f = 1", one="def some_name(a, b):\n    'c, d'\n    return e\n")["one"]
        assert made.startswith("def g(")

    @pytest.mark.parametrize(
        ("stays", "source"),
        [
            ("__len__", "class A:\n    def __len__(self): return 0\n"),
            ("__own", "class A:\n    def __own(self): return 1\n"),
            ("readinto", "class A:\n    def readinto(self): return 0\n"),
            ("looked_up", "class A:\n    def looked_up(self): return getattr(self, 'looked_up')\n"),
            ("said_so", "def said_so(): pass\nx = ['said_so']\n"),
            ("long_one", "class A:\n    def f(self, long_one=1): self.long_one = long_one\nA().f(long_one=2)\n"),
            ("lonely_one", "x = [1]\nx.lonely_one = 2\n"),
            ("ticks_of", "import time\nclass A:\n    def ticks_of(self): return time.ticks_of()\n"),
            ("LongName", "class LongName(Exception): pass\n"),
            ("longer", "import longish as longer\nlonger.longish\n"),
            ("longish", "from longish import some_thing as longish\n"),
            ("function_of", "def f():\n    from .two import function_of\n    return function_of()\n"),
            ("some_one", "some_one = 5.5\nprint(f'{some_one}')\n"),
            ("show_it", "class A:\n    def show_it(self): return f'{self.show_it!r:>{self.show_it}}'\n"),
            ("unknown_builtin", "def f(): return unknown_builtin\n"),
            ("from_outside", "def from_outside(): pass\n"),
            ("module_of", "def module_of(): pass\n"),
        ],
    )
    def test_a_name_that_somebody_else_may_mean_stays(self, stays: str, source: str) -> None:
        made = shortened("from_outside", one=source, two="def function_of(): pass\n", module_of="")
        assert made["one"].count(stays) == source.count(stays)
        assert ("function_of" in made["two"]) == (stays == "function_of")

    def test_lines_and_columns_of_other_things_stay(self) -> None:
        source = "def long_name(x):\n    # 中文\n    print('中文', long_name)  # long_name\n\n    return long_name\n"
        made = shortened(one=source)["one"]
        assert made.count("\n") == source.count("\n")
        assert "    print('中文', a)  # long_name\n" in made

    def test_a_decorated_property_and_its_use_in_the_class(self) -> None:
        source = """\
            class A:
                @property
                def some_value(self): return self._kept_one
                @some_value.setter
                def some_value(self, x): self._kept_one = x
                twice_it = 2
                thrice_it = twice_it + 1
        """
        made = shortened(one=source)["one"]
        place: dict[str, Any] = {}
        exec(made, place)
        short = made.split("def ")[1].split("(")[0]
        thing = place["A"]()
        setattr(thing, short, 7)
        assert getattr(thing, short) == 7 and short != "some_value" and "twice_it" not in made


class TestParameters:
    def test_they_are_named_by_their_position(self) -> None:
        assert numbered("def f(first, second): return first - second\ndef g(third): return third\n") == (
            "def f(a, b): return a - b\ndef g(a): return a\n"
        )

    def test_self_stays_and_defaults_and_annotations_are_looked_up_outside(self) -> None:
        source = "size = 3\nclass A:\n    def f(self, size: int = size, more=size): return size + more\n"
        made = numbered(source)
        assert made == "size = 3\nclass A:\n    def f(self, a: int = size, b=size): return a + b\n"

    def test_what_is_given_by_name_anywhere_keeps_it(self) -> None:
        source = "def f(first, second): return first\nf(1, second=2)\n"
        assert numbered(source) == source.replace("first", "a")

    @pytest.mark.parametrize(
        "body",
        [
            "return [first for first in x]",
            "return lambda first: first",
            "return f'{first}'",
            "try: g()\n    except E as first: pass",
            "def g(): nonlocal first; first = 1",
        ],
    )
    def test_what_is_less_than_plain_keeps_its_name(self, body: str) -> None:
        source = f"def f(first):\n    {body}\n"
        assert numbered(source) == source

    def test_an_inner_function_sees_the_new_name(self) -> None:
        made = numbered("def f(first):\n    def g(own): return own + first\n    return g\n")
        assert made == "def f(a):\n    def g(own): return own + a\n    return g\n"


class TestWhole:
    ONE = """\
        from . import two
        from .two import STEP, Counter
        LIMIT = const(STEP * 4)
        def main(times_over):
            counter_of = Counter()
            while counter_of.total_so_far < LIMIT:
                counter_of.add_up(times_over)
            return counter_of.total_so_far, two.NAMES[times_over], two.describe_it(counter_of)
    """
    TWO = """\
        STEP = 3
        NAMES = ("zero", "one")
        class Counter:
            __slots__ = ("total_so_far",)
            def __init__(self): self.total_so_far = 0
            def add_up(self, by_so_much): self.total_so_far += STEP * by_so_much
        def describe_it(thing): return "%d of %s" % (thing.total_so_far, type(thing).__name__)
    """

    def test_it_does_the_same_with_none_of_the_names(self) -> None:
        made = lean(app=self.ONE, two=self.TWO)
        text = made["app"] + made["two"]
        for name in ("STEP", "LIMIT", "NAMES", "total_so_far", "add_up", "describe_it", "times_over", "by_so_much"):
            assert name not in text
        two: dict[str, Any] = {}
        exec(made["two"], two)
        imports, rest = made["app"].split("\n", 2)[:2], made["app"].split("\n", 2)[2]
        assert imports == ["from . import two", "from .two import Counter"]
        app: dict[str, Any] = {"two": type("two", (), two), "Counter": two["Counter"]}
        exec(rest, app)
        assert app["main"](1) == (12, "one", "12 of Counter")

    def test_the_same_sources_give_the_same_text_in_any_order(self) -> None:
        sources = package({"app": self.ONE, "two": self.TWO})
        back = dict(reversed(sources.items()))
        assert make_lean(sources, [MAIN]) == make_lean(back, [MAIN])

    @pytest.mark.parametrize(
        ("source", "line"),
        [
            ("x = 1\nglobals()['x'] = 2\n", 2),
            ("y = x.__dict__\n", 1),
            ("try:\n    x.y\nexcept AttributeError:\n    pass\n", 3),
            ("\n\nf(**options)\n", 3),
            ("if (n := 2): pass\n", 1),
            ("from .two import *\n", 1),
            ("def f(:\n", 1),
        ],
    )
    def test_what_cannot_be_seen_through_is_refused_with_its_place(self, source: str, line: int) -> None:
        with pytest.raises(Unclear) as refused:
            lean(one=source, two="")
        assert (refused.value.module, refused.value.line) == ("pack.one", line)
