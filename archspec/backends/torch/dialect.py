"""How PyTorch's classes and containers are written."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from archspec.backends.contract.dialect import Row, TorchLike
from archspec.backends.contract.helpers import helper_files
from archspec.backends.python.build import invoke, joined
from archspec.backends.python.nodes import Code, Items, Literal
from archspec.ops import Op
from archspec.ops.base import Shape

# In the order in which a file defines them.
HELPERS = helper_files(
    "torch",
    "Apply",
    "PadConv2d",
    "PadConvTranspose2d",
    "LayerNorm2d",
    "LayerScale",
    "StochasticDepth",
    "initialize",
    "resize_nearest",
)


class Torch(TorchLike):
    """PyTorch."""

    name = "torch"
    base: ClassVar[str] = "nn.Module"
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

    def join(self, kind: str, items: Sequence[Code], shapes: Sequence[Shape]) -> Code:
        del shapes
        if kind == "concat":
            return invoke("torch.cat", Items(tuple(items)), dim=Literal(1))
        return joined("+" if kind == "add" else "*", items)
