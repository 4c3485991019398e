"""The tensors in a framework's own file of a network, derived from its graph."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from archspec.backends.contract.tensor_names import NativeNames, bare_name, native_names
from archspec.graph.nodes import Graph, GraphNode
from archspec.ops import Op
from archspec.ops.activation import PReLU
from archspec.ops.base import Numbers
from archspec.ops.norm import BatchNorm
from archspec.record import record
from archspec.reference.ops import Array
from archspec.text.problems import Problem
from archspec.weights.errors import WeightsError, reading_of
from archspec.weights.formats.held import HeldTensor


@record
class Slot:
    """A tensor of a framework's own file, under its native name and in its layout.

    Attributes:
        name: its name, such as "layer1/0/bn1/gamma".
        shape: its shape in the file.
        neutral: its neutral name; empty if it is not a weight but a counter, or an
            unused scale. Such a tensor is written as ``fill``, with the dtype of
            ``like``, and ignored when reading.
        axes: the neutral axes in the order of the file; empty if the order is the same.
        like: the neutral name of a tensor of the same node; empty for a counter.
    """

    name: str
    shape: Numbers
    neutral: str = ""
    axes: Numbers = ()
    fill: float = 0.0
    like: str = ""

    def to_neutral(self, array: Array, shape: Numbers) -> Array:
        """``array`` in the neutral layout, in memory of its own."""
        if self.axes:
            array = array.transpose(np.argsort(self.axes))
        return _copy(array).reshape(shape)

    def to_native(self, array: Array) -> Array:
        """``array`` in the neutral layout, converted to that of the file."""
        if self.axes:
            array = array.transpose(self.axes)
        return _copy(array).reshape(self.shape)

    def filler(self, weights: Mapping[str, Array]) -> Array:
        """The value that is written for a tensor that is not a weight."""
        dtype = weights[self.like].dtype if self.like else np.int64
        return np.full(self.shape, self.fill, dtype)


def _copy(array: Array) -> Array:
    # The dtype's name selects the machine's byte order in place of the file's.
    copy = np.empty(array.shape, array.dtype.name)
    copy[...] = array
    return copy


def slots(graph: Graph, backend: str) -> list[Slot]:
    """The tensors of the file of ``backend``, in the order of the neutral ones."""
    names = native_names(backend)
    return [
        slot
        for node in graph.nodes
        if node.op is not None and node.owner == node.path
        for slot in _of_node(graph, node, node.op, names)
    ]


def check_unused(
    known: Sequence[Slot], leaves: Mapping[str, HeldTensor], path: str
) -> None:
    """Check that tensors without a place in the network have no effect.

    A batch norm without a scale, or a shift, has it in some files. Raises WeightsError
    if they are not 1 and 0.
    """
    with reading_of(path):
        lines = tuple(
            f"{slot.name}: expected {slot.fill:g} everywhere"
            for slot in known
            if slot.like and slot.name in leaves
            if (leaves[slot.name].array(slot.name) != slot.fill).any()
        )
    if lines:
        help = "the layer has no scale or no shift in the spec; --ignore REGEX leaves them out"
        message = f"the network has no place for numbers in {path}"
        raise WeightsError([Problem(message, None, help, lines)])


def _of_node(
    graph: Graph, node: GraphNode, op: Op, names: NativeNames
) -> Iterator[Slot]:
    prefix = node.path.replace(".", names.separator) + names.separator
    leaves = names.leaves.get(node.kind, {})
    infos = graph.tensors_of(node)
    for leaf, info in infos.items():
        shape = info.shape
        # Only for the weight, which has the most axes; a bias has one.
        axes = names.axes.get(node.kind, ())
        axes = axes if len(axes) == len(shape) else ()
        if axes:
            shape = tuple(shape[axis] for axis in axes)
        if names.slope_without_axes and isinstance(op, PReLU) and not op.per_channel:
            shape = ()
        native = prefix + leaves.get(leaf, leaf)
        if op.BARE:
            native = bare_name(node.path, names).replace(".", names.separator)
        yield Slot(native, shape, node.tensor_path(leaf), axes)
    if not isinstance(op, BatchNorm):
        return
    used = {leaves.get(leaf, leaf) for leaf in infos}
    for leaf, fill in names.unused.items():
        if leaf not in used:
            like = f"{node.path}.running_mean"
            shape = infos["running_mean"].shape
            yield Slot(prefix + leaf, shape, fill=fill, like=like)
    if names.counter:
        yield Slot(prefix + names.counter, ())
