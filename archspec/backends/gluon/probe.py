"""The probe of a live Gluon network. Importing this module imports mxnet."""

from __future__ import annotations

import inspect
import os
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
from archspec.backends.gluon.runtime import live, mx, run


def is_tensor(value: object) -> bool:
    return isinstance(value, mx.nd.NDArray)


def to_numpy(tensor: Any) -> Array:
    return tensor.asnumpy()


def tensor(array: Array) -> Any:
    # Without a dtype, mx.nd.array converts everything to float32 (measured).
    return mx.nd.array(np.ascontiguousarray(array), dtype=array.dtype)


def layer_type() -> type:
    return mx.gluon.Block


def layers(net: Any) -> Iterator[tuple[str, Any]]:
    seen: set[int] = set()
    waiting: list[tuple[str, Any]] = [("", net)]
    while waiting:
        path, block = waiting.pop()
        if id(block) in seen:
            continue
        seen.add(id(block))
        yield path, block
        inner = [
            (f"{path}.{name}" if path else name, child)
            for name, child in block._children.items()
        ]
        waiting += reversed(inner)


def watch(
    net: Any,
    enter: Callable[[str], None],
    leave: Callable[[str, Any, Any], None],
) -> None:
    net.hybridize(False)  # the layers of a compiled network cannot be observed
    for path, block in layers(net):

        def before(_: Any, __: Any, path: str = path) -> None:
            enter(path)

        def after(_: Any, given: Any, made: Any, path: str = path) -> None:
            leave(path, given[0] if given else None, made)

        block.register_forward_pre_hook(before)
        block.register_forward_hook(after)


def called(net: Any) -> Any:
    if net.__class__.forward is not mx.gluon.HybridBlock.forward:
        return net.forward
    # It also takes the block's own parameters.
    return partial(net.hybrid_forward, mx.nd, **dict.fromkeys(net._reg_params))


def reroute(net: Any, run: Callable[..., Any]) -> None:
    function, signature = net.forward, inspect.signature(called(net))

    def forward(*args: Any, **kwargs: Any) -> Any:
        # A hybrid block takes no keywords.
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return function(*bound.args)

    net.forward = partial(run, forward)


def trained(net: Any) -> set[str]:
    return {name for name, param in live(net).items() if param.grad_req != "null"}


def dropouts() -> tuple[tuple[Any, str], ...]:
    # nn.Dropout looks the function up there at every call.
    return ((mx.nd, "Dropout"),)


def seed(number: int) -> None:
    mx.random.seed(number)


def generator() -> int:
    return 0  # MXNet does not report it


def draws(module: str, name: str) -> bool:
    return module.startswith("mxnet") and is_named_like_a_draw(module, name)


def gradients(
    net: Any,
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    train: bool = False,
) -> Gradients:
    given = [_leaf(array) for array in inputs]
    params = live(net)
    for param in params.values():
        if param.grad_req != "null":
            param.zero_grad()
    with mx.autograd.record(train_mode=train):
        outputs = as_outputs(net(*given))
        loss = _loss(outputs, cotangents)
    # backward() has its own mode argument, and some gradients depend on it.
    loss.backward(train_mode=train)
    mx.nd.waitall()  # a spy may report its gradient after the result exists
    return Gradients(
        tuple(output.asnumpy() for output in outputs),
        {
            name: param.grad().asnumpy()
            for name, param in params.items()
            if param.grad_req != "null"
        },
        tuple(array.grad.asnumpy() for array in given),
    )


def tracked(value: Any) -> bool:
    if not mx.autograd.is_recording():
        return False
    try:
        mx.autograd.get_symbol(value)
    except mx.MXNetError:  # the value was not recorded
        return False
    return True


def spy(value: Any, report: Callable[[Array], None]) -> Any:
    function_type: Any = mx.autograd.Function

    class Spy(function_type):
        """The identity."""

        def forward(self, x: Any) -> Any:
            return x.copy()

        def backward(self, dy: Any) -> Any:
            report(to_numpy(dy))
            return dy

    return Spy()(value) if mx.autograd.is_recording() else value


def step(
    net: Any,
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    sgd: SGD,
    state: Any,
) -> tuple[float, Any]:
    if state is None and trained(net):
        state = mx.gluon.Trainer(
            net.collect_params(),
            "sgd",
            {
                "learning_rate": sgd.rate,
                "momentum": sgd.momentum,
                "wd": sgd.weight_decay,
            },
        )
    with mx.autograd.record():
        loss = _loss(as_outputs(net(*map(_leaf, inputs))), cotangents)
    loss.backward()
    if state is not None:
        # A parameter that only inference uses has no gradient.
        state.step(1, ignore_stale_grad=True)
    return float(loss.asscalar()), state


def run_training(net: Any, inputs: Sequence[Array]) -> None:
    with mx.autograd.pause(train_mode=True):
        net(*map(tensor, inputs))


def forms(net: Any, folder: str) -> dict[str, Run]:
    if not isinstance(net, mx.gluon.HybridBlock):
        return {"hybridized": partial(_hybridized, net)}
    return {
        "hybridized": partial(_hybridized, net),
        "exported and imported": partial(_imported, net, folder),
    }


def _hybridized(
    net: Any, inputs: Sequence[Array], train: bool = False
) -> tuple[Array, ...]:
    net.hybridize()
    return run(net, inputs, train)


def _imported(
    net: Any, folder: str, inputs: Sequence[Array], train: bool = False
) -> tuple[Array, ...]:
    _hybridized(net, inputs, train)  # an export needs a call that compiles the network
    many = len(inputs) > 1
    names = [f"data{number}" if many else "data" for number in range(len(inputs))]
    path = os.path.join(folder, "exported")
    net.export(path)
    again = mx.gluon.SymbolBlock.imports(
        f"{path}-symbol.json", names, f"{path}-0000.params"
    )
    return run(again, inputs, train)


def _leaf(array: Array) -> Any:
    leaf = tensor(array)
    leaf.attach_grad()
    return leaf


def _loss(outputs: Sequence[Any], cotangents: Sequence[Array]) -> Any:
    loss, *more = ((y * tensor(c)).sum() for y, c in paired(outputs, cotangents))
    return sum(more, loss)
