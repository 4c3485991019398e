"""The probe of a live Chainer network. Importing this module imports chainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from archspec.backends.chainer.runtime import LEAVES, chainer
from archspec.backends.contract.probe import SGD, Gradients, Run, paired
from archspec.backends.contract.runtime import Array, as_outputs, by_neutral_name


def is_tensor(value: object) -> bool:
    return isinstance(value, (chainer.Variable, np.ndarray))


def to_numpy(tensor: Any) -> Array:
    return chainer.as_array(tensor)


def tensor(array: Array) -> Any:
    return chainer.Variable(np.array(array))


def layer_type() -> type:
    return chainer.Link


def layers(net: Any) -> Iterator[tuple[str, Any]]:
    seen: set[int] = set()
    for path, link in net.namedlinks():
        if id(link) not in seen:
            seen.add(id(link))
            yield _dotted(path), link


def watch(
    net: Any,
    enter: Callable[[str], None],
    leave: Callable[[str, Any, Any], None],
) -> None:
    hook_type: Any = chainer.LinkHook

    class Hook(hook_type):
        """Reports the calls of one link."""

        def __init__(self, path: str):
            self.name = f"watch {path}"
            self.path = path

        def forward_preprocess(self, args: Any) -> None:
            del args
            enter(self.path)

        def forward_postprocess(self, args: Any) -> None:
            leave(self.path, args.args[0] if args.args else None, args.out)

    for path, link in layers(net):
        if type(link).__call__ is chainer.Link.__call__:
            link.add_hook(Hook(path))
        else:  # the style before Chainer 5, in which links call no hooks
            link.__class__ = _watched(type(link), path, enter, leave)


def called(net: Any) -> Any:
    if type(net).__call__ is chainer.Link.__call__:
        return getattr(net, "forward", None)
    return net.__call__


def reroute(net: Any, run: Callable[..., Any]) -> None:
    cls = net.__class__
    if cls.__call__ is chainer.Link.__call__:
        net.forward = partial(run, net.forward)
        return

    class Rerouted(cls):
        def __call__(self, *args: Any) -> Any:
            return run(partial(cls.__call__, self), *args)

    net.__class__ = Rerouted


def trained(net: Any) -> set[str]:
    return set(_params(net))


def dropouts() -> tuple[tuple[Any, str], ...]:
    return ((chainer.functions, "dropout"),)


def seed(number: int) -> None:
    np.random.seed(number)  # Chainer's generators


def generator() -> int:
    return 0  # Chainer draws from NumPy


def draws(module: str, name: str) -> bool:
    del module, name  # the modules of NumPy are known
    return False


def gradients(
    net: Any,
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    train: bool = False,
) -> Gradients:
    net.cleargrads()
    given = [tensor(array) for array in inputs]
    with chainer.using_config("train", train):
        outputs = as_outputs(net(*given))
        _loss(outputs, cotangents).backward()
    return Gradients(
        tuple(to_numpy(output) for output in outputs),
        {name: _gradient(param) for name, param in _params(net).items()},
        tuple(_gradient(variable) for variable in given),
    )


def tracked(value: Any) -> bool:
    return isinstance(value, chainer.Variable) and value.creator is not None


def spy(value: Any, report: Callable[[Array], None]) -> Any:
    node_type: Any = chainer.FunctionNode

    class Spy(node_type):
        """The identity."""

        def forward(self, inputs: Any) -> Any:
            return inputs

        def backward(self, indexes: Any, grads: Any) -> Any:
            del indexes
            report(to_numpy(grads[0]))
            return grads

    return Spy().apply((value,))[0] if isinstance(value, chainer.Variable) else value


def step(
    net: Any,
    inputs: Sequence[Array],
    cotangents: Sequence[Array],
    sgd: SGD,
    state: Any,
) -> tuple[float, Any]:
    if state is None:
        state = chainer.optimizers.MomentumSGD(lr=sgd.rate, momentum=sgd.momentum)
        state.setup(net)
        state.add_hook(chainer.optimizer_hooks.WeightDecay(sgd.weight_decay))
    net.cleargrads()
    with chainer.using_config("train", True):
        loss = _loss(as_outputs(net(*map(tensor, inputs))), cotangents)
        loss.backward()
    state.update()
    return float(loss.array), state


def run_training(net: Any, inputs: Sequence[Array]) -> None:
    with chainer.using_config("train", True), chainer.no_backprop_mode():
        net(*map(np.array, inputs))


def forms(net: Any, folder: str) -> dict[str, Run]:
    del net, folder  # it runs in one form
    return {}


def _watched(
    cls: Any,
    path: str,
    enter: Callable[[str], None],
    leave: Callable[[str, Any, Any], None],
) -> type:
    """``cls`` extended to report its calls."""

    class Watched(cls):
        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            enter(path)
            made: Any = cls.__call__(self, *args, **kwargs)
            leave(path, args[0] if args else None, made)
            return made

    return Watched


def _params(net: Any) -> dict[str, Any]:
    pairs = ((_dotted(path), param) for path, param in net.namedparams())
    return by_neutral_name(pairs, LEAVES)


def _dotted(path: str) -> str:
    return path[1:].replace("/", ".")


def _gradient(variable: Any) -> Array:
    grad = variable.grad
    if grad is None:
        grad = np.zeros(variable.shape)
    # A single slope for all channels has no axes here, and one axis elsewhere.
    return grad if variable.shape else grad.reshape(1)


def _loss(outputs: Sequence[Any], cotangents: Sequence[Array]) -> Any:
    loss, *more = (chainer.functions.sum(y * c) for y, c in paired(outputs, cotangents))
    return sum(more, loss)
