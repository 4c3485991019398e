"""Chainer: the names of what ``save_npz`` writes."""

from archspec.backends.native import NativeNames
from archspec.ops import (
    BatchNorm,
    Conv,
    ConvTranspose,
    Dense,
    GroupNorm,
    LayerNorm,
    PReLU,
)

_WEIGHTS = {"weight": "W", "bias": "b"}
_SCALES = {"weight": "gamma", "bias": "beta"}

NAMES = NativeNames(
    leaves={
        Conv: _WEIGHTS,
        ConvTranspose: _WEIGHTS,
        Dense: _WEIGHTS,
        PReLU: {"weight": "W"},
        BatchNorm: {**_SCALES, "running_mean": "avg_mean", "running_var": "avg_var"},
        GroupNorm: _SCALES,
        LayerNorm: _SCALES,
    },
    separator="/",
    counter="N",
    slope_without_axes=True,
)
