"""The nodes of a class that its ``reuse`` nodes apply again."""

from collections.abc import Iterator

from archspec.model.names.word_params import nodes_of, parts_of
from archspec.spec import Body, Branch, Join, Residual, Reuse


def reused_in(body: Body | Branch) -> Iterator[str]:
    """The names of the nodes of a class that its ``reuse`` nodes apply again."""
    for node in nodes_of(body):
        if isinstance(node, Reuse):
            yield node.node
        elif isinstance(node, Residual | Join):  # no node of another level is reused
            for part in parts_of(node):
                yield from reused_in(part)
