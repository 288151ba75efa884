"""A source that meets the lean firmware from outside, as the diagnosis does: it calls things by the names they got.

Only attributes are renamed: a guest imports modules, whose names stay, and gives arguments by position. Constants of
the firmware are not there to be asked for, since they became literals.
"""

import ast
from collections.abc import Iterable, Mapping

from .constants import inline
from .names import choose
from .source import Module, read


def fit(guest: str, sources: Mapping[str, str], outside: Iterable[str], keep: Iterable[str] = ()) -> str:
    """``guest`` with the names that make_lean() gives to the things of ``sources``; arguments as that has them. Raises
    Unclear."""
    outside, keep = tuple(outside), frozenset(keep)
    short = choose(read(inline(sources, outside, keep)), outside, keep)
    module = Module("guest", guest, sources)
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and node.attr in short:
            _, end = module.span(node)
            module.cut((end - len(node.attr.encode()), end), short[node.attr])
    return module.text()
