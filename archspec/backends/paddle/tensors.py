"""PaddlePaddle: the names and layouts of a state dict."""

from archspec.backends.native import NativeNames
from archspec.ops import BatchNorm, Dense, PReLU

NAMES = NativeNames(
    leaves={
        BatchNorm: {"running_mean": "_mean", "running_var": "_variance"},
        PReLU: {"weight": "_weight"},
    },
    transposed=(Dense,),
)
