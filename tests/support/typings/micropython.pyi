"""MicroPython's own module, with what its stubs do not know about viper: a pointer parameter takes any buffer."""

from collections.abc import Callable
from typing import Any, TypeVar

_Const = TypeVar("_Const", int, float, str, bytes, tuple[Any, ...])
_Result = TypeVar("_Result")

def const(value: _Const, /) -> _Const: ...
def native(function: Callable[..., _Result], /) -> Callable[..., _Result]: ...
def viper(function: Callable[..., _Result], /) -> Callable[..., _Result]: ...
