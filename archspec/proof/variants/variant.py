"""Variants of a network, and the reference's values for them."""

import threading
from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path

from archspec.expr import Value
from archspec.graph.elaborate import elaborate
from archspec.graph.nodes import Graph
from archspec.proof.expectation.bends import reach_bends
from archspec.proof.expectation.expected import Expected, draw_inputs
from archspec.proof.variants.arguments import Choices
from archspec.proof.variants.sizes import (
    SecondSize,
    Shapes,
    second_size,
    shapes_of,
    spelled,
)
from archspec.proof.variants.windows import hidden, met
from archspec.proof.worker.store import Store
from archspec.proof.worker.watching.events import describe
from archspec.record import record
from archspec.reference.forward import run_values
from archspec.spec import Network
from archspec.text.problems import CompileError
from archspec.weights.init import init_weights

Change = Callable[[Graph], Graph]


@record(eq=False)
class Variant:
    """A network at another size, or with other arguments.

    Attributes:
        name: the name of the argument; "" for a size.
        value: the value as text: ``3x65x65``, ``layers=[1, 2]``.
        graph: the network; None if it is not proved.
        why: the reason for that.
        arguments: additional arguments of the constructor; None for a size.
        training: whether it changes numbers that only show in training.
    """

    name: str
    value: str
    graph: Graph | None = None
    why: str = ""
    arguments: Mapping[str, Value] | None = None
    training: bool = False


@record
class VariantValues:
    """The reference's values for one example of a variant.

    Attributes:
        folder: the folder of their `Store`.
        described: mean, std, min, max of every node's value.
    """

    folder: str
    described: Mapping[int, Mapping[str, float]]


class Variants:
    """The variants of a network, chosen and computed on first use.

    Args:
        network: the network as written.
        params: the values that replace its defaults.
        graph: the unrolled network.
        expected: the expected values of the network.
        seed: the seed for weights and inputs.
        change: converts a graph to the one for comparison.
    """

    def __init__(
        self,
        network: Network,
        params: Mapping[str, Value],
        graph: Graph,
        expected: Expected,
        seed: int,
        change: Change,
    ):
        self._network, self._params, self._graph = network, params, graph
        self._expected, self._seed, self._change = expected, seed, change
        self._lock = threading.Lock()  # the proofs of all backends share the results
        self._size: SecondSize | None = None
        self._choices: dict[frozenset[str], list[Variant]] = {}
        self._values: dict[int, VariantValues] = {}
        self._training: dict[int, Expected] = {}

    def size(self) -> Variant:
        """A second size, if there is one."""
        with self._lock:
            if self._size is None:
                self._size = second_size(self._network, self._params, self._graph)
            return self._sized(self._size)

    def hidden(self) -> tuple[str, ...]:
        """The windows with a part that reads no pixel at either size."""
        second = self.size().graph or self._graph
        first = {node.path for node in hidden(self._graph)}
        return tuple(
            f"the window of {node.path} never reads more than {met(second, node)}"
            for node in hidden(second)
            if node.path in first
        )

    def arguments(self, taken: Set[str]) -> list[Variant]:
        """Other values of the params in ``taken``, which the constructor takes."""
        with self._lock:
            key = frozenset(taken)
            if key not in self._choices:
                self._choices[key] = list(self._chosen(key))
            return self._choices[key]

    def values_of(self, variant: Variant) -> VariantValues:
        """The reference's values for ``variant``, which has a graph."""
        with self._lock:
            if id(variant.graph) not in self._values:
                assert variant.graph is not None
                self._values[id(variant.graph)] = self._compute(variant.graph)
            return self._values[id(variant.graph)]

    def in_training(self, variant: Variant) -> Expected:
        """The expected training values of ``variant``, which has a graph."""
        with self._lock:
            if id(variant.graph) not in self._training:
                assert variant.graph is not None
                folder = self._folder(f"training{len(self._training)}")
                found = self._expected.in_training(self._change(variant.graph), folder)
                self._training[id(variant.graph)] = found
            return self._training[id(variant.graph)]

    def _sized(self, size: SecondSize) -> Variant:
        if size.graph is None:
            return Variant("", "", why=size.why)
        return Variant("", spelled(shapes_of(size.graph)), size.graph)

    def _chosen(self, taken: Set[str]) -> Iterator[Variant]:
        choices = Choices(
            self._network, self._params, self._input(), self._graph, taken
        )
        for one in choices.all():
            value = ", ".join(f"{name}={one.values[name]!r}" for name in one.values)
            yield Variant(one.name, value, one.graph, one.why, one.values, one.training)

    def _input(self) -> Shapes | None:
        """The shapes of the inputs, if they differ from those in the network."""
        shapes = shapes_of(self._graph)
        try:
            written = shapes_of(elaborate(self._network, self._params))
        except CompileError:
            return shapes
        return None if written == shapes else shapes

    def _folder(self, name: str) -> Path:
        folder = Path(self._expected.folder) / name
        folder.mkdir()
        return folder

    def _compute(self, graph: Graph) -> VariantValues:
        weights, _ = self._expected.drawn()
        folder = self._folder(f"variant{len(self._values)}")
        store = Store(str(folder))
        graph = self._change(graph)
        given = init_weights(graph, self._seed, given=weights)
        inputs = reach_bends(graph, given, draw_inputs(graph, 1, self._seed))[1]
        values = run_values(graph, given, inputs)
        for name, array in given.items():
            if array is weights.get(name):
                store.link(f"weight:{name}", self._expected.folder)
            else:
                store.put(f"weight:{name}", array)
        for number, array in enumerate(inputs):
            store.put(f"input:{number}", array)
        for index, array in values.items():
            store.put(f"value:{index}", array)
        for number, out in enumerate(graph.outputs_in("inference")):
            store.put(f"output:{number}", values[out.index])
        store.save()
        return VariantValues(
            str(folder), {i: describe(array) for i, array in values.items()}
        )
