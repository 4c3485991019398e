"""How each framework is asked for one forward pass: for inference, without gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archspec.backends.contract.runtime import Array

Call = Callable[[], Array]  # one forward pass, waited for


def torch(net: Any, x: Array, layer: str = "") -> Call:
    """In evaluation mode."""
    import torch

    net.eval()
    given = torch.from_numpy(x)

    def call() -> Array:
        with torch.no_grad():
            return net(given).numpy()

    return call


def gluon(net: Any, x: Array, layer: str = "") -> Call:
    """Hybridized: the first pass makes the symbolic graph that all others run."""
    import mxnet

    net.hybridize()
    given = mxnet.nd.array(x)
    return lambda: net(given).asnumpy()


def paddle(net: Any, x: Array, layer: str = "") -> Call:
    """In evaluation mode, as a dynamic graph."""
    import paddle

    net.eval()
    given = paddle.to_tensor(x)

    def call() -> Array:
        with paddle.no_grad():
            return net(given).numpy()

    return call


def chainer(net: Any, x: Array, layer: str = "") -> Call:
    """In evaluation mode; ``layer`` is asked for by name."""
    import chainer

    def call() -> Array:
        with chainer.using_config("train", False), chainer.no_backprop_mode():
            return (net(x, layers=[layer])[layer] if layer else net(x)).array

    return call


CALLS: Mapping[str, Callable[[Any, Array, str], Call]] = {
    "torch": torch,
    "gluon": gluon,
    "paddle": paddle,
    "chainer": chainer,
}
