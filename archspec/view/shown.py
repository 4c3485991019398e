"""The display of a network in an interpreter, a terminal and a notebook."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archspec.graph.nodes import Graph
    from archspec.spec import Network
    from archspec.view.graph import Viewable


class Shown:
    """The display methods of `archspec.Spec`."""

    network: "Network"
    graph: "Graph"

    def __repr__(self) -> str:
        """The name, shapes without the batch axis, and totals, on one line."""
        from archspec.view.line import line

        return f"<Spec {line(self.graph)}, {self.graph.macs:,} MACs>"

    def _repr_html_(self) -> str:
        """For notebooks: a folding table of the nodes, up to a limit."""
        from archspec.view.html import graph_html

        return graph_html(self.graph, self.network.doc)

    def show(self: "Viewable") -> None:
        """Print a table of every node, as ``archspec show`` does.

        Shapes are without the batch axis; MACs are multiply-accumulates of one example.
        """
        from archspec.view.graph import graph_data, graph_text

        print(graph_text(graph_data(self)), end="")
