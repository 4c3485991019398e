"""Trial resolutions of repeated bodies, each run once for all that its shapes depend on.

A repeat must know how one copy changes its input before it can resolve the copy. If
inner repeats were resolved again each time, n nested repeats would cost 2^n.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from archspec.expr import Expr, Name, Symbol, names, parse
from archspec.model.definitions import Val
from archspec.model.names.scope import Scope
from archspec.model.names.word_params import nodes_of, parts_of
from archspec.model.sizes.shapes import AnyShape
from archspec.record import record
from archspec.spec import BlockCall, Node, OpNode, Repeat, Residual, template_parts

Key: TypeAlias = tuple[object, ...]


@record
class CopyTrial:
    """The shape after one copy, and the running locals that the copy needs."""

    shape: AnyShape
    locals: frozenset[Symbol]


class Trials:
    """The trials of one class."""

    def __init__(self) -> None:
        self.made: dict[Key, CopyTrial] = {}
        self.names: dict[int, frozenset[str]] = {}  # by the identity of the node

    def run(
        self, node: Repeat, x: Val, scope: Scope, copy: Callable[[Scope], AnyShape]
    ) -> CopyTrial:
        """The result of ``copy`` for one copy of ``node`` that reads ``x``."""
        key = (id(node), x.shape, *self.seen(node, scope))
        if key not in self.made:
            before = set(scope.locals)
            shape = copy(scope.on_trial())
            added = frozenset(scope.locals - before)
            scope.locals.intersection_update(before)
            self.made[key] = CopyTrial(shape, added)
        return self.made[key]

    def seen(self, node: Repeat, scope: Scope) -> Iterator[object]:
        """Everything that can affect a trial of ``node`` at this place."""
        for name in sorted(self.names_in(node)):
            yield scope.constants.get(name)
            yield scope.types.get(name)
            yield Name(name) in scope.locals
            for values in reversed(scope.values):
                if name in values:
                    yield _shapes(values[name])
                    break

    def names_in(self, node: Node) -> frozenset[str]:
        """The names that a node and its parts read or define."""
        if id(node) not in self.names:
            read = (*node.sources, *node.also.values())
            own = {source.partition(".")[0] for source in read}
            if isinstance(node, Repeat):
                own |= {node.index, *node.row_names}
            inner = (each for part in parts_of(node) for each in nodes_of(part))
            own.update(*map(names, _expressions(node)), *map(self.names_in, inner))
            self.names[id(node)] = frozenset(own)
        return self.names[id(node)]


def _shapes(value: Val | dict[str, Val]) -> tuple[object, ...]:
    if isinstance(value, Val):
        return (value.shape,)
    return tuple((name, val.shape) for name, val in value.items())


def _expressions(node: Node) -> Iterator[Expr]:
    written: list[Expr | None] = [node.when]
    match node:
        case OpNode():
            written += node.fields.values()
        case BlockCall():
            written += node.args.values()
        case Residual():
            written.append(node.skip)
        case Repeat():
            written += [node.times, node.over]
            parts = template_parts(node.names or "")
            written += [parse(text) for text, is_expr in parts if is_expr]
        case _:
            pass
    return (expr for expr in written if expr is not None)
