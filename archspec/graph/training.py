"""Training steps in NumPy: stochastic gradient descent with momentum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archspec.graph.backward import Pass, run_backward
from archspec.graph.nodes import Graph
from archspec.graph.numpy_ops import Array
from archspec.graph.statistics import moved

# Exact in float32, so that every framework has the same.
LEARNING_RATE = 2**-6
MOMENTUM = 0.875
WEIGHT_DECAY = 2**-10


@dataclass(frozen=True)
class Training:
    """What some steps of training did.

    Attributes:
        losses: one per step, of the weights before it.
        weights: all tensors after the last step, running statistics with the unbiased
            variance.
        biased: the running statistics with the biased variance.
        first: the pass of the first step.
    """

    losses: tuple[float, ...]
    weights: dict[str, Array]
    biased: dict[str, Array]
    first: Pass


def train(
    graph: Graph,
    weights: Mapping[str, Array],
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    steps: int = 2,
    lr: float = LEARNING_RATE,
    momentum: float = MOMENTUM,
    weight_decay: float = WEIGHT_DECAY,
) -> Training:
    """``steps`` steps in training mode, dropout off, each on the same batch.

    For every param p, biases and those of normalisation as well, with a velocity v that
    starts at 0: ``v = momentum * v + (gradient + weight_decay * p)``, ``p -= lr * v``.

    Args:
        graph: the network.
        weights: all its tensors by name, in PyTorch's layout; they stay as they are.
        inputs: as in ``run_backward``.
        cotangents: one array per output in training; the loss is their weighted sum.
        steps: 1 or more.
        lr: the learning rate.
        momentum: the share of the velocity that a step keeps.
        weight_decay: the share of a param that is added to its gradient.

    Raises:
        ValueError: as ``run_backward``, or no step.
    """
    if steps < 1:
        raise ValueError(f"training takes 1 step or more, got {steps}")
    first = done = run_backward(graph, weights, inputs, cotangents, "train")
    current, biased, losses = dict(weights), first.biased, [first.loss]
    velocities: dict[str, Array] = {}
    for step in range(steps):
        if step:
            done = run_backward(graph, current, inputs, cotangents, "train", keep=False)
            biased = moved(biased, done.batches, unbiased=False)
            losses.append(done.loss)
        for name, gradient in done.tensors.items():
            change = gradient + weight_decay * current[name]
            if step:
                change += momentum * velocities[name]
            velocities[name] = change
            current[name] = current[name] - lr * change
        current |= done.running
    return Training(tuple(losses), current, biased, first)
