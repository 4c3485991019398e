"""The form of classes and containers in Gluon."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from archspec.backends.contract.dialect import ClassForm, Pairs, Row
from archspec.backends.contract.helpers import helper_files
from archspec.backends.python.build import invoke, self_attribute
from archspec.backends.python.nodes import (
    Assign,
    Attr,
    Code,
    Do,
    Identifier,
    Literal,
    Stmt,
)
from archspec.ops import Op
from archspec.record import record

# In the order in which a file defines them.
HELPERS = helper_files(
    "gluon",
    "ConstantPad1D",
    "ConstantPad2D",
    "ConstantPad3D",
    "RepeatPad",
    "RepeatPad1D",
    "PadConv1D",
    "PadConv2D",
    "PadConv3D",
    "CropConv1DTranspose",
    "CropConv2DTranspose",
    "DilatedConv2DTranspose",
    "PadMaxPool1D",
    "PadMaxPool2D",
    "PadMaxPool3D",
    "PadAvgPool1D",
    "PadAvgPool2D",
    "PadAvgPool3D",
    "AdaptiveMaxPool",
    "AMax",
    "AMin",
    "FrozenBatchNorm",
    "GroupNorm",
    "InstanceNorm",
    "LayerNorm",
    "LayerNormLast",
    "RMSNorm",
    "PartialLayerNorm",
    "LayerScale",
    "L2Normalize",
    "LRN",
    "StochasticDepth",
    "ChannelShuffle",
    "PixelUnshuffle",
    "ResizeND",
    "Roll",
    "UniformBetween",
    "ReLU6",
    "Mish",
    "Softplus",
    "SELU",
    "HardSigmoid",
    "ScaledHardSigmoid",
    "LogSigmoid",
    "HardSwish",
    "LeakyReLU",
    "ELU",
    "GELU",
    "TanhGELU",
    "GLU",
    "PReLU",
)


@record
class Gluon:
    """MXNet Gluon. A dynamic class is a plain Block.

    A hybridized block keeps the branch that it ran first. So such a class must not be
    hybridized; the layers inside still can be.
    """

    rows: Mapping[type[Op], Row]
    name: str = "gluon"
    training: Code = invoke("autograd.is_training")
    mode_argument: str = ""
    named_groups_are_classes: bool = True
    constructor_state: tuple[str, ...] = ()
    slices_are_layers: bool = True
    static: ClassForm = ClassForm(
        module="nn.HybridBlock",
        container="nn.HybridSequential",
        named="nn.HybridSequential",
        identity=invoke("nn.HybridSequential"),
        forward="hybrid_forward",
        first=("self", "F"),
    )
    dynamic: ClassForm = ClassForm(
        module="nn.Block",
        container="nn.Sequential",
        named="nn.Sequential",
        identity=invoke("nn.Sequential"),
    )

    helpers: ClassVar[Mapping[str, Path]] = HELPERS
    reserved: ClassVar[frozenset[str]] = frozenset(
        {"self", "F", "autograd", "gluon", "math", "mx", "nn"}
    )
    imports: ClassVar[Mapping[str, str]] = {
        "math": "import math",
        "mx": "import mxnet as mx",
        "autograd": "from mxnet import autograd",
        "F": "from mxnet import nd as F",
        "gluon": "from mxnet import gluon",
        "nn": "from mxnet.gluon import nn",
    }

    def sequence(self, layers: Sequence[Code]) -> Code | None:
        del layers  # `add` returns nothing, so a container needs statements
        return None

    def named_sequence(self, pairs: Pairs) -> Code | None:
        del pairs
        return None

    def append(self, target: Code, codes: Sequence[Code]) -> list[Stmt]:
        return [Do(invoke(Attr(target, "add"), *codes))]

    def append_named(self, target: Code, name: Code, code: Code) -> Stmt:
        return Do(invoke(Attr(target, "register_child"), code, name))

    def child(self, name: str) -> Code:
        if name.isidentifier():
            return self_attribute(name)
        return invoke("getattr", Identifier("self"), Literal(name))

    def set_child(self, name: str, code: Code) -> Stmt:
        if name.isidentifier():
            return Assign(self_attribute(name), code)
        # setattr registers a child under any name; after register_child alone, getattr
        # would not find it.
        return Do(invoke("setattr", Identifier("self"), Literal(name), code))

    def scope(self, stmts: Sequence[Stmt]) -> Sequence[Stmt]:
        return stmts
