"""Chainer at run time. Importing this module imports chainer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from archspec.backends.chainer.compat import revive
from archspec.backends.chainer.tensor_names import NAMES
from archspec.backends.contract.loading import load_class
from archspec.backends.contract.runtime import (
    Array,
    as_outputs,
    by_neutral_name,
    check_weights,
    neutral_leaves,
    reject_deferred,
)

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

revive()
# Not an import statement: chainer's annotations are partial, and revive must run first.
chainer: Any = import_module("chainer")

LEAVES = neutral_leaves(NAMES)


def version() -> str:
    return chainer.__version__


def create(
    cls: type,
    arguments: Mapping[str, object],
    dtype: str,
    first: Sequence[Array] = (),
) -> Any:
    # A link cannot be cast: its parameters get the dtype configured at construction.
    with chainer.using_config("dtype", np.dtype(dtype)):
        net: Any = cls(**arguments)
        if first and any(param.array is None for param in net.params()):
            run(net, [array.astype(dtype) for array in first])
    return net


def tensors(net: Any) -> dict[str, Array]:
    return {
        name: array.reshape(_shape(array)).copy() for name, array in _live(net).items()
    }


def assign(net: Any, weights: Mapping[str, Array]) -> None:
    live = _live(net)
    check_weights({name: _shape(array) for name, array in live.items()}, weights)
    for name, array in live.items():
        np.copyto(array, weights[name].reshape(array.shape))


def run(net: Any, inputs: Sequence[Array], train: bool = False) -> tuple[Array, ...]:
    saved = (array.dtype for array in _saved(net).values())
    dtype = next((dtype for dtype in saved if dtype.kind == "f"), None)
    with chainer.using_config("train", train), chainer.no_backprop_mode():
        # Variables, so that an input that is passed through is not a bare array.
        result = net(*(chainer.Variable(np.array(x, dtype)) for x in inputs))
    return tuple(chainer.as_array(output) for output in as_outputs(result))


def param_count(net: Any) -> int:
    return net.count_params()


def buffer_count(net: Any) -> int:
    # A link saves its parameters, its statistics and batch norm's counter, an integer.
    saved = (a for a in _saved(net).values() if a.dtype.kind == "f")
    return sum(a.size for a in saved) - param_count(net)


def _live(net: Any) -> dict[str, Array]:
    saved = ((path.replace("/", "."), array) for path, array in _saved(net).items())
    live = by_neutral_name(saved, LEAVES)
    reject_deferred(name for name, array in live.items() if array.dtype.kind != "f")
    return live


def _saved(net: Any) -> dict[str, Any]:
    """The content of the npz file of ``net``; the arrays are the live ones, not copies.

    A counter is a whole number without axes; a tensor that has no shape yet is None.
    """
    serializer = chainer.serializers.DictionarySerializer()
    serializer.save(net)
    return serializer.target


def _shape(array: Array) -> tuple[int, ...]:
    # The single slope of a PReLU has no axes here, and one axis elsewhere.
    return array.shape or (1,)
