"""Gluon at run time. Importing this module imports mxnet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from math import prod
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
from archspec.backends.gluon.compat import revive
from archspec.backends.gluon.tensor_names import NAMES

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
# Not an import statement: mxnet is untyped, and revive must run first.
mx: Any = import_module("mxnet")

_LEAVES = neutral_leaves(NAMES)


def version() -> str:
    return mx.__version__


def create(
    cls: type,
    arguments: Mapping[str, object],
    dtype: str,
    first: Sequence[Array] = (),
) -> Any:
    net: Any = cls(**arguments)
    net.initialize()
    kept = {np.dtype(param.dtype) for param in net.collect_params().values()}
    if kept != {np.dtype(dtype)}:  # otherwise a cast would separate tied tensors
        net.cast(dtype)
    if first and any(0 in param.shape for param in net.collect_params().values()):
        run(net, first)
    return net


def tensors(net: Any) -> dict[str, Array]:
    return {name: param.data().asnumpy() for name, param in live(net).items()}


def assign(net: Any, weights: Mapping[str, Array]) -> None:
    found = live(net)
    check_weights({name: param.shape for name, param in found.items()}, weights)
    for name, param in found.items():
        param.set_data(_ndarray(weights[name], param.dtype))


def run(net: Any, inputs: Sequence[Array], train: bool = False) -> tuple[Array, ...]:
    params = net.collect_params().values()
    dtype = next((param.dtype for param in params), None)
    with mx.autograd.pause(train_mode=train):
        result = net(*(_ndarray(x, dtype) for x in inputs))
    return tuple(output.asnumpy() for output in as_outputs(result))


def param_count(net: Any) -> int:
    params = net.collect_params().values()
    return sum(prod(p.shape) for p in params if p.grad_req != "null")


def buffer_count(net: Any) -> int:
    fixed = _ignored(net)
    params = net.collect_params().values()
    return sum(
        prod(p.shape) for p in params if p.grad_req == "null" and p.name not in fixed
    )


def live(net: Any) -> dict[str, Any]:
    ignored = _ignored(net)
    # The content of save_parameters. The public collect_params has global names instead
    # (conv53_weight), which depend on other networks of the process.
    native: dict[str, Any] = net._collect_params_with_prefix()
    kept = ((path, p) for path, p in native.items() if p.name not in ignored)
    found = by_neutral_name(kept, _LEAVES)
    reject_deferred(name for name, p in found.items() if 0 in p.shape)
    return found


def _ignored(net: Any) -> set[str]:
    """Global names of affine parameters that exist but are never used.

    BatchNorm(scale=False, center=False) still has its gamma and beta (measured).
    grad_req does not identify them: it is null for every parameter a user froze.
    """
    names: set[str] = set()

    def collect(block: Any) -> None:
        for leaf in ("gamma", "beta"):
            param: Any = getattr(block, leaf, None)
            if isinstance(param, mx.gluon.Parameter) and not param._differentiable:
                names.add(param.name)

    net.apply(collect)
    return names


def _ndarray(array: Array, dtype: Any) -> Any:
    # Without a dtype, mx.nd.array converts everything to float32 (measured).
    return mx.nd.array(array, dtype=array.dtype if dtype is None else dtype)
