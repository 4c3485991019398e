"""The interface of ``backends/<name>/probe.py``, which observes and trains a live
network.

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
        params: gradients by neutral name; zeros for a parameter that takes no part.
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
        """Every layer inside ``net`` with its dotted path; a shared one once."""
        ...

    def watch(
        self,
        net: Net,
        enter: Callable[[str], None],
        leave: Callable[[str, Any, Any], None],
    ) -> None:
        """Call ``enter(path)`` before and ``leave(path, input, output)`` after a layer.

        For every layer inside ``net``, for as long as it lives. ``input`` is the first.
        """
        ...

    def called(self, net: Net) -> Any:
        """The function of ``net`` that a call of it runs; None if it has none."""
        ...

    def reroute(self, net: Net, run: Callable[..., Any]) -> None:
        """Let a call of ``net`` run ``run(function, *inputs)``; ``function`` is its
        own.
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
        """Whether the function ``name`` of ``module`` draws, which `generator` does not
        tell.
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

    def spy(self, value: Any, tell: Callable[[Array], None]) -> Any:
        """``value``, to be used in its place: ``tell`` gets its gradient, if it has
        one.
        """
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

        ``state`` is None at the first step, then what the last one returned. Gives
        the loss before the step, and the state. The inputs take gradients too: a few
        layers need that of what they read, and without parameters there would be
        nothing to differentiate.
        """
        ...

    def run_training(self, net: Net, inputs: Sequence[Array]) -> None:
        """A forward pass in training mode, observed by the hooks."""
        ...

    def forms(self, net: Net, folder: str) -> dict[str, Run]:
        """Other forms in which the framework runs ``net``, by name: compiled, exported.

        Each runs it on inputs, in evaluation mode unless told ``train=True``, without
        gradients. They are to be run in order; ``net`` is of no other use after that.
        What is written goes into ``folder``.
        """
        ...


def is_named_like_a_draw(module: str, name: str) -> bool:
    """Whether a function of a framework draws, by its name or that of its module."""
    return bool(_RANDOM.search(module) or _DRAWS.search(name))


def paired(outputs: Sequence[T], cotangents: Sequence[Array]) -> list[tuple[T, Array]]:
    """Each output with its cotangent. Raises ValueError if their numbers differ."""
    if len(outputs) != len(cotangents):
        raise ValueError(f"{len(outputs)} outputs, not {len(cotangents)}")
    # zip(strict=True) is of Python 3.10, and a worker may run on 3.8.
    return list(zip(outputs, cotangents))
