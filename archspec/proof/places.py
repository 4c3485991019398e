"""Where a node stands: in the spec, and in the file under proof."""

from collections.abc import Sequence
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.proof.report import Finding, Level
from archspec.proof.source import lines_of
from archspec.spec import Network
from archspec.text.tree import locate


class Places:
    """Makes findings, with their places in both files.

    Attributes:
        graph: the network.
        lines: of the file, where layers are constructed, by neutral path.
        around: the lines of the calls in which they are constructed, outer before inner.
    """

    def __init__(self, network: Network, graph: Graph, filename: str, source: str):
        self.graph = graph
        self.lines: dict[str, int] = {}
        self.around: dict[str, list[int]] = {}
        self._network = network
        self._filename = filename
        self._text = lines_of(source)

    def of(self, graph: Graph) -> "Places":
        """The same for another graph of the network."""
        text = "\n".join(self._text)
        return Places(self._network, graph, self._filename, text)

    def finding(
        self,
        level: Level,
        message: str,
        node: GraphNode | None = None,
        call: int = 0,
        layer: str = "",
        calls: Sequence[int] = (),
        **more: Any,
    ) -> Finding:
        """A finding at ``node``; ``call`` is the line of the file that computes it.

        ``layer`` is the path of the layer, if that is not the node's; ``calls`` are the
        lines of the calls that led to the line ``call``.
        """
        if node is None:
            return Finding(level, message, **self._lines(0, call), **more)
        return Finding(
            level,
            message,
            node=node.path,
            op=node.kind,
            spec=self.spec(node),
            **self._lines(self.lines.get(node.owner) or self.lines.get(layer, 0), call),
            around=self._around(
                node.owner if self.lines.get(node.owner) else layer, calls
            ),
            **more,
        )

    def _around(self, path: str, calls: Sequence[int]) -> tuple[str, ...]:
        """The lines that lead to where a layer is constructed, and ``calls``."""
        lines = dict.fromkeys([*self.around.get(path, ()), *calls])
        own = self.lines.get(path, 0)
        return tuple(
            f"{self._filename}:{line}: {self._text[line - 1].strip()}"
            for line in lines
            if line != own and 0 < line <= len(self._text)
        )

    def spec(self, node: GraphNode) -> str:
        """file:line:column of ``node``, or its place in a network made in Python."""
        tree = self._network.tree
        if tree is None:
            return ".".join(map(str, node.loc))
        span = locate(tree, node.loc, key=True)
        return str(span)

    def _lines(self, made: int, call: int) -> dict[str, str]:
        known = range(1, len(self._text) + 1)
        lines = [line for line in dict.fromkeys((made, call)) if line in known]
        if not lines:
            return {}
        first, *more = (f"{self._filename}:{line}" for line in lines)
        text = self._text[lines[0] - 1].strip()
        return {"file": first, "text": text, **({"call": more[0]} if more else {})}
