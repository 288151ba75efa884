"""Parameters are named after their position: the chip keeps the names of all parameters, of no other local.

Only those that no call anywhere gives by name. A parameter keeps its name, too, where an f-string or an inner scope of
the same name makes it less than plain; so do those of inner functions.
"""

import ast
from collections.abc import Iterable, Mapping

from .names import fresh
from .source import Comprehension, Function, Module, bound, children, identifiers, inside, parameters, read


def number(sources: Mapping[str, str], outside: Iterable[str]) -> dict[str, str]:
    """See the head of this file; arguments as make_lean() has them."""
    modules = read(sources)
    by_name: set[str] = set().union(*map(identifiers, outside))
    for module in modules.values():
        by_name |= {node.arg for node in module.nodes if isinstance(node, ast.keyword) and node.arg}
    names = fresh(modules.values())
    short: list[str] = []
    for module in modules.values():
        for node in module.nodes:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or module.scopes[id(node)] == "function":
                continue
            plain = [arg for arg in parameters(node) if arg.arg != "self" and arg not in node.args.kwonlyargs]
            while len(short) < len(plain):
                short.append(next(names))
            for arg, new in zip(plain, short, strict=False):
                if arg.arg not in by_name and _is_plain(module, node, arg.arg):
                    _rename(module, node, arg, new)
    return {name: module.text() for name, module in modules.items()}


def _is_plain(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> bool:
    for node in inside(function):
        if isinstance(node, ast.ExceptHandler) and node.name == name:
            return False
        if isinstance(node, ast.Name) and node.id == name and id(node) in module.in_f_strings:
            return False
        if node is function or not isinstance(node, Function | Comprehension | ast.ClassDef):
            continue
        inner = {arg.arg for arg in parameters(node)} if isinstance(node, Function) else set()
        if name in inner | bound(children(node)):
            return False
    return True


def _rename(module: Module, function: ast.AST, arg: ast.arg, new: str) -> None:
    start, _ = module.span(arg)
    module.cut((start, start + len(arg.arg.encode())), new)
    for node in inside(function):
        if isinstance(node, ast.Name) and node.id == arg.arg and module.scopes[id(node)] == "function":
            module.cut(module.span(node), new)
