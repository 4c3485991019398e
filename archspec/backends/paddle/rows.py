"""Paddle: how each operator is said in ``paddle.nn``. Defaults are Paddle 3.3.1's."""

from collections.abc import Mapping

from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    axes,
    fill,
    four,
    is_flat,
    lower,
    num,
    size,
    size_unless,
    unless,
    upper,
)
from archspec.backends.contract.flow import JOIN, MAJOR, POOL
from archspec.backends.paddle.activations import ACTIVATION_ROWS
from archspec.backends.paddle.dialect import Paddle
from archspec.backends.paddle.init import attributes, initializer
from archspec.backends.paddle.pools import (
    adaptive_avg_pool,
    avg_pool,
    global_avg_pool,
    is_float32,
    max_pool,
    pad,
    padding,
    upsample,
)
from archspec.backends.python.build import dotted, invoke, joined
from archspec.backends.python.nodes import Arg, Attr, Code, Invoke, Items, Literal
from archspec.expr import Binary, Const, Dim, Expr, lift
from archspec.model.definitions import Start
from archspec.model.shapes import plain
from archspec.ops import (
    AdaptiveAvgPool,
    Add,
    AvgPool,
    BatchNorm,
    ChannelShuffle,
    Concat,
    Conv,
    ConvTranspose,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool,
    GroupNorm,
    Identity,
    LayerNorm,
    LayerScale,
    LocalResponseNorm,
    MaxPool,
    Mul,
    Op,
    Pad,
    Permute,
    Scale,
    Slice,
    StochasticDepth,
    Upsample,
)
from archspec.ops.kinds import Pads, Real


def conv(op: Conv, site: Site) -> Layer:
    module = invoke(
        "nn.Conv2D",
        num(site.x[0]),
        num(op.channels),
        size(op.kernel),
        stride=size_unless(op.stride, 1),
        padding=padding(op.padding),
        dilation=size_unless(op.dilation, 1),
        groups=unless(op.group_count(site.x), 1),
        **attributes(op, site, bias=op.bias),
    )
    return Layer(module=module, kind=MAJOR)


def conv_transpose(op: ConvTranspose, site: Site) -> Layer:
    head = (num(site.x[0]), num(op.channels), size(op.kernel))
    strides = {"stride": size_unless(op.stride, 1)}
    rest = {
        "dilation": size_unless(op.dilation, 1),
        "groups": unless(op.groups, 1),
        **attributes(op, site, bias=op.bias),
    }
    if all(
        _is_less(*sides) for sides in zip(op.output_padding, op.stride, strict=True)
    ):
        strides["padding"] = padding(op.padding)
        strides["output_padding"] = size_unless(op.output_padding, 0)
        module = invoke("nn.Conv2DTranspose", *head, **strides, **rest)
        return Layer(module=module, kind=MAJOR)
    # Conv2DTranspose refuses an output_padding from the stride upwards, though a dilation
    # allows it. Rows of zeros below the input lengthen the output; what is too much of
    # that is cut off again.
    (more_rows, more_columns), (row, column) = op.output_padding, op.stride
    (top, bottom), (left, right) = op.padding
    cut: Pads = (
        (top, plain(lift(bottom) + more_rows * (row - 1))),
        (left, plain(lift(right) + more_columns * (column - 1))),
    )
    pads: Pads = ((0, more_rows), (0, more_columns))
    strides["padding"] = padding(cut)
    return Layer(
        module=invoke("nn.Conv2DTranspose", *head, **strides, **rest),
        apply=lambda layer, x: Invoke(layer, (Arg(pad(x, pads)),)),
        listed=invoke(
            "PadConv2DTranspose", *head, pads=four(pads, "lrtb"), **strides, **rest
        ),
        kind=MAJOR,
    )


def _is_less(extra: Dim, stride: Dim) -> bool:
    """Whether ``extra < stride`` whatever the arguments are."""
    match extra:
        case Binary("-", left, Const(int() as number)) if number >= 1:
            return left == lift(stride)
        case _:
            bound = upper(extra)
            return bound is not None and bound < lower(stride)


def bn(op: BatchNorm, site: Site) -> Layer:
    # momentum is the share of the OLD value, as decay is. Epsilon is kept as float32,
    # which moves the output by 1e-13 (1e-5, variance 1) to 1e-9 (1e-5, variance 1e-4).
    module = invoke(
        "nn.BatchNorm1D" if is_flat(site.x) else "nn.BatchNorm2D",
        num(site.x[0]),
        momentum=unless(op.decay, 0.9),
        epsilon=unless(op.eps, 1e-5),
        **attributes(op, site, op.affine, op.affine),
    )
    return Layer(module=module)


def group_norm(op: GroupNorm, site: Site) -> Layer:
    module = invoke(
        "nn.GroupNorm",
        num(op.groups),
        num(site.x[0]),
        epsilon=_epsilon(op.eps),
        **attributes(op, site),
    )
    return Layer(module=module)


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    # nn.LayerNorm keeps epsilon as float32 and refuses one above 0.001; nn.GroupNorm does
    # neither (measured), and a single group of all channels is the same.
    flat, last = is_flat(site.x), op.axis == "last"
    image = "LayerNormLast" if last else "LayerNorm2D"
    module = invoke(
        "nn.GroupNorm" if flat else image,
        Literal(1) if flat else None,
        num(site.x[-1] if last else site.x[0]),
        epsilon=_epsilon(op.eps),
        **attributes(op, site),
    )
    return Layer(module=module)


def _epsilon(eps: Real) -> Code | None:
    """A float always: F.group_norm takes a whole number for its scale (measured)."""
    return invoke("float", num(eps)) if isinstance(eps, Expr) else unless(eps, 1e-5)


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    # Paddle takes the power in float32 digits of beta: 2e-8 away for 0.7, exact for 0.75.
    exact = not isinstance(op.beta, Expr) and is_float32(op.beta)
    module = invoke(
        "nn.LocalResponseNorm" if exact else "ResponseNorm",
        num(op.size),
        alpha=unless(op.alpha, 1e-4),
        beta=unless(op.beta, 0.75),
        k=unless(op.k, 1.0),
    )
    return Layer(module=module)


def layer_scale(op: LayerScale, site: Site) -> Layer:
    start = site.init.get("weight", Start("ones"))
    shape = Items(tuple(num(size) for size in op.weight_shape(site.x)), "[]")
    law = initializer(op, site, "weight", start)
    if site.name is None:
        return Layer(module=invoke("LayerScale", shape, law))
    return Layer(
        module=invoke("self.create_parameter", shape, default_initializer=law),
        apply=lambda weight, x: joined("*", (weight, x)),
        kind=JOIN,
    )


def dense(op: Dense, site: Site) -> Layer:
    attrs = attributes(op, site, bias=op.bias)
    module = invoke("nn.Linear", num(site.x[-1]), num(op.units), **attrs)
    return Layer(module=module, kind=MAJOR)


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
    del site
    return Layer(module=invoke("nn.Dropout", unless(op.drop_prob, 0.5)))


def stochastic_depth(op: StochasticDepth, site: Site) -> Layer:
    del site
    return Layer(module=invoke("StochasticDepth", num(op.drop_prob)))


def pad_(op: Pad, site: Site) -> Layer:
    del site
    value = None if op.value == 0 else fill(op.value)
    return Layer(
        module=invoke("nn.Pad2D", four(op.padding, "lrtb"), value=value),
        call=lambda x: pad(x, op.padding, value),
    )


def slice_(op: Slice, site: Site) -> Layer:
    del site
    keys = {
        "axes": Items((Literal(1),), "[]"),
        "starts": Items((num(op.start),), "[]"),
        "ends": Items((num(op.stop),), "[]"),
    }
    return Layer(
        module=invoke("Apply", dotted("paddle.slice"), **keys),
        call=lambda x: invoke("paddle.slice", x, **keys),
    )


def channel_shuffle(op: ChannelShuffle, site: Site) -> Layer:
    del site
    groups = num(op.groups)
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
    Conv: conv,
    ConvTranspose: conv_transpose,
    MaxPool: max_pool,
    AvgPool: avg_pool,
    GlobalAvgPool: global_avg_pool,
    AdaptiveAvgPool: adaptive_avg_pool,
    BatchNorm: bn,
    GroupNorm: group_norm,
    LayerNorm: layer_norm,
    LayerScale: layer_scale,
    LocalResponseNorm: lrn,
    Dense: dense,
    Flatten: flatten,
    Identity: identity,
    Dropout: dropout,
    StochasticDepth: stochastic_depth,
    **ACTIVATION_ROWS,
    Pad: pad_,
    Upsample: upsample,
    Slice: slice_,
    ChannelShuffle: channel_shuffle,
    Permute: permute,
    Scale: common_rows.scale,
    Add: common_rows.add,
    Mul: common_rows.mul,
    Concat: common_rows.concat("paddle.concat", "axis"),
}

DIALECT = Paddle(ROWS)
