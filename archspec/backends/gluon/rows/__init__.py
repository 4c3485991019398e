"""Gluon: the table of operators in ``mxnet.gluon.nn``. Defaults are mxnet 1.9.1's."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    axes,
    axis_with_batch,
    every,
    fill,
    one_pad,
    pads_from_first,
    sides,
    unless,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.gluon.dialect import Gluon
from archspec.backends.gluon.rows import activations as act
from archspec.backends.gluon.rows import layers, pools
from archspec.backends.gluon.rows.common import function
from archspec.backends.gluon.rows.joins import JOIN_ROWS
from archspec.backends.gluon.rows.layers import IMAGE
from archspec.backends.gluon.rows.norms import NORM_ROWS
from archspec.backends.gluon.rows.pointwise import POINTWISE_ROWS
from archspec.backends.gluon.rows.rearrange import REARRANGING
from archspec.backends.gluon.rows.reductions import REDUCTIONS
from archspec.backends.gluon.rows.resize import upsample
from archspec.backends.python.build import invoke, lit
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
        call=lambda x: invoke("F.flatten", x), listed=invoke("nn.Flatten"), kind=POOL
    )


def identity(op: Identity, site: Site) -> Layer:
    del op, site
    # An empty container hybridizes as the identity.
    return Layer(module=invoke("nn.HybridSequential"), call=lambda x: x)


def dropout(op: Dropout, site: Site) -> Layer:
    # The axes along which all values share their fate.
    shared = every(tuple(range(2, sides(site.x) + 2))) if op.channels else None
    return Layer(module=invoke("nn.Dropout", lit(op.drop_prob), axes=shared))


def stochastic_depth(op: StochasticDepth, site: Site) -> Layer:
    del site
    return Layer(module=invoke("StochasticDepth", lit(op.drop_prob)))


def _softmax(name: str) -> Row:
    def row(op: OverAxis, site: Site) -> Layer:
        axis = axis_with_batch(op.axis, op.number(site.x))
        return function(lambda x: invoke(name, x, axis=axis))

    return row


def glu(op: GLU, site: Site) -> Layer:
    axis = op.number(site.x) + 1
    return Layer(module=invoke("GLU", unless(axis, 1)), shared=True)


def pad(op: Pad, site: Site) -> Layer:
    if op.mode != "constant":
        return _repeated(op, sides(site.x))
    value = None if op.value == 0 else fill(op.value)
    name = f"ConstantPad{sides(site.x)}D"
    module = invoke(name, pads_from_first(op.padding), value)
    return Layer(module=module, shared=True)


def _repeated(op: Pad, count: int) -> Layer:
    """A border of pixels of the image."""
    one = one_pad(op.padding)
    if op.mode == "reflect" and count == IMAGE and one is not None:
        return Layer(module=invoke("nn.ReflectionPad2D", lit(one)), shared=True)
    name = "RepeatPad1D" if count == 1 else "RepeatPad"
    module = invoke(name, pads_from_first(op.padding), lit(op.mode))
    return Layer(module=module, shared=True)


def channel_shuffle(op: ChannelShuffle, site: Site) -> Layer:
    del site
    return Layer(module=invoke("ChannelShuffle", lit(op.groups)), shared=True)


def permute(op: Permute, site: Site) -> Layer:
    del site
    return function(lambda x: invoke("F.transpose", x, axes=axes(op.order)))


ROWS: Mapping[type[Op], Row] = {
    Conv: layers.conv,
    ConvTranspose: layers.conv_transpose,
    MaxPool: pools.max_pool,
    AvgPool: pools.avg_pool,
    GlobalAvgPool: pools.global_pool("Avg"),
    GlobalMaxPool: pools.global_pool("Max"),
    AdaptiveAvgPool: pools.adaptive_avg_pool,
    AdaptiveMaxPool: pools.adaptive_max_pool,
    **NORM_ROWS,
    **REDUCTIONS,
    Dense: layers.dense,
    Flatten: flatten,
    Identity: identity,
    Dropout: dropout,
    StochasticDepth: stochastic_depth,
    ReLU: act.activation("relu"),
    ReLU6: act.composed("ReLU6"),
    Sigmoid: act.activation("sigmoid"),
    Tanh: act.activation("tanh"),
    SiLU: act.native(invoke("nn.Swish")),
    Mish: act.composed("Mish"),
    Softplus: act.composed("Softplus"),
    SELU: act.composed("SELU"),
    HardSigmoid: act.hard_sigmoid,
    LogSigmoid: act.composed("LogSigmoid"),
    Softsign: act.activation("softsign"),
    HardSwish: act.composed("HardSwish"),
    LeakyReLU: act.leaky_relu,
    ELU: act.elu,
    GELU: act.gelu,
    PReLU: act.prelu,
    Softmax: _softmax("F.softmax"),
    LogSoftmax: _softmax("F.log_softmax"),
    GLU: glu,
    Pad: pad,
    Upsample: upsample,
    ChannelShuffle: channel_shuffle,
    Permute: permute,
    **REARRANGING,
    **POINTWISE_ROWS,
    **JOIN_ROWS,
}

DIALECT = Gluon(ROWS)
