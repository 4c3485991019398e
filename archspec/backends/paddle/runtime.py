"""PaddlePaddle at run time. Importing this module imports paddle."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from archspec.backends.contract.loading import load_class
from archspec.backends.contract.runtime import (
    Array,
    as_outputs,
    by_neutral_name,
    check_weights,
    neutral_leaves,
)
from archspec.backends.paddle.tensor_names import NAMES

__all__ = [
    "assign",
    "buffer_count",
    "create",
    "load_class",
    "param_count",
    "run",
    "tensors",
    "version",
]

with warnings.catch_warnings():
    # The import of 3.3.1 warns if ccache is missing, which matters only for extensions.
    warnings.filterwarnings("ignore", message="No ccache found")
    # Not an import statement: paddle's annotations are partial, so that a strict type
    # checker refuses every second call.
    paddle: Any = import_module("paddle")

# A user's own norm may name its tensors gamma and beta.
_LEAVES = {**neutral_leaves(NAMES), "gamma": "weight", "beta": "bias"}


def version() -> str:
    return paddle.__version__


def create(
    cls: type,
    arguments: Mapping[str, object],
    dtype: str,
    first: Sequence[Array] = (),
) -> Any:
    del first  # every shape is known
    # Otherwise names that the class gives to its parameters clash between instances.
    with paddle.utils.unique_name.guard():
        net: Any = cls(**arguments)
    # A cast would separate tied tensors.
    if {_name(tensor.dtype) for tensor in net.state_dict().values()} != {dtype}:
        net.to(dtype=dtype)
    net.eval()
    return net


def tensors(net: Any) -> dict[str, Array]:
    transposed = linear_weights(net)
    return {
        name: transpose_if(name in transposed, tensor.numpy())
        for name, tensor in live(net).items()
    }


def assign(net: Any, weights: Mapping[str, Array]) -> None:
    found = live(net)
    transposed = linear_weights(net)
    shapes = {
        name: tensor.shape[::-1] if name in transposed else tensor.shape
        for name, tensor in found.items()
    }
    check_weights(shapes, weights)
    for name, tensor in found.items():
        array = transpose_if(name in transposed, weights[name])
        # set_value refuses to convert.
        tensor.set_value(np.asarray(array, _name(tensor.dtype)))


def run(net: Any, inputs: Sequence[Array], train: bool = False) -> tuple[Array, ...]:
    dtype = next((_name(p.dtype) for p in net.parameters()), None)
    before = net.training
    _set_mode(net, train)
    try:
        with paddle.no_grad(), warnings.catch_warnings():
            # Every batch norm warns in training mode; the other frameworks do the same.
            warnings.filterwarnings("ignore", message="When training, we now always")
            result = net(*(paddle.to_tensor(x, dtype) for x in inputs))
    finally:
        _set_mode(net, before)
    return tuple(output.numpy() for output in as_outputs(result))


def param_count(net: Any) -> int:
    return sum(p.size for p in net.parameters() if not p.stop_gradient)


def buffer_count(net: Any) -> int:
    # Running statistics are parameters that take no gradient, not buffers.
    return sum(p.size for p in net.parameters() if p.stop_gradient)


def live(net: Any) -> dict[str, Any]:
    return by_neutral_name(net.state_dict().items(), _LEAVES)


def linear_weights(net: Any) -> set[str]:
    """Names of the weights stored as (in, out); the neutral layout is (out, in).

    The layer type decides, not the rank: only nn.Linear has this layout (measured).
    """
    return {
        f"{path}.weight" if path else "weight"
        for path, layer in net.named_sublayers(include_self=True)
        if isinstance(layer, paddle.nn.Linear)
    }


def transpose_if(linear: bool, array: Array) -> Array:
    return np.ascontiguousarray(array.T) if linear else array


def _set_mode(net: Any, train: bool) -> None:
    if train:
        net.train()
    else:
        net.eval()


def _name(dtype: Any) -> str:
    # str() of a dtype is "paddle.float64".
    return str(dtype).rpartition(".")[2]
