"""Windows of which a part never meets a pixel, so that it cannot be compared."""

from collections.abc import Iterator
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops import Conv, ConvTranspose
from archspec.ops.base import whole
from archspec.ops.pool import Pool
from archspec.record import record


@record
class Window:
    """A window along one side.

    Attributes:
        taps: how many numbers it has.
        apart: pixels from one tap to the next.
        step: pixels from one place of the window to the next.
        pad: by how much the first place stands before the first pixel.
        pixels: that there are.
        places: where the window stands.
    """

    taps: int
    apart: int
    step: int
    pad: int
    pixels: int
    places: int

    def meets(self, tap: int) -> bool:
        """Whether ``tap`` lies on a pixel at one place of the window at least."""
        before = self.pad - tap * self.apart  # pixels from it to the first one
        first = max(0, -(-before // self.step))
        last = min(self.places - 1, (self.pixels - 1 + before) // self.step)
        return first <= last


def hidden(graph: Graph) -> list[GraphNode]:
    """The nodes with a window of which a row or a column never meets a pixel.

    A dilation or a padding too large, or a kernel too small, does not show in them.
    """
    running = graph.running("inference")
    return [
        node
        for node in graph.nodes
        if node.index in running
        and node.acts("inference")
        and not all(
            window.meets(tap)
            for window in _windows(graph, node)
            for tap in range(window.taps)
        )
    ]


def met(graph: Graph, node: GraphNode) -> str:
    """The map that the window of ``node`` moves over: ``1x1 pixels``."""
    index = node.index if isinstance(node.op, ConvTranspose) else node.inputs[0]
    height, width = graph.nodes[index].shape[1:]
    return f"{height}x{width} pixels"


def _windows(graph: Graph, node: GraphNode) -> Iterator[Window]:
    """The window of ``node`` along height and width, if it has one."""
    op: Any = node.op
    if not isinstance(op, Conv | ConvTranspose | Pool):
        return
    strides = op.step if isinstance(op, Pool) else op.stride
    apart = (1, 1) if isinstance(op, Pool) else op.dilation
    pixels, places = graph.nodes[node.inputs[0]].shape, node.shape
    if isinstance(op, ConvTranspose):  # whose windows move over what it makes
        pixels, places = places, pixels
    for side in range(2):
        yield Window(
            whole(op.kernel[side]),
            whole(apart[side]),
            whole(strides[side]),
            whole(op.padding[side][0]),
            pixels[side + 1],
            places[side + 1],
        )
