"""Gluon: how layers with weights and normalisations are said."""

from archspec.backends.dialect import Layer, Site
from archspec.backends.fields import four, num, size, size_unless, symmetric, unless
from archspec.backends.forward import MAJOR
from archspec.backends.gluon import helpers as own
from archspec.backends.gluon.init import initial
from archspec.backends.target import Code, Items, invoke
from archspec.model.definitions import Start
from archspec.ops import (
    BatchNorm,
    Conv,
    ConvTranspose,
    Dense,
    GroupNorm,
    LayerNorm,
    LocalResponseNorm,
)
from archspec.ops.kinds import Pair

_WEIGHTS = {
    "weight": ("weight_initializer", Start("default")),
    "bias": ("bias_initializer", Start("zeros")),
}
_SCALES = {
    "weight": ("gamma_initializer", Start("ones")),
    "bias": ("beta_initializer", Start("zeros")),
}


def conv(op: Conv, site: Site) -> Layer:
    begin = initial(op, site, _WEIGHTS)
    pads = symmetric(op.padding)
    module = invoke(
        # Conv2D pads both sides alike: anything else is an explicit pad.
        "PadConv2D" if pads is None else "nn.Conv2D",
        num(op.channels),
        size(op.kernel),
        strides=size_unless(op.stride, 1),
        padding=None if pads is None else size_unless(pads, 0),
        pads=four(op.padding, "tblr") if pads is None else None,
        dilation=size_unless(op.dilation, 1),
        groups=unless(op.group_count(site.x), 1),
        in_channels=num(site.x[0]),
        use_bias=unless(op.bias, True),
        **begin.keys,
    )
    helpers = begin.helpers if pads is not None else (own.PAD_CONV, *begin.helpers)
    return Layer(module=module, kind=MAJOR, helpers=helpers)


def conv_transpose(op: ConvTranspose, site: Site) -> Layer:
    begin = initial(op, site, _WEIGHTS)
    cut = symmetric(op.padding)
    strides, extra = size_unless(op.stride, 1), size_unless(op.output_padding, 0)
    if not all(_is_native(op, axis) for axis in (0, 1)):
        helper = own.DILATED_CONV_TRANSPOSE
        strides, extra = _both_unless(op.stride, 1), _both_unless(op.output_padding, 0)
    elif cut is None:
        helper = own.CROP_CONV_TRANSPOSE
    else:
        helper = None
    module = invoke(
        "nn.Conv2DTranspose" if helper is None else helper.name,
        num(op.channels),
        size(op.kernel),
        strides=strides,
        padding=size_unless(cut, 0) if helper is None and cut is not None else None,
        output_padding=extra,
        crops=None if helper is None else four(op.padding, "tblr"),
        dilation=size_unless(op.dilation, 1),
        groups=unless(op.groups, 1),
        in_channels=num(site.x[0]),
        use_bias=unless(op.bias, True),
        **begin.keys,
    )
    helpers = () if helper is None else (helper,)
    return Layer(module=module, kind=MAJOR, helpers=(*helpers, *begin.helpers))


def _is_native(op: ConvTranspose, axis: int) -> bool:
    """Whether the framework's own layer is known to be right along ``axis``."""
    plain = op.stride[axis] == 1 and op.output_padding[axis] == 0
    return op.dilation[axis] == 1 or plain


def _both_unless(pair: Pair, default: int) -> Code | None:
    """A pair, also where height and width are equal; None where it is the default."""
    if pair == (default, default):
        return None
    return Items((num(pair[0]), num(pair[1])))


def dense(op: Dense, site: Site) -> Layer:
    begin = initial(op, site, _WEIGHTS)
    module = invoke(
        "nn.Dense",
        num(op.units),
        in_units=num(site.x[0]),
        use_bias=unless(op.bias, True),
        **begin.keys,
    )
    return Layer(module=module, kind=MAJOR, helpers=begin.helpers)


def bn(op: BatchNorm, site: Site) -> Layer:
    begin = initial(op, site, _SCALES)
    module = invoke(
        "nn.BatchNorm",
        momentum=unless(op.decay, 0.9),
        epsilon=unless(op.eps, 1e-5),
        center=unless(op.affine, True),
        scale=unless(op.affine, True),
        in_channels=num(site.x[0]),
        **begin.keys,
    )
    return Layer(module=module, helpers=begin.helpers)


def group_norm(op: GroupNorm, site: Site) -> Layer:
    # nn.GroupNorm has a weight and a bias for each group, not for each channel.
    begin = initial(op, site, _SCALES)
    module = invoke(
        "GroupNorm",
        num(op.groups),
        num(site.x[0]),
        epsilon=unless(op.eps, 1e-5),
        **begin.keys,
    )
    return Layer(module=module, helpers=(own.GROUP_NORM, *begin.helpers))


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    # nn.LayerNorm takes its epsilon in float32 (measured: 8e-9 at a variance of 1e-6).
    begin = initial(op, site, _SCALES)
    module = invoke(
        "LayerNorm",
        epsilon=unless(op.eps, 1e-5),
        in_channels=num(site.x[0]),
        **begin.keys,
    )
    return Layer(module=module, helpers=(own.LAYER_NORM, *begin.helpers))


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    module = invoke(
        "LRN",
        size=unless(op.size, 5),
        alpha=unless(op.alpha, 1e-4),
        beta=unless(op.beta, 0.75),
        k=unless(op.k, 1.0),
    )
    return Layer(module=module, helpers=(own.LRN,))
