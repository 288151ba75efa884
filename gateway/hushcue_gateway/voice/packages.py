"""Which optional Python packages are installed."""

import importlib.util
from functools import cache


@cache
def has_package(name: str) -> bool:
    """Whether it can be imported; it is not loaded."""
    return importlib.util.find_spec(name) is not None
