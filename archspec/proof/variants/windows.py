"""Windows with a part that never reads a pixel, so that it cannot be compared."""

from collections.abc import Iterator
from typing import Any

from archspec.graph.nodes import Graph, GraphNode
from archspec.ops.base import whole
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.pool import Pool
from archspec.record import record


@record
class Window:
    """A window along one side.

    Attributes:
        taps: the number of taps.
        apart: pixels from one tap to the next.
        step: pixels from one position of the window to the next.
        pad: pixels of padding before the first pixel.
        pixels: the number of pixels.
        places: the number of positions.
    """

    taps: int
    apart: int
    step: int
    pad: int
    pixels: int
    places: int

    def meets(self, tap: int) -> bool:
        """Whether ``tap`` is on a pixel in at least one position of the window."""
        before = self.pad - tap * self.apart  # pixels from it to the first pixel
        first = max(0, -(-before // self.step))
        last = min(self.places - 1, (self.pixels - 1 + before) // self.step)
        return first <= last


def hidden(graph: Graph) -> list[GraphNode]:
    """The nodes whose window has a row or a column that never reads a pixel.

    Their values do not reveal a dilation or a padding that is too large, or a kernel that
    is too small.
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
    """The input map of the window of ``node``: ``1x1 pixels``."""
    index = node.index if isinstance(node.op, ConvTranspose) else node.inputs[0]
    sides = graph.nodes[index].shape[1:]
    noun = "values" if len(sides) == 1 else "pixels"
    return f"{'x'.join(map(str, sides))} {noun}"


def _windows(graph: Graph, node: GraphNode) -> Iterator[Window]:
    """The window of ``node`` along each side, if it has one."""
    op: Any = node.op
    if not isinstance(op, Conv | ConvTranspose | Pool):
        return
    strides = op.step if isinstance(op, Pool) else op.stride
    apart = (1,) * len(op.kernel) if isinstance(op, Pool) else op.dilation
    pixels, places = graph.nodes[node.inputs[0]].shape, node.shape
    if isinstance(op, ConvTranspose):  # its windows move over its output
        pixels, places = places, pixels
    for side in range(len(op.kernel)):
        yield Window(
            whole(op.kernel[side]),
            whole(apart[side]),
            whole(strides[side]),
            whole(op.padding[side][0]),
            pixels[side + 1],
            places[side + 1],
        )
