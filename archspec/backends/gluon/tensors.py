"""Gluon: the names of what ``save_parameters`` writes."""

from archspec.backends.native import NativeNames
from archspec.ops import BatchNorm, GroupNorm, LayerNorm, PReLU

_SCALES = {"weight": "gamma", "bias": "beta"}

NAMES = NativeNames(
    leaves={
        BatchNorm: _SCALES,
        GroupNorm: _SCALES,
        LayerNorm: _SCALES,
        PReLU: {"weight": "alpha"},
    },
    # BatchNorm(scale=False, center=False) has them and never reads them (measured).
    unused={"gamma": 1.0, "beta": 0.0},
)
