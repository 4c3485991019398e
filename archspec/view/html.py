"""A network for a notebook: a table of its nodes, with levels that fold."""

from collections.abc import Iterator

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops import spell
from archspec.view.cost import Cost, cost
from archspec.view.fields import stated
from archspec.view.levels import Total, ViewLevel, levels, totals
from archspec.view.line import way
from archspec.view.markup import fold, page, row, table, text
from archspec.view.words import call, plural

LIMIT = 1000  # nodes listed: a notebook stores its output
HEAD = ("node", "op", "output shape", "parameters", "MACs")
CLASSES = ("name", "", "shape", "number", "number")


def graph_html(graph: Graph, doc: str) -> str:
    """A self-contained element: headline, totals and at most ``LIMIT`` nodes."""
    shown = graph.nodes[:LIMIT]
    parts = [f"<p><b>{text(call(graph.name, graph.params))}</b></p>"]
    if doc:
        parts.append(f"<p>{text(doc.partition(chr(10))[0])}</p>")
    parts.append(f"<p>{text(way(graph))}: {_counts(_whole(graph))}</p>")
    parts.append(table([row(HEAD, CLASSES, "th")]))
    parts += _Printer(graph).level(levels(shown))
    more = len(graph.nodes) - len(shown)
    if more:
        parts.append(f"<p>and {plural(more, 'more node')}: show() prints all</p>")
    return page(parts)


def _whole(graph: Graph) -> Total:
    its = Cost(graph.param_count, graph.buffer_count, graph.macs)
    return Total(len(graph.nodes) - len(graph.inputs), its)


def _counts(total: Total) -> str:
    its = total.cost
    counts = [plural(total.nodes, "node")]
    counts += [plural(its.params, "parameter")] if its.params else []
    counts += [f"{its.macs:,} MACs"] if its.macs else []
    return ", ".join(counts)


class _Printer:
    def __init__(self, graph: Graph):
        self.graph = graph
        self.totals = totals(graph)
        self.blocks = {call.path: call.block for call in graph.instances}

    def level(self, level: ViewLevel) -> Iterator[str]:
        """Tables of nodes, with folding levels between them."""
        rows: list[str] = []
        for item in level.items:
            if isinstance(item, GraphNode):
                rows.append(self._node(item))
                continue
            if rows:
                yield table(rows)
            rows = []
            yield fold(self._summary(item), self.level(item))
        if rows:
            yield table(rows)

    def _summary(self, level: ViewLevel) -> str:
        name = level.path.rpartition(".")[2]
        block = self.blocks.get(level.path, "")
        index = self.graph.values.get(level.path)
        shape = "" if index is None else spell(self.graph.nodes[index].shape)
        about = " ".join(filter(None, (block, shape)))
        counts = _counts(self.totals[level.path])
        return f"<b>{text(name)}</b> {text(about)} <small>{counts}</small>"

    def _node(self, node: GraphNode) -> str:
        its = cost(self.graph, node)
        cells = (
            text(node.path.rpartition(".")[2]),
            _kind(node),
            text(spell(node.shape)),
            f"{its.params:,}" if its.params else "",
            f"{its.macs:,}" if its.macs else "",
        )
        return row(cells, CLASSES)


def _kind(node: GraphNode) -> str:
    about = stated(node.op)
    if node.owner != node.path:
        about.append(f"reuses {node.owner}")
    if node.only:
        about.append(f"{node.only} only")
    detail = f" <small>{text(', '.join(about))}</small>" if about else ""
    return f"{text(node.kind)}{detail}"
