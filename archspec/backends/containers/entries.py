"""Groups of layers: one expression if the framework has one, otherwise statements."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from archspec.backends.contract.dialect import ClassForm, Dialect
from archspec.backends.contract.refusals import Refusal, Unsupported
from archspec.backends.python.build import invoke
from archspec.backends.python.nodes import (
    Assign,
    Code,
    Ex,
    Gen,
    Items,
    Literal,
    Origin,
    Starred,
    Stmt,
    Target,
    Template,
)
from archspec.backends.python.walk import expressions
from archspec.expr import Const, Expr, names
from archspec.model.definitions import Carry, RepeatItem
from archspec.record import record, replace

MAX_LOOPS = 16  # nested; Python allows 20 nested blocks


@record
class SingleLayer:
    """One layer of a group: named, or numbered if ``name`` is None."""

    name: Code | None
    layer: "AnyLayer"
    when: Expr | None = None
    origin: Origin = ()


@record
class LayerLoop:
    """Copies of ``entries``; ``before`` and ``after`` set and update running locals."""

    target: Target
    iterable: Code
    entries: tuple["GroupEntry", ...]
    before: tuple[Stmt, ...] = ()
    after: tuple[Stmt, ...] = ()
    when: Expr | None = None
    depth: int = 1  # with the loops in it
    origin: Origin = ()


@record
class LayerGroup:
    """Layers applied one after the other, in a container of the form ``form``."""

    entries: tuple["GroupEntry", ...]
    form: ClassForm

    @property
    def named(self) -> bool:
        """Whether a layer has a name rather than a number."""
        return has_names(self.entries)

    @property
    def empty(self) -> Code:
        """The construction of the container without its layers."""
        return invoke(self.form.list_base(self.named))


GroupEntry: TypeAlias = SingleLayer | LayerLoop
AnyLayer: TypeAlias = Code | LayerGroup


def expression(dialect: Dialect, layer: AnyLayer) -> Code | None:
    """``layer`` as one expression; None if it needs statements."""
    if not isinstance(layer, LayerGroup):
        return layer
    if layer.named:
        return _named_expression(dialect, layer.entries)
    listed = [_listed(dialect, entry) for entry in layer.entries]
    layers = [code for code in listed if code is not None]
    return dialect.sequence(layers) if len(layers) == len(listed) else None


def has_names(entries: Sequence[GroupEntry]) -> bool:
    """Whether a layer of ``entries`` has a name rather than a number."""
    return any(
        entry.name is not None
        if isinstance(entry, SingleLayer)
        else has_names(entry.entries)
        for entry in entries
    )


def numbers_after_names(entries: Sequence[GroupEntry]) -> list[GroupEntry]:
    """``entries``, where layers without a name that follow named ones get a name.

    A container counts all layers before a layer; the language counts only those without
    a name.

    Raises:
        Unsupported: such a number depends on a repeat or a condition.
    """
    out: list[GroupEntry] = []
    count, named = 0, False
    known = True  # whether `count` is
    for entry in entries:
        single = isinstance(entry, SingleLayer)
        numbers = _has_numbers(entry)
        if numbers and named and not (single and known):
            raise Unsupported(Refusal.NUMBER_AFTER_NAMES)
        if numbers and named:
            entry = replace(entry, name=Literal(str(count)))
        known &= not numbers or (single and entry.when is None)
        count += numbers
        named |= has_names([entry])
        out.append(entry)
    return out


def _has_numbers(entry: GroupEntry) -> bool:
    if isinstance(entry, SingleLayer):
        return entry.name is None
    return any(_has_numbers(inner) for inner in entry.entries)


def _listed(dialect: Dialect, entry: GroupEntry) -> Code | None:
    """``entry`` as an item of a list; None if it needs statements."""
    if isinstance(entry, SingleLayer):
        return None if entry.when is not None else expression(dialect, entry.layer)
    inner = _only_leaf(dialect, entry)
    if inner is None:
        return None
    return Starred(Gen(inner[1], entry.target, entry.iterable))


def _only_leaf(dialect: Dialect, loop: LayerLoop) -> tuple[Code | None, Code] | None:
    """The name and layer of a loop that a comprehension can express."""
    if loop.before or loop.after or loop.when or len(loop.entries) != 1:
        return None
    leaf = loop.entries[0]
    if not isinstance(leaf, SingleLayer) or leaf.when is not None:
        return None
    code = expression(dialect, leaf.layer)
    return None if code is None else (leaf.name, code)


def _named_expression(dialect: Dialect, entries: Sequence[GroupEntry]) -> Code | None:
    if len(entries) == 1 and isinstance(entries[0], LayerLoop):
        inner = _only_leaf(dialect, entries[0])
        if inner is None or inner[0] is None:
            return None
        pair = Items((inner[0], inner[1]))
        gen = Gen(pair, entries[0].target, entries[0].iterable)
        return dialect.named_sequence(gen)
    pairs: list[tuple[Code, Code]] = []
    for entry in entries:
        if (
            not isinstance(entry, SingleLayer)
            or entry.when is not None
            or entry.name is None
        ):
            return None
        code = expression(dialect, entry.layer)
        if code is None:
            return None
        pairs.append((entry.name, code))
    return dialect.named_sequence(pairs)


def loop_of(item: RepeatItem, entries: Sequence[GroupEntry]) -> LayerLoop:
    """The loop of a repeat around the entries of one copy.

    Raises:
        Unsupported: loops are nested deeper than Python allows.
    """
    depth = 1 + _depth(entries)
    if depth > MAX_LOOPS:
        raise Unsupported(Refusal.NESTED_LOOPS)
    before = tuple(Assign(carry.name, Ex(carry.start)) for carry in item.carries)
    after = _together(item.carries)
    used = {name for expr in _expressions(entries) for name in names(expr)}
    used |= {name for carry in item.carries for name in names(carry.step)}
    counted = item.index in used

    def loop(target: Target, iterable: Code) -> LayerLoop:
        return LayerLoop(
            target, iterable, tuple(entries), before, after, depth=depth, origin=(item,)
        )

    if item.rows is None:
        target = item.index if counted else "_"
        iterable: Code = invoke("range", Ex(item.times))
        return loop(target, iterable)
    read = tuple(name if name in used else "_" for name in item.row)
    row: Target = read[0] if item.whole else read
    if not counted:
        iterable = Ex(item.rows)
        return loop(row, iterable)
    iterable = invoke("enumerate", Ex(item.rows))
    return loop((item.index, row), iterable)


def _depth(entries: Sequence[GroupEntry]) -> int:
    """The depth of nested loops in ``entries``."""
    found = [0]
    for entry in entries:
        if isinstance(entry, LayerLoop):
            found.append(entry.depth)
        elif isinstance(entry.layer, LayerGroup):
            found.append(_depth(entry.layer.entries))
    return max(found)


def _together(carries: Sequence[Carry]) -> tuple[Stmt, ...]:
    """The updates of running locals; each reads the others before they change."""
    left = list(carries)
    ordered: list[Stmt] = []
    while left:
        free = [
            carry
            for carry in left
            if not any(
                carry.name in names(other.step) for other in left if other is not carry
            )
        ]
        for carry in free or left:
            ordered.append(Assign(carry.name, Ex(carry.step)))
            left.remove(carry)
    return tuple(ordered)


def _expressions(entries: Sequence[GroupEntry]) -> Iterator[Expr]:
    for entry in entries:
        if isinstance(entry, LayerLoop):
            if entry.when is not None:
                yield entry.when
            yield from expressions(entry.iterable)
            yield from _expressions(entry.entries)
            for stmt in (*entry.before, *entry.after):
                if isinstance(stmt, Assign):
                    yield from expressions(stmt.code)
            continue
        if entry.when is not None:
            yield entry.when
        if entry.name is not None:
            yield from expressions(entry.name)
        if isinstance(entry.layer, LayerGroup):
            yield from _expressions(entry.layer.entries)
        else:
            yield from expressions(entry.layer)


def name_code(parts: Sequence[str | Expr]) -> Code:
    """A name template as code: ``f"denselayer{i + 1}"``."""
    if all(isinstance(part, str) for part in parts):
        return Literal("".join(map(str, parts)))
    return Template(tuple(map(_template_part, parts)))


def _template_part(part: str | Expr) -> str | Code:
    if isinstance(part, Const) and isinstance(part.value, str):
        return part.value
    return Ex(part) if isinstance(part, Expr) else part
