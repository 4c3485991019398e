"""Operators of the model: symbolic fields and output shapes."""

from archspec.expr import product
from archspec.model.definitions import OpItem, Val
from archspec.model.names.scope import NodeContext, Scope, known_rank
from archspec.model.sizes.shapes import compact, plain, with_equal_channels
from archspec.model.sizes.symbols import LargestChannels
from archspec.ops import OP_BY_NAME, WEIGHTED
from archspec.ops.base import Op, Shape
from archspec.ops.dense import Flatten
from archspec.ops.join import Elementwise
from archspec.ops.named_activation import Activation
from archspec.spec import OpNode


def resolve_operator(node: OpNode, at: NodeContext) -> OpItem:
    """An operator."""
    scope = at.scope
    xs = tuple(known_rank(x.shape, scope) for x in at.inputs)
    op = scope.build(OP_BY_NAME[node.op], node.fields, len(xs[0]) - 1)
    if isinstance(op, Elementwise) and LargestChannels(at.loc) not in scope.granted:
        xs = with_equal_channels(xs)
    if isinstance(op, Activation):
        op = op.resolved()
    init = dict(scope.init) if node.op in WEIGHTED else {}
    init |= scope.starts(node.init)
    return OpItem(
        name=at.name,
        inputs=at.inputs,
        out=Val(_output(op, xs, scope)),
        loc=at.loc,
        op=op,
        xs=xs,
        lists=scope.lists(OP_BY_NAME[node.op], node.fields),
        init=init,
    )


def _output(op: Op, xs: tuple[Shape, ...], scope: Scope) -> Shape:
    op.check_ranks(*xs)
    if isinstance(op, Flatten) and len(xs[0]) > 1:
        return (plain(product(xs[0])),)  # `512 * 7 * 7` stays a product
    return compact(op.output(*xs), scope.own)
