"""A copy of a repeat written out, with numbers for its index and row."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from archspec.expr import Const, Expr, Value, lift, parse, show, substitute
from archspec.ops import OP_BY_NAME
from archspec.ops.fields.word_kinds import bound
from archspec.record import replace
from archspec.spec import (
    BlockCall,
    Branch,
    Join,
    Node,
    OpNode,
    Repeat,
    Residual,
    Seq,
    template_parts,
)

Exprs = Mapping[str, Expr]
N = TypeVar("N", bound=Node)


def written_out(nodes: Iterable[Node], values: Mapping[str, Value]) -> list[Node]:
    """``nodes`` with the names of a repeat replaced by their ``values`` in one copy."""
    known = {name: lift(value) for name, value in values.items()}
    return _list(nodes, known)


def updated(node: N, **fields: Any) -> N:
    """``node`` with other values of ``fields``; equal ones are not touched."""
    new = {name: new for name, new in fields.items() if new != getattr(node, name)}
    return node.model_copy(update=new)


def _node(node: Node, known: Exprs) -> Node:
    when = None if node.when is None else substitute(node.when, known)
    init = {
        tensor: replace(start, args=tuple(substitute(arg, known) for arg in start.args))
        for tensor, start in node.init.items()
    }
    node = updated(node, when=None if when == Const(True) else when, init=init)
    return node.model_copy(update=_parts(node, known))


def _parts(node: Node, known: Exprs) -> dict[str, Any]:
    """The fields that are specific to its kind of node."""
    match node:
        case Join(branches=[*branches]):
            parts = [_branch(branch, known) for branch in branches]
            return {**_fields(node, known), "branches": parts}
        case OpNode():
            return _fields(node, known)
        case BlockCall():
            return {name: substitute(arg, known) for name, arg in node.args.items()}
        case Seq():
            return {"body": _branch(node.body, known)}
        case Residual():
            return {
                "body": _branch(node.body, known),
                "shortcut": _branch(node.shortcut, known),
                "skip": substitute(node.skip, known),
            }
        case Repeat():
            return _repeat(node, known)
        case _:
            return {}


def _fields(node: OpNode, known: Exprs) -> dict[str, Any]:
    kinds = {field.name: field.kind for field in OP_BY_NAME[node.op].fields()}
    return {
        # A word that is a name here means the name.
        name: substitute(bound(expr, kinds[name], known), known)
        for name, expr in node.fields.items()
    }


def _repeat(node: Repeat, known: Exprs) -> dict[str, Any]:
    own = {node.index, *node.row_names}
    inner = {name: expr for name, expr in known.items() if name not in own}
    counts = {"times": node.times, "over": node.over}
    found: dict[str, Any] = {
        name: substitute(expr, known)
        for name, expr in counts.items()
        if expr is not None
    }
    if node.names is not None:
        parts = template_parts(node.names)
        texts = (_name(text, inner) if is_expr else text for text, is_expr in parts)
        found["names"] = "".join(texts)
    return {**found, "body": _branch(node.body, inner)}


def _name(text: str, known: Exprs) -> str:
    """An expression of a template."""
    expr = substitute(parse(text), known)
    return str(expr.value) if isinstance(expr, Const) else "{" + show(expr) + "}"


def _branch(body: Branch, known: Exprs) -> Branch:
    if isinstance(body, Node):
        return _node(body, known)
    if isinstance(body, dict):
        return {name: _node(node, known) for name, node in body.items()}
    return _list(body, known)


def _list(nodes: Iterable[Node], known: Exprs) -> list[Node]:
    """The items of a list, without those that are absent from this copy."""
    new = (_node(node, known) for node in nodes)
    return [node for node in new if node.when != Const(False) or node.from_ is not None]
