"""Symbolic shapes: conditions, calls and repeats.

Sizes are expressions over the params of the class and the sizes of its inputs. No
recurrence is solved: a size without a plain form becomes *opaque*, which is an error
only if it must be printed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, overload

from archspec.expr import (
    Const,
    Dim,
    Expr,
    IfElse,
    Name,
    Symbol,
    Unary,
    bind,
    children,
    if_else,
    lift,
    maximum,
    negate,
    symbols,
    whole_number,
)
from archspec.model.sizes.symbols import Opaque, OwnParams, is_opaque
from archspec.ops.base import OpError, Shape
from archspec.record import record

MAX_SIZE = 80  # nodes of a readable expression, at most
MAX_UNROLL = 4096


@record
class EitherShape:
    """A shape whose rank depends on a condition (``flatten`` with a ``when``)."""

    cond: Expr
    then: "AnyShape"
    other: "AnyShape"


AnyShape: TypeAlias = Shape | EitherShape


def size_of(expr: Expr) -> int:
    """The number of nodes of ``expr``; counting stops a little above MAX_SIZE."""
    total, stack = 0, [expr]
    while stack and total <= MAX_SIZE:
        total += 1
        stack += children(stack.pop())
    return total


def sizes_of(shape: AnyShape) -> tuple[Dim, ...]:
    """All sizes of ``shape``, including both alternatives if it depends on a condition."""
    if isinstance(shape, EitherShape):
        return (*sizes_of(shape.then), *sizes_of(shape.other))
    return shape


def is_unknown(shape: AnyShape) -> bool:
    """Whether a size of ``shape`` is opaque."""
    return any(is_opaque(lift(size)) for size in sizes_of(shape))


@overload
def compact(shape: Shape, own: OwnParams) -> Shape: ...
@overload
def compact(shape: EitherShape, own: OwnParams) -> EitherShape: ...
def compact(shape: AnyShape, own: OwnParams) -> AnyShape:
    """``shape`` with sizes that are too long to print replaced by opaque ones."""
    if isinstance(shape, EitherShape):
        then, other = (compact(part, own) for part in (shape.then, shape.other))
        return EitherShape(shape.cond, then, other)
    return tuple(brief(size, own) for size in shape)


def brief(size: Dim, own: OwnParams) -> Dim:
    """``size``, or an opaque size if it is too long to print."""
    if isinstance(size, Expr) and size_of(size) > MAX_SIZE:
        return Opaque(frozenset(own.behind(size)), hash(size))
    return size


def each(shape: AnyShape, change: Callable[[Expr], Expr]) -> AnyShape:
    """``shape`` with ``change`` applied to every size and condition; folds conditions."""
    if isinstance(shape, EitherShape):
        cond = change(shape.cond)
        if isinstance(cond, Const):
            return each(shape.then if cond.value else shape.other, change)
        return EitherShape(cond, each(shape.then, change), each(shape.other, change))
    channels, *sides = (change(lift(size)) for size in shape)
    return (plain(channels), *(plain(whole_number(size)) for size in sides))


def plain(expr: Expr) -> Dim:
    """A literal whole number as a number."""
    if isinstance(expr, Const) and type(expr.value) is int:
        return expr.value
    return expr


def bind_shape(shape: AnyShape, env: Mapping[Symbol, Expr]) -> AnyShape:
    """``shape`` with symbols replaced."""
    return each(shape, lambda size: bind(size, env))


def assume(shape: AnyShape, cond: Expr) -> AnyShape:
    """``shape`` if ``cond`` is known to be true."""
    opposite = negate(cond)

    def known(expr: Expr) -> Expr:
        if isinstance(expr, IfElse) and expr.cond == cond:
            return known(expr.then)
        if isinstance(expr, IfElse) and opposite == expr.cond:
            return known(expr.other)
        return expr

    if isinstance(shape, EitherShape):
        if shape.cond == cond:
            return assume(shape.then, cond)
        if shape.cond in (opposite, Unary("not", cond)):
            return assume(shape.other, cond)
        return shape
    return tuple(plain(known(lift(size))) for size in shape)


def choose(cond: Expr, then: AnyShape, other: AnyShape) -> AnyShape:
    """The shape that is ``then`` if ``cond`` is true, else ``other``."""
    if then == other:
        return then
    if isinstance(other, EitherShape) and other.cond == cond:
        return EitherShape(cond, then, other.other)
    if (
        isinstance(then, EitherShape)
        or isinstance(other, EitherShape)
        or len(then) != len(other)
    ):
        return EitherShape(cond, then, other)
    pairs = zip(then, other, strict=True)
    return tuple(plain(if_else(cond, lift(a), lift(b))) for a, b in pairs)


def with_equal_channels(xs: Sequence[Shape]) -> tuple[Shape, ...]:
    """``xs`` with one expression for their channels, unless these are 1.

    Numbers that differ stay: they are an error.
    """
    wide = [x[0] for x in xs if x[0] != 1]
    numbers = [size for size in wide if isinstance(size, int)]
    if len(set(numbers)) > 1:
        return tuple(xs)
    common = next(iter([*numbers, *wide]), 1)
    return tuple((1 if x[0] == 1 else common, *x[1:]) for x in xs)


def residual_shape(skip: Expr, body: Shape, shortcut: Shape = ()) -> AnyShape:
    """The shape of ``body + shortcut``, or of ``body`` alone if ``skip`` is false.

    Heights and widths are equal, or one of them is 1. Unknown sizes are assumed to be
    equal if they come from the same inputs.

    Raises:
        OpError: the branches differ in rank.
    """
    if not shortcut:
        return body
    if len(body) != len(shortcut):
        raise OpError("residual: the body and the shortcut differ in rank")
    sides = zip(body[1:], shortcut[1:], strict=True)
    joined = (body[0], *(_wider(one, other) for one, other in sides))
    return choose(skip, joined, body)


def _wider(one: Dim, other: Dim) -> Dim:
    ones, others = _alternatives(lift(one)), _alternatives(lift(other))
    if len(others) == 1 and ones <= {Const(1), *others}:
        return other
    if len(ones) == 1 and others <= {Const(1), *ones}:
        return one
    if isinstance(one, int):
        return other if one == 1 else one
    if isinstance(other, int):
        return one if other == 1 else other
    same = _sources(one) == _sources(other)
    if same and Const(1) not in ones | others:
        return one
    return plain(maximum(one, other))


def _alternatives(size: Expr) -> set[Expr]:
    """The values of ``size`` under the conditions in it."""
    if isinstance(size, IfElse):
        return _alternatives(size.then) | _alternatives(size.other)
    return {size}


def _sources(size: Expr) -> set[Symbol]:
    """The sizes without a name that ``size`` depends on."""
    return {symbol for symbol in symbols(size) if not isinstance(symbol, Name)}
