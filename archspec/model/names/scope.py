"""The scope of a class during resolution: names, values and their types."""

from collections.abc import Container, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from archspec.expr import (
    Const,
    Expr,
    ExprError,
    ListExpr,
    Name,
    Symbol,
    Whole,
    is_whole,
    lift,
    names,
    substitute,
    symbols,
)
from archspec.model.definitions import AnyItem, Exit, SeqItem, Start, Val
from archspec.model.names.word_params import word_params
from archspec.model.sizes.shapes import AnyShape, EitherShape
from archspec.model.sizes.symbols import NeedsValue, Opaque, OwnParams, Request
from archspec.model.sizes.types import STR, Type, static_type
from archspec.ops.base import Field, Op, OpError, Shape
from archspec.ops.fields.word_kinds import bound
from archspec.record import field, record, replace
from archspec.spec import Definition, Init, Node, Output
from archspec.spec.faults import Loc

Values = dict[str, "Val | dict[str, Val]"]  # a dict for a call with several outputs


@record
class Scope:
    """The names that are visible at one place of a class.

    Attributes:
        own: the params of the class.
        written: its definition.
        constants: params that have a fixed value here.
        types: the static type of every other name.
        values: earlier nodes by name, innermost mapping last.
        modules: nodes that ``reuse`` may apply again, resolved and as written.
        reused: names of the nodes that ``reuse`` does apply again.
        init: the initialisers of the class and the file, per tensor.
        granted: the requests of earlier passes.
        locals: the running locals of the class so far.
        trial: whether only shapes are needed.
        seqs: the seqs of the class, by their values.
        read_parts: the values inside of seqs that nodes read.
        optional: the values inside of joins that a condition may leave out, with it.
        known_types: the names of the class that are known to be "int" or "[int]"; "" for
            a name with several meanings.
    """

    own: OwnParams
    written: Definition
    constants: Mapping[str, Expr]
    types: Mapping[str, Type]
    values: tuple[Values, ...]
    modules: dict[str, tuple[AnyItem, Node]]
    reused: frozenset[str]
    init: Mapping[str, Start]
    granted: Container[Request] = frozenset[Request]()
    locals: set[Symbol] = field(factory=set[Symbol])
    trial: bool = False
    seqs: dict[Val, SeqItem] = field(factory=dict[Val, SeqItem])
    read_parts: set[Val] = field(factory=set[Val])
    optional: dict[Val, Expr] = field(factory=dict[Val, Expr])
    known_types: dict[str, Whole] = field(factory=dict[str, Whole])

    def expr(self, expr: Expr) -> Expr:
        """``expr`` with fixed params replaced."""
        return substitute(expr, self.constants)

    def names(self) -> set[str]:
        return {*self.types, *self.constants}

    def taken(self) -> set[str]:
        """The names that a new local cannot have."""
        locals = {local.id for local in self.locals if isinstance(local, Name)}
        return self.names() | locals

    def note(self, name: str, type: Whole) -> None:
        """Record the definition of ``name``, with its type if that is known."""
        self.known_types[name] = (
            type if self.known_types.get(name, type) == type else ""
        )

    def on_trial(self) -> "Scope":
        return self if self.trial else replace(self, trial=True)

    def inner(self, **types: Type) -> "Scope":
        """The scope of an inner level, with the new names ``types``."""
        constants = {k: v for k, v in self.constants.items() if k not in types}
        return replace(
            self,
            constants=constants,
            types={**self.types, **types},
            values=(*self.values, {}),
        )

    def define(self, name: str, val: "Val | dict[str, Val]") -> None:
        """Bind ``name`` on this level to a value, or to the outputs of a call."""
        self.values[-1][name] = val

    def lookup(self, source: str) -> Val:
        """The value of ``source``, a name in ``from``: a node, an output of a call, or a
        part of a seq.

        Raises:
            NeedsValue: a condition may leave it out, which is an error.
            OpError: a condition does leave it out; an outer one may exclude that.
        """
        found = self._found(source)
        if found in self.optional and (behind := self.own.behind(self.optional[found])):
            raise NeedsValue(behind, f"it decides whether {source!r} exists")
        return found

    def _found(self, source: str) -> Val:
        name, _, output = source.partition(".")
        for level in reversed(self.values):
            if name in level:
                found = level[name]
                if isinstance(found, dict):
                    return found[output]
                if output and found in self.seqs:
                    part = part_of(self.seqs[found], output.split("."))
                    self.read_parts.add(part)
                    return part
                return found
        raise OpError(f"there is no {source!r} here: its branch is left out")

    def exit(self, name: str, output: Output) -> Exit:
        """The output ``name``: a node, or a part of a seq."""
        head, *steps = output.from_.split(".")
        item: AnyItem | None = self.modules[head][0] if head in self.modules else None
        if not steps or not isinstance(item, SeqItem):
            return Exit(name, self.lookup(output.from_), output.only)
        return Exit(name, part_of(item, steps), output.only, part=True)

    def build(self, cls: type[Op], written: Mapping[str, Expr], sides: int) -> Op:
        """The operator with symbolic fields for an input of as many sides.

        Raises OpError for an unknown word, or a list for another number of sides.
        """
        values: dict[str, object] = {}
        for item, expr in self.fields(cls, written):
            if not isinstance(expr, Const):
                self.require_number(expr, item)
            if item.kind.fractions and self.may_have_fraction(expr):
                reason = f"{item.name} may have a fraction"
                raise NeedsValue(self.own.behind(expr), reason)
            try:
                value = item.kind.canonical(expr, self.listed, sides)
            except ExprError as error:  # a list for another number of sides
                raise OpError(error.message, error.help, item.name) from None
            values[item.name] = value
            wrong = item.kind.check(value) if isinstance(expr, Const) else None
            if item.kind.words and wrong:
                raise OpError(wrong, field=item.name)
        return cls.with_fields(values, sides)

    def lists(self, cls: type[Op], written: Mapping[str, Expr]) -> tuple[Expr, ...]:
        """The values of fields that are named lists."""
        return tuple(
            expr
            for _, expr in self.fields(cls, written)
            if not isinstance(expr, ListExpr) and self.listed(expr)
        )

    def fields(
        self, cls: type[Op], written: Mapping[str, Expr]
    ) -> Iterator[tuple[Field, Expr]]:
        """The written fields with their values."""
        for item in cls.fields():
            if item.name in written:
                given = bound(written[item.name], item.kind, self.names())
                yield item, self.expr(given)

    def require_number(self, expr: Expr, item: Field) -> None:
        """Require a known value of a field that decides the code that is printed."""
        word = item.kind.words and static_type(expr, self.types) == STR
        if not word and not item.kind.decides:
            return
        others = word_params(self.written, item.name) if word else ()
        requests = self.own.behind(expr, *map(Name, others))
        raise NeedsValue(requests, f"{item.name} decides what is printed")

    def may_have_fraction(self, expr: Expr) -> bool:
        """Whether a part of ``expr`` is neither a number nor known to be whole."""
        if isinstance(expr, Name) and self.known_types.get(expr.id) == "[int]":
            return False
        items = expr.items if isinstance(expr, ListExpr) else (expr,)
        return not all(
            isinstance(item, Const) or is_whole(item, self.known_types)
            for item in items
        )

    def listed(self, expr: Expr) -> bool:
        return static_type(expr, self.types).depth > 0

    def visible(self, size: Expr) -> Expr:
        """A size for callers of the class, which cannot read its locals."""
        if self.locals.isdisjoint(symbols(size)):
            return size
        return Opaque(frozenset(self.own.all()), hash(size))

    def starts(self, init: Init) -> dict[str, Start]:
        """The initialisers of ``init``, by tensor."""
        return {
            tensor: Start(start.kind, tuple(self.expr(lift(arg)) for arg in start.args))
            for tensor, start in init.items()
        }


def part_of(seq: SeqItem, path: Sequence[str]) -> Val:
    """The value of the part of ``seq`` at ``path``, which has been checked."""
    item: AnyItem = seq
    for step in path:
        assert isinstance(item, SeqItem)
        items = item.body.items
        named = (inner for inner in items if inner.name == step)
        item = items[int(step)] if item.body.listed else next(named)
    return item.out


@record
class NodeContext:
    """The surroundings of a node: its name, the values that it reads, its scope and place."""

    name: str | None
    inputs: tuple[Val, ...]
    scope: Scope
    loc: Loc

    @property
    def x(self) -> Val:
        """The first value."""
        return self.inputs[0]


def names_behind(read: Iterable[str], let: Mapping[str, Expr]) -> set[str]:
    """The names in ``read``, and the names that ``let`` values among them read."""
    found = set(read)
    for name, expr in reversed([*let.items()]):
        if name in found:
            found |= names(expr)
    return found


def literal_word(expr: Expr, scope: Scope) -> Expr:
    """A word if ``expr`` is a name that is not in scope; used where words are expected."""
    if isinstance(expr, Name) and expr.id not in scope.names():
        return Const(expr.id)
    return expr


def level(scope: Scope, types: Mapping[str, Type] | None = None) -> Scope:
    """A new level of names; its nodes cannot be reused from outside."""
    return replace(scope.inner(**(types or {})), modules={})


@contextmanager
def under(cond: Expr | None, scope: Scope) -> Generator[None, None, None]:
    """Resolve a part under a condition; the part may be invalid if that is false.

    Raises:
        NeedsValue: the part is invalid, so the condition must be known.
        OpError: the part is invalid, and the condition depends on no param; an outer
            condition may exclude it.
    """
    try:
        yield
    except OpError as error:
        requests = () if cond is None else scope.own.behind(cond)
        if not requests:
            raise
        reason = f"other values of it are wrong: {error.message}"
        raise NeedsValue(requests, reason) from None


def known_rank(shape: AnyShape, scope: Scope) -> Shape:
    """``shape``; raises NeedsValue if its rank depends on a condition."""
    if isinstance(shape, EitherShape):
        raise NeedsValue(scope.own.behind(shape.cond), "it decides the rank of a value")
    return shape
