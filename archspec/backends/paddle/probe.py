"""The probe of a live Paddle network. Importing this module imports paddle."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from archspec.backends.contract.probe import (
    SGD,
    Gradients,
    Run,
    is_named_like_a_draw,
    paired,
)
from archspec.backends.contract.runtime import Array, as_outputs
from archspec.backends.paddle.runtime import linear_weights, live, paddle, transpose_if

_DROPOUTS = ("dropout", "dropout2d", "dropout3d", "alpha_dropout")


def is_tensor(value: object) -> bool:
    return isinstance(value, paddle.Tensor)


def to_numpy(tensor: Any) -> Array:
    return tensor.detach().numpy()


def tensor(array: Array) -> Any:
    return paddle.to_tensor(array)


def layer_type() -> type:
    return paddle.nn.Layer


def layers(net: Any) -> Iterator[tuple[str, Any]]:
    yield from net.named_sublayers(include_self=True)


def watch(
    net: Any,
    enter: Callable[[str], None],
    leave: Callable[[str, Any, Any], None],
) -> None:
    for path, layer in layers(net):

        def before(_: Any, __: Any, path: str = path) -> None:
            enter(path)

        def after(_: Any, given: Any, made: Any, path: str = path) -> None:
            leave(path, given[0] if given else None, made)

        layer.register_forward_pre_hook(before)
        layer.register_forward_post_hook(after)


def called(net: Any) -> Any:
    return net.forward


def reroute(net: Any, run: Callable[..., Any]) -> None:
    net.forward = partial(run, net.forward)


def trained(net: Any) -> set[str]:
    return {name for name, param in live(net).items() if not param.stop_gradient}


def dropouts() -> tuple[tuple[Any, str], ...]:
    return tuple((paddle.nn.functional, name) for name in _DROPOUTS)


def seed(number: int) -> None:
    paddle.seed(number)


def generator() -> int:
    return 0  # the state of Paddle's generator is not a number


def draws(module: str, name: str) -> bool:
    return module.startswith("paddle") and is_named_like_a_draw(module, name)


def gradients(
    net: Any,
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    train: bool = False,
) -> Gradients:
    outputs, given = _run(net, inputs, train)
    _loss(outputs, cotangents).backward()
    transposed = linear_weights(net)
    return Gradients(
        tuple(to_numpy(output) for output in outputs),
        {
            name: transpose_if(name in transposed, _gradient(param))
            for name, param in live(net).items()
            if not param.stop_gradient
        },
        tuple(_gradient(leaf) for leaf in given),
    )


def tracked(value: Any) -> bool:
    return not value.stop_gradient


def spy(value: Any, report: Callable[[Array], None]) -> Any:
    def hook(gradient: Any) -> None:
        report(to_numpy(gradient))

    if not value.stop_gradient:
        value.register_hook(hook)
    return value


def step(
    net: Any,
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    sgd: SGD,
    state: Any,
) -> tuple[float, Any]:
    if state is None and trained(net):
        state = paddle.optimizer.Momentum(
            learning_rate=sgd.rate,
            momentum=sgd.momentum,
            parameters=net.parameters(),
            weight_decay=paddle.regularizer.L2Decay(sgd.weight_decay),
        )
    outputs, _ = _run(net, inputs, True)
    loss = _loss(outputs, cotangents)
    loss.backward()
    if state is not None:
        state.step()
    return float(loss), state


def run_training(net: Any, inputs: Sequence[Array]) -> None:
    net.train()
    with paddle.no_grad(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="When training, we now always")
        net(*map(tensor, inputs))


def forms(net: Any, folder: str) -> dict[str, Run]:
    del net, folder  # it runs in one form
    return {}


def _run(
    net: Any, inputs: Sequence[Array], train: bool
) -> tuple[tuple[Any, ...], list[Any]]:
    """The outputs and the inputs of a recorded pass, for gradients."""
    net.train() if train else net.eval()
    net.clear_gradients()
    given = [_leaf(array) for array in inputs]
    with warnings.catch_warnings():
        # Every batch norm warns in training mode; the other frameworks do the same.
        warnings.filterwarnings("ignore", message="When training, we now always")
        return as_outputs(net(*given)), given


def _leaf(array: Array) -> Any:
    return paddle.to_tensor(array, stop_gradient=False)


def _gradient(tensor: Any) -> Array:
    if tensor.grad is None:
        return np.zeros(tuple(tensor.shape))
    return tensor.grad.numpy()


def _loss(outputs: Sequence[Any], cotangents: Sequence[Array]) -> Any:
    loss, *more = ((y * tensor(c)).sum() for y, c in paired(outputs, cotangents))
    return sum(more, loss)
