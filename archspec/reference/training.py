"""Training steps in NumPy: stochastic gradient descent with momentum."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from archspec.graph.nodes import Graph
from archspec.record import record
from archspec.reference.backward import NONE, Pass, run_backward
from archspec.reference.ops import Array, Gradient
from archspec.reference.statistics import Batch, updated

# Exact in float32, so that all frameworks use the same numbers.
LEARNING_RATE = 2**-6
MOMENTUM = 0.875
WEIGHT_DECAY = 2**-10


@record
class Training:
    """The result of several training steps.

    Attributes:
        losses: one per step, for the weights before the step.
        weights: all tensors after the last step, running statistics with the unbiased
            variance.
        biased: the running statistics with the biased variance.
        first: the pass of the first step.
    """

    losses: tuple[float, ...]
    weights: dict[str, Array]
    biased: dict[str, Array]
    first: Pass


@record
class TrainingStep:
    """The result of one training step.

    Attributes:
        loss: the loss before the step.
        weights: all tensors after the step, running statistics with the unbiased variance.
        biased: the running statistics with the biased variance.
        batches: the statistics that updated them, in the order of the calls.
    """

    loss: float
    weights: dict[str, Array]
    biased: dict[str, Array]
    batches: tuple[Batch, ...]


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
    """Run ``steps`` steps in training mode on the same batch, without dropout.

    Every param p, including biases and those of normalisations, has a velocity v, initially
    0: ``v = momentum * v + (gradient + weight_decay * p)``, ``p -= lr * v``.

    Args:
        graph: the network.
        weights: all its tensors by name, in PyTorch's layout; not modified.
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
    first = run_backward(graph, weights, inputs, cotangents, "train")
    sgd = (lr, momentum, weight_decay)
    done = list(islice(descend(graph, weights, inputs, cotangents, first, sgd), steps))
    losses = tuple(step.loss for step in done)
    return Training(losses, done[-1].weights, done[-1].biased, first)


def descend(
    graph: Graph,
    weights: Mapping[str, Array],
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    first: Pass,
    sgd: tuple[float, float, float],
    own: Mapping[str, Gradient] = NONE,
) -> Iterator[TrainingStep]:
    """The steps of `train`, one by one, without end.

    Args:
        graph: as in `train`, and so are weights, inputs and cotangents.
        first: the pass of the first step.
        sgd: learning rate, momentum and weight decay.
        own: gradients as in ``run_backward``.
    """
    lr, momentum, weight_decay = sgd
    current, biased, done = dict(weights), first.biased, first
    velocities: dict[str, Array] = {}
    while True:
        for name, gradient in done.tensors.items():
            change = gradient + weight_decay * current[name]
            if name in velocities:
                change += momentum * velocities[name]
            velocities[name] = change
            current[name] = current[name] - lr * change
        current |= done.running
        yield TrainingStep(done.loss, dict(current), biased, done.batches)
        done = run_backward(graph, current, inputs, cotangents, "train", False, own)
        biased = updated(biased, done.batches, unbiased=False)
