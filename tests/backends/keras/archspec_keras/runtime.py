"""Keras at run time, on PyTorch. Importing this module imports keras."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
    reject_deferred,
)
from archspec_keras.tensor_names import NAMES

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

os.environ.setdefault("KERAS_BACKEND", "torch")
keras: Any = import_module("keras")

_NARROWED = import_module("keras.src.backend.common.dtypes").BIT64_TO_BIT32_DTYPE
_LEAVES = neutral_leaves(NAMES)
_KINDS = {keras.layers.Conv2D: "conv", keras.layers.Dense: "dense"}


@contextmanager
def _precision(dtype: str) -> Iterator[None]:
    """Let layers be made, and values be computed, in ``dtype``.

    On PyTorch an operator of Keras that mixes types gives float32 for float64, two values
    of float64 included. That is where an error of 1e-7 comes from (measured).
    """
    before, narrowed = keras.config.floatx(), _NARROWED["float64"]
    keras.config.set_floatx(dtype)
    _NARROWED["float64"] = dtype
    try:
        yield
    finally:
        keras.config.set_floatx(before)
        _NARROWED["float64"] = narrowed


def version() -> str:
    return keras.__version__


def create(
    cls: type,
    arguments: Mapping[str, object],
    dtype: str,
    first: Sequence[Array] = (),
) -> Any:
    with _precision(dtype):
        net = cls(**arguments)
    if first:
        run(net, first)
    return net


def tensors(net: Any) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for name, (variable, axes) in _live(net).items():
        array = keras.ops.convert_to_numpy(variable)
        found[name] = array.transpose(np.argsort(axes)) if axes else array
    return found


def assign(net: Any, weights: Mapping[str, Array]) -> None:
    check_weights({name: a.shape for name, a in tensors(net).items()}, weights)
    for name, (variable, axes) in _live(net).items():
        variable.assign(weights[name].transpose(axes) if axes else weights[name])


def run(net: Any, inputs: Sequence[Array], train: bool = False) -> tuple[Array, ...]:
    dtype = net.compute_dtype
    with _precision(dtype):
        given = (_channels_last(x.astype(dtype)) for x in inputs)
        result = net(*given, training=train)
    return tuple(
        _channels_first(keras.ops.convert_to_numpy(y)) for y in as_outputs(result)
    )


def param_count(net: Any) -> int:
    return sum(int(np.prod(one.shape)) for one in net.trainable_variables)


def buffer_count(net: Any) -> int:
    return sum(int(np.prod(one.shape)) for one in net.non_trainable_variables)


def _live(net: Any) -> dict[str, tuple[Any, tuple[int, ...]]]:
    """The variables by neutral name, each with its axes in terms of the neutral ones."""
    reject_deferred(path for path, layer in _layers(net, "") if not layer.built)
    found = (
        (f"{path}.{variable.name}", (variable, _axes(layer, variable)))
        for path, layer in _layers(net, "")
        if not _children(layer)
        for variable in layer.variables
    )
    return by_neutral_name(found, _LEAVES)


def _axes(layer: Any, variable: Any) -> tuple[int, ...]:
    kinds = (kind for cls, kind in _KINDS.items() if isinstance(layer, cls))
    axes = NAMES.axes.get(next(kinds, ""), ())
    return axes if len(axes) == len(variable.shape) else ()


def _layers(layer: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, layer
    for name, child in _children(layer).items():
        yield from _layers(child, f"{path}.{name}" if path else name)


def _children(layer: Any) -> dict[str, Any]:
    if isinstance(layer, keras.Sequential):
        return {str(number): one for number, one in enumerate(layer.layers)}
    # On PyTorch a layer of Keras is a module as well.
    named = layer.named_children()
    return {name: one for name, one in named if isinstance(one, keras.Layer)}


def _channels_last(array: Array) -> Array:
    return np.moveaxis(array, 1, -1) if array.ndim == 4 else array


def _channels_first(array: Array) -> Array:
    return np.moveaxis(array, -1, 1) if array.ndim == 4 else array
