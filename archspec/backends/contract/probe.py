"""The interface of ``backends/<name>/probe.py``, which observes and trains live networks.

A probe uses more of its framework than the runtime does: it sees the values of every
layer, and gets gradients and optimiser steps from the framework. It works on any
network of the framework, emitted or hand-written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from typing import TypeAlias

    from archspec.backends.contract.runtime import Array, Net

__all__ = ["SGD", "Gradients", "Probe", "Run", "is_named_like_a_draw", "paired"]

T = TypeVar("T")

_RANDOM = re.compile(r"\brandom\b")
# Shuffling channels or pixels is deterministic, not a draw.
_SHUFFLE = "(?<!channel_)(?<!pixel_)(?<!pixel_un)shuffle"
_DRAWS = re.compile(f"random|sample_|bernoulli|{_SHUFFLE}|uniform_|normal_")
Run: TypeAlias = "Callable[..., tuple[Array, ...]]"


class SGD(NamedTuple):
    """v = momentum v + gradient + weight_decay w; w = w - rate v."""

    rate: float
    momentum: float
    weight_decay: float


class Gradients(NamedTuple):
    """Gradients of the sum of the products of outputs and cotangents.

    Attributes:
        outputs: the outputs of the network.
        params: gradients by neutral name; zeros for a parameter without influence.
        inputs: the gradient of each input.
    """

    outputs: tuple[Array, ...]
    params: dict[str, Array]
    inputs: tuple[Array, ...]


class Probe(Protocol):
    """The functions of a probe module; the module itself is the instance."""

    def is_tensor(self, value: object) -> bool:
        """Whether ``value`` is an array of the framework."""
        ...

    def to_numpy(self, tensor: Any) -> Array:
        """The values of a tensor, whether or not gradients are recorded."""
        ...

    def tensor(self, array: Array) -> Any:
        """A tensor of the framework with the values of ``array``."""
        ...

    def layer_type(self) -> type:
        """The base class of every layer: Module, Block, Layer or Link."""
        ...

    def layers(self, net: Net) -> Iterator[tuple[str, Any]]:
        """Every layer inside ``net`` with its dotted path; a shared layer once."""
        ...

    def watch(
        self,
        net: Net,
        enter: Callable[[str], None],
        leave: Callable[[str, Any, Any], None],
    ) -> None:
        """Call ``enter(path)`` before and ``leave(path, input, output)`` after a layer.

        Applies to every layer inside ``net`` for its lifetime. ``input`` is the first
        input.
        """
        ...

    def called(self, net: Net) -> Any:
        """The function that a call of ``net`` runs; None if it has none."""
        ...

    def reroute(self, net: Net, run: Callable[..., Any]) -> None:
        """Let a call of ``net`` run ``run(function, *inputs)``.

        ``function`` is the one that it would have run.
        """
        ...

    def trained(self, net: Net) -> set[str]:
        """Neutral names of the parameters that take a gradient."""
        ...

    def dropouts(self) -> tuple[tuple[Any, str], ...]:
        """The places of the framework's dropout functions: (module, attribute)."""
        ...

    def seed(self, number: int) -> None:
        """Seed the framework's generators."""
        ...

    def generator(self) -> int:
        """A value that changes when the framework draws; 0 if there is none."""
        ...

    def draws(self, module: str, name: str) -> bool:
        """Whether the function ``name`` of ``module`` draws random numbers.

        For draws that `generator` does not report.
        """
        ...

    def gradients(
        self,
        net: Net,
        inputs: Sequence[Array],
        cotangents: Sequence[Array],
        train: bool = False,
    ) -> Gradients:
        """Gradients in evaluation mode, or in training mode."""
        ...

    def tracked(self, value: Any) -> bool:
        """Whether gradients flow back through ``value``."""
        ...

    def spy(self, value: Any, report: Callable[[Array], None]) -> Any:
        """A replacement of ``value`` that passes its gradient, if any, to ``report``."""
        ...

    def step(
        self,
        net: Net,
        inputs: Sequence[Array],
        cotangents: Sequence[Array],
        sgd: SGD,
        state: Any,
    ) -> tuple[float, Any]:
        """One step of the framework's own optimiser in training mode.

        ``state`` is None at the first step, then the state that the last step returned.
        Returns the loss before the step, and the state. The inputs take gradients too:
        a few layers need a gradient with respect to their input, and a network without
        parameters has nothing else to differentiate.
        """
        ...

    def run_training(self, net: Net, inputs: Sequence[Array]) -> None:
        """A forward pass in training mode, observed by the hooks."""
        ...

    def forms(self, net: Net, folder: str) -> dict[str, Run]:
        """Other forms in which the framework runs ``net``, by name: compiled, exported.

        Each runs on inputs without gradients, in evaluation mode unless ``train=True``.
        Run them in order, and do not use ``net`` afterwards. They write files only into
        ``folder``.
        """
        ...


def is_named_like_a_draw(module: str, name: str) -> bool:
    """Whether a function's name or module suggests that it draws random numbers."""
    return bool(_RANDOM.search(module) or _DRAWS.search(name))


def paired(outputs: Sequence[T], cotangents: Sequence[Array]) -> list[tuple[T, Array]]:
    """Each output with its cotangent. Raises ValueError if their numbers differ."""
    if len(outputs) != len(cotangents):
        raise ValueError(f"{len(outputs)} outputs, not {len(cotangents)}")
    # zip(strict=True) needs Python 3.10, and a worker may run on 3.8.
    return list(zip(outputs, cotangents))
