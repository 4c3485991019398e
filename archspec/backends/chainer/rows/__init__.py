"""Chainer: the table of operators in ``chainer.links`` and ``chainer.functions``.

Defaults are those of chainer 7.8.1. An operator without tensors is a function: named
nodes call it, and in a numbered list an ``Apply`` link holds it.
"""

from collections.abc import Mapping

from archspec.backends.chainer.dialect import IDENTITY, Chainer
from archspec.backends.chainer.rows import layers
from archspec.backends.chainer.rows.common import function, pad_pairs, pad_widths
from archspec.backends.chainer.rows.norms import NORM_ROWS
from archspec.backends.chainer.rows.pointwise import POINTWISE_ROWS
from archspec.backends.chainer.rows.pools import (
    adaptive_avg_pool,
    adaptive_max_pool,
    avg_pool,
    global_avg_pool,
    global_max_pool,
    max_pool,
    pooled_row,
)
from archspec.backends.chainer.rows.rearrange import REARRANGING
from archspec.backends.chainer.rows.reductions import REDUCTIONS
from archspec.backends.chainer.rows.resize import upsample
from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    axes,
    axis_with_batch,
    fill,
    number,
    unless,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import (
    Code,
    Identifier,
    Items,
    Literal,
)
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
    del op

    def call(x: Code) -> Code | None:
        row = pooled_row(x, site.x)
        if row is not None:
            return row
        if not isinstance(x, Identifier):
            return None  # the code reads it twice
        return invoke("F.reshape", x, Items((invoke("len", x), Literal(-1))))

    return Layer(call=call, listed=invoke("Apply", Identifier("flatten")), kind=POOL)


def identity(op: Identity, site: Site) -> Layer:
    del op, site
    return Layer(module=IDENTITY, call=lambda x: x, listed=invoke("Apply", IDENTITY))


def dropout(op: Dropout, site: Site) -> Layer:
    del site
    if op.channels:
        return Layer(module=invoke("ChannelDropout", lit(op.drop_prob)))
    return function("F.dropout", ratio=unless(op.drop_prob, 0.5))


def stochastic_depth(op: StochasticDepth, site: Site) -> Layer:
    del site
    return Layer(module=invoke("StochasticDepth", lit(op.drop_prob)))


def _activation(name: str) -> Row:
    def row(op: Op, site: Site) -> Layer:
        del op, site
        return function(name)

    return row


def leaky_relu(op: LeakyReLU, site: Site) -> Layer:
    del site
    return function("F.leaky_relu", slope=unless(op.slope, 0.2))


def elu(op: ELU, site: Site) -> Layer:
    del site
    return function("F.elu", alpha=unless(op.alpha, 1.0))


def gelu(op: GELU, site: Site) -> Layer:
    del site
    return function("gelu" if op.approximate == "none" else "gelu_tanh")


def hard_sigmoid(op: HardSigmoid, site: Site) -> Layer:
    del site
    if op == HardSigmoid():
        return function("hard_sigmoid")
    if op == HardSigmoid(slope=0.2):
        return function("F.hard_sigmoid")
    slope, offset = number(op.slope), number(op.offset)
    return function("scaled_hard_sigmoid", slope=slope, offset=offset)


def glu(op: GLU, site: Site) -> Layer:
    axis = op.number(site.x) + 1
    return function("glu", axis=unless(axis, 1))


def _softmax(name: str) -> Row:
    def row(op: OverAxis, site: Site) -> Layer:
        return function(name, axis=axis_with_batch(op.axis, op.number(site.x)))

    return row


def pad(op: Pad, site: Site) -> Layer:
    del site
    if op.mode != "constant":
        return function(
            "pad_with_pixels", 2, pads=pad_pairs(op.padding), mode=lit(op.mode)
        )
    return function(
        "F.pad",
        2,
        pad_width=pad_widths(op.padding),
        mode=Literal("constant"),
        constant_values=None if op.value == 0 else fill(op.value),
    )


def channel_shuffle(op: ChannelShuffle, site: Site) -> Layer:
    del site
    return function("channel_shuffle", 1, groups=lit(op.groups))


def permute(op: Permute, site: Site) -> Layer:
    del site
    return function("F.transpose", 1, axes=axes(op.order))


ROWS: Mapping[type[Op], Row] = {
    Conv: layers.conv,
    ConvTranspose: layers.conv_transpose,
    MaxPool: max_pool,
    AvgPool: avg_pool,
    GlobalAvgPool: global_avg_pool,
    GlobalMaxPool: global_max_pool,
    AdaptiveAvgPool: adaptive_avg_pool,
    AdaptiveMaxPool: adaptive_max_pool,
    **NORM_ROWS,
    **REDUCTIONS,
    Dense: layers.dense,
    Flatten: flatten,
    Identity: identity,
    Dropout: dropout,
    StochasticDepth: stochastic_depth,
    ReLU: _activation("F.relu"),
    ReLU6: _activation("F.relu6"),
    Sigmoid: _activation("F.sigmoid"),
    Tanh: _activation("F.tanh"),
    SiLU: _activation("silu"),
    Mish: _activation("mish"),
    Softplus: _activation("F.softplus"),
    SELU: _activation("F.selu"),
    HardSigmoid: hard_sigmoid,
    LogSigmoid: _activation("log_sigmoid"),
    Softsign: _activation("softsign"),
    HardSwish: _activation("hard_swish"),
    LeakyReLU: leaky_relu,
    ELU: elu,
    GELU: gelu,
    PReLU: layers.prelu,
    Softmax: _softmax("F.softmax"),
    LogSoftmax: _softmax("F.log_softmax"),
    GLU: glu,
    Pad: pad,
    Upsample: upsample,
    ChannelShuffle: channel_shuffle,
    Permute: permute,
    **REARRANGING,
    **POINTWISE_ROWS,
    **common_rows.arithmetic("F"),
    Concat: common_rows.concat("F.concat", "axis"),
}

DIALECT = Chainer(ROWS)
