"""Gluon: how layers with weights and normalisations are said."""

from collections.abc import Mapping

from archspec.backends.dialect import Layer, Site
from archspec.backends.fields import four, num, size, size_unless, symmetric, unless
from archspec.backends.forward import MAJOR
from archspec.backends.gluon import helpers as own
from archspec.backends.gluon.init import Initial, initial
from archspec.backends.target import Code, invoke
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
from archspec.ops.kinds import Pads

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
    if not all(_is_stride_enough(op, axis) for axis in (0, 1)):
        rows, columns = op.output_padding
        keys: dict[str, Code | None] = {
            "crops": four(_crops(op), "tblr"),
            "rows": num(rows),
            "columns": num(columns),
        }
        return _conv_transpose("GrowConv2DTranspose", op, site, begin, keys)
    keys = {"output_padding": size_unless(op.output_padding, 0)}
    if cut is None:
        keys["crops"] = four(op.padding, "tblr")
        return _conv_transpose("CropConv2DTranspose", op, site, begin, keys)
    keys = {"padding": size_unless(cut, 0), **keys}
    return _conv_transpose("nn.Conv2DTranspose", op, site, begin, keys)


def _conv_transpose(
    name: str,
    op: ConvTranspose,
    site: Site,
    begin: Initial,
    keys: Mapping[str, Code | None],
) -> Layer:
    module = invoke(
        name,
        num(op.channels),
        size(op.kernel),
        strides=size_unless(op.stride, 1),
        **keys,
        dilation=size_unless(op.dilation, 1),
        groups=unless(op.groups, 1),
        in_channels=num(site.x[0]),
        use_bias=unless(op.bias, True),
        **begin.keys,
    )
    helpers = (own.HELPERS[name],) if name in own.HELPERS else ()
    return Layer(module=module, kind=MAJOR, helpers=(*helpers, *begin.helpers))


def _is_stride_enough(op: ConvTranspose, axis: int) -> bool:
    """Whether the output padding is known to be smaller than the stride."""
    extra, stride = op.output_padding[axis], op.stride[axis]
    if extra == 0 or op.dilation[axis] == 1:
        return True
    return isinstance(extra, int) and isinstance(stride, int) and extra < stride


def _crops(op: ConvTranspose) -> Pads:
    """What to crop after every row of ``output_padding`` was added to the input."""
    rows, columns = (
        (pads[0], pads[1] + extra * (stride - 1))
        for pads, extra, stride in zip(
            op.padding, op.output_padding, op.stride, strict=True
        )
    )
    return rows, columns


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
