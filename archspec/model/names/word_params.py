"""Finds params whose values are words, since words decide the printed code."""

from collections.abc import Iterator, Sequence

from archspec.expr import Name
from archspec.ops import OP_BY_NAME
from archspec.spec import (
    Body,
    Branch,
    Definition,
    Join,
    Node,
    OpNode,
    Repeat,
    Residual,
    Seq,
)


def word_params(definition: Definition, field: str) -> set[str]:
    """The params that are the word ``field`` of a node in every instance.

    All of them will need a fixed value. Finding them one by one would take n passes for n
    params.
    """
    return set(_word_names(definition.body, field)) & definition.params.keys()


def _word_names(body: Body | Branch, field: str) -> Iterator[str]:
    for node in nodes_of(body):
        if node.when is None:
            yield from _of_node(node, field)


def _of_node(node: Node, field: str) -> Iterator[str]:
    match node:
        case OpNode():
            word = node.fields.get(field)
            kinds = {item.name: item.kind for item in OP_BY_NAME[node.op].fields()}
            if isinstance(word, Name) and kinds[field].words:
                yield word.id
            for branch in parts_of(node):
                yield from _word_names(branch, field)
        case Seq() | Residual():  # its shortcut may be absent
            yield from _word_names(node.body, field)
        case Repeat():
            own = {node.index, *node.row_names}
            yield from (
                word for word in _word_names(node.body, field) if word not in own
            )
        case _:
            pass


def parts_of(node: Node) -> Sequence[Body | Branch]:
    """The bodies and branches of a node."""
    match node:
        case Seq(body=body) | Repeat(body=body):
            return [body]
        case Residual(body=body, shortcut=shortcut):
            return [body, shortcut]
        case Join(branches=[*branches]):
            return branches
        case _:
            return []


def nodes_of(body: Body | Branch) -> Iterator[Node]:
    """The nodes directly in a body or a branch."""
    if isinstance(body, Node):
        yield body
    else:
        yield from body.values() if isinstance(body, dict) else body
