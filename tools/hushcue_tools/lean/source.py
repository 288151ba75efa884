"""One module under the knife: its tree, who each name in it belongs to, and the cuts to be made in its text."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

Scope = Literal["module", "class", "function"]
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)
SCOPES = (*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef)
"""Tuples, since isinstance() is asked a hundred thousand times."""
LOOKS = ("getattr", "hasattr", "setattr", "delattr")
BLIND = ("globals", "locals", "vars", "dir", "eval", "exec", "__dict__", "AttributeError")
"""Whoever says these may come to any name, or does something else where a name is not there."""


class Unclear(Exception):
    """A source does what cannot be followed from outside, or is no Python."""

    def __init__(self, module: str, line: int, reason: str):
        super().__init__(f"{module}:{line}: {reason}")
        self.module = module
        self.line = line
        self.reason = reason


class Origin(NamedTuple):
    """What an import gives: one of our modules (``name`` is ""), or ``name`` of it."""

    module: str
    name: str = ""


class Module:
    """``name``: dotted; ``modules``: the dotted names of all that are ours, which tells a package's modules from its
    names. Raises Unclear."""

    def __init__(self, name: str, text: str, modules: Iterable[str] = ()):
        self.name = name
        try:
            self.tree = ast.parse(text)
        except SyntaxError as error:
            raise Unclear(name, error.lineno or 0, error.msg) from None
        self.nodes = inside(self.tree)
        """Every node, from the outside in."""
        for node in self.nodes:
            _refuse(name, node)
        self.modules = frozenset(modules)
        self.is_package = any(other.startswith(name + ".") for other in self.modules)
        self.scopes = _scopes(self.tree)
        texts = [node for node in self.nodes if isinstance(node, ast.JoinedStr)]
        self.in_f_strings = {id(inner) for text in texts for inner in inside(text)}
        self._data = text.encode()
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line.encode()) + 1)
        self._cuts: list[tuple[int, int, bytes]] = []

    # -- names -----------------------------------------------------------------------------------------------------

    def names(self, *scopes: Scope) -> Iterator[ast.Name]:
        """Every Name that belongs to one of ``scopes``."""
        for node in self.nodes:
            if isinstance(node, ast.Name) and self.scopes[id(node)] in scopes:
                yield node

    def all_identifiers(self) -> set[str]:
        """See identifiers()."""
        return identifiers(self._data.decode())

    def looked_up(self) -> set[str]:
        """The names that getattr() and its like are given. Where one is computed, every string could be it."""
        found = set()
        for node in self.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOKS:
                what = node.args[1] if len(node.args) > 1 else None
                if isinstance(what, ast.Constant) and isinstance(what.value, str):
                    found.add(what.value)
                else:
                    found |= self.strings()
        return found

    def strings(self) -> set[str]:
        """Every string literal, docstrings too."""
        return {n.value for n in self.nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}

    # -- imports ---------------------------------------------------------------------------------------------------

    def origin(self, node: ast.ImportFrom, name: str) -> Origin | None:
        """What ``from ... import name`` gives, None for what is not ours. Raises Unclear."""
        base = self.base(node)
        if base not in self.modules:
            return None
        if name == "*":
            raise Unclear(self.name, node.lineno, "import *")
        whole = f"{base}.{name}"
        return Origin(whole) if whole in self.modules else Origin(base, name)

    def base(self, node: ast.ImportFrom) -> str:
        """The absolute name of the module imported from."""
        parts = self.name.split(".") if node.level else []
        parts = parts[: len(parts) - node.level + (1 if self.is_package else 0)] if node.level else []
        return ".".join([*parts, *([node.module] if node.module else [])])

    @cached_property
    def imported(self) -> dict[str, Origin]:
        """Ours, by the name they have here; imports inside functions are no names of the module."""
        found = {}
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and self.scopes[id(node)] == "module":
                for alias in node.names:
                    origin = self.origin(node, alias.name)
                    if origin is not None:
                        found[alias.asname or alias.name] = origin
        return found

    # -- cuts ------------------------------------------------------------------------------------------------------

    def at(self, line: int, column: int) -> int:
        """Place in the text, in bytes; lines count from 1, columns are bytes as ast has them."""
        return self._lines[line - 1] + column

    def span(self, node: ast.expr | ast.stmt | ast.arg | ast.alias) -> tuple[int, int]:
        """Where the text of ``node`` begins and ends."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def cut(self, span: tuple[int, int], new: str) -> None:
        """Put ``new`` there; as many lines stay."""
        start, end = span
        missing = self._data[start:end].count(b"\n") - new.count("\n")
        self._cuts.append((start, end, (new + "\n" * missing).encode()))

    def cut_word(self, span: tuple[int, int], old: str, new: str) -> None:
        """Replace the first ``old`` within ``span``."""
        start, end = span
        found = re.search(rf"\b{re.escape(old)}\b".encode(), self._data[start:end])
        assert found is not None, (self.name, old)
        self.cut((start + found.start(), start + found.end()), new)

    def text(self) -> str:
        """The text with all cuts made. A cut within another one is void."""
        out = []
        done = 0
        for start, end, new in sorted(set(self._cuts), key=lambda cut: (cut[0], -cut[1])):
            if start < done:
                continue
            out += [self._data[done:start], new]
            done = end
        return b"".join([*out, self._data[done:]]).decode()


def identifiers(text: str) -> set[str]:
    """Everything in ``text`` that looks like a name, in the code or in a string."""
    return set(re.findall(r"[^\W\d]\w*", text))


def read(sources: Mapping[str, str]) -> dict[str, Module]:
    """Every source as a Module."""
    return {name: Module(name, text, sources) for name, text in sources.items()}


def _refuse(module: str, node: ast.AST) -> None:
    said = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    if said in BLIND:
        raise Unclear(module, getattr(node, "lineno", 0), said)
    if isinstance(node, ast.Call) and any(keyword.arg is None for keyword in node.keywords):
        raise Unclear(module, node.lineno, "a call with **")
    if isinstance(node, ast.NamedExpr | ast.Match):
        raise Unclear(module, getattr(node, "lineno", 0), type(node).__name__)


def children(node: ast.AST) -> list[ast.AST]:
    """As ast.iter_child_nodes() gives them, but for what only says load or store, or which operator it is."""
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST) and value._fields:
            found.append(value)
    return found


def inside(tree: ast.AST) -> list[ast.AST]:
    """``tree`` and everything below it, from the outside in."""
    found = [tree]
    for node in found:  # which grows meanwhile
        found += children(node)
    return found


def target_names(node: ast.AST) -> Collection[str]:
    """What ``node``, which is no scope of its own, binds by itself."""
    if isinstance(node, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.id,)
    if isinstance(node, DEFINITIONS):
        return (node.name,)
    if isinstance(node, IMPORTS):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, ast.ExceptHandler) and node.name:
        return (node.name,)
    return ()


def parameters(node: Function) -> list[ast.arg]:
    """All of them, in order."""
    args = node.args
    single = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *single]


def bound(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that statements bind in the scope they stand in."""
    found: set[str] = set()
    open_ones = list(nodes)
    for node in open_ones:  # which grows meanwhile
        found.update(target_names(node))
        if not isinstance(node, SCOPES):
            open_ones += children(node)
    return found


def declared(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that a function's statements call global."""
    found: set[str] = set()
    open_ones = list(nodes)
    for node in open_ones:  # which grows meanwhile
        if isinstance(node, ast.Global):
            found.update(node.names)
        if not isinstance(node, FUNCTIONS) and not isinstance(node, ast.ClassDef):
            open_ones += children(node)
    return found


_Frame = tuple[Scope, set[str], set[str]]


def _scopes(tree: ast.Module) -> dict[int, Scope]:
    """id of node -> the scope that it belongs to: names where they are bound, everything else where it stands."""
    found: dict[int, Scope] = {}
    _walk(tree.body, (("module", bound(tree.body), set()),), found)
    return found


def _walk(nodes: Iterable[ast.AST], frames: tuple[_Frame, ...], found: dict[int, Scope]) -> None:
    here = frames[-1][0]
    for node in nodes:
        if isinstance(node, ast.Name):
            found[id(node)] = _owner(node.id, frames)
            continue
        found[id(node)] = here
        if isinstance(node, FUNCTIONS):
            body: list[ast.AST] = list(node.body) if isinstance(node.body, list) else [node.body]
            of_body = {id(statement) for statement in body}
            _walk([child for child in children(node) if id(child) not in of_body], frames, found)
            names = bound(body) | {arg.arg for arg in parameters(node)}
            outer = declared(body)
            _walk(body, (*frames, ("function", names - outer, outer)), found)
        elif isinstance(node, ast.ClassDef):
            _walk([*node.decorator_list, *node.bases], frames, found)
            _walk(node.body, (*frames, ("class", bound(node.body), set())), found)
        elif isinstance(node, COMPREHENSIONS):
            targets = bound([generator.target for generator in node.generators])
            _walk(children(node), (*frames, ("function", targets, set())), found)
        else:
            _walk(children(node), frames, found)


def _owner(name: str, frames: tuple[_Frame, ...]) -> Scope:
    for scope, names, outer in reversed(frames):
        if name in outer:
            return "module"
        if name in names and (scope != "class" or frames[-1][1] is names):
            return scope
    return "module"
