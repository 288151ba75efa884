"""The firmware's sources, made lean for a chip with little memory: source text in, source text out, line for line.

Every name that the chip has to know while it runs takes 10 to 40 bytes of its heap, every constant of a module a slot
of a table. So the copy that is compiled has short names, and literals where constants were named. What it does is the
same, and each statement stays on its line: a traceback of the chip points into the sources as they are.

Three steps, each a function of {module: source}:

    constants   what is never needed on the chip goes, and constants become literals       see constants.py
    names       functions, methods, attributes and globals get short names                 see names.py
    parameters  parameters are named after their position                                  see parameters.py

What may not be written in firmware, since it could not be seen through, raises Unclear.
"""

from collections.abc import Iterable, Mapping

from .constants import inline
from .names import shorten
from .parameters import number
from .source import Unclear

__all__ = ("Unclear", "make_lean")


def make_lean(sources: Mapping[str, str], outside: Iterable[str], keep: Iterable[str] = ()) -> dict[str, str]:
    """``sources``: {dotted name of a module: text}, all that lies on the chip but the start programs.

    ``outside``: the texts of those; whatever they name keeps its name. ``keep``: modules all of whose names stay.
    Raises Unclear.
    """
    outside = tuple(outside)
    keep = frozenset(keep)
    return number(shorten(inline(sources, outside, keep), outside, keep), outside)
