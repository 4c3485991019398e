"""PaddlePaddle: the names and layouts of a state dict."""

from archspec.backends.contract.tensor_names import NativeNames

NAMES = NativeNames(
    leaves={
        "bn": {"running_mean": "_mean", "running_var": "_variance"},
        "prelu": {"weight": "_weight"},
    },
    axes={"dense": (1, 0)},
)
