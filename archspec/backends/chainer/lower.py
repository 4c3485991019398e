"""Chainer: how each operator is said in ``chainer.links`` and ``chainer.functions``.

Defaults are those of chainer 7.8.1. What has no tensors is a function: among named nodes
it is called, in a numbered list an ``Apply`` link holds it.
"""

from collections.abc import Mapping

from archspec.backends import alike
from archspec.backends.chainer.dialect import IDENTITY, Chainer
from archspec.backends.chainer.init import initial
from archspec.backends.chainer.pool import (
    adaptive_avg_pool,
    avg_pool,
    global_avg_pool,
    max_pool,
    pooled_row,
)
from archspec.backends.chainer.words import UNFIT, function, pad_widths, two
from archspec.backends.dialect import Layer, Row, Site
from archspec.backends.fields import (
    fill,
    is_flat,
    num,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.steps import MAJOR, POOL
from archspec.backends.target import (
    Arg,
    Choice,
    Code,
    Ex,
    Invoke,
    Items,
    Raw,
    invoke,
)
from archspec.expr import Expr, binary, lift, negate
from archspec.ops import (
    ELU,
    GELU,
    SELU,
    AdaptiveAvgPool,
    AvgPool,
    BatchNorm,
    Conv,
    ConvTranspose,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool,
    GroupNorm,
    HardSigmoid,
    HardSwish,
    Identity,
    LayerNorm,
    LeakyReLU,
    LocalResponseNorm,
    LogSoftmax,
    MaxPool,
    Mish,
    Op,
    Pad,
    PReLU,
    ReLU,
    ReLU6,
    Scale,
    Sigmoid,
    SiLU,
    Slice,
    Softmax,
    Softplus,
    Tanh,
    Upsample,
)
from archspec.ops.kinds import Flag


def conv(op: Conv, site: Site) -> Layer:
    pads = symmetric(op.padding)
    head = (num(site.x[0]), num(op.channels), size(op.kernel))
    keys = {
        "stride": size_unless(op.stride, 1),
        "pad": None if pads is None else size_unless(pads, 0),
        "nobias": _unset(op.bias),
        **initial(op, site, weight="initialW", bias="initial_bias"),
        "dilate": size_unless(op.dilation, 1),
        "groups": unless(op.group_count(site.x), 1),
    }
    module = invoke("L.Convolution2D", *head, **keys)
    if pads is not None:
        return Layer(module=module, kind=MAJOR)
    # Convolution2D pads both sides alike: anything else is an explicit pad before it.
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(
            layer,
            (Arg(invoke("F.pad", x, pad_widths(op.padding), Raw('"constant"'))),),
        ),
        listed=invoke("PadConvolution2D", *head, pads=two(op.padding), **keys),
        kind=MAJOR,
    )


def conv_transpose(op: ConvTranspose, site: Site) -> Layer:
    head = (num(site.x[0]), num(op.channels), size(op.kernel))
    cut = symmetric(op.padding)
    exact = cut is not None and op.output_padding == (0, 0)
    keys = {
        "stride": size_unless(op.stride, 1),
        "pad": size_unless(cut, 0) if exact and cut is not None else None,
        "nobias": _unset(op.bias),
        **initial(op, site, weight="initialW", bias="initial_bias"),
        "dilate": size_unless(op.dilation, 1),
        "groups": unless(op.groups, 1),
    }
    if exact:
        return Layer(module=invoke("L.Deconvolution2D", *head, **keys), kind=MAJOR)
    extra = Items((num(op.output_padding[0]), num(op.output_padding[1])))
    module = invoke(
        "CropDeconvolution2D",
        *head,
        **keys,
        crops=two(op.padding),
        extra=None if op.output_padding == (0, 0) else extra,
    )
    return Layer(module=module, kind=MAJOR)


def _unset(flag: Flag) -> Code | None:
    """The opposite of ``flag`` as an argument that is False when left out."""
    if isinstance(flag, Expr):
        return num(negate(flag))
    return None if flag else Raw("True")


def bn(op: BatchNorm, site: Site) -> Layer:
    module = invoke(
        "L.BatchNormalization",
        num(site.x[0]),
        decay=unless(op.decay, 0.9),
        eps=unless(op.eps, 2e-5),
        use_gamma=unless(op.affine, True),
        use_beta=unless(op.affine, True),
        **initial(op, site, weight="initial_gamma", bias="initial_beta"),
    )
    return Layer(module=module)


def group_norm(op: GroupNorm, site: Site) -> Layer:
    module = invoke(
        "L.GroupNormalization",
        num(op.groups),
        num(site.x[0]),
        eps=unless(op.eps, 1e-5),
        **initial(op, site, weight="initial_gamma", bias="initial_beta"),
    )
    return Layer(module=module)


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    # L.LayerNormalization takes two axes: an image is laid out as rows of pixels.
    module = invoke(
        "L.LayerNormalization" if is_flat(site.x) else "LayerNormalization2D",
        num(site.x[0]),
        eps=unless(op.eps, 1e-6),
        **initial(op, site, weight="initial_gamma", bias="initial_beta"),
    )
    return Layer(module=module)


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    # Chainer's alpha is not divided by the size of the neighbourhood.
    alpha = binary("/", lift(op.alpha), lift(op.size))
    return function(
        "F.local_response_normalization",
        n=unless(op.size, 5),
        k=unless(op.k, 2),
        alpha=None if alpha == lift(1e-4) else Ex(alpha),
        beta=unless(op.beta, 0.75),
    )


def dense(op: Dense, site: Site) -> Layer:
    module = invoke(
        "L.Linear",
        num(site.x[0]),
        num(op.units),
        nobias=_unset(op.bias),
        **initial(op, site, weight="initialW", bias="initial_bias"),
    )
    return Layer(module=module, kind=MAJOR)


def flatten(op: Flatten, site: Site) -> Layer:
    del op, site

    def call(x: Code) -> Code:
        row = pooled_row(x)
        if row is not None:
            return row
        if not isinstance(x, Raw):
            return UNFIT
        return invoke("F.reshape", x, Items((invoke("len", x), Raw("-1"))))

    return Layer(call=call, listed=invoke("Apply", Raw("flatten")), kind=POOL)


def identity(op: Identity, site: Site) -> Layer:
    del op, site
    return Layer(module=IDENTITY, call=lambda x: x, listed=invoke("Apply", IDENTITY))


def dropout(op: Dropout, site: Site) -> Layer:
    del site
    return function("F.dropout", ratio=unless(op.drop_prob, 0.5))


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


def prelu(op: PReLU, site: Site) -> Layer:
    channels = Items((num(site.x[0]),))
    shape: Code | None = channels if op.per_channel else None
    if isinstance(op.per_channel, Expr):
        shape = Choice(Ex(op.per_channel), channels, Raw("()"))
    module = invoke("L.PReLU", shape, **initial(op, site, weight="init"))
    return Layer(module=module)


def _softmax(name: str) -> Row:
    def row(op: Op, site: Site) -> Layer:
        del op, site
        return function(name, axis=Raw("1"))

    return row


def pad(op: Pad, site: Site) -> Layer:
    del site
    return function(
        "F.pad",
        2,
        pad_width=pad_widths(op.padding),
        mode=Raw('"constant"'),
        constant_values=None if op.value == 0 else fill(op.value),
    )


def upsample(op: Upsample, site: Site) -> Layer:
    del site
    target = None if op.size is None else Items((num(op.size[0]), num(op.size[1])))
    scale = None if op.scale is None else Items((num(op.scale[0]), num(op.scale[1])))
    if op.mode == "bilinear":
        return function("resize_bilinear", size=target, scale=scale)
    if op.scale is not None:
        return function(
            "F.unpooling_2d", 1, ksize=size(op.scale), cover_all=Raw("False")
        )
    return function("resize_nearest", 1, size=target)


def slice_(op: Slice, site: Site) -> Layer:
    del site
    span = (Raw("slice(None)"), invoke("slice", num(op.start), num(op.stop)))
    general = function("F.get_item", 1, slices=Items(span))
    if isinstance(op.start, Expr) or isinstance(op.stop, Expr):
        return general
    part = f"{op.start or ''}:{op.stop}"
    return Layer(
        call=lambda x: Raw(f"{x.text}[:, {part}]") if isinstance(x, Raw) else UNFIT,
        listed=general.listed,
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
    LocalResponseNorm: lrn,
    Dense: dense,
    Flatten: flatten,
    Identity: identity,
    Dropout: dropout,
    ReLU: _activation("F.relu"),
    ReLU6: _activation("F.relu6"),
    Sigmoid: _activation("F.sigmoid"),
    Tanh: _activation("F.tanh"),
    SiLU: _activation("silu"),
    Mish: _activation("mish"),
    Softplus: _activation("F.softplus"),
    SELU: _activation("F.selu"),
    HardSigmoid: _activation("hard_sigmoid"),
    HardSwish: _activation("hard_swish"),
    LeakyReLU: leaky_relu,
    ELU: elu,
    GELU: gelu,
    PReLU: prelu,
    Softmax: _softmax("F.softmax"),
    LogSoftmax: _softmax("F.log_softmax"),
    Pad: pad,
    Upsample: upsample,
    Slice: slice_,
    Scale: alike.scale,
}

DIALECT = Chainer(ROWS)
