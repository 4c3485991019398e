"""The values of the reference, on disk for the workers to compare with."""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from math import prod
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from archspec.backends.contract.probe import SGD
from archspec.graph.nodes import Graph, Mode
from archspec.proof.expectation.background import Background
from archspec.proof.expectation.bends import reach_bends, unreached
from archspec.proof.expectation.limits import exact
from archspec.proof.expectation.rate import rate_of
from archspec.proof.expectation.sample import Sample, sample
from archspec.proof.options import Options
from archspec.proof.processes.memory import needed
from archspec.proof.worker.release import release
from archspec.proof.worker.store import Store
from archspec.proof.worker.watching.events import describe
from archspec.proof.worker.watching.matching import relative_error
from archspec.record import record, replace
from archspec.reference.backward import NONE, run_backward
from archspec.reference.forward import run_values
from archspec.reference.ops import Array, Gradient
from archspec.reference.statistics import Batch, orders_of, updated
from archspec.reference.training import MOMENTUM, WEIGHT_DECAY, descend
from archspec.weights.init import init_weights

T = TypeVar("T")

STEPS = 2  # training steps: momentum and running statistics need the second
LARGE = 2**26  # bytes above which memory is released


def draw_inputs(graph: Graph, batch: int, seed: int) -> list[Array]:
    """Normally distributed inputs, (batch, ...) each, the same for every backend."""
    rng = np.random.default_rng(seed)
    shapes = [graph.nodes[index].shape for index in graph.inputs.values()]
    return [rng.normal(size=(batch, *shape)) for shape in shapes]


def draw_cotangents(graph: Graph, batch: int, mode: Mode, seed: int) -> list[Array]:
    """The gradient of the loss with respect to each output of ``mode``, normally
    distributed.
    """
    rng = np.random.default_rng([seed, 1])
    shapes = [(batch, *graph.nodes[out.index].shape) for out in graph.outputs_in(mode)]
    return [rng.normal(size=shape) / np.sqrt(prod(shape)) for shape in shapes]


@record
class ExpectedForward:
    """The values of the reference in evaluation mode.

    Attributes:
        described: mean, std, min, max of every node's value.
        floor: the relative error of its own outputs in float32.
        unreached: nodes whose input stays on one side of their bends.
    """

    described: Mapping[int, Mapping[str, float]]
    floor: float
    unreached: tuple[str, ...]


@record
class ExpectedTraining:
    """The values of the reference in training mode.

    Attributes:
        described: mean, std, min, max of every node's value in the first step.
        sgd: the settings of SGD.
        losses: the loss before each step.
        size: the size of the loss: the sum of its terms' absolute values.
        orders: the orders in which the calls of a reused bn may update its statistics.
    """

    described: Mapping[int, Mapping[str, float]]
    sgd: SGD
    losses: tuple[float, ...]
    size: float
    orders: int


class Expected:
    """The reference's values, computed in parallel with the workers, in a `Store`.

    A context manager: it computes level after level in its own thread, and the
    properties wait for their level.

    Args:
        graph: the network.
        options: the options of the proof.
        folder: the folder for the store.
        own: gradients of operators in place of the reference's.
        only_training: whether to compute only the values of training.

    Attributes:
        graph: the network.
        batch: the number of examples.
        folder: the folder of the store.
    """

    def __init__(
        self,
        graph: Graph,
        options: Options,
        folder: Path,
        own: Mapping[str, Gradient] = NONE,
        only_training: bool = False,
    ):
        self.graph, self.batch, self._own = graph, options.batch, own
        self._options, self._seed = options, options.seed
        self._only_training = only_training
        self.folder = str(folder)
        self._others: list[Expected] = []
        self._store = Store(self.folder)
        self._pool = Background()

    def __enter__(self) -> "Expected":
        self._start()
        return self

    def _start(self) -> None:
        self._drawn = self._pool.submit(_without_warnings, self._draw)
        level = self._options.level
        if not self._only_training:
            self._forward = self._pool.submit(_without_warnings, self._run)
        if not self._only_training and level in ("grad", "train"):
            self._grad = self._pool.submit(_without_warnings, self._differentiate)
        if level == "train":
            self._train = self._pool.submit(_without_warnings, self._descend)

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop computing: pending waits raise CancelledError."""
        for other in self._others:
            other.stop()
        self._pool.stop()
        self._store.close()
        # Garbage collection takes longer than the proof of a small network.
        if needed(self.graph, self._options.level, self.batch) > LARGE:
            release()

    def in_training(self, graph: Graph, folder: Path) -> "Expected":
        """The expected training values of ``graph``, another graph of the same network.

        They are computed from now on, until this object is stopped.
        """
        other = Expected(graph, self._options, folder, self._own, only_training=True)
        self._others.append(other)
        other._start()
        return other

    def wait(self) -> None:
        """Wait for weights and inputs."""
        self._drawn.result()

    def drawn(self) -> tuple[Mapping[str, Array], Sequence[Array]]:
        """Weights and inputs; waits for them."""
        return self._drawn.result()

    def forward(self) -> ExpectedForward:
        """The values of evaluation mode; waits for them."""
        return self._forward.result()

    def grad(self) -> Sample:
        """The check of the gradients in evaluation mode; waits for it."""
        return self._grad.result()

    def train(self) -> ExpectedTraining:
        """The values of training; waits for them."""
        return self._train.result()

    def put_slopes(self, mode: Mode) -> None:
        """Store the gradient with respect to every node's value, which few proofs need."""
        self._pool.submit(self._slopes, mode).result()

    def _draw(self) -> tuple[dict[str, Array], list[Array]]:
        weights = init_weights(self.graph, self._seed)
        inputs = draw_inputs(self.graph, self.batch, self._seed)
        weights, inputs = reach_bends(self.graph, weights, inputs)
        self._put("weight:", weights)
        self._put("input:", dict(enumerate(inputs)))
        return weights, inputs

    def _run(self) -> ExpectedForward:
        weights, inputs = self._drawn.result()
        values = run_values(self.graph, weights, inputs)
        outputs = [values[out.index] for out in self.graph.outputs_in("inference")]
        self._put("value:", values)
        self._put("output:", dict(enumerate(outputs)))
        described = {index: describe(array) for index, array in values.items()}
        floor = self._floor(weights, inputs, outputs)
        return ExpectedForward(described, floor, unreached(self.graph, values))

    def _differentiate(self) -> Sample:
        weights, inputs = self._drawn.result()
        cotangents = draw_cotangents(self.graph, self.batch, "inference", self._seed)
        found = run_backward(self.graph, weights, inputs, cotangents, own=self._own)
        given = [found.grads[index] for index in self.graph.inputs.values()]
        self._put("cotangent:", dict(enumerate(cotangents)))
        self._put("grad:", found.tensors)
        self._put("grad-input:", dict(enumerate(given)))
        steep = [i for i, grad in found.grads.items() if not np.isfinite(grad).all()]
        if steep:
            return Sample(infinite=max(steep))
        graph = exact(self.graph)  # central differences need unrounded values
        if graph != self.graph:
            found = run_backward(graph, weights, inputs, cotangents, own=self._own)
        return sample(graph, weights, cotangents, found, self._seed)

    def _descend(self) -> ExpectedTraining:
        weights, inputs = self._drawn.result()
        cotangents = draw_cotangents(self.graph, self.batch, "train", self._seed)
        first = run_backward(
            self.graph, weights, inputs, cotangents, "train", False, self._own
        )
        self._put("train:", first.values)
        self._put("train-cotangent:", dict(enumerate(cotangents)))
        described = {index: describe(array) for index, array in first.values.items()}
        sgd = SGD(rate_of(weights, first.tensors), MOMENTUM, WEIGHT_DECAY)
        steps = descend(self.graph, weights, inputs, cotangents, first, sgd, self._own)
        losses: list[float] = []
        start = {name: weights[name] for name in first.biased}
        kept = [start for _ in orders_of(first.batches)]
        for number, step in enumerate(islice(steps, STEPS)):
            losses.append(step.loss)
            self._put_moved(f"moved{number}:", step.weights, weights)
            batches = [_rounded(batch) for batch in step.batches]
            for n, order in enumerate(orders_of(batches)):
                kept[n] = updated(kept[n], order, unbiased=False)
                self._put_moved(f"kept{number}.{n}:", kept[n], weights)
        size = sum(
            float(np.abs(first.outputs[i] * c).sum()) for i, c in enumerate(cotangents)
        )
        return ExpectedTraining(described, sgd, tuple(losses), size, len(kept))

    def _slopes(self, mode: Mode) -> None:
        weights, inputs = self._drawn.result()
        cotangents = draw_cotangents(self.graph, self.batch, mode, self._seed)
        found = run_backward(
            self.graph, weights, inputs, cotangents, mode, own=self._own
        )
        self._put("slope:", found.grads)

    def _put(self, prefix: str, arrays: Mapping[Any, Array]) -> None:
        for name, array in arrays.items():
            self._store.put(f"{prefix}{name}", array)
        self._store.save()

    def _put_moved(
        self, prefix: str, after: Mapping[str, Array], before: Mapping[str, Array]
    ) -> None:
        """Store the change of each tensor, one by one to save memory."""
        for name, array in after.items():
            self._store.put(f"{prefix}{name}", array - before[name])
        self._store.save()

    def _floor(
        self,
        weights: Mapping[str, Array],
        inputs: Sequence[Array],
        outputs: Sequence[Array],
    ) -> float:
        values = run_values(
            self.graph,
            {name: array.astype(np.float32) for name, array in weights.items()},
            [array.astype(np.float32) for array in inputs],
            keep=False,
        )
        found = [values[out.index] for out in self.graph.outputs_in("inference")]
        pairs = zip(found, outputs, strict=True)
        return max(relative_error(a.astype(np.float64), b) for a, b in pairs)


def _rounded(batch: Batch) -> Batch:
    """The result in a framework that keeps the decay in float32."""
    return replace(batch, decay=float(np.float32(batch.decay)))


def _without_warnings(task: Callable[[], T]) -> T:
    """``task`` without NumPy's warnings: the levels report values that overflow."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return task()
