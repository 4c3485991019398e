"""Chainer: the names of tensors in files of ``save_npz``."""

from archspec.backends.contract.tensor_names import NativeNames

_WEIGHTS = {"weight": "W", "bias": "b"}
_SCALES = {"weight": "gamma", "bias": "beta"}

_BATCH = {**_SCALES, "running_mean": "avg_mean", "running_var": "avg_var"}

NAMES = NativeNames(
    leaves={
        "conv": _WEIGHTS,
        "conv_transpose": _WEIGHTS,
        "dense": _WEIGHTS,
        "prelu": {"weight": "W"},
        "bn": _BATCH,
        "frozen_bn": _BATCH,
        "group_norm": _SCALES,
        "instance_norm": _SCALES,
        "layer_norm": _SCALES,
        "rms_norm": _SCALES,
    },
    separator="/",
    counter="N",
    slope_without_axes=True,
)
