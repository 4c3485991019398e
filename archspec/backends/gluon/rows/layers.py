"""Gluon: layers with weights."""

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import (
    every,
    is_all,
    is_flat,
    pads_from_first,
    sides,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.contract.flow import MAJOR
from archspec.backends.contract.refusals import Unsupported
from archspec.backends.gluon.rows.init import initial
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Code, Literal
from archspec.model.definitions import Start
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense
from archspec.ops.fields.kinds import Sizes

IMAGE, VOLUME = 2, 3  # sides

_WEIGHTS = {
    "weight": ("weight_initializer", Start("default")),
    "bias": ("bias_initializer", Start("zeros")),
}


def conv(op: Conv, site: Site) -> Layer:
    begin = initial(op, site, _WEIGHTS)
    pads = symmetric(op.padding)
    name = f"Conv{sides(site.x)}D"
    module = invoke(
        # The layer pads both ends of a side alike: anything else is an explicit pad.
        f"Pad{name}" if pads is None else f"nn.{name}",
        lit(op.channels),
        size(op.kernel),
        strides=size_unless(op.stride, 1),
        padding=None if pads is None else size_unless(pads, 0),
        pads=pads_from_first(op.padding) if pads is None else None,
        dilation=size_unless(op.dilation, 1),
        groups=unless(op.group_count(site.x), 1),
        in_channels=lit(site.x[0]),
        use_bias=unless(op.bias, True),
        **begin,
    )
    return Layer(module=module, kind=MAJOR)


def conv_transpose(op: ConvTranspose, site: Site) -> Layer:
    begin = initial(op, site, _WEIGHTS)
    cut = symmetric(op.padding)
    strides, extra = size_unless(op.stride, 1), size_unless(op.output_padding, 0)
    count = sides(site.x)
    if count == VOLUME:
        raise Unsupported("MXNet has no transposed convolution of volumes on a CPU")
    name = f"nn.Conv{count}DTranspose" if cut else f"CropConv{count}DTranspose"
    if not all(_is_native(op, axis) for axis in range(count)):
        if count != IMAGE:
            why = "MXNet miscounts a transposed convolution with stride and dilation"
            raise Unsupported(why, "leave out one of them")
        name = "DilatedConv2DTranspose"
        strides, extra = _all_unless(op.stride, 1), _all_unless(op.output_padding, 0)
    cropped = not name.startswith("nn.")
    module = invoke(
        name,
        lit(op.channels),
        size(op.kernel),
        strides=strides,
        padding=None if cropped or cut is None else size_unless(cut, 0),
        output_padding=extra,
        crops=None if not cropped else pads_from_first(op.padding),
        dilation=size_unless(op.dilation, 1),
        groups=unless(op.groups, 1),
        in_channels=lit(site.x[0]),
        use_bias=unless(op.bias, True),
        **begin,
    )
    return Layer(module=module, kind=MAJOR)


def _is_native(op: ConvTranspose, axis: int) -> bool:
    """Whether MXNet's own layer is known to be correct along ``axis``."""
    plain = op.stride[axis] == 1 and op.output_padding[axis] == 0
    return op.dilation[axis] == 1 or plain


def _all_unless(sizes: Sizes, default: int) -> Code | None:
    """A tuple, even if all sides are equal; None if it is the default."""
    return None if is_all(sizes, default) else every(sizes)


def dense(op: Dense, site: Site) -> Layer:
    begin = initial(op, site, _WEIGHTS)
    module = invoke(
        "nn.Dense",
        lit(op.units),
        flatten=None if is_flat(site.x) else Literal(False),
        in_units=lit(site.x[-1]),
        use_bias=unless(op.bias, True),
        **begin,
    )
    return Layer(module=module, kind=MAJOR)
