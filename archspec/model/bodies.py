"""Bodies: nodes in order, each with its input and its output shape."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from archspec.expr import Const, Expr
from archspec.model.definitions import (
    AnyItem,
    CallItem,
    JoinItem,
    Loc,
    ModelBody,
    OpItem,
    ReuseItem,
    SeqItem,
    Val,
)
from archspec.model.names.naming import as_child
from archspec.model.names.scope import NodeContext, Scope, known_rank, level, under
from archspec.model.operators import resolve_operator
from archspec.model.repeats import resolve_repeat
from archspec.model.sizes.shapes import assume, choose, compact, residual_shape
from archspec.model.trials import Trials
from archspec.ops.base import OpError
from archspec.ops.join import Add
from archspec.record import replace
from archspec.spec import (
    BlockCall,
    Branch,
    Join,
    Node,
    OpNode,
    Repeat,
    Residual,
    Reuse,
    Seq,
)
from archspec.spec import Body as Written

Caller = Callable[[BlockCall, NodeContext], CallItem]


class Bodies:
    """Resolves the bodies of one class."""

    def __init__(self, call: Caller):
        self.call = call
        self.trials = Trials()

    def body(self, written: Written, x: Val, scope: Scope, loc: Loc) -> ModelBody:
        """The steps of a mapping or a list that reads ``x``."""
        items: list[AnyItem] = []
        start, listed = x, isinstance(written, list)
        pairs = enumerate(written) if isinstance(written, list) else written.items()
        for key, node in pairs:
            name = None if isinstance(key, int) else key
            if _is_absent(node, scope):
                x = _sources(node, x, scope)[0]
                if name is not None:
                    scope.define(name, x)
                continue
            item = self.node(node, name, x, scope, (*loc, key))
            items.append(item)
            x = item.out
        return ModelBody(start, tuple(items), x, listed)

    def node(
        self, node: Node, name: str | None, x: Val, scope: Scope, loc: Loc
    ) -> AnyItem:
        """One node, which reads ``x`` unless it has a ``from``."""
        sources = _sources(node, x, scope)
        when = None if node.when is None else scope.expr(node.when)
        if isinstance(when, Const) and when.value:
            when = None
        inputs = sources if when is None else tuple(_assumed(v, when) for v in sources)
        with under(when, scope):
            item = self.by_kind(node, NodeContext(name, inputs, scope, loc))
        out = item.out
        if when is not None:
            shape = choose(when, out.shape, sources[0].shape)
            out = Val(compact(shape, scope.own))
            if isinstance(item, JoinItem):
                scope.optional.update(dict.fromkeys(_visible(item.branches), when))
        item = replace(item, inputs=sources, out=out, when=when, only=node.only)
        if name is not None:
            outs: Mapping[str, Val] = {}
            if isinstance(item, (CallItem, ReuseItem)):
                outs = item.outs
            scope.define(name, dict(outs) if len(outs) > 1 else item.out)
            scope.modules[name] = item, node
            if isinstance(item, SeqItem):
                scope.seqs[item.out] = item
        return item

    def by_kind(self, node: Node, at: NodeContext) -> AnyItem:
        """The item of a node, regardless of its condition."""
        match node:
            case Join(branches=[*branches]):
                return self.join(node, branches, at)
            case OpNode():
                return resolve_operator(node, at)
            case Residual():
                return self.residual(node, at)
            case BlockCall():
                return self.call(node, at)
            case Seq():
                return self.seq(node, at)
            case Repeat():
                return resolve_repeat(self, node, at)
            case Reuse():
                return self.reuse(node, at)
            case _:
                raise TypeError(f"not a node: {node!r}")

    def seq(self, node: Seq, at: NodeContext) -> SeqItem:
        """A group; the input of a reused group stands for several values."""
        reused = at.name in at.scope.reused
        start = Val(at.x.shape) if reused else at.x
        body = self.body(node.body, start, level(at.scope), (*at.loc, "body"))
        return SeqItem(
            name=at.name,
            inputs=at.inputs,
            out=body.result,
            loc=at.loc,
            body=body,
            reused=reused,
        )

    def reuse(self, node: Reuse, at: NodeContext) -> ReuseItem:
        """A module applied again; it is resolved again, as its input may differ in size.

        Raises:
            OpError: the module is left out.
        """
        if node.node not in at.scope.modules:
            raise OpError(f"{node.node!r} is skipped here")
        target, written = at.scope.modules[node.node]
        again = self.by_kind(written, replace(at, name=node.node, loc=target.loc))
        return ReuseItem(
            name=at.name,
            inputs=at.inputs,
            out=again.out,
            loc=at.loc,
            target=target,
            outs=again.outs if isinstance(again, CallItem) else {},
        )

    def residual(self, node: Residual, at: NodeContext) -> JoinItem:
        scope, x = at.scope, at.x
        skip = scope.expr(node.skip)
        branches = [self.branch(node.body, x, at, "body")]
        here = x if isinstance(skip, Const) else Val(assume(x.shape, skip))
        with under(skip, scope):
            if not (isinstance(skip, Const) and not skip.value):
                branches.append(self.branch(node.shortcut, here, at, "shortcut"))
            if not isinstance(skip, Const):
                scope.optional.update(dict.fromkeys(_visible(branches[1:]), skip))
            results = tuple(branch.result for branch in branches)
            shapes = tuple(known_rank(result.shape, scope) for result in results)
            if all(isinstance(size, int) for shape in shapes for size in shape):
                Add().output(*shapes)  # raises if they disagree
            out = Val(residual_shape(skip, *shapes))
            # They have equal channels, which a `skip` would hide.
            shapes = tuple((shapes[0][0], *shape[1:]) for shape in shapes)
        add = OpItem(
            name=None, inputs=results, out=out, loc=at.loc, op=Add(), xs=shapes
        )
        return JoinItem(
            name=at.name,
            inputs=at.inputs,
            out=out,
            loc=at.loc,
            operator=add,
            branches=tuple(branches),
            residual=True,
            skip=None if isinstance(skip, Const) else skip,
        )

    def join(self, node: Join, written: list[Branch], at: NodeContext) -> JoinItem:
        branches = tuple(
            self.branch(branch, at.x, at, "branches", k)
            for k, branch in enumerate(written)
        )
        results = tuple(branch.result for branch in branches)
        operator = resolve_operator(node, replace(at, name=None, inputs=results))
        return JoinItem(
            name=at.name,
            inputs=at.inputs,
            out=operator.out,
            loc=at.loc,
            operator=operator,
            branches=branches,
        )

    def branch(
        self, written: Branch, x: Val, at: NodeContext, *path: str | int
    ) -> ModelBody:
        """A branch of a join, at ``path`` in it; the path of a single node is that of the join."""
        loc, key = (*at.loc, *path), str(path[-1])
        if not isinstance(written, Node):
            return self.body(written, x, at.scope, loc)
        if _is_absent(written, at.scope):
            return ModelBody(x, (), _sources(written, x, at.scope)[0])
        name = None if at.name is None else f"{at.name}_{key}"
        item = self.node(written, name, x, at.scope, loc)
        if name is None:
            item = as_child(item, key)
        return ModelBody(x, (item,), item.out)

    def copy(self, node: Repeat, x: Val, scope: Scope, loc: Loc) -> ModelBody:
        """One copy: a body of its own, or a single node."""
        place = (*loc, "body")
        if not isinstance(node.body, Node):
            return self.body(node.body, x, scope, place)
        item = self.node(node.body, None, x, scope, place)
        return ModelBody(x, (item,), item.out, listed=True)


def _visible(branches: Iterable[ModelBody]) -> Iterator[Val]:
    """The values of the nodes in branches, which nodes after the join can read."""
    for item in chain.from_iterable(branch.items for branch in branches):
        yield item.out
        if isinstance(item, (CallItem, ReuseItem)):
            yield from item.outs.values()
        if isinstance(item, JoinItem):
            yield from _visible(item.branches)


def _sources(node: Node, x: Val, scope: Scope) -> tuple[Val, ...]:
    """The values that ``node`` reads: ``x``, unless it has a ``from``."""
    first = tuple(scope.lookup(source) for source in node.sources) or (x,)
    return (*first, *(scope.lookup(source) for source in node.also.values()))


def _is_absent(node: Node, scope: Scope) -> bool:
    """Whether the condition of ``node`` is known to be false."""
    when = None if node.when is None else scope.expr(node.when)
    return isinstance(when, Const) and not when.value


def _assumed(val: Val, when: Expr) -> Val:
    shape = assume(val.shape, when)
    return val if shape == val.shape else Val(shape)
