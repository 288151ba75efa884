"""What the chip never needs goes, and constants that have a name become literals.

    gone          why
    ------------  ------------------------------------------------------------------------------------------------
    TYPE_CHECKING what stands under it: it is never true
    __slots__     MicroPython makes no slots of them
    __all__       no module of ours is imported whole
    NAME = 1      where every use has become the literal; so too an import that gave nothing but such names

A constant is bound once, at the top of its module, to an expression of literals and constants: an integer of 30 bits,
a text of 10 characters (longer ones would be kept once for every use), None, True or False. Its name stays where
somebody uses it that cannot be seen through: ``thing.NAME`` of an unknown thing, getattr(), an f-string, the start
programs, a module to be kept.
"""

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .origins import origin_of, resolve
from .source import Module, Origin, identifiers, inside, read, target_names

Value = int | str | bool | None

SMALLEST_INTEGER = -(1 << 30)
"""What fits a word with its tag on a chip of 32 bits; larger ones are objects."""
MOST_TEXT_CHARS = 10
"""MICROPY_ALLOC_PARSE_INTERN_STRING_LEN: up to here equal texts are one."""
CHECKING = "TYPE_CHECKING"
NEVER_NEEDED = ("__slots__", "__all__")

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
_NEEDS_ABOVE_ZERO = (operator.floordiv, operator.mod, operator.lshift, operator.rshift)


def inline(sources: Mapping[str, str], outside: Iterable[str], keep: Iterable[str]) -> dict[str, str]:
    """See the head of this file; arguments as make_lean() has them."""
    modules = read({name: _without_the_unneeded(name, text) for name, text in sources.items()})
    values = _values(modules)
    hidden = _beyond_sight(modules, outside)
    kept = {origin for origin in values if origin.module in keep or origin.name in hidden}
    spent = {}
    for module in modules.values():
        literal, other, stays = _replace(modules, module, values)
        spent[module.name] = literal - other
        kept |= stays
    reached = _reached(modules.values())
    for module in modules.values():
        _drop_imports(modules, module, spent[module.name] - hidden, values.keys() - kept, reached)
        for name, node in _definitions(module).items():
            if Origin(module.name, name) in values.keys() - kept:
                module.cut(module.span(node), "pass")
    return {name: module.text() for name, module in modules.items()}


def _without_the_unneeded(name: str, text: str) -> str:
    module = Module(name, text)
    for node in module.nodes:
        if (
            isinstance(node, ast.If)
            and isinstance(node.test, ast.Name)
            and node.test.id == CHECKING
            and not node.orelse
        ):
            module.cut(module.span(node), "pass")
        first = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(first, ast.Name) and first.id in NEVER_NEEDED:
            assert isinstance(node, ast.Assign)
            module.cut(module.span(node), "pass")
    return module.text()


# -- what there is ---------------------------------------------------------------------------------------------------


def _definitions(module: Module) -> dict[str, ast.Assign]:
    """The statements that bind a name of the module once and for all."""
    stores = [name for node in module.nodes if module.scopes.get(id(node)) == "module" for name in target_names(node)]
    found = {}
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if stores.count(name) == 1 and not name.startswith("__"):
                found[name] = node
    return found


def _values(modules: Mapping[str, Module]) -> dict[Origin, Value]:
    """Every constant."""
    open_ones = {
        Origin(module.name, name): node.value
        for module in modules.values()
        for name, node in _definitions(module).items()
    }
    values: dict[Origin, Value] = {}
    while True:
        found = {
            origin: value[0]
            for origin, node in open_ones.items()
            if origin not in values and (value := _value(modules[origin.module], node, modules, values))
        }
        if not found:
            return {origin: value for origin, value in values.items() if _is_short(value)}
        values |= found


def _is_short(value: Value) -> bool:
    if isinstance(value, str):
        return len(value) <= MOST_TEXT_CHARS
    return value is None or SMALLEST_INTEGER <= value < -SMALLEST_INTEGER


def _value(
    module: Module, node: ast.expr, modules: Mapping[str, Module], values: Mapping[Origin, Value]
) -> list[Value]:
    """[the value], or [] where it is not known."""
    if isinstance(node, ast.Constant):
        return [node.value] if node.value is None or isinstance(node.value, int | str) else []
    if isinstance(node, ast.Name | ast.Attribute):
        origin = origin_of(modules, module, node)
        return [values[origin]] if origin is not None and origin in values else []
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("const", "micropython.const") and len(node.args) == 1:
        return _value(module, node.args[0], modules, values)
    parts = [node.operand] if isinstance(node, ast.UnaryOp) else []
    if isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    known = [value for part in parts for value in _value(module, part, modules, values) if isinstance(value, int)]
    if not parts or len(known) != len(parts):
        return []
    if isinstance(node, ast.UnaryOp):
        return [-known[0]] if isinstance(node.op, ast.USub) else []
    assert isinstance(node, ast.BinOp)
    work = _BINARY.get(type(node.op))
    return [work(*known)] if work and (known[1] > 0 or work not in _NEEDS_ABOVE_ZERO) else []


# -- what becomes of it ----------------------------------------------------------------------------------------------


def _beyond_sight(modules: Mapping[str, Module], outside: Iterable[str]) -> set[str]:
    """Names that stay wherever they are: of things nobody knows."""
    found: set[str] = set().union(*map(identifiers, outside))
    for module in modules.values():
        found |= module.looked_up()
        for node in module.nodes:
            if isinstance(node, ast.Attribute):
                known = origin_of(modules, module, node)
                if known is None or not isinstance(node.ctx, ast.Load):
                    found.add(node.attr)
    return found


def _replace(
    modules: Mapping[str, Module], module: Module, values: Mapping[Origin, Value]
) -> tuple[set[str], set[str], set[Origin]]:
    """Put literals in. (Names of the module that were replaced, those still in use, constants that have to stay)."""
    literal: set[str] = set()
    other: set[str] = set()
    stays: set[Origin] = set()
    done: set[int] = set()
    for node in module.nodes:  # from the outside in
        if id(node) in done or not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
            continue
        origin = origin_of(modules, module, node)
        within = [inner for inner in inside(node) if isinstance(inner, ast.Name)]
        if origin is not None and origin in values and id(node) not in module.in_f_strings:
            value = values[origin]
            module.cut(module.span(node), f"({value})" if isinstance(value, int) and value < 0 else repr(value))
            literal |= {inner.id for inner in within}
            done |= {id(inner) for inner in inside(node)}
        elif origin is not None and origin in values:
            stays.add(origin)
        if isinstance(node, ast.Name) and id(node) not in done and module.scopes[id(node)] != "function":
            other.add(node.id)
    return literal, other, stays


def _drop_imports(
    modules: Mapping[str, Module], module: Module, spent: set[str], gone: set[Origin], reached: set[Origin | str]
) -> None:
    """Take what is ``gone``, and modules of which nothing but constants was used, out of the imports of ``module``."""
    for node in module.tree.body:
        if not isinstance(node, ast.ImportFrom):
            continue
        left = []
        for alias in node.names:
            name = alias.asname or alias.name
            origin = module.imported.get(name)
            if origin is not None and origin.name:
                needed = resolve(modules, origin) not in gone
            else:
                needed = name not in spent or name in reached or Origin(module.name, name) in reached
            if needed:
                left.append(alias)
        if len(left) < len(node.names):
            names = ", ".join(f"{alias.name} as {alias.asname}" if alias.asname else alias.name for alias in left)
            source = "." * node.level + (node.module or "")
            module.cut(module.span(node), f"from {source} import {names}" if left else "pass")


def _reached(modules: Iterable[Module]) -> set[Origin | str]:
    """What somebody imports from our modules, and the name of every attribute that somebody uses."""
    found: set[Origin | str] = set()
    for module in modules:
        found |= set(module.imported.values())
        found |= {node.attr for node in module.nodes if isinstance(node, ast.Attribute)}
    return found
