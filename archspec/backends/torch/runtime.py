"""PyTorch at run time. Importing this module imports torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
import torch
from torch import Tensor, nn

from archspec.backends.contract.loading import load_class
from archspec.backends.contract.runtime import (
    Array,
    as_outputs,
    by_neutral_name,
    check_weights,
    neutral_leaves,
    reject_deferred,
)
from archspec.backends.torch.tensor_names import NAMES

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

_DTYPES = {"float32": torch.float32, "float64": torch.float64}

# A user's own norm may name its tensors gamma and beta.
LEAVES = {**neutral_leaves(NAMES), "gamma": "weight", "beta": "bias"}


def version() -> str:
    return torch.__version__


def create(
    cls: type,
    arguments: Mapping[str, object],
    dtype: str,
    first: Sequence[Array] = (),
) -> nn.Module:
    net = cls(**arguments).eval()
    if [*_dtypes(net)] != [
        _DTYPES[dtype]
    ]:  # otherwise a cast would separate tied tensors
        net = net.to(_DTYPES[dtype])
    if first and any(map(nn.parameter.is_lazy, net.parameters())):
        run(net, first)
    return net


def tensors(net: nn.Module) -> dict[str, Array]:
    # asarray shares memory with the network.
    return {name: np.asarray(tensor).copy() for name, tensor in _live(net).items()}


def assign(net: nn.Module, weights: Mapping[str, Array]) -> None:
    live = _live(net)
    check_weights({name: tensor.shape for name, tensor in live.items()}, weights)
    for name, tensor in live.items():
        # state_dict returns detached tensors, so this needs no no_grad().
        tensor.copy_(_tensor(weights[name], tensor.dtype))


def run(
    net: nn.Module, inputs: Sequence[Array], train: bool = False
) -> tuple[Array, ...]:
    dtype = next(iter(_dtypes(net)), None)
    before = net.training
    net.train(train)
    try:
        with torch.no_grad():
            result = net(*(_tensor(x, dtype) for x in inputs))
    finally:
        net.train(before)
    return tuple(np.asarray(output) for output in as_outputs(result))


def param_count(net: nn.Module) -> int:
    return sum(p.numel() for p in net.parameters() if p.requires_grad)


def buffer_count(net: nn.Module) -> int:
    # Constants that are not saved do not belong to the state. The only integers are the
    # counters of batch norm.
    saved = net.state_dict()
    return sum(
        buffer.numel()
        for name, buffer in net.named_buffers()
        if name in saved and buffer.is_floating_point()
    )


def _dtypes(net: nn.Module) -> dict[torch.dtype, None]:
    """The floating types of its tensors, in order."""
    kept = (tensor.dtype for tensor in chain(net.parameters(), net.buffers()))
    return {dtype: None for dtype in kept if dtype.is_floating_point}


def _live(net: nn.Module) -> dict[str, Tensor]:
    live = by_neutral_name(net.state_dict().items(), LEAVES)
    reject_deferred(n for n, t in live.items() if nn.parameter.is_lazy(t))
    return live


def _tensor(array: Array, dtype: torch.dtype | None) -> Tensor:
    # A copy, since torch shares memory with an array, warns about a read-only one and
    # refuses negative strides.
    return torch.as_tensor(np.array(array, order="C"), dtype=dtype)
