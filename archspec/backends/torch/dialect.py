"""The form of classes and containers in PyTorch."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from archspec.backends.contract.dialect import Row, TorchLike, torch_form
from archspec.backends.contract.helpers import helper_files
from archspec.ops import Op

# In the order in which a file defines them.
HELPERS = helper_files(
    "torch",
    "Apply",
    "PadConv1d",
    "PadConv2d",
    "PadConv3d",
    "PadConvTranspose1d",
    "PadConvTranspose2d",
    "PadConvTranspose3d",
    "FrozenBatchNorm",
    "LayerNorm2d",
    "LayerNormFirst",
    "RMSNormFirst",
    "LayerScale",
    "StochasticDepth",
    "partly_affine",
    "initialize",
    "scaled_hard_sigmoid",
    "resize_nearest",
    "reshape",
)


class Torch(TorchLike):
    """PyTorch."""

    name = "torch"
    static = dynamic = torch_form("nn.Module")
    add_child: ClassVar[str] = "add_module"
    helpers: Mapping[str, Path] = HELPERS
    reserved = frozenset(
        {"self", "torch", "nn", "F", "math", "OrderedDict", "partial", *HELPERS}
    )
    imports: Mapping[str, str] = {
        "math": "import math",
        "OrderedDict": "from collections import OrderedDict",
        "partial": "from functools import partial",
        "torch": "import torch",
        "nn": "from torch import nn",
        "F": "from torch.nn import functional as F",
    }

    def __init__(self, rows: Mapping[type[Op], Row]):
        self.rows = rows
