"""Operators of the model: their fields as symbols, and the shape that they give."""

from archspec.expr import product
from archspec.model.definitions import Loc, OpItem, Val
from archspec.model.scope import Scope, known_rank
from archspec.model.shapes import compact, plain
from archspec.ops import OP_BY_NAME, WEIGHTED, Activation, Flatten
from archspec.ops.base import Op, Shape
from archspec.spec import OpNode


def resolve_operator(
    node: OpNode, name: str | None, x: Val, scope: Scope, loc: Loc
) -> OpItem:
    """An operator that reads ``x``."""
    op = scope.build(OP_BY_NAME[node.op], node.fields)
    if isinstance(op, Activation):
        op = op.resolved()
    init = dict(scope.init) if node.op in WEIGHTED else {}
    init |= scope.starts(node.init)
    shape = known_rank(x.shape, scope)
    return OpItem(
        name=name,
        inputs=(x,),
        out=Val(_output(op, shape, scope)),
        loc=loc,
        op=op,
        x=shape,
        lists=scope.lists(OP_BY_NAME[node.op], node.fields),
        init=init,
    )


def _output(op: Op, x: Shape, scope: Scope) -> Shape:
    op.check_rank(x)
    if isinstance(op, Flatten) and len(x) == 3:
        return (plain(product(x)),)  # `512 * 7 * 7` stays a product
    return compact(op.output(x), scope.own)
