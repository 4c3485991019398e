"""Gluon: layers with weights, and normalisations."""

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
from archspec.backends.python.nodes import Choice, Code, Ex, Items, Literal
from archspec.expr import Expr
from archspec.model.definitions import Start
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense
from archspec.ops.fields.kinds import Sizes
from archspec.ops.norm import (
    BatchNorm,
    GroupNorm,
    LayerNorm,
    LayerScale,
    LocalResponseNorm,
)

IMAGE, VOLUME = 2, 3  # sides

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


def bn(op: BatchNorm, site: Site) -> Layer:
    begin = initial(op, site, _SCALES)
    if isinstance(op.affine, Expr):
        # Without center, the layer keeps the initial beta and adds it; without scale, it
        # keeps gamma, and files of weights hold it.
        for key, plain in (
            ("gamma_initializer", "ones"),
            ("beta_initializer", "zeros"),
        ):
            if key in begin:
                begin[key] = Choice(Ex(op.affine), begin[key], Literal(plain))
    module = invoke(
        "nn.BatchNorm",
        momentum=unless(op.decay, 0.9),
        epsilon=unless(op.eps, 1e-5),
        center=unless(op.affine, True),
        scale=unless(op.affine, True),
        in_channels=lit(site.x[0]),
        **begin,
    )
    return Layer(module=module)


def group_norm(op: GroupNorm, site: Site) -> Layer:
    # nn.GroupNorm has a weight and a bias for each group, not for each channel.
    begin = initial(op, site, _SCALES)
    module = invoke(
        "GroupNorm",
        lit(op.groups),
        lit(site.x[0]),
        epsilon=unless(op.eps, 1e-5),
        **begin,
    )
    return Layer(module=module)


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    # nn.LayerNorm takes its epsilon in float32 (measured: 8e-9 at a variance of 1e-6).
    begin = initial(op, site, _SCALES)
    last = op.axis == "last" and not is_flat(site.x)
    module = invoke(
        "LayerNormLast" if last else "LayerNorm",
        epsilon=unless(op.eps, 1e-5),
        in_channels=lit(site.x[-1] if last else site.x[0]),
        **begin,
    )
    return Layer(module=module)


def layer_scale(op: LayerScale, site: Site) -> Layer:
    begin = initial(op, site, {"weight": ("initializer", Start("ones"))})
    shape = Items(tuple(lit(size) for size in op.weight_shape(site.x)))
    return Layer(module=invoke("LayerScale", shape, **begin))


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    module = invoke(
        "LRN",
        size=unless(op.size, 5),
        alpha=unless(op.alpha, 1e-4),
        beta=unless(op.beta, 0.75),
        k=unless(op.k, 1.0),
    )
    return Layer(module=module)
