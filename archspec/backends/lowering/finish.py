"""A class that is written becomes code: names are settled, arguments are chosen."""

from archspec.backends.contract.dialect import Argument, Dialect, Signature
from archspec.backends.lowering.arguments import Settled, settle, used_let
from archspec.backends.lowering.class_state import ClassState
from archspec.backends.lowering.list_values import Lists
from archspec.backends.lowering.methods import methods
from archspec.backends.python.build import dotted, invoke, lit, own
from archspec.backends.python.expressions import Kept
from archspec.backends.python.free_names import free_names
from archspec.backends.python.nodes import Assign, Class, Identifier, Stmt
from archspec.expr import Expr, Name, Symbol, lift, names
from archspec.model.definitions import ClassDef
from archspec.model.shapes import sizes_of
from archspec.model.symbols import NeedsValue
from archspec.record import record


@record
class Written:
    """A class in symbols.

    Attributes:
        init: the statements of its constructor.
        forward: those of ``forward``; None if it has that of its base.
        base: the class that it derives from.
        plain: whether it cannot be compiled by the framework.
        told: whether ``forward`` is told the mode by an argument.
        listed: whether it is a container itself.
    """

    init: list[Stmt]
    forward: list[Stmt] | None
    base: str
    plain: bool
    told: bool
    listed: bool = False


@record
class Finished:
    """A class as it is printed, and how it is constructed."""

    code: Class
    signature: Signature


def finish(
    dialect: Dialect, definition: ClassDef, written: Written, state: ClassState
) -> Finished:
    """The class of ``definition``.

    Raises:
        NeedsValue: a size that no argument gives.
    """
    taken = {param.name for param in definition.params} | set(state.locals)
    forward = written.forward or []
    settled = settle(written.init, forward, state.attribute, taken, definition.types)
    used = {*free_names(settled.init), *settled.kept}
    let = used_let(definition.let, used)
    arguments = _arguments(definition, settled, let, used)
    init = _constructor(dialect, definition, settled, let, written.listed)
    made = methods(
        dialect,
        arguments,
        init,
        tuple(name.replace("-", "_") for name in definition.inputs),
        settled.forward if written.forward is not None else None,
        written.plain,
        written.told,
    )
    kind = "Network" if definition.root else "Block"
    doc = definition.doc or f"{kind} {definition.name}."
    return Finished(
        Class(definition.name, definition.name, dotted(written.base), doc, made),
        Signature(definition.name, arguments, written.plain, written.told),
    )


def _arguments(
    definition: ClassDef, settled: Settled, let: dict[str, Expr], used: set[str]
) -> list[Argument]:
    """The arguments of the constructor: sizes, then params, then what may be left out."""
    params = {param.name for param in definition.params}
    used = used | {name for expr in let.values() for name in names(expr)}
    symbols = [
        size.id
        for val in definition.inputs.values()
        for size in sizes_of(val.shape)
        if isinstance(size, Name) and size.id in used and size.id not in params
    ]
    own = {*params, *let, *symbols, *(size.name for size in settled.sizes)}
    if not own.issuperset(free_names(settled.init)):
        reason = "a size that runs along a repeat is not known outside of it"
        raise NeedsValue(definition.own.all(), reason)
    found = [Argument(name, None, Name(name)) for name in symbols]
    found += [size for size in settled.sizes if size.default is None]
    for param in definition.params:
        default = None if param.required else lit(lift(param.default))
        found.append(Argument(param.name, default))
    return found + [size for size in settled.sizes if size.default is not None]


def _constructor(
    dialect: Dialect,
    definition: ClassDef,
    settled: Settled,
    let: dict[str, Expr],
    listed: bool,
) -> list[Stmt]:
    """The statements of the constructor, with local values and lists before them."""
    named: dict[Symbol, str] = {Name(name): name for name in definition.lists}
    named.update((Kept(v), k) for k, v in settled.kept.items() if k in definition.lists)
    lists = Lists(named)
    settled.forward = lists.statements(settled.forward)
    settled.init = lists.statements(settled.init)
    values = [lists.local(*item, definition.types) for item in reversed(let.items())][
        ::-1
    ]
    needed = [p.name for p in definition.params if p.name in lists.needed]
    prologue = [
        *(Assign(name, invoke("list", Identifier(name))) for name in needed),
        *values,
    ]
    keep: list[Stmt] = [Assign(own(v), Identifier(k)) for k, v in settled.kept.items()]
    first, *rest = settled.init
    if listed:
        return [*prologue, first, *keep, *rest]
    return [first, *prologue, *dialect.scope([*keep, *rest])]
