"""PaddlePaddle: the names and layouts of a state dict."""

from archspec.backends.contract.tensor_names import NativeNames

_STATISTICS = {"running_mean": "_mean", "running_var": "_variance"}

NAMES = NativeNames(
    leaves={
        "bn": _STATISTICS,
        "frozen_bn": _STATISTICS,
        "prelu": {"weight": "_weight"},
    },
    axes={"dense": (1, 0)},
)
