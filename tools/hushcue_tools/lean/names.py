"""Functions, methods, attributes and globals get short names, and as few of them as possible.

Two names may share a short one unless they meet in one namespace: a module with what it imports by name, or a class
with its ancestors and descendants. ``thing.name`` of an unknown thing is still what it was, since whatever class the
thing is of, all its names differ. Short names are such as occur nowhere in the sources, so nothing is hidden by them.

    a name stays that          because
    -------------------------  ------------------------------------------------------------------------------------
    is __double__              the interpreter gives it its meaning
    is FOREIGN                 things of MicroPython have it too, and it lies in the image already
    stands in a string         getattr() may look for it; and the chip keeps the string anyway
    is given in a call         ``f(name=1)``: the function may be foreign
    is of a class, a module    errors and imports say it
    the start programs use     they are not made lean
    is stored from outside     ``thing.name = 1``, and no class of ours says that it has it

One that is stored from outside, and that a class has, may come to be in every namespace: it shares its short name with
none.
"""

import ast
import keyword
import string
from collections.abc import Iterable, Iterator, Mapping

from .foreign import FOREIGN
from .origins import origin_of
from .source import Module, bound, identifiers, inside, parameters, read

Groups = list[set[str]]


def shorten(sources: Mapping[str, str], outside: Iterable[str], keep: Iterable[str]) -> dict[str, str]:
    """See the head of this file; arguments as make_lean() has them."""
    modules = read(sources)
    short = choose(modules, outside, keep)
    for module in modules.values():
        _rename(module, short)
    return {name: module.text() for name, module in modules.items()}


def choose(modules: Mapping[str, Module], outside: Iterable[str], keep: Iterable[str]) -> dict[str, str]:
    """{name: the short one it gets}."""
    said_outside: set[str] = set().union(*map(identifiers, outside))
    groups = [*_of_classes(modules), *map(_of_module, modules.values())]
    ours: set[str] = set().union(*groups)
    everywhere = _stored_on_others(modules)
    stays = said_outside | _staying(modules, keep) | (everywhere - ours)
    wanted = {name for name in ours - stays if not name.startswith("__")}
    return assign(wanted, [group | everywhere for group in groups], fresh(modules.values(), said_outside))


def fresh(modules: Iterable[Module], taken: Iterable[str] = ()) -> Iterator[str]:
    """Short names that occur in none of the texts and are not ``taken``, the shortest first."""
    taken = {*taken, *keyword.kwlist, *keyword.softkwlist, *FOREIGN}
    for module in modules:
        taken |= module.all_identifiers()
    letters = string.ascii_lowercase + string.ascii_uppercase
    for name in [*letters, *(first + second for first in letters for second in letters + string.digits)]:
        if name not in taken:
            yield name


def assign(wanted: Iterable[str], groups: Groups, names: Iterator[str]) -> dict[str, str]:
    """{name: short one}: those that share a group differ."""
    meets: dict[str, set[int]] = {name: set() for name in wanted}
    for number, group in enumerate(groups):
        for name in group & meets.keys():
            meets[name].add(number)
    used: list[tuple[str, set[int]]] = []
    short = {}
    for name in sorted(meets, key=lambda name: (-len(meets[name]), name)):
        chosen = next((entry for entry in used if not entry[1] & meets[name]), None)
        if chosen is None:
            chosen = (next(names), set())
            used.append(chosen)
        chosen[1].update(meets[name])
        short[name] = chosen[0]
    return short


# -- namespaces ------------------------------------------------------------------------------------------------------


def _of_module(module: Module) -> set[str]:
    return bound(module.tree.body) | {node.id for node in module.names("module") if not isinstance(node.ctx, ast.Load)}


def _of_classes(modules: Mapping[str, Module]) -> Groups:
    """The names of each class, those of its relatives among them."""
    families: dict[tuple[str, str], set[str]] = {}
    for module in modules.values():
        for node in module.nodes:
            if isinstance(node, ast.ClassDef):
                families[module.name, node.name] = bound(node.body) | _stored_on_self(node)
    for module in modules.values():
        for node in module.nodes:
            for base in node.bases if isinstance(node, ast.ClassDef) else []:
                assert isinstance(node, ast.ClassDef)
                origin = origin_of(modules, module, base)
                if origin is not None and (relatives := families.get((origin.module, origin.name))):
                    relatives |= families[module.name, node.name]
                    old = families[module.name, node.name]
                    for key, names in families.items():
                        if names is old:
                            families[key] = relatives
    return list({id(names): names for names in families.values()}.values())


def _stored_on_self(node: ast.ClassDef) -> set[str]:
    return {store.attr for store in _own_stores(node)}


def _own_stores(node: ast.ClassDef) -> Iterator[ast.Attribute]:
    """``self.name = ...`` in the methods of a class."""
    for method in node.body:
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and parameters(method):
            if any(isinstance(wrap, ast.Name) and wrap.id == "staticmethod" for wrap in method.decorator_list):
                continue
            own = parameters(method)[0].arg
            for store in _stores(method):
                if isinstance(store.value, ast.Name) and store.value.id == own:
                    yield store


def _stores(tree: ast.AST) -> Iterator[ast.Attribute]:
    for node in inside(tree):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            yield node


def _stored_on_others(modules: Mapping[str, Module]) -> set[str]:
    found = set()
    for module in modules.values():
        classes = [node for node in module.nodes if isinstance(node, ast.ClassDef)]
        own = {id(store) for node in classes for store in _own_stores(node)}
        found |= {store.attr for store in _stores(module.tree) if id(store) not in own}
    return found


def _staying(modules: Mapping[str, Module], keep: Iterable[str]) -> set[str]:
    found = set(FOREIGN)
    for name, module in modules.items():
        found |= {*name.split("."), *module.strings(), *module.looked_up()}
        found |= {node.id for node in module.names("module")} - _of_module(module)  # builtins
        if name in keep:
            found |= _of_module(module)
        for node in module.nodes:
            if isinstance(node, ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
            elif isinstance(node, ast.ExceptHandler) and node.name and module.scopes[id(node)] != "function":
                found.add(node.name)
            elif isinstance(node, ast.Import):
                found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= _imported_as_is(module, node)
            elif isinstance(node, ast.Name | ast.Attribute) and id(node) in module.in_f_strings:
                found.add(node.id if isinstance(node, ast.Name) else node.attr)
    return found | _asked_of_strangers(modules)


def _imported_as_is(module: Module, node: ast.ImportFrom) -> set[str]:
    """Names that an import gives and that must stay: foreign ones, modules, and all that a function imports."""
    found = set()
    for alias in node.names:
        origin = module.origin(node, alias.name)
        if origin is None or not origin.name or module.scopes[id(node)] != "module":
            found |= {alias.name, alias.asname or alias.name}
    return found


def _asked_of_strangers(modules: Mapping[str, Module]) -> set[str]:
    """Attributes of a module that is not ours, such as time.sleep."""
    found = set()
    for module in modules.values():
        ours = module.imported
        foreign = bound([n for n in module.tree.body if isinstance(n, ast.Import | ast.ImportFrom)]) - ours.keys()
        for node in module.nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in foreign:
                found.add(node.attr)
    return found


# -- the cuts --------------------------------------------------------------------------------------------------------


def _rename(module: Module, short: Mapping[str, str]) -> None:
    for node in module.nodes:
        inside = module.scopes.get(id(node)) == "function"
        if isinstance(node, ast.Attribute) and node.attr in short:
            _, end = module.span(node)
            module.cut((end - len(node.attr.encode()), end), short[node.attr])
        elif isinstance(node, ast.Global):
            for name in set(node.names) & short.keys():
                module.cut_word(module.span(node), name, short[name])
        elif inside:
            continue
        elif isinstance(node, ast.Name) and node.id in short:
            module.cut(module.span(node), short[node.id])
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in short:
            module.cut_word(module.span(node), node.name, short[node.name])
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                new = short.get(alias.name, alias.name)
                if alias.asname:
                    new += f" as {short.get(alias.asname, alias.asname)}"
                module.cut(module.span(alias), new)
