"""The probe of a live PyTorch network. Importing this module imports torch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from archspec.backends.contract.probe import SGD, Gradients, Run, paired
from archspec.backends.contract.runtime import Array, as_outputs, by_neutral_name
from archspec.backends.torch.runtime import LEAVES

_DROPOUTS = (
    *("dropout", "dropout1d", "dropout2d", "dropout3d"),
    *("alpha_dropout", "feature_alpha_dropout"),
)


def is_tensor(value: object) -> bool:
    return isinstance(value, Tensor)


def to_numpy(tensor: Any) -> Array:
    return np.asarray(tensor.detach())


def tensor(array: Array) -> Tensor:
    return torch.tensor(array)


def layer_type() -> type:
    return nn.Module


def layers(net: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    yield from net.named_modules()


def watch(
    net: nn.Module,
    enter: Callable[[str], None],
    leave: Callable[[str, Any, Any], None],
) -> None:
    for path, module in layers(net):

        def before(_: nn.Module, __: Any, path: str = path) -> None:
            enter(path)

        def after(_: nn.Module, given: Any, made: Any, path: str = path) -> None:
            leave(path, given[0] if given else None, made)

        module.register_forward_pre_hook(before)
        module.register_forward_hook(after)


def called(net: nn.Module) -> Any:
    return net.forward


def reroute(net: nn.Module, run: Callable[..., Any]) -> None:
    net.forward = partial(run, net.forward)


def trained(net: nn.Module) -> set[str]:
    return {name for name, p in _params(net).items() if p.requires_grad}


def dropouts() -> tuple[tuple[Any, str], ...]:
    return (*((nn.functional, name) for name in _DROPOUTS), (torch, "dropout"))


def seed(number: int) -> None:
    generators: Any = torch  # its annotations of this function are partial
    generators.manual_seed(number)


def generator() -> int:
    return hash(to_numpy(torch.get_rng_state()).tobytes())


def draws(module: str, name: str) -> bool:
    del module, name  # `generator` reports all draws
    return False


def gradients(
    net: nn.Module,
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    train: bool = False,
) -> Gradients:
    net.train(train)
    net.zero_grad()
    given = [torch.tensor(array, requires_grad=True) for array in inputs]
    outputs = as_outputs(net(*given))
    _backward(_loss(outputs, cotangents))
    return Gradients(
        tuple(to_numpy(output) for output in outputs),
        {name: _gradient(param) for name, param in _params(net).items()},
        tuple(_gradient(leaf) for leaf in given),
    )


def tracked(value: Any) -> bool:
    return value.requires_grad


def spy(value: Any, report: Callable[[Array], None]) -> Any:
    def hook(gradient: Tensor) -> None:
        report(to_numpy(gradient))

    if value.requires_grad:
        value.register_hook(hook)
    return value


def step(
    net: nn.Module,
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    sgd: SGD,
    state: Any,
) -> tuple[float, Any]:
    if state is None and _params(net):
        state = torch.optim.SGD(
            net.parameters(),
            lr=sgd.rate,
            momentum=sgd.momentum,
            weight_decay=sgd.weight_decay,
        )
    net.train()
    net.zero_grad()
    given = [torch.tensor(array, requires_grad=True) for array in inputs]
    loss = _loss(as_outputs(net(*given)), cotangents)
    _backward(loss)
    if state is not None:
        state.step()
    return float(loss), state


def run_training(net: nn.Module, inputs: Sequence[Array]) -> None:
    net.train()
    with torch.no_grad():
        net(*(tensor(x) for x in inputs))


def forms(net: Any, folder: str) -> dict[str, Run]:
    del net, folder  # it runs in one form
    return {}


def _params(net: nn.Module) -> dict[str, nn.Parameter]:
    # As in state_dict, a parameter that two layers share appears twice.
    return by_neutral_name(net.named_parameters(remove_duplicate=False), LEAVES)


def _gradient(tensor: Tensor) -> Array:
    if tensor.grad is None:
        return np.zeros(tuple(tensor.shape))
    return to_numpy(tensor.grad).copy()


def _loss(outputs: Sequence[Tensor], cotangents: Sequence[Array]) -> Tensor:
    loss, *more = ((y * tensor(c)).sum() for y, c in paired(outputs, cotangents))
    return sum(more, loss)


def _backward(loss: Any) -> None:
    # Through Any: torch's annotations of this method are partial.
    loss.backward()
