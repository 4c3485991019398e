"""Repeats: copies of a body, and the sizes that change along them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from archspec.expr import (
    CallExpr,
    Const,
    Expr,
    Name,
    Symbol,
    bind,
    constant,
    lift,
    parse,
    symbols,
)
from archspec.model.definitions import Carry, Loc, ModelBody, RepeatItem, Val
from archspec.model.names.naming import unused
from archspec.model.names.scope import NodeContext, Scope, known_rank, level
from archspec.model.sizes.repeat_sizes import Course, RepeatSizes, course
from archspec.model.sizes.shapes import AnyShape, compact, is_unknown, plain, sizes_of
from archspec.model.sizes.symbols import CopySize, NeedsValue, RunningLocal
from archspec.model.sizes.types import (
    INT,
    Type,
    cells_of,
    known_type,
    static_type,
)
from archspec.model.trials import Trials
from archspec.ops.base import Shape, side_names
from archspec.record import record, replace
from archspec.spec import Node, Repeat, template_parts


class Copies(Protocol):
    """Resolves the copies of a repeat.

    Attributes:
        trials: the trials of the class.
    """

    trials: Trials

    def copy(self, node: Repeat, x: Val, scope: Scope, loc: Loc) -> ModelBody:
        """One copy that reads ``x``."""
        ...


def resolve_repeat(bodies: Copies, node: Repeat, at: NodeContext) -> RepeatItem:
    """A repeat; a trial computes only its shapes."""
    x, outer, loc = at.x, at.scope, at.loc
    scope = _renamed(outer, node)
    loop, types = _loop(node, outer, scope, loc)
    shape = known_rank(x.shape, scope)
    sizes = tuple(CopySize(loc, axis) for axis in range(len(shape)))
    probe = Val(sizes)
    trial = bodies.trials.run(
        node,
        probe,
        level(scope, types),
        lambda inside: bodies.copy(node, probe, inside, loc).result.shape,
    )
    steps = known_rank(trial.shape, scope)
    if len(steps) != len(shape):
        raise NeedsValue((), "a repeat changes the rank of its input")
    loop = replace(loop, inner=trial.locals)
    courses = _courses(loop, sizes, shape, [*map(lift, steps)])
    runs = _runs(sizes, courses, shape, steps, level(scope, types))
    start = Val(tuple(plain(run.inside) for run in runs))
    if scope.trial:
        scope.locals.update(trial.locals)
        body = ModelBody(start, (), start)
    else:
        body = bodies.copy(node, start, level(scope, types), loc)
    results = known_rank(body.result.shape, scope)
    carries = tuple(
        Carry(run.name, lift(begin), lift(result))
        for run, begin, result in zip(runs, shape, results, strict=True)
        if run.name
    )
    ends = tuple(plain(run.after) for run in runs)
    after: AnyShape = compact(ends, scope.own)
    if is_unknown(after):
        after = _followed(bodies, node, x, scope, loop, loc) or after
    return RepeatItem(
        name=at.name,
        inputs=at.inputs,
        out=Val(after),
        loc=loc,
        times=loop.times,
        rows=loop.rows,
        row=loop.row,
        whole=loop.whole,
        index=loop.index,
        carries=carries,
        names=_copy_names(node, scope),
        body=body,
        single=isinstance(node.body, Node),
        spliced=at.name is None,
    )


@record
class _Run:
    """A size along a repeat: at a copy, and after all copies.

    ``name`` is the name of its running local, or empty.
    """

    inside: Expr
    after: Expr
    name: str
    local: Symbol | None


def _runs(
    sizes: Sequence[CopySize],
    courses: Sequence[Course],
    shape: Shape,
    steps: Shape,
    scope: Scope,
) -> list[_Run]:
    """The sizes, with a local for each that needs one.

    If heights and widths change equally, they share a local. In a trial, a size at the
    input of a copy is its own local.
    """
    square = len(shape) == 3 and shape[1] == shape[2]
    if square:
        transposed = bind(lift(steps[2]), {sizes[2]: sizes[1]})
        square = transposed == lift(steps[1])
    runs: list[_Run] = []
    for size, run in zip(sizes, courses, strict=True):
        local: Symbol | None = None
        name = ""
        if run.carried and square and size.axis == 2:
            local = runs[1].local
        elif run.carried and scope.trial:
            local = size
        elif run.carried:
            name = _local(
                scope, SIZE if square and size.axis else _words(len(shape), size.axis)
            )
            local = Name(name)
        if local is not None:
            scope.locals.add(local)
        env: dict[Symbol, Expr] = {} if local is None else {size: local}
        inside, after = (bind(expr, env) for expr in (run.inside, run.after))
        runs.append(_Run(inside, after, name, local))
    return runs


def _copy_names(node: Repeat, scope: Scope) -> tuple[str | Expr, ...] | None:
    if node.names is None:
        return None
    parts = template_parts(node.names)
    return tuple(
        scope.expr(parse(text)) if is_expr else text for text, is_expr in parts
    )


def _followed(
    bodies: Copies, node: Repeat, x: Val, scope: Scope, loop: RepeatSizes, loc: Loc
) -> AnyShape | None:
    """The shape after all copies, computed one by one; None unless all are numbers."""
    if not isinstance(loop.times, Const) or not isinstance(loop.times.value, int):
        return None
    val, known = x, set(scope.locals)
    for copy in range(loop.times.value):
        if not all(isinstance(size, int) for size in sizes_of(val.shape)):
            return None
        own = loop.at(copy)
        if any(constant(value) is None for value in own.values()):
            return None
        inside = level(scope.on_trial())
        known_here = {symbol.text: value for symbol, value in own.items()}
        inside = replace(inside, constants={**inside.constants, **known_here})
        val = bodies.copy(node, val, inside, loc).result
        scope.locals.intersection_update(known)
    return None if is_unknown(val.shape) else val.shape


def _loop(
    node: Repeat, outer: Scope, scope: Scope, loc: Loc
) -> tuple[RepeatSizes, dict[str, Type]]:
    """The properties of a repeat, and the types of the names that it defines.

    The count is an expression in ``outer``, which does not contain the repeat's own
    names.
    """
    index = _renamed_as(scope, node.index)
    row = tuple(_renamed_as(scope, name) for name in node.row_names)
    types = {index: INT}
    rows = None if node.over is None else outer.expr(node.over)
    whole = isinstance(node.as_, str)
    if rows is None:
        times = outer.expr(node.times) if node.times is not None else Const(1)
    else:
        count = constant(rows)
        times = (
            Const(len(count)) if isinstance(count, list) else CallExpr("len", (rows,))
        )
        row_type = static_type(rows, outer.types).item
        cell = row_type if whole else row_type.item
        types |= dict.fromkeys(row, cell)
        for column, name in enumerate(row):
            cells = cells_of(rows, None if whole else column)
            scope.note(name, known_type(rows, cells, outer.known_types))
    scope.note(index, "int")
    local = RunningLocal(scope.own.owner, loc)
    loop = RepeatSizes(
        params=scope.own,
        index=index,
        times=times,
        rows=rows,
        row=row,
        whole=whole,
        local=local,
        runs=local in scope.granted,
    )
    return loop, types


def _renamed(scope: Scope, node: Repeat) -> Scope:
    """``scope`` with new names for names of ``node`` that would hide others."""
    taken = scope.taken()
    constants = dict(scope.constants)
    for name in (node.index, *node.row_names):
        if name in taken:
            fresh = unused(taken, name, "j", "k", "m", "n")
            constants[name] = Name(fresh)
            taken.add(fresh)
    return replace(scope, constants=constants)


def _renamed_as(scope: Scope, name: str) -> str:
    new = scope.constants.get(name)
    return new.id if isinstance(new, Name) else name


def _courses(
    loop: RepeatSizes, sizes: Sequence[CopySize], shape: Shape, steps: Sequence[Expr]
) -> list[Course]:
    """The courses of sizes through ``loop`` if one copy turns them into ``steps``."""
    begins: dict[Symbol, Expr] = dict(zip(sizes, map(lift, shape), strict=True))
    return [
        _course(loop, size, begins, step)
        for size, step in zip(sizes, steps, strict=True)
    ]


def _course(
    loop: RepeatSizes, size: CopySize, begins: Mapping[Symbol, Expr], step: Expr
) -> Course:
    begin, reads = begins[size], set(symbols(step))
    if not reads & (begins.keys() - {size}):
        return course(loop, size, begin, step)
    # The course of a size that comes from another axis is unknown.
    if loop.times == Const(1) and reads.isdisjoint(loop.inner):
        return Course(begin, bind(step, {**loop.at(0), **begins}))
    unknown = loop.opaque(begin, step)
    return Course(unknown, unknown)


SIZE = ("size", "side")  # height and width, if they change equally
LOCALS = {
    "channels": ("channels", "features"),
    "length": ("length", "steps"),
    "depth": ("depth", "layers"),
    "height": ("height", "rows"),
    "width": ("width", "columns"),
}


def _words(rank: int, axis: int) -> tuple[str, ...]:
    """Names for the running size of an axis."""
    return LOCALS[("channels", *side_names(rank))[axis]]


def _local(scope: Scope, words: tuple[str, ...]) -> str:
    """A name for a running local that nothing else in the class uses."""
    name = unused(scope.taken(), *words)
    scope.note(name, "int")
    return name
