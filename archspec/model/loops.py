"""The sizes that change along a repeat: what the input of copy ``i`` is.

With one copy turning ``in`` into ``f(in)``: where f(in) = in nothing changes; where f
does not read ``in``, it is ``in if i == 0 else f``; where f(in) = in + c, it is
``in + i * c``; else a local runs along the loop. Heights and widths are treated alike,
but for the running local: they are opaque then, unless every number is known.
"""

from collections.abc import Callable

from archspec.expr import (
    Binary,
    Compare,
    Const,
    Dim,
    Expr,
    Name,
    add,
    constant,
    given,
    if_else,
    item_of,
    lift,
    mul,
    names,
    sub,
    substitute,
    whole_number,
)
from archspec.model.shapes import (
    MAX_SIZE,
    MAX_UNROLL,
    Owned,
    is_opaque,
    opaque,
    owned,
    size_of,
)
from archspec.record import record

IN = "$in"  # stands for the size at the input of a copy


@record
class RepeatSizes:
    """A repeat as the sizes see it."""

    owner: str
    params: tuple[str, ...]
    index: str
    times: Expr
    rows: Expr | None
    row: tuple[str, ...]
    whole: bool  # whether the one name of ``row`` stands for the whole row
    place: str  # where the repeat stands, to ask for a running local
    runs: bool  # whether such a local was asked for
    inner: frozenset[str] = frozenset()  # the running locals of repeats in its body

    @property
    def own(self) -> set[str]:
        """The names that change from copy to copy."""
        return {self.index, *self.row, *self.inner}

    def opaque(self, *exprs: Expr) -> Name:
        """A size that a running local, or fixing all params behind it, makes known."""
        asked = {(self.owner, f"@{self.place}")} if not self.runs else set[Owned]()
        return opaque(
            asked.union(
                *(owned(self.owner, expr, self.params) for expr in (self.times, *exprs))
            )
        )

    def at(self, copy: int) -> dict[str, Expr]:
        """The values of the repeat's names in one copy; -1 is the last."""
        last = sub(self.times, Const(1))
        env: dict[str, Expr] = {self.index: last if copy == -1 else Const(copy)}
        if self.rows is None:
            return env
        row = item_of(self.rows, Const(copy))
        for k, name in enumerate(self.row):
            env[name] = row if self.whole else item_of(row, Const(k))
        return env


@record
class Course:
    """The course of one size: at the input of a copy, and after the last.

    ``carried`` when a local has to run along; ``$in`` stands for it.
    """

    inside: Expr
    after: Expr
    carried: bool = False


def _as_it_is(expr: Expr) -> Expr:
    return expr


def course(loop: RepeatSizes, start: Dim, step: Expr, is_channels: bool) -> Course:
    """How a size runs through ``loop`` when one copy turns ``$in`` into ``step``."""
    begin = lift(start)
    if step in (Name(IN), begin):
        return Course(begin, begin)
    first = Compare(Name(loop.index), ("==",), (Const(0),))
    tidy = _as_it_is if is_channels else whole_number
    rest = tidy(given(step, first, False))
    settled = tidy(
        substitute(given(step, first, True), {IN: begin, loop.index: Const(0)})
    )
    if rest == Name(IN) and not names(settled) & loop.own:
        # Only the first copy changes it.
        return Course(if_else(first, begin, settled), settled)
    reads = names(step)
    if IN not in reads and not reads & loop.own:
        single = loop.times == Const(1)
        return Course(begin if single else if_else(first, begin, step), step)
    growth = _growth(step)
    if growth is not None and not names(growth) & (loop.own | {IN}):
        inside = add(begin, mul(Name(loop.index), growth))
        return Course(inside, add(begin, mul(loop.times, growth)))
    if reads & loop.inner:
        after = loop.opaque(begin, step)
    elif IN not in reads:
        after = substitute(step, loop.at(-1))
    else:
        after = _unroll(loop, begin, step, tidy)
    if is_channels or loop.runs:
        known = not is_opaque(after)
        return Course(Name(IN), after if known else Name(IN), carried=True)
    return Course(loop.opaque(begin, step), after)


def _growth(step: Expr) -> Expr | None:
    """c where ``step`` is ``in + c`` (or ``in - c``), else None."""
    match step:
        case Binary("+", Name("$in"), growth):
            return growth
        case Binary("+", growth, Name("$in")):
            return growth
        case Binary("-", Name("$in"), loss):
            return sub(Const(0), loss)
        case Binary("+" | "-" as op, inner, more):
            growth = _growth(inner)
            if growth is None or IN in names(more):
                return None
            return add(growth, more) if op == "+" else sub(growth, more)
        case _:
            return None


def _unroll(
    loop: RepeatSizes, begin: Expr, step: Expr, tidy: Callable[[Expr], Expr]
) -> Expr:
    """The size after all copies, followed copy by copy where the count is known."""
    times = constant(loop.times)
    if not isinstance(times, int) or times > MAX_UNROLL:
        return loop.opaque(begin, step)
    size = begin
    for copy in range(times):
        size = tidy(substitute(step, {**loop.at(copy), IN: size}))
        if size_of(size) > MAX_SIZE:
            return loop.opaque(begin, step)
    return size
