"""Gluon: the names of tensors in files of ``save_parameters``."""

from archspec.backends.contract.tensor_names import NativeNames

_SCALES = {"weight": "gamma", "bias": "beta"}

NAMES = NativeNames(
    leaves={
        "bn": _SCALES,
        "frozen_bn": _SCALES,
        "group_norm": _SCALES,
        "instance_norm": _SCALES,
        "layer_norm": _SCALES,
        "rms_norm": _SCALES,
        "prelu": {"weight": "alpha"},
    },
    bare=False,
    # BatchNorm(scale=False, center=False) has them and never trains them (measured).
    unused={"gamma": 1.0, "beta": 0.0},
)
