"""The target tree: the little Python that emitted files are made of.

Lowering builds these trees, the printer lays them out; nothing else sees text.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from archspec.expr import Expr, Value, lift
from archspec.record import record, replace


@record
class Raw:
    """Source text that never breaks: a name, an attribute, a literal."""

    text: str


@record
class Ex:
    """An expression of the spec."""

    expr: Expr


@record
class Arg:
    """An argument of a call: positional, ``key=``, or unpacked by ``star``."""

    value: "Code"
    key: str = ""
    star: str = ""


@record
class Invoke:
    """A call."""

    func: "Code"
    args: tuple[Arg, ...] = ()


@record
class Attr:
    """``value.name``"""

    value: "Code"
    name: str


@record
class Items:
    """A tuple, or a list when ``brackets`` is "[]"."""

    items: tuple["Code", ...]
    brackets: str = "()"


# What a loop sets: a name, or several of them: ``i, (a, b)`` is ("i", ("a", "b")).
Target: TypeAlias = "str | tuple[Target, ...]"


@record
class Gen:
    """``element for target in iterable``"""

    element: "Code"
    target: Target
    iterable: "Code"


@record
class Sum:
    """``a + b``, or another operator that chains."""

    op: str
    items: tuple["Code", ...]


@record
class Choice:
    """``then if cond else other``"""

    cond: "Code"
    then: "Code"
    other: "Code"


Code: TypeAlias = Raw | Ex | Invoke | Attr | Items | Gen | Sum | Choice


@record
class Assign:
    target: str
    value: Code


@record
class Do:
    value: Code


@record
class Return:
    value: Code


@record
class If:
    cond: Code
    body: tuple["Stmt", ...]
    orelse: tuple["Stmt", ...] = ()


@record
class For:
    target: Target
    iterable: Code
    body: tuple["Stmt", ...]


@record
class With:
    context: Code
    body: tuple["Stmt", ...]


Stmt: TypeAlias = Assign | Do | Return | If | For | With


@record
class Function:
    """A method: its parameters as printed, and its body."""

    name: str
    params: tuple[str, ...]
    body: tuple[Stmt, ...]


@record
class Class:
    """A class: its docstring and its methods."""

    name: str
    base: str
    doc: str
    methods: tuple[Function, ...]


@record
class Helper:
    """A small class that stands in for what the framework lacks, as source text."""

    name: str
    text: str


@record
class Module:
    """A file: everything a template may see."""

    classes: tuple[Class, ...]


def lit(value: Expr | Value) -> Ex:
    """A literal or an expression."""
    return Ex(lift(value))


def invoke(
    func: "str | Code", *args: "Code | Arg | None", **keys: "Code | None"
) -> Invoke:
    """A call; arguments that are None are left out."""
    target = Raw(func) if isinstance(func, str) else func
    given = [
        arg if isinstance(arg, Arg) else Arg(arg) for arg in args if arg is not None
    ]
    given += [Arg(value, key) for key, value in keys.items() if value is not None]
    return Invoke(target, tuple(given))


def rewrite(code: Code, change: Callable[[Expr], Expr]) -> Code:
    """``code`` with every expression in it changed."""
    match code:
        case Raw():
            return code
        case Ex(expr):
            return Ex(change(expr))
        case Invoke(func, args):
            new = tuple(replace(arg, value=rewrite(arg.value, change)) for arg in args)
            return Invoke(rewrite(func, change), new)
        case Attr(value, name):
            return Attr(rewrite(value, change), name)
        case Items(items, brackets):
            return Items(tuple(rewrite(item, change) for item in items), brackets)
        case Gen(element, target, iterable):
            return Gen(rewrite(element, change), target, rewrite(iterable, change))
        case Sum(op, items):
            return Sum(op, tuple(rewrite(item, change) for item in items))
        case Choice(cond, then, other):
            return Choice(
                rewrite(cond, change), rewrite(then, change), rewrite(other, change)
            )


def expressions(code: Code) -> Iterator[Expr]:
    """Every expression of the spec in ``code``."""
    match code:
        case Raw():
            return
        case Ex(expr):
            yield expr
        case Invoke(func, args):
            yield from expressions(func)
            for arg in args:
                yield from expressions(arg.value)
        case Attr(value, _):
            yield from expressions(value)
        case Items(items, _) | Sum(_, items):
            for item in items:
                yield from expressions(item)
        case Gen(element, _, iterable):
            yield from expressions(element)
            yield from expressions(iterable)
        case Choice(cond, then, other):
            for part in (cond, then, other):
                yield from expressions(part)


def names_of(target: Target) -> Iterator[str]:
    """The names that ``target`` sets."""
    if isinstance(target, str):
        yield target
        return
    for part in target:
        yield from names_of(part)


def walk(stmts: "tuple[Stmt, ...] | list[Stmt]") -> Iterator[Code]:
    """Every piece of code in ``stmts``, in order."""
    for stmt in stmts:
        match stmt:
            case Assign(_, value) | Do(value) | Return(value):
                yield value
            case If(cond, body, orelse):
                yield cond
                yield from walk(body)
                yield from walk(orelse)
            case For(_, iterable, body):
                yield iterable
                yield from walk(body)
            case With(context, body):
                yield context
                yield from walk(body)
