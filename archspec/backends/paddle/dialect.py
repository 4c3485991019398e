"""The form of classes and containers in Paddle."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from archspec.backends.contract.dialect import Row, TorchLike, torch_form
from archspec.backends.contract.helpers import helper_files
from archspec.ops import Op

# In the order in which a file defines them. Paddle 3.3.1 keeps some numbers as float32
# for any dtype of the input (measured): the slope of hard_sigmoid, the constants of elu
# and selu, the exponent of a power, the ratio of a resize. The helpers for these compute
# the same function in full precision.
HELPERS = helper_files(
    "paddle",
    "Apply",
    "PadConv1DTranspose",
    "PadConv2DTranspose",
    "PadConv3DTranspose",
    "FrozenBatchNorm",
    "LayerNorm2D",
    "LayerNormFirst",
    "LayerNormLast",
    "RMSNorm",
    "RMSNormFirst",
    "PartialBatchNorm",
    "PartialLayerNorm",
    "LayerScale",
    "ResponseNorm",
    "StochasticDepth",
    "l2_normalize",
    "amax",
    "amin",
    "elu",
    "selu",
    "hard_sigmoid",
    "scaled_hard_sigmoid",
    "exact_power",
    "log_softmax",
    "resize_nearest",
    "channel_shuffle",
    "resize_linear",
)


class Paddle(TorchLike):
    """Paddle: the structure of torch, with other names."""

    name = "paddle"
    static = dynamic = torch_form("nn.Layer")
    add_child: ClassVar[str] = "add_sublayer"
    helpers: Mapping[str, Path] = HELPERS
    reserved = frozenset({"self", "paddle", "nn", "F", "math", "OrderedDict", *HELPERS})
    imports: Mapping[str, str] = {
        "math": "import math",
        "OrderedDict": "from collections import OrderedDict",
        "paddle": "import paddle",
        "nn": "from paddle import nn",
        "F": "from paddle.nn import functional as F",
    }

    def __init__(self, rows: Mapping[type[Op], Row]):
        self.rows = rows
