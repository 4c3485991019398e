"""Prepares the fields of operators and the arguments of block calls."""

from collections.abc import Mapping
from typing import Any

from archspec import spec
from archspec.expr import Const, Expr, ExprError, ListExpr, Name, constant
from archspec.graph.nodes import Loc
from archspec.graph.plans import plan
from archspec.graph.report import GraphProblems
from archspec.ops import OP_BY_NAME, Op, OpError
from archspec.ops.fields.word_kinds import bound
from archspec.ops.named_activation import Activation

Names = frozenset[str]  # the names for the expressions at a place


def operator(
    node: spec.OpNode, names: Names, loc: Loc, report: GraphProblems
) -> tuple[plan.Operator, bool]:
    """An operator with checked literal fields, and whether they are valid."""
    cls, written, good = OP_BY_NAME[node.op], node.model_fields_set, True
    values: dict[str, Any] = {}
    given: list[plan.WrittenField] = []
    still_open: list[plan.WrittenField] = []
    for field in cls.fields():
        if field.name not in written:
            continue
        place = (*loc, field.name)
        expr = bound(getattr(node, field.name), field.kind, names)
        if constant(expr) is None:
            still_open.append((field.name, field.kind, expr))
            continue
        given.append((field.name, field.kind, expr))
        try:
            values[field.name] = field.kind.canonical(expr, lambda _: False, None)
            message = field.kind.check(values[field.name])
        except ExprError as error:
            message = error.message
        if message:
            report.add(message, place, f"expected {field.kind.name}")
            good = False
    if good and not still_open:
        try:
            build(cls, values)
        except OpError as error:
            report.add(
                error.message, (*loc, error.field or "op"), error.help, key=error.key
            )
            good = False
    return plan.Operator(loc, cls, tuple(given), tuple(still_open)), good


def literal(node: spec.OpNode) -> tuple[object, ...] | None:
    """A key for operators with equal fields; None if a field is not a plain number."""
    parts: list[object] = [node.op]
    for name, expr in node.fields.items():
        if not isinstance(expr, Const):
            return None
        parts += (name, type(expr.value), expr.value)  # 1, 1.0 and True are different
    return tuple(parts)


def build(cls: type[Op], fields: Mapping[str, Any], sides: int | None = None) -> Op:
    """The operator of canonical ``fields``, for an input of as many sides.

    Raises:
        OpError: an ``activation`` with a field that its kind does not have.
    """
    op = cls.with_fields(fields, sides)
    return op.resolved() if isinstance(op, Activation) else op


def arguments(node: spec.BlockCall, block: spec.Block, names: Names) -> dict[str, Expr]:
    """The arguments of a block call; unbound names become words for params of words."""
    return {
        name: _words(expr, names)
        if block.params[name].type in ("str", "[str]")
        else expr
        for name, expr in node.args.items()
    }


def _words(expr: Expr, names: Names) -> Expr:
    """``expr`` for a param of words: a name that is not in scope is a word."""
    if isinstance(expr, ListExpr):
        return ListExpr(tuple(_words(item, names) for item in expr.items))
    return Const(expr.id) if isinstance(expr, Name) and expr.id not in names else expr
