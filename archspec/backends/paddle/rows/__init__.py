"""Paddle: the table of operators in ``paddle.nn``. Defaults are Paddle 3.3.1's."""

from collections.abc import Mapping

from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    axes,
    fill,
    is_image,
    one_or_pads,
    pads_from_last,
    sides,
    unless,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.paddle.dialect import Paddle
from archspec.backends.paddle.rows import layers
from archspec.backends.paddle.rows.activations import ACTIVATION_ROWS
from archspec.backends.paddle.rows.norms import NORM_ROWS
from archspec.backends.paddle.rows.pointwise import POINTWISE_ROWS
from archspec.backends.paddle.rows.pools import (
    adaptive_pool,
    avg_pool,
    global_pool,
    max_pool,
    pad,
)
from archspec.backends.paddle.rows.rearrange import REARRANGING
from archspec.backends.paddle.rows.reductions import REDUCTIONS
from archspec.backends.paddle.rows.resize import upsample
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Arg, Attr, Identifier, Invoke, Items, Literal
from archspec.ops import Op
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import (
    Dense,
    Dropout,
    Flatten,
    Identity,
    StochasticDepth,
)
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
    rate, count = unless(op.drop_prob, 0.5), sides(site.x)
    if op.channels and count > 1:
        return Layer(module=invoke(f"nn.Dropout{count}D", rate))
    axes = Items((Literal(0), Literal(1)), "[]") if op.channels else None
    return Layer(module=invoke("nn.Dropout", rate, axis=axes))


def stochastic_depth(op: StochasticDepth, site: Site) -> Layer:
    del site
    return Layer(module=invoke("StochasticDepth", lit(op.drop_prob)))


def pad_(op: Pad, site: Site) -> Layer:
    name = f"nn.Pad{sides(site.x)}D"
    if op.mode != "constant":
        mode = lit("replicate" if op.mode == "edge" else op.mode)
        pads = pads_from_last(op.padding)
        return Layer(
            module=invoke(name, one_or_pads(op.padding), mode=mode),
            call=lambda x: invoke("F.pad", x, pads, mode=mode),
        )
    value = None if op.value == 0 else fill(op.value)
    return Layer(
        module=invoke(name, pads_from_last(op.padding), value=value),
        call=lambda x: pad(x, op.padding, value),
    )


def channel_shuffle(op: ChannelShuffle, site: Site) -> Layer:
    groups = lit(op.groups)
    if not is_image(site.x):
        return Layer(
            module=invoke("Apply", Identifier("channel_shuffle"), groups=groups),
            call=lambda x: invoke("channel_shuffle", x, groups),
        )
    return Layer(
        module=invoke("nn.ChannelShuffle", groups),
        call=lambda x: invoke("F.channel_shuffle", x, groups),
    )


def permute(op: Permute, site: Site) -> Layer:
    del site
    order = axes(op.order)
    return Layer(
        module=invoke("Apply", dotted("paddle.transpose"), perm=order),
        call=lambda x: invoke("paddle.transpose", x, order),
    )


ROWS: Mapping[type[Op], Row] = {
    Conv: layers.conv,
    ConvTranspose: layers.conv_transpose,
    MaxPool: max_pool,
    AvgPool: avg_pool,
    GlobalAvgPool: global_pool("avg"),
    GlobalMaxPool: global_pool("max"),
    AdaptiveAvgPool: adaptive_pool("Avg"),
    AdaptiveMaxPool: adaptive_pool("Max"),
    **NORM_ROWS,
    **REDUCTIONS,
    Dense: layers.dense,
    Flatten: flatten,
    Identity: identity,
    Dropout: dropout,
    StochasticDepth: stochastic_depth,
    **ACTIVATION_ROWS,
    Pad: pad_,
    Upsample: upsample,
    ChannelShuffle: channel_shuffle,
    Permute: permute,
    **REARRANGING,
    **POINTWISE_ROWS,
    **common_rows.arithmetic("paddle"),
    Concat: common_rows.concat("paddle.concat", "axis"),
}

DIALECT = Paddle(ROWS)
