"""The arguments that a class or a function takes by name, including ``**kwargs``.

For ``**kwargs``, these are the names that the body reads from it, and the arguments of
the functions to which it is passed on.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
from collections.abc import Iterator
from functools import lru_cache, partial
from types import FunctionType, MethodType
from typing import Any, NamedTuple, Union, cast

_Function = Union[ast.FunctionDef, ast.Lambda]
_READS = {"get", "pop", "setdefault"}
_BY_POSITION = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
)
DEPTH = 8  # depth of calls that are followed
MANY = 1000  # arguments assumed for a list of unknown length


class Taken(NamedTuple):
    """The arguments of a callable.

    Attributes:
        names: whether each argument is required.
        positional: positional-only arguments in order, with their defaults.
        open: whether any other name is accepted as well.
    """

    names: dict[str, bool]
    positional: dict[str, Any]
    open: bool


class BoundCallable(NamedTuple):
    """A callable with some arguments already given.

    Attributes:
        make: a class, a function, or another callable.
        given: the number of arguments given by position.
        bases: the classes after the one of the method, for ``super()``.
        first: the object of the method, if known.
        depth: the depth of calls that may still be followed.
    """

    make: Any
    given: int = 0
    bases: tuple[type, ...] = ()
    first: Any = None
    depth: int = DEPTH


def taken(call: BoundCallable, framework: str) -> Taken:
    """The arguments that ``call`` takes in addition to those given.

    Constructors of the package ``framework`` are not inspected: their arguments are not
    a network's.
    """
    make = call.make
    if not call.depth:
        return Taken({}, {}, False)
    if isinstance(make, partial):
        bound = cast("partial[Any]", make)
        inner = call._replace(make=bound.func, given=call.given + len(bound.args))
        found = taken(inner, framework)
        names = {n: need and n not in bound.keywords for n, need in found.names.items()}
        return found._replace(names=names)
    if isinstance(make, type):
        return _of_class(call, framework)
    if isinstance(make, MethodType):
        method = call._replace(make=make.__func__, given=call.given + 1)
        return taken(method._replace(first=make.__self__), framework)
    if isinstance(make, FunctionType):
        return _of_function(call, framework)
    called: object = make.__class__.__call__
    if isinstance(called, FunctionType):
        return taken(call._replace(make=called, given=call.given + 1), framework)
    return _signature(make, call.given)


def _of_class(call: BoundCallable, framework: str) -> Taken:
    """The arguments of both ``__new__`` and ``__init__``, which get the same."""
    made: list[Taken] = []
    for name in ("__new__", "__init__"):
        function, bases = _inherited(call.make.__mro__, name)
        if function is not None:
            method = BoundCallable(
                function, call.given + 1, bases, call.make, call.depth
            )
            made.append(taken(method, framework))
    if not made:
        return Taken({}, {}, False)
    names: dict[str, bool] = {}
    for one in made:
        for name, need in one.names.items():
            if all(name in other.names or other.open for other in made):
                names[name] = need or names.get(name, False)
    return Taken(names, made[-1].positional, all(one.open for one in made))


def _inherited(
    classes: tuple[type, ...], name: str
) -> tuple[FunctionType | None, tuple[type, ...]]:
    """The method of the first of ``classes`` that defines it in Python, and later
    classes.
    """
    for number, cls in enumerate(classes):
        found = vars(cls).get(name)
        found = found.__func__ if isinstance(found, staticmethod) else found
        if isinstance(found, FunctionType):
            return found, classes[number + 1 :]
    return None, ()


def _of_function(call: BoundCallable, framework: str) -> Taken:
    function: FunctionType = call.make
    inside = (function.__module__ or "").split(".")[0] == framework
    if inside and function.__name__ in ("__init__", "__new__"):
        return Taken({}, {}, False)
    found = _signature(function, call.given)
    # For a wrapped function, this is the one whose signature was read.
    inner = inspect.unwrap(function)
    node = _node(inner) if found.open else None
    if node is None or node.args.kwarg is None:
        return found
    names = dict(found.names)
    for name, need in _caught(node, call._replace(make=inner), framework):
        names.setdefault(name, need)
    return found._replace(names=names)


def _signature(make: Any, given: int) -> Taken:
    try:
        signature = inspect.signature(make)
    except (TypeError, ValueError):  # written in C, without one
        return Taken({}, {}, False)
    names: dict[str, bool] = {}
    positional: dict[str, Any] = {}
    caught = False
    for param in signature.parameters.values():
        if given and param.kind in _BY_POSITION:
            given -= 1
        elif param.kind is inspect.Parameter.POSITIONAL_ONLY:
            positional[param.name] = param.default
            names[param.name] = param.default is param.empty
        elif param.kind is inspect.Parameter.VAR_KEYWORD:
            caught = True
        elif param.kind is not inspect.Parameter.VAR_POSITIONAL:
            names[param.name] = param.default is param.empty
    return Taken(names, positional, caught)


def _caught(
    node: _Function, call: BoundCallable, framework: str
) -> Iterator[tuple[str, bool]]:
    """The names that ``**kwargs`` of a function may contain, and whether each is
    required.
    """
    assert node.args.kwarg is not None
    caught = node.args.kwarg.arg
    for inner in ast.walk(node):
        yield from ((name, False) for name in _read(inner, caught))
        if not isinstance(inner, ast.Call):
            continue
        if any(k.arg is None and _is_name(k.value, caught) for k in inner.keywords):
            yield from _passed_on(inner, node, call, framework)


def _read(node: ast.AST, caught: str) -> Iterator[str]:
    """The name that ``kwargs["name"]`` or ``kwargs.get("name")`` reads."""
    key: Any = None
    if isinstance(node, ast.Subscript) and _is_name(node.value, caught):
        key = node.slice if isinstance(node.ctx, ast.Load) else None
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _READS
        and _is_name(node.func.value, caught)
    ):
        key = next(iter(node.args), None)
    while isinstance(key, ast.AST):  # a Constant, in an Index before Python 3.9
        key = getattr(key, "value", None)
    if isinstance(key, str):
        yield key


def _passed_on(
    node: ast.Call, function: _Function, call: BoundCallable, framework: str
) -> Iterator[tuple[str, bool]]:
    """The arguments of the callee of ``node``, which gets ``**kwargs``."""
    callee = _resolve(node.func, function, call)
    if callee is None:
        return
    own = function.args.vararg
    given = 0  # by position; the function's own *args are empty
    for arg in node.args:
        if not isinstance(arg, ast.Starred):
            given += 1
        elif own is None or not _is_name(arg.value, own.arg):
            given += MANY
    found = taken(callee._replace(given=callee.given + given), framework)
    written = {keyword.arg for keyword in node.keywords}
    for name, need in found.names.items():
        if name not in written and name not in found.positional:
            yield name, need


def _resolve(
    node: ast.expr, function: _Function, call: BoundCallable
) -> BoundCallable | None:
    """The object that a name, a dotted name or ``super().__init__`` means in a
    function.
    """
    depth = call.depth - 1
    if isinstance(node, ast.Name):
        first = next(iter(function.args.args), None)
        if first is not None and node.id == first.arg:
            return (
                None if call.first is None else BoundCallable(call.first, depth=depth)
            )
        scope = inspect.getclosurevars(call.make).nonlocals
        everywhere = {**vars(builtins), **call.make.__globals__, **scope}
        return (
            BoundCallable(everywhere[node.id], depth=depth)
            if node.id in everywhere
            else None
        )
    if not isinstance(node, ast.Attribute):
        return None
    if isinstance(node.value, ast.Call) and _is_name(node.value.func, "super"):
        method, bases = _inherited(call.bases, node.attr)
        return BoundCallable(method, 1, bases, call.first, depth) if method else None
    owner = _resolve(node.value, function, call)
    found = None if owner is None else getattr(owner.make, node.attr, None)
    return None if found is None else BoundCallable(found, depth=depth)


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _node(function: FunctionType) -> _Function | None:
    """The syntax of a function, found by its line."""
    code = function.__code__
    return _nodes(code.co_filename).get((code.co_firstlineno, code.co_name))


@lru_cache(maxsize=64)
def _nodes(filename: str) -> dict[tuple[int, str], _Function]:
    try:
        tree = ast.parse("".join(linecache.getlines(filename)))
    except SyntaxError:
        return {}
    found: dict[tuple[int, str], _Function] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda):
            found[node.lineno, "<lambda>"] = node
        elif isinstance(node, ast.FunctionDef):
            lines = [node.lineno, *(one.lineno for one in node.decorator_list)]
            found[min(lines), node.name] = node
    return found
