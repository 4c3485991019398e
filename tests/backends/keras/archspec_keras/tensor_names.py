"""Keras: the names and layouts of variables. Kernels have their channels last."""

from archspec.backends.contract.tensor_names import NativeNames

NAMES = NativeNames(
    leaves={
        "conv": {"weight": "kernel"},
        "dense": {"weight": "kernel"},
        "bn": {
            "weight": "gamma",
            "bias": "beta",
            "running_mean": "moving_mean",
            "running_var": "moving_variance",
        },
    },
    axes={"conv": (2, 3, 1, 0), "dense": (1, 0)},
)
