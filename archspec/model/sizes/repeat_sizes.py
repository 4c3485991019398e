"""Sizes that change along a repeat: the size of the input of copy ``i``.

One copy turns a size ``in`` into ``f(in)``. If f(in) = in, nothing changes. If f does
not read ``in``, the size is ``in if i == 0 else f``. If f(in) = in + c, it is ``in + i *
c``. Otherwise, a local variable holds the size along the loop. Heights and widths follow
the same rules without the local variable: if there is no formula, they are opaque,
unless every number is known.
"""

from archspec.expr import (
    Binary,
    Compare,
    Const,
    Dim,
    Expr,
    Name,
    Symbol,
    add,
    bind,
    constant,
    given,
    if_else,
    item_of,
    lift,
    mul,
    sub,
    symbols,
    whole_number,
)
from archspec.model.sizes.shapes import MAX_SIZE, MAX_UNROLL, size_of
from archspec.model.sizes.symbols import (
    CopySize,
    Opaque,
    OwnParams,
    RunningLocal,
    is_opaque,
)
from archspec.record import record


@record
class RepeatSizes:
    """The properties of a repeat that sizes depend on."""

    params: OwnParams
    index: str
    times: Expr
    rows: Expr | None
    row: tuple[str, ...]
    whole: bool  # whether the single name of ``row`` stands for the whole row
    local: RunningLocal  # the request for a running local
    runs: bool  # whether the request was granted
    inner: frozenset[Symbol] = frozenset()  # the running locals of repeats in its body

    @property
    def own(self) -> set[Symbol]:
        """The symbols that change from copy to copy."""
        return {Name(self.index), *map(Name, self.row), *self.inner}

    def opaque(self, *exprs: Expr) -> Opaque:
        """A size that a running local, or fixed values of its params, make known."""
        requests = self.params.behind(self.times, *exprs)
        if not self.runs:
            requests.add(self.local)
        return Opaque(frozenset(requests), hash((self.local, exprs)))

    def at(self, copy: int) -> dict[Symbol, Expr]:
        """The values of the repeat's names in one copy; -1 is the last."""
        last = sub(self.times, Const(1))
        env: dict[Symbol, Expr] = {
            Name(self.index): last if copy == -1 else Const(copy)
        }
        if self.rows is None:
            return env
        row = item_of(self.rows, Const(copy))
        for k, name in enumerate(self.row):
            env[Name(name)] = row if self.whole else item_of(row, Const(k))
        return env


@record
class Course:
    """The course of one size: its value at the input of a copy, and after the last copy.

    If ``carried``, the size needs a running local, which replaces it in ``inside``.
    """

    inside: Expr
    after: Expr
    carried: bool = False


def course(loop: RepeatSizes, size: CopySize, start: Dim, step: Expr) -> Course:
    """The course of ``size`` through ``loop`` if one copy turns it into ``step``."""
    begin = lift(start)
    if step in (size, begin):
        return Course(begin, begin)
    first = Compare(Name(loop.index), ("==",), (Const(0),))
    rest = _folded(size, given(step, first, False))
    settled = _folded(
        size, bind(given(step, first, True), {size: begin, Name(loop.index): Const(0)})
    )
    if rest == size and loop.own.isdisjoint(symbols(settled)):
        # Only the first copy changes it.
        return Course(if_else(first, begin, settled), settled)
    reads = set(symbols(step))
    if size not in reads and not reads & loop.own:
        single = loop.times == Const(1)
        return Course(begin if single else if_else(first, begin, step), step)
    growth = _growth(step, size)
    if growth is not None and (loop.own | {size}).isdisjoint(symbols(growth)):
        inside = add(begin, mul(Name(loop.index), growth))
        return Course(inside, add(begin, mul(loop.times, growth)))
    if reads & loop.inner:
        after = loop.opaque(begin, step)
    elif size not in reads:
        after = bind(step, loop.at(-1))
    else:
        after = _unroll(loop, size, begin, step)
    if size.axis == 0 or loop.runs:
        known = not is_opaque(after)
        return Course(size, after if known else size, carried=True)
    return Course(loop.opaque(begin, step), after)


def _folded(size: CopySize, expr: Expr) -> Expr:
    """A value of ``size``, folded; channels stay as the spec has them."""
    return expr if size.axis == 0 else whole_number(expr)


def _growth(step: Expr, size: CopySize) -> Expr | None:
    """c if ``step`` is ``size + c`` (or ``size - c``), otherwise None."""
    match step:
        case Binary("+", left, growth) if left == size:
            return growth
        case Binary("+", growth, right) if right == size:
            return growth
        case Binary("-", left, loss) if left == size:
            return sub(Const(0), loss)
        case Binary("+" | "-" as op, inner, more):
            growth = _growth(inner, size)
            if growth is None or size in symbols(more):
                return None
            return add(growth, more) if op == "+" else sub(growth, more)
        case _:
            return None


def _unroll(loop: RepeatSizes, size: CopySize, begin: Expr, step: Expr) -> Expr:
    """The size after all copies, computed copy by copy if the count is known."""
    times = constant(loop.times)
    if not isinstance(times, int) or times > MAX_UNROLL:
        return loop.opaque(begin, step)
    value = begin
    for copy in range(times):
        value = _folded(size, bind(step, {**loop.at(copy), size: value}))
        if size_of(value) > MAX_SIZE:
            return loop.opaque(begin, step)
    return value
