"""Repeats: copies of a body, and the sizes that run along them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from archspec.expr import Call as CallExpr
from archspec.expr import Const, Expr, Name, constant, lift, names, parse, substitute
from archspec.model.definitions import Carry, Loc, RepeatItem, Val
from archspec.model.loops import IN, Course, Loop, course
from archspec.model.scope import Scope, known_rank, level
from archspec.model.shapes import (
    AnyShape,
    NeedsValue,
    compact,
    is_unknown,
    plain,
    sizes_of,
)
from archspec.model.types import static_type
from archspec.ops.base import Shape
from archspec.record import replace
from archspec.spec import Node, Repeat, template_parts

if TYPE_CHECKING:
    from archspec.model.bodies import Bodies


def resolve_repeat(
    bodies: "Bodies", node: Repeat, name: str | None, x: Val, scope: Scope, loc: Loc
) -> RepeatItem:
    outer, scope = scope, _renamed(scope, node)
    loop, types = _loop(node, outer, scope, loc)
    shape = known_rank(x.shape, scope)
    probe = tuple(Name(f"{IN}{axis}") for axis in range(len(shape)))
    known = set(scope.locals)
    trial = bodies.copy(node, name, Val(probe), level(scope, types), loc)
    loop = replace(loop, inner=frozenset(scope.locals - known))
    scope.locals.intersection_update(known)
    steps = known_rank(trial.result.shape, scope)
    if len(steps) != len(shape):
        raise NeedsValue((), "a repeat changes the rank of its input")
    courses = [
        _course(loop, axis, shape, lift(step)) for axis, step in enumerate(steps)
    ]
    square = len(shape) == 3 and shape[1] == shape[2]
    square &= substitute(lift(steps[-1]), {f"{IN}2": Name(f"{IN}1")}) == lift(
        steps[1 % len(steps)]
    )
    locals = {
        axis: _local(scope, types, SIZE if square and axis else LOCALS[axis])
        for axis, course in enumerate(courses)
        if course.carried and not (square and axis == 2)
    }
    words = [
        locals.get(axis, locals.get(1) if square and axis else None)
        for axis in range(len(shape))
    ]
    own = [{} if word is None else {IN: Name(word)} for word in words]
    inside = [
        plain(substitute(c.inside, env)) for c, env in zip(courses, own, strict=True)
    ]
    body = bodies.copy(node, name, Val(tuple(inside)), level(scope, types), loc)
    results = known_rank(body.result.shape, scope)
    carries = tuple(
        Carry(word, lift(shape[axis]), lift(results[axis]))
        for axis, word in locals.items()
    )
    ends = tuple(
        plain(substitute(c.after, env)) for c, env in zip(courses, own, strict=True)
    )
    after: AnyShape = compact(ends, scope.owner, scope.params)
    if is_unknown(after):
        after = _followed(bodies, node, x, scope, loop, loc) or after
    copies = None
    if node.names is not None:
        parts = template_parts(node.names)
        copies = tuple(
            scope.expr(parse(text)) if is_expr else text for text, is_expr in parts
        )
    return RepeatItem(
        name=name,
        inputs=(x,),
        out=Val(after),
        loc=loc,
        times=loop.times,
        rows=loop.rows,
        row=loop.row,
        whole=loop.whole,
        index=loop.index,
        carries=carries,
        names=copies,
        body=body,
        single=isinstance(node.body, Node),
        spliced=name is None,
    )


def _followed(
    bodies: "Bodies", node: Repeat, x: Val, scope: Scope, loop: Loop, loc: Loc
) -> AnyShape | None:
    """The shape after all copies, one by one, where there are only numbers."""
    if not isinstance(loop.times, Const) or not isinstance(loop.times.value, int):
        return None
    val = x
    for copy in range(loop.times.value):
        if not all(isinstance(size, int) for size in sizes_of(val.shape)):
            return None
        own = loop.at(copy)
        if any(constant(value) is None for value in own.values()):
            return None
        inside = level(scope)
        inside = replace(inside, constants={**inside.constants, **own})
        val = bodies.copy(node, None, val, inside, loc).result
    return None if is_unknown(val.shape) else val.shape


def _loop(
    node: Repeat, outer: Scope, scope: Scope, loc: Loc
) -> tuple[Loop, dict[str, str]]:
    """The repeat as sizes see it, and the types of the names it defines.

    The count is an expression of ``outer``, where its own names are not those of it.
    """
    index = _renamed_as(scope, node.index)
    row = tuple(_renamed_as(scope, name) for name in node.row_names)
    types = {index: "int"}
    rows = None if node.over is None else outer.expr(node.over)
    whole = isinstance(node.as_, str)
    if rows is None:
        times = outer.expr(node.times) if node.times is not None else Const(1)
    else:
        count = constant(rows)
        times = (
            Const(len(count)) if isinstance(count, list) else CallExpr("len", (rows,))
        )
        row_type = static_type(rows, outer.types)[1:-1]
        cell = row_type if whole else row_type[1:-1]
        types |= dict.fromkeys(row, cell)
    place = ".".join(map(str, loc)).replace(",", "")
    loop = Loop(
        owner=scope.owner,
        params=scope.params,
        index=index,
        times=times,
        rows=rows,
        row=row,
        whole=whole,
        place=place,
        runs=(scope.owner, f"@{place}") in scope.asked,
    )
    return loop, types


def _renamed(scope: Scope, node: Repeat) -> Scope:
    """``scope`` in which the names of ``node`` that would hide others are others."""
    taken = scope.names() | scope.locals
    constants = dict(scope.constants)
    for name in (node.index, *node.row_names):
        if name in taken:
            words = ("j", "k", "m", "n", *(f"{name}{k}" for k in range(2, 99)))
            fresh = next(word for word in words if word not in taken)
            constants[name] = Name(fresh)
            taken.add(fresh)
    return replace(scope, constants=constants)


def _renamed_as(scope: Scope, name: str) -> str:
    new = scope.constants.get(name)
    return new.id if isinstance(new, Name) else name


def _course(loop: Loop, axis: int, shape: Shape, step: Expr) -> Course:
    step = substitute(step, {f"{IN}{axis}": Name(IN)})
    others = {f"{IN}{k}": lift(size) for k, size in enumerate(shape) if k != axis}
    if not names(step) & others.keys():
        return course(loop, shape[axis], step, axis == 0)
    # A size that comes from another axis has no course of its own.
    begin = lift(shape[axis])
    if loop.times == Const(1):
        return Course(begin, substitute(step, {**others, IN: begin}))
    unknown = loop.opaque(begin, step)
    return Course(unknown, unknown)


SIZE = ("size", "side")  # height and width, where they run alike
LOCALS = (("channels", "features"), ("height", "rows"), ("width", "columns"))


def _local(scope: Scope, types: Mapping[str, str], words: tuple[str, ...]) -> str:
    """A name for a running size that nothing in the class uses."""
    taken = {*scope.names(), *types, *scope.locals}
    more = (f"{words[0]}{k}" for k in range(2, 10_000))
    name = next(word for word in (*words, *more) if word not in taken)
    scope.locals.add(name)
    return name
