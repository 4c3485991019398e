"""The nodes of a class that its ``reuse`` nodes apply again."""

from collections.abc import Iterator

from archspec.spec import Body, Branch, Join, Node, Residual, Reuse


def reused_in(body: Body | Branch) -> Iterator[str]:
    """The names of the nodes of a class that its ``reuse`` nodes apply again."""
    if isinstance(body, Node):
        match body:
            case Reuse():
                yield body.node
            case Residual():
                yield from reused_in(body.body)
                yield from reused_in(body.shortcut)
            case Join():
                for branch in body.branches or ():
                    yield from reused_in(branch)
            case _:  # nodes of other levels cannot be reused
                pass
        return
    for node in body.values() if isinstance(body, dict) else body:
        yield from reused_in(node)
