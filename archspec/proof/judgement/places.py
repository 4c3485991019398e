"""The places of a node in the spec and in the file under proof."""

from collections.abc import Sequence
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.proof.reports.report import Finding, Level
from archspec.proof.source import Sources
from archspec.spec import Network
from archspec.text.tree import locate


class Places:
    """Makes findings with their places in both files.

    Attributes:
        graph: the network.
        sources: the files under proof.
        lines: the lines that construct layers, by neutral path.
        around: the lines of the calls around that, outer before inner.
    """

    def __init__(self, network: Network, graph: Graph, sources: Sources):
        self.graph, self.sources = graph, sources
        self.lines: dict[str, int] = {}
        self.around: dict[str, list[int]] = {}
        self._network = network

    def of(self, graph: Graph) -> "Places":
        """The same for another graph of the network."""
        return Places(self._network, graph, self.sources)

    def finding(
        self,
        level: Level,
        message: str,
        node: GraphNode | None = None,
        call: int = 0,
        layer: str = "",
        origin: int = 0,
        calls: Sequence[int] = (),
        **more: Any,
    ) -> Finding:
        """A finding at ``node``; ``call`` is the line that computes it.

        ``layer`` is the path of the layer, if it is not the node's. Without a layer,
        ``origin`` is the line in the function that is called at ``call``. ``calls`` are
        the lines of the calls that led to ``call``.
        """
        if node is None:
            around = self._around("", call, calls)
            return Finding(
                level, message, **self._lines(0, call), around=around, **more
            )
        path = node.owner if self.lines.get(node.owner) else layer
        return Finding(
            level,
            message,
            node=node.path,
            op=node.kind,
            spec=self.spec(node),
            **self._lines(self.lines.get(path) or origin, call),
            around=self._around(path, call, calls),
            **more,
        )

    def _around(self, path: str, call: int, calls: Sequence[int]) -> tuple[str, ...]:
        """The lines that lead to the construction of a layer, and ``calls``.

        Neither the constructing line nor ``call`` is included.
        """
        lines = dict.fromkeys([*self.around.get(path, ()), *calls])
        told = (self.lines.get(path, 0), call)
        found = (self.sources.line(line) for line in lines if line not in told)
        return tuple(": ".join(one) for one in found if one is not None)

    def spec(self, node: GraphNode) -> str:
        """file:line:column of ``node``, or its place in a network written in Python."""
        tree = self._network.tree
        if tree is None:
            return ".".join(map(str, node.loc))
        span = locate(tree, node.loc, key=True)
        return str(span)

    def _lines(self, made: int, call: int) -> dict[str, str]:
        found = (self.sources.line(line) for line in dict.fromkeys((made, call)))
        lines = [one for one in found if one is not None]
        if not lines:
            return {}
        (first, text), *more = lines
        return {"file": first, "text": text, **({"call": more[0][0]} if more else {})}
