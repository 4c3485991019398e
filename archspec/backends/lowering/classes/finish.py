"""Turns a written class into code: resolves names, chooses arguments."""

from archspec.backends.contract.dialect import Argument, Dialect, Signature
from archspec.backends.lowering.class_state import ClassState
from archspec.backends.lowering.classes.arguments import Settled, settle, used_let
from archspec.backends.lowering.classes.list_values import Lists
from archspec.backends.lowering.classes.methods import methods
from archspec.backends.python.build import dotted, invoke, lit, own
from archspec.backends.python.expressions import Kept
from archspec.backends.python.free_names import free_names
from archspec.backends.python.nodes import Assign, Class, Identifier, Stmt
from archspec.expr import Expr, Name, Symbol, lift, names
from archspec.model.definitions import ClassDef
from archspec.model.shapes import sizes_of
from archspec.model.symbols import NeedsValue
from archspec.record import record


@record(kw_only=True)
class Written:
    """A class in symbols.

    Attributes:
        name: the name of the class.
        doc: its docstring.
        inputs: the names of what ``forward`` reads.
        init: the statements of its constructor, which begin with that of its base.
        forward: those of ``forward``; None if it has that of its base.
        base: the class that it derives from.
        plain: whether it cannot be compiled by the framework.
        told: whether ``forward`` is told the mode by an argument.
        listed: whether it is a container itself.
    """

    name: str
    doc: str
    inputs: tuple[str, ...]
    init: list[Stmt]
    forward: list[Stmt] | None
    base: str
    plain: bool
    told: bool
    listed: bool = False


def written_class(
    definition: ClassDef,
    init: list[Stmt],
    forward: list[Stmt] | None,
    base: str,
    plain: bool,
    told: bool,
    listed: bool = False,
) -> Written:
    """The class of ``definition`` in symbols."""
    kind = "Network" if definition.root else "Block"
    return Written(
        name=definition.name,
        doc=definition.doc or f"{kind} {definition.name}.",
        inputs=tuple(definition.inputs),
        init=init,
        forward=forward,
        base=base,
        plain=plain,
        told=told,
        listed=listed,
    )


@record
class Finished:
    """A class for printing, with its construction."""

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
    settled = _settled(definition, written, state, taken)
    used = {*free_names(settled.init), *settled.kept}
    let = used_let(definition.let, used)
    arguments = _arguments(definition, settled, let, used)
    named: dict[Symbol, str] = {Name(name): name for name in definition.lists}
    named.update((Kept(v), k) for k, v in settled.kept.items() if k in definition.lists)
    lists = Lists(named)
    lists.change_all(settled)
    values = [lists.local(*item, definition.types) for item in reversed(let.items())]
    needed = (param.name for param in definition.params if param.name in lists.needed)
    as_lists = (Assign(name, invoke("list", Identifier(name))) for name in needed)
    prologue = [*as_lists, *reversed(values)]
    return _finished(dialect, definition, written, settled, arguments, prologue)


def finish_group(
    dialect: Dialect, definition: ClassDef, written: Written, state: ClassState
) -> Finished:
    """The class of a group in ``definition``, whose arguments are what it captures."""
    settled = _settled(definition, written, state, set(state.locals))
    Lists({}).change_all(settled)
    sizes = {size.name: size.value for size in settled.sizes}
    free = dict.fromkeys([*free_names(settled.init), *settled.kept])
    arguments = [Argument(name, None, sizes.get(name, Name(name))) for name in free]
    return _finished(dialect, definition, written, settled, arguments, [])


def _settled(
    definition: ClassDef, written: Written, state: ClassState, taken: set[str]
) -> Settled:
    forward = written.forward or []
    return settle(written.init, forward, state.attribute, taken, definition.types)


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


def _finished(
    dialect: Dialect,
    definition: ClassDef,
    written: Written,
    settled: Settled,
    arguments: list[Argument],
    prologue: list[Stmt],
) -> Finished:
    """The class with its methods; ``prologue`` comes before what the constructor makes."""
    keep: list[Stmt] = [Assign(own(v), Identifier(k)) for k, v in settled.kept.items()]
    base, *rest = settled.init
    if written.listed:
        init = [*prologue, base, *keep, *rest]
    else:
        init = [base, *prologue, *dialect.scope([*keep, *rest])]
    made = methods(
        dialect,
        arguments,
        init,
        written.inputs,
        None if written.forward is None else settled.forward,
        written.plain,
        written.told,
    )
    base_class = dotted(written.base)
    code = Class(written.name, definition.name, base_class, written.doc, made)
    signature = Signature(written.name, arguments, written.plain, written.told)
    return Finished(code, signature)
