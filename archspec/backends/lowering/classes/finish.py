"""Turns a written class into code: resolves names, chooses arguments."""

from collections.abc import Sequence

from archspec.backends.contract.dialect import Argument, ClassForm, Dialect, Signature
from archspec.backends.lowering.class_state import ClassState
from archspec.backends.lowering.classes.arguments import (
    ResolvedClass,
    resolve_names,
    used_let,
)
from archspec.backends.lowering.classes.list_values import Lists
from archspec.backends.python.build import (
    dotted,
    invoke,
    lit,
    self_attribute,
    super_attribute,
)
from archspec.backends.python.expressions import Kept, as_python, statements_as_python
from archspec.backends.python.free_names import free_names
from archspec.backends.python.nodes import (
    Assign,
    Class,
    Function,
    Identifier,
    Literal,
    Parameter,
    Stmt,
)
from archspec.backends.python.simplify import merge_ifs
from archspec.expr import Expr, Name, Symbol, lift, names
from archspec.model.definitions import ClassDef
from archspec.model.sizes.shapes import sizes_of
from archspec.model.sizes.symbols import NeedsValue
from archspec.record import record, replace

START = invoke(super_attribute("__init__"))


@record(kw_only=True)
class Written:
    """A class whose names are not resolved yet.

    Attributes:
        name: the name of the class.
        doc: its docstring.
        inputs: the names of the inputs of ``forward``.
        init: the statements of its constructor, beginning with the call of its base's.
        forward: the statements of ``forward``; None if it inherits ``forward``.
        form: its form in the framework.
        base: its base class.
        takes_mode: whether ``forward`` needs the mode, possibly as an argument.
        listed: whether it is a container itself.
    """

    name: str
    doc: str
    inputs: tuple[str, ...]
    init: list[Stmt]
    forward: list[Stmt] | None
    form: ClassForm
    base: str
    takes_mode: bool
    listed: bool = False


@record
class Finished:
    """A class for printing, and its signature for callers."""

    code: Class
    signature: Signature


def finish(
    dialect: Dialect, definition: ClassDef, written: Written, state: ClassState
) -> Finished:
    """The class of ``definition``.

    Raises:
        NeedsValue: no argument gives a size.
    """
    taken = {param.name for param in definition.params} | set(state.locals)
    resolved = _resolved(definition, written, state, taken)
    used = {*free_names(resolved.init), *resolved.kept}
    let = used_let(definition.let, used)
    arguments = _arguments(definition, resolved, let, used)
    named: dict[Symbol, str] = {Name(name): name for name in definition.lists}
    named.update(
        (Kept(v), k) for k, v in resolved.kept.items() if k in definition.lists
    )
    lists = Lists(named)
    lists.change_all(resolved)
    values = [lists.local(*item, definition.types) for item in reversed(let.items())]
    needed = (param.name for param in definition.params if param.name in lists.needed)
    as_lists = (Assign(name, invoke("list", Identifier(name))) for name in needed)
    prologue = [*as_lists, *reversed(values)]
    return _finished(dialect, definition, written, resolved, arguments, prologue)


def finish_group(
    dialect: Dialect, definition: ClassDef, written: Written, state: ClassState
) -> Finished:
    """The class of a group in ``definition``; its arguments are the names it captures."""
    resolved = _resolved(definition, written, state, set(state.locals))
    Lists({}).change_all(resolved)
    sizes = {size.name: size.value for size in resolved.sizes}
    free = dict.fromkeys([*free_names(resolved.init), *resolved.kept])
    arguments = [Argument(name, None, sizes.get(name, Name(name))) for name in free]
    return _finished(dialect, definition, written, resolved, arguments, [])


def _resolved(
    definition: ClassDef, written: Written, state: ClassState, taken: set[str]
) -> ResolvedClass:
    forward = written.forward or []
    return resolve_names(
        written.init, forward, state.attribute, taken, definition.types
    )


def _arguments(
    definition: ClassDef, resolved: ResolvedClass, let: dict[str, Expr], used: set[str]
) -> list[Argument]:
    """The arguments of the constructor: sizes, params, then optional sizes."""
    params = {param.name for param in definition.params}
    used = used | {name for expr in let.values() for name in names(expr)}
    symbols = [
        size.id
        for val in definition.inputs.values()
        for size in sizes_of(val.shape)
        if isinstance(size, Name) and size.id in used and size.id not in params
    ]
    own = {*params, *let, *symbols, *(size.name for size in resolved.sizes)}
    if not own.issuperset(free_names(resolved.init)):
        reason = "a size that changes along a repeat is not known outside it"
        raise NeedsValue(definition.own.all(), reason)
    found = [Argument(name, None, Name(name)) for name in symbols]
    found += [size for size in resolved.sizes if size.default is None]
    for param in definition.params:
        default = None if param.required else lit(lift(param.default))
        found.append(Argument(param.name, default))
    return found + [size for size in resolved.sizes if size.default is not None]


def _finished(
    dialect: Dialect,
    definition: ClassDef,
    written: Written,
    resolved: ResolvedClass,
    arguments: list[Argument],
    prologue: list[Stmt],
) -> Finished:
    """The class with its methods; ``prologue`` precedes the children in the constructor."""
    keep: list[Stmt] = [
        Assign(self_attribute(v), Identifier(k)) for k, v in resolved.kept.items()
    ]
    base, *rest = resolved.init
    if written.listed:
        init = [*prologue, base, *keep, *rest]
    else:
        init = [base, *prologue, *dialect.scope([*keep, *rest])]
    signature = Signature(written.name, arguments, dialect.constructor_state)
    made: list[Function] = []
    if signature.state or arguments or [stmt.code for stmt in init] != [START]:
        words = ("self", *signature.state)
        params = [
            *map(Parameter, words),
            *(Parameter(a.name, a.default) for a in arguments),
        ]
        made.append(_method("__init__", params, init))
    if written.forward is not None:
        params = [*map(Parameter, (*written.form.first, *written.inputs))]
        if written.takes_mode and dialect.mode_argument:
            params.append(Parameter(dialect.mode_argument, Literal(False)))
        made.append(_method(written.form.forward, params, resolved.forward))
    base_class = dotted(written.base)
    code = Class(written.name, definition.name, base_class, written.doc, tuple(made))
    return Finished(code, signature)


def _method(name: str, params: Sequence[Parameter], body: Sequence[Stmt]) -> Function:
    known = (
        replace(param, default=param.default and as_python(param.default))
        for param in params
    )
    return Function(name, tuple(known), statements_as_python(merge_ifs(body)))
