"""Which names change with the params of the network, or with its input.

What does not is the same in every network that the spec can give.
"""

from collections.abc import Iterator

from archspec.check.walk import Site, walk
from archspec.expr import Expr, walk_names
from archspec.spec import Call, Definition, Network, OpNode, Repeat, Residual

_CHANNELS = "in_channels"


class Settable:
    """The names of each class of a network whose value a user can change.

    ``in_channels`` of a block counts as one of them as soon as any expression that may
    decide on channels reads one: it is not followed through the nodes.
    """

    def __init__(self, network: Network):
        self.classes: dict[str, Definition] = {"": network, **network.blocks}
        self.names: dict[str, set[str]] = {name: set() for name in self.classes}
        self.names[""] |= {*network.params, _CHANNELS}
        self.sites = {
            name: walk(definition, ("blocks", name) if name else ())
            for name, definition in self.classes.items()
        }
        while self._grown():
            pass

    def decides(self, expr: Expr, name: str, site: Site) -> bool:
        """Whether ``expr``, at a node of the class ``name``, can be changed."""
        return not self._own(name, site).isdisjoint(walk_names(expr))

    def _own(self, name: str, site: Site) -> set[str]:
        """The names that can be changed, of those that a node sees."""
        found = set(self.names[name])
        for outer in site.level:
            if isinstance(outer.node, Repeat):
                count = outer.node.times or outer.node.over
                if count is not None and not found.isdisjoint(walk_names(count)):
                    found |= {outer.node.index, *outer.node.row_names}
        return found

    def _grown(self) -> bool:
        """Follow every expression once; whether more names were found."""
        before = sum(map(len, self.names.values()))
        for name, definition in self.classes.items():
            own = self.names[name]
            for value, expr in definition.let.items():
                if not own.isdisjoint(walk_names(expr)):
                    own.add(value)
            for site in self.sites[name]:
                self._follow(name, site)
        return sum(map(len, self.names.values())) > before

    def _follow(self, name: str, site: Site) -> None:
        node = site.node
        if isinstance(node, Call):
            for param, expr in node.args.items():
                if self.decides(expr, name, site):
                    self.names[node.op].add(param)
        if any(self.decides(expr, name, site) for expr in _shaping(site)):
            for block in self.names.values():
                block.add(_CHANNELS)


def _shaping(site: Site) -> Iterator[Expr]:
    """The expressions of a node that may change the channels of what follows."""
    node = site.node
    if node.when is not None:
        yield node.when
    if isinstance(node, OpNode) and node.op != "dropout":
        yield from node.fields.values()
    elif isinstance(node, Residual):
        yield node.skip
    elif isinstance(node, Repeat):
        yield from (expr for expr in (node.times, node.over) if expr is not None)
