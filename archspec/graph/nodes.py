"""The graph: the unrolled network, with numbers only."""

from collections.abc import Callable, Mapping, Set
from functools import cached_property
from math import prod
from typing import Any, Literal, TypeAlias

from archspec.expr import Value
from archspec.ops import Op
from archspec.ops.base import Numbers, whole
from archspec.ops.join import Elementwise
from archspec.record import record
from archspec.spec.faults import Loc

Mode: TypeAlias = Literal["train", "inference"]

MAX_DEPTH = 64  # of nested nodes, including blocks
MAX_NODES = 200_000  # of a network, including skipped nodes
GATE = "only"  # the kind of a node that selects the value of a group or its input


@record
class Frame:
    """A block call around a node: the block, its path, the place of the call."""

    block: str
    path: str
    loc: Loc


@record
class GraphNode:
    """One operation of the unrolled network.

    Attributes:
        index: its index in ``Graph.nodes``; inputs come before the nodes they feed.
        path: its name, e.g. "layer1.0.conv1"; for a network input, the input's name.
        kind: the operator's name, or "input" or "only", which selects from inputs
            (read, made): ``made`` in the mode ``only``, else ``read``.
        op: the operator with its fields; None if ``kind`` is not an operator.
        inputs: indices of the nodes it reads.
        shape: the shape of its output, without the batch axis.
        owner: the path that owns its tensors; differs from ``path`` if it is reused.
        only: the mode in which it acts; in the other it passes its first input on.
        loc: its place in the spec.
        trail: the block calls around it, innermost first.
        reference: a function that replaces the operator's own, if the proof must round as
            a framework does.
    """

    index: int
    path: str
    kind: str
    op: Op | None
    inputs: tuple[int, ...]
    shape: Numbers
    owner: str
    only: str | None
    loc: Loc
    trail: tuple[Frame, ...]
    reference: Callable[..., Any] | None = None

    def acts(self, mode: Mode) -> bool:
        """Whether it acts in ``mode`` rather than passing its input on."""
        return self.only is None or self.only == mode

    def tensor_path(self, name: str) -> str:
        """The network's name for the tensor that its operator calls ``name``."""
        bare = self.op is not None and self.op.BARE
        return self.owner if bare else f"{self.owner}.{name}"

    def reads(self, mode: Mode) -> tuple[int, ...]:
        """The inputs on which its value depends in ``mode``."""
        if not self.acts(mode):
            return self.inputs[:1]
        return self.inputs[1:] if self.kind == GATE else self.inputs


@record
class GraphOutput:
    """A named output of the network: the node, and the mode in which it exists."""

    name: str
    index: int
    only: str | None = None


@record
class Instance:
    """One call of a block; ``owner`` differs from ``path`` if it is reused."""

    path: str
    block: str
    args: Mapping[str, Value]
    in_channels: int
    loc: Loc
    owner: str


@record
class TensorStart:
    """The law of an initial tensor: a kind of ``init`` and its numbers."""

    kind: str
    args: tuple[float, ...] = ()


@record
class TensorInfo:
    """A tensor of the network, in PyTorch's layout.

    ``role`` is "param" or "buffer"; ``fan_in`` is 0 if the tensor has none.
    """

    shape: Numbers
    role: str
    fan_in: int


@record
class Graph:
    """A network with every block, repeat and expression resolved to numbers.

    Attributes:
        name: the name of the network.
        params: the values of its params.
        inputs: the index of the node of each network input, by name.
        nodes: the nodes in the order in which they run and are defined.
        outputs: the outputs in the order of their declaration.
        values: the index of the node with the value of a path: of all nodes except the
            inputs, and of block calls, groups, repeats and their copies.
        instances: the block calls, outer before inner.
        conditions: the values of each ``when`` in all instances, by its place in the
            spec.
        starts: the laws of initial tensors, by name, if the spec or the language
            specifies them.
    """

    name: str
    params: Mapping[str, Value]
    inputs: Mapping[str, int]
    nodes: tuple[GraphNode, ...]
    outputs: tuple[GraphOutput, ...]
    values: Mapping[str, int]
    instances: tuple[Instance, ...]
    conditions: Mapping[Loc, Set[bool]]
    starts: Mapping[str, TensorStart]

    def outputs_in(self, mode: Mode) -> tuple[GraphOutput, ...]:
        """The outputs that exist in ``mode``."""
        return tuple(out for out in self.outputs if out.only in (None, mode))

    def running(self, mode: Mode) -> frozenset[int]:
        """The nodes whose value an output of ``mode`` needs; the others do not run."""
        waiting = [out.index for out in self.outputs_in(mode)]
        found = set(waiting)
        while waiting:
            for index in self.nodes[waiting.pop()].reads(mode):
                if index not in found:
                    found.add(index)
                    waiting.append(index)
        return frozenset(found)

    @cached_property
    def shapes_of_inputs(self) -> dict[str, Numbers]:
        """The shapes of the network's inputs by name."""
        return {name: self.nodes[index].shape for name, index in self.inputs.items()}

    @cached_property
    def output_shape(self) -> Numbers | tuple[Numbers, ...]:
        """The output shape at inference; for several outputs, a tuple of shapes."""
        outputs = self.outputs_in("inference")
        shapes = tuple(self.nodes[out.index].shape for out in outputs)
        return shapes[0] if len(shapes) == 1 else shapes

    @cached_property
    def tensors(self) -> dict[str, TensorInfo]:
        """The tensors of the network in definition order, params of a node first.

        A reused module appears once, at its definition.
        """
        tensors: dict[str, TensorInfo] = {}
        for node in self.nodes:
            if node.owner == node.path:
                for name, info in self.tensors_of(node).items():
                    tensors[node.tensor_path(name)] = info
        return tensors

    @cached_property
    def owners(self) -> dict[str, str]:
        """The path of the node that owns each of ``tensors``."""
        return {
            node.tensor_path(name): node.path
            for node in self.nodes
            if node.owner == node.path
            for name in self.tensors_of(node)
        }

    def tensors_of(self, node: GraphNode) -> dict[str, TensorInfo]:
        """The tensors that ``node`` uses, by their names in the operator."""
        if node.op is None:
            return {}
        owned = node.op.tensors(*self.input_shapes(node))
        return {
            name: TensorInfo(
                tuple(map(whole, tensor.shape)), tensor.role, whole(tensor.fan_in)
            )
            for name, tensor in owned.items()
        }

    def input_shapes(self, node: GraphNode) -> tuple[Numbers, ...]:
        """The shapes of the inputs of ``node``."""
        return tuple(self.nodes[index].shape for index in node.inputs)

    @cached_property
    def param_count(self) -> int:
        """The number of trained values."""
        return self._count("param")

    @cached_property
    def buffer_count(self) -> int:
        """The number of values of running statistics."""
        return self._count("buffer")

    @cached_property
    def repeated_channels(self) -> frozenset[Loc]:
        """The joins that repeat an input of one channel, by their places in the spec."""
        return frozenset(
            node.loc
            for node in self.nodes
            if isinstance(node.op, Elementwise)
            and len({shape[0] for shape in self.input_shapes(node)}) > 1
        )

    def _count(self, role: str) -> int:
        infos = self.tensors.values()
        return sum(prod(info.shape) for info in infos if info.role == role)

    @cached_property
    def macs(self) -> int:
        """Multiply-accumulates for one example; a reused module counts every time."""
        return sum(
            node.op.macs(*self.input_shapes(node), y=node.shape)
            for node in self.nodes
            if node.op is not None
        )
