"""dropped-rows: windows that end before the image."""

from collections.abc import Sequence

from archspec.graph.nodes import Graph
from archspec.graph.report import GraphProblems
from archspec.ops import spell
from archspec.ops.base import Numbers, whole
from archspec.ops.conv import Conv, span
from archspec.ops.pool import Pool
from archspec.spec import Network

_LINES = {
    1: ("value",),
    2: ("row", "column"),
    3: ("layer", "row", "column"),
}


def dropped_rows(network: Network, graph: Graph, report: GraphProblems) -> None:
    """Warn about pools and convolutions that never read the last rows or columns."""
    del network
    for node in graph.nodes:
        if not isinstance(node.op, (Conv, Pool)):
            continue
        x = graph.nodes[node.inputs[0]].shape
        unread = _unread(node.op, x)
        if not any(unread):
            continue
        message = (
            f"this {node.kind} does not read the last {_listing(unread)} of its input"
        )
        if isinstance(node.op, Pool):
            help = (
                "write rounding: ceil for one more window, or padding to fill this one"
            )
        else:
            help = "add padding, or choose a size that the stride divides"
        notes = [f"the input is {spell(x)}, the output {spell(node.shape)}"]
        report.add(message, (*node.loc, "op"), help, node.trail, notes)


def _unread(op: Conv | Pool, x: Numbers) -> list[int]:
    """The numbers of rows and columns after the last window."""
    step = op.stride if isinstance(op, Conv) else op.step
    dilation = op.dilation if isinstance(op, Conv) else (1,) * len(op.kernel)
    if isinstance(op, Pool) and op.rounding == "ceil":
        return [0] * len(op.kernel)
    return [
        _left(size, whole(span(k, d)), whole(s), (whole(before), whole(after)))
        for size, k, d, s, (before, after) in zip(
            x[1:], op.kernel, dilation, step, op.padding, strict=True
        )
    ]


def _left(size: int, window: int, step: int, pads: tuple[int, int]) -> int:
    # A step larger than the window skips pixels everywhere, on purpose.
    if step > window:
        return 0
    rest = (size + sum(pads) - window) % step
    return max(0, rest - pads[1])


def _listing(unread: Sequence[int]) -> str:
    """``row and column``, ``2 rows``, ``3 values``"""
    parts = [
        noun if count == 1 else f"{count} {noun}s"
        for count, noun in zip(unread, _LINES[len(unread)], strict=True)
        if count
    ]
    return " and ".join(parts)
