"""PyTorch: the table of operators. Defaults are torch 2.13's."""

from collections.abc import Mapping

from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    axes,
    axis_with_batch,
    number,
    sides,
    unless,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Arg, Attr, Invoke, Literal
from archspec.backends.torch.dialect import Torch
from archspec.backends.torch.rows import layers, pools
from archspec.backends.torch.rows.norms import NORM_ROWS
from archspec.backends.torch.rows.pointwise import POINTWISE_ROWS
from archspec.backends.torch.rows.rearrange import REARRANGING
from archspec.backends.torch.rows.reductions import REDUCTIONS
from archspec.backends.torch.rows.resize import upsample
from archspec.ops import Op
from archspec.ops.activation import (
    ELU,
    GELU,
    SELU,
    HardSigmoid,
    HardSwish,
    LeakyReLU,
    LogSigmoid,
    Mish,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softplus,
    Softsign,
    Tanh,
)
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import (
    Dense,
    Dropout,
    Flatten,
    Identity,
    StochasticDepth,
)
from archspec.ops.gate import GLU
from archspec.ops.join import Concat
from archspec.ops.pool import (
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    AvgPool,
    GlobalAvgPool,
    GlobalMaxPool,
    MaxPool,
)
from archspec.ops.resize import Upsample
from archspec.ops.shape import ChannelShuffle, Pad, Permute
from archspec.ops.softmax import LogSoftmax, OverAxis, Softmax


def flatten(op: Flatten, site: Site) -> Layer:
    del op, site
    return Layer(
        module=invoke("nn.Flatten"),
        call=lambda x: Invoke(Attr(x, "flatten"), (Arg(Literal(1)),)),
        kind=POOL,
    )


def identity(op: Identity, site: Site) -> Layer:
    del op, site
    return Layer(module=invoke("nn.Identity"), call=lambda x: x)


def dropout(op: Dropout, site: Site) -> Layer:
    name = f"nn.Dropout{sides(site.x)}d" if op.channels else "nn.Dropout"
    return Layer(module=invoke(name, unless(op.drop_prob, 0.5)))


def stochastic_depth(op: StochasticDepth, site: Site) -> Layer:
    del site
    return Layer(module=invoke("StochasticDepth", lit(op.drop_prob)))


def activation(module: str, function: str) -> Row:
    """An activation without fields."""

    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(module=invoke(module), call=lambda x: invoke(function, x))

    return row


def in_place(module: str, function: str) -> Row:
    """An activation that overwrites its input if nothing else reads it.

    This saves 4 % of a MobileNetV2's time (docs/benchmarks.md); torchvision does the same.
    """

    def row(op: Op, site: Site) -> Layer:
        del op
        inplace = Literal(True) if site.fresh else None
        return Layer(
            module=invoke(module, inplace=inplace),
            call=lambda x: invoke(function, x, inplace=inplace),
        )

    return row


def hard_sigmoid(op: HardSigmoid, site: Site) -> Layer:
    if op == HardSigmoid():
        return activation("nn.Hardsigmoid", "F.hardsigmoid")(op, site)
    name, line = "scaled_hard_sigmoid", (number(op.slope), number(op.offset))
    keys = dict(zip(("slope", "offset"), line, strict=True))
    return Layer(
        call=lambda x: invoke(name, x, **keys),
        listed=invoke("Apply", dotted(name), **keys),
    )


def softplus(op: Softplus, site: Site) -> Layer:
    del op, site
    # Above the threshold, 20 by default, softplus(x) returns x, with an error of 2e-9.
    key = {"threshold": Literal(40)}
    return Layer(
        module=invoke("nn.Softplus", **key),
        call=lambda x: invoke("F.softplus", x, **key),
    )


def leaky_relu(op: LeakyReLU, site: Site) -> Layer:
    del site
    slope = unless(op.slope, 0.01)
    return Layer(
        module=invoke("nn.LeakyReLU", slope),
        call=lambda x: invoke("F.leaky_relu", x, slope),
    )


def elu(op: ELU, site: Site) -> Layer:
    del site
    alpha = unless(op.alpha, 1.0)
    return Layer(
        module=invoke("nn.ELU", alpha), call=lambda x: invoke("F.elu", x, alpha)
    )


def gelu(op: GELU, site: Site) -> Layer:
    del site
    kind = None if op.approximate == "none" else Literal("tanh")
    return Layer(
        module=invoke("nn.GELU", approximate=kind),
        call=lambda x: invoke("F.gelu", x, approximate=kind),
    )


def softmax(module: str, function: str) -> Row:
    """A function over an axis, whose default differs or depends on the rank."""

    def row(op: OverAxis | GLU, site: Site) -> Layer:
        dim = axis_with_batch(op.axis, op.number(site.x))
        return Layer(
            module=invoke(module, dim=dim), call=lambda x: invoke(function, x, dim=dim)
        )

    return row


def channel_shuffle(op: ChannelShuffle, site: Site) -> Layer:
    del site
    groups = lit(op.groups)
    return Layer(
        module=invoke("nn.ChannelShuffle", groups),
        call=lambda x: invoke("F.channel_shuffle", x, groups),
    )


def permute(op: Permute, site: Site) -> Layer:
    del site
    order = axes(op.order)
    return Layer(
        call=lambda x: invoke("torch.permute", x, order),
        listed=invoke("Apply", dotted("torch.permute"), dims=order),
    )


ROWS: Mapping[type[Op], Row] = {
    Conv: layers.conv,
    ConvTranspose: layers.conv_transpose,
    MaxPool: pools.max_pool,
    AvgPool: pools.avg_pool,
    GlobalAvgPool: pools.global_pool("avg"),
    GlobalMaxPool: pools.global_pool("max"),
    AdaptiveAvgPool: pools.adaptive_pool("Avg"),
    AdaptiveMaxPool: pools.adaptive_pool("Max"),
    **NORM_ROWS,
    **REDUCTIONS,
    Dense: layers.dense,
    Flatten: flatten,
    Identity: identity,
    Dropout: dropout,
    StochasticDepth: stochastic_depth,
    ReLU: in_place("nn.ReLU", "F.relu"),
    ReLU6: in_place("nn.ReLU6", "F.relu6"),
    Sigmoid: activation("nn.Sigmoid", "torch.sigmoid"),
    Tanh: activation("nn.Tanh", "torch.tanh"),
    SiLU: activation("nn.SiLU", "F.silu"),
    Mish: activation("nn.Mish", "F.mish"),
    Softplus: softplus,
    SELU: activation("nn.SELU", "F.selu"),
    HardSigmoid: hard_sigmoid,
    LogSigmoid: activation("nn.LogSigmoid", "F.logsigmoid"),
    Softsign: activation("nn.Softsign", "F.softsign"),
    HardSwish: activation("nn.Hardswish", "F.hardswish"),
    LeakyReLU: leaky_relu,
    ELU: elu,
    GELU: gelu,
    PReLU: layers.prelu,
    Softmax: softmax("nn.Softmax", "F.softmax"),
    LogSoftmax: softmax("nn.LogSoftmax", "F.log_softmax"),
    GLU: softmax("nn.GLU", "F.glu"),
    Pad: pools.pad,
    Upsample: upsample,
    ChannelShuffle: channel_shuffle,
    Permute: permute,
    **REARRANGING,
    **POINTWISE_ROWS,
    **common_rows.arithmetic("torch"),
    Concat: common_rows.concat("torch.cat", "dim"),
}

DIALECT = Torch(ROWS)
