"""Whose a name is, over imports of imports."""

import ast
from collections.abc import Mapping

from .source import Module, Origin


def origin_of(modules: Mapping[str, Module], module: Module, node: ast.expr) -> Origin | None:
    """The module and name that ``name`` or ``module.name`` means, None where that cannot be seen."""
    if isinstance(node, ast.Name):
        if module.scopes[id(node)] != "module":
            return None
        return resolve(modules, Origin(module.name, node.id))
    if isinstance(node, ast.Attribute):
        owner = origin_of(modules, module, node.value)
        if owner is not None and not owner.name:
            whole = f"{owner.module}.{node.attr}"
            return resolve(modules, Origin(whole) if whole in modules else Origin(owner.module, node.attr))
    return None


def resolve(modules: Mapping[str, Module], origin: Origin) -> Origin | None:
    """Where a name was made, over imports of imports."""
    while origin.name:
        further = modules[origin.module].imported.get(origin.name)
        if further is None or further == origin:
            break
        origin = further
    return origin
