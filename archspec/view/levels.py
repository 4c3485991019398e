"""The nodes of a network by the levels of their names, for folding."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from archspec.graph.nodes import Graph, GraphNode
from archspec.record import field, record
from archspec.view.cost import Cost, cost


@record(frozen=False)
class ViewLevel:
    """A block call, a group or a copy, with its content in order."""

    path: str
    items: "list[ViewLevel | GraphNode]" = field(factory=list["ViewLevel | GraphNode"])
    levels: "dict[str, ViewLevel]" = field(factory=dict[str, "ViewLevel"])

    def below(self, name: str) -> "ViewLevel":
        """The level ``name`` in this one."""
        if name not in self.levels:
            path = f"{self.path}.{name}" if self.path else name
            self.levels[name] = ViewLevel(path)
            self.items.append(self.levels[name])
        return self.levels[name]


@record
class Total:
    """The total of a level, including its inner levels."""

    nodes: int = 0
    cost: Cost = field(factory=Cost)


def levels(nodes: Iterable[GraphNode]) -> ViewLevel:
    """The outermost level, with the names of the network."""
    root = ViewLevel("")
    for node in nodes:
        level = root
        for name in node.path.split(".")[:-1]:
            level = level.below(name)
        level.items.append(node)
    return root


def totals(graph: Graph) -> dict[str, Total]:
    """The total of every level, by its path."""
    found: defaultdict[str, Total] = defaultdict(Total)
    for node in graph.nodes:
        its = cost(graph, node)
        for path in prefixes(node.path):
            found[path] = Total(found[path].nodes + 1, found[path].cost + its)
    return dict(found)


def prefixes(path: str) -> Iterator[str]:
    """The levels around ``path``, outermost first."""
    end = path.find(".")
    while end >= 0:
        yield path[:end]
        end = path.find(".", end + 1)
