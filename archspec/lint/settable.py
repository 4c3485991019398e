"""Names whose values depend on the params or the input of the network.

All other names have one value in every network that the spec can describe.
"""

from collections.abc import Iterator

from archspec.check.walk import NodePlace, walk
from archspec.expr import Expr, walk_names
from archspec.spec import BlockCall, Definition, Network, OpNode, Repeat, Residual

_CHANNELS = "in_channels"


class Settable:
    """The names of each class of a network whose value a user can change.

    ``in_channels`` of a block counts as one as soon as an expression that may decide on
    channels reads one: it is not tracked through the nodes.
    """

    def __init__(self, network: Network):
        self.classes: dict[str, Definition] = {"": network, **network.blocks}
        self.names: dict[str, set[str]] = {name: set() for name in self.classes}
        self.sites = {
            name: walk(definition, ("blocks", name) if name else ())
            for name, definition in self.classes.items()
        }
        self.waiting: list[str] = []  # classes with a new name
        self.shaped = False  # whether a name decides on channels
        for name in (*network.params, _CHANNELS):
            self._add("", name)
        while self.waiting:
            self._follow(self.waiting.pop())

    def decides(self, expr: Expr, name: str, site: NodePlace) -> bool:
        """Whether ``expr``, at a node of the class ``name``, can be changed."""
        return any(
            read in self.names[name] or _of_repeat(read, site, self.names[name])
            for read in walk_names(expr)
        )

    def _add(self, name: str, new: str) -> None:
        if new not in self.names[name]:
            self.names[name].add(new)
            self.waiting.append(name)

    def _follow(self, name: str) -> None:
        """Add names that depend on those of a class, in it and in the blocks that it
        calls.
        """
        own = self.names[name]
        for value, expr in self.classes[name].let.items():
            if not own.isdisjoint(walk_names(expr)):
                own.add(value)
        shaped = self.shaped
        for site in self.sites[name]:
            if isinstance(site.node, BlockCall):
                for param, expr in site.node.args.items():
                    if self.decides(expr, name, site):
                        self._add(site.node.op, param)
            shaped = shaped or any(
                self.decides(expr, name, site) for expr in _shaping(site)
            )
        if shaped and not self.shaped:
            self.shaped = True
            for other in self.classes:
                self._add(other, _CHANNELS)


def _of_repeat(read: str, site: NodePlace, own: set[str]) -> bool:
    """Whether ``read`` is a name of a repeat around ``site`` whose copies can change."""
    for outer in site.level:
        if isinstance(outer.node, Repeat):
            count = outer.node.over if outer.node.times is None else outer.node.times
            names = (outer.node.index, *outer.node.row_names)
            if (
                count is not None
                and read in names
                and not own.isdisjoint(walk_names(count))
            ):
                return True
    return False


def _shaping(site: NodePlace) -> Iterator[Expr]:
    """The expressions of a node that may change the channels of its output."""
    node = site.node
    if node.when is not None:
        yield node.when
    if isinstance(node, OpNode) and node.op != "dropout":
        yield from node.fields.values()
    elif isinstance(node, Residual):
        yield node.skip
    elif isinstance(node, Repeat):
        yield from (expr for expr in (node.times, node.over) if expr is not None)
