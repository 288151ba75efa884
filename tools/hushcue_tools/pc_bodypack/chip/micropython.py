"""MicroPython's ``micropython`` module for CPython: the firmware's viper functions run here unchanged, as plain Python.

On the chip ``@micropython.viper`` compiles a function to machine code whose ``ptr8``/``ptr16``/``ptr32`` parameters are
bare addresses. Here such a parameter becomes a memoryview of unsigned bytes, halfwords or words over the same buffer,
so an index outside the buffer, or a value stored without its mask, raises instead of destroying memory. Integers are
Python's and do not wrap at 32 bits: firmware keeps every intermediate within 31 bits, and the ``bench`` command runs
the compiled code bit-exact against this one.

Importing this module puts ``ptr8``, ``ptr16``, ``ptr32`` and ``uint`` among the builtins, as viper has them.
"""

import builtins
import functools
from collections.abc import Callable
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _ptr8(buffer: Any) -> memoryview:
    return memoryview(buffer).cast("B")


def _ptr16(buffer: Any) -> memoryview:
    view = memoryview(buffer).cast("B")
    return view[: len(view) & -2].cast("H")


def _ptr32(buffer: Any) -> memoryview:
    view = memoryview(buffer).cast("B")
    return view[: len(view) & -4].cast("I")


def _uint(value: int) -> int:
    return int(value) & 0xFFFFFFFF


_POINTERS = {"ptr8": _ptr8, "ptr16": _ptr16, "ptr32": _ptr32}

for _name, _pointer in _POINTERS.items():
    setattr(builtins, _name, _pointer)
setattr(builtins, "uint", _uint)  # noqa: B010 - the type checker knows no such builtin


def const(value: int) -> int:
    """The compiler's inlined constant; here the value itself."""
    return value


def native(function: _Function) -> _Function:
    """Machine code with Python's semantics: nothing to imitate."""
    return function


def viper(function: _Function) -> _Function:
    """``function`` with its pointer parameters turned into views of the buffers that are passed."""
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    casts = []
    for position, name in enumerate(names):
        kind = function.__annotations__.get(name)
        cast = _POINTERS.get(kind) if isinstance(kind, str) else kind
        if cast in _POINTERS.values():
            casts.append((position, cast))

    @functools.wraps(function)
    def call(*arguments: Any) -> Any:
        converted = list(arguments)
        for position, cast in casts:
            converted[position] = cast(converted[position])
        return function(*converted)

    return call  # type: ignore[return-value]
