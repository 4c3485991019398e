"""Paddle: layers with weights, and normalisations."""

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import (
    is_flat,
    is_image,
    lower,
    pads_from_last,
    sides,
    size,
    size_unless,
    unless,
    upper,
)
from archspec.backends.contract.flow import JOIN, MAJOR
from archspec.backends.paddle.rows.init import attributes, initializer
from archspec.backends.paddle.rows.pools import (
    is_float32,
    pad,
    padding,
)
from archspec.backends.python.build import invoke, joined, lit
from archspec.backends.python.nodes import Arg, Code, Invoke, Items, Literal
from archspec.expr import Binary, Const, Dim, Expr, lift
from archspec.model.definitions import Start
from archspec.model.sizes.shapes import plain
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense
from archspec.ops.fields.kinds import Pads, Real
from archspec.ops.norm import (
    BatchNorm,
    GroupNorm,
    LayerNorm,
    LayerScale,
    LocalResponseNorm,
)


def conv(op: Conv, site: Site) -> Layer:
    module = invoke(
        f"nn.Conv{sides(site.x)}D",
        lit(site.x[0]),
        lit(op.channels),
        size(op.kernel),
        stride=size_unless(op.stride, 1),
        padding=padding(op.padding),
        dilation=size_unless(op.dilation, 1),
        groups=unless(op.group_count(site.x), 1),
        **attributes(op, site, bias=op.bias),
    )
    return Layer(module=module, kind=MAJOR)


def conv_transpose(op: ConvTranspose, site: Site) -> Layer:
    name = f"Conv{sides(site.x)}DTranspose"
    head = (lit(site.x[0]), lit(op.channels), size(op.kernel))
    strides = {"stride": size_unless(op.stride, 1)}
    rest = {
        "dilation": size_unless(op.dilation, 1),
        "groups": unless(op.groups, 1),
        **attributes(op, site, bias=op.bias),
    }
    if all(
        _is_less(extra, stride)
        for extra, stride in zip(op.output_padding, op.stride, strict=True)
    ):
        strides["padding"] = padding(op.padding)
        strides["output_padding"] = size_unless(op.output_padding, 0)
        module = invoke(f"nn.{name}", *head, **strides, **rest)
        return Layer(module=module, kind=MAJOR)
    # The layer refuses an output_padding that is not below the stride, although a
    # dilation allows it. Rows of zeros below the input lengthen the output, and the
    # excess is cut off again.
    cut: Pads = tuple(
        (low, plain(lift(high) + more * (stride - 1)))
        for (low, high), more, stride in zip(
            op.padding, op.output_padding, op.stride, strict=True
        )
    )
    pads: Pads = tuple((0, more) for more in op.output_padding)
    strides["padding"] = padding(cut)
    return Layer(
        module=invoke(f"nn.{name}", *head, **strides, **rest),
        apply=lambda layer, x: Invoke(layer, (Arg(pad(x, pads)),)),
        listed=invoke(
            f"Pad{name}", *head, pads=pads_from_last(pads), **strides, **rest
        ),
        kind=MAJOR,
    )


def _is_less(extra: Dim, stride: Dim) -> bool:
    """Whether ``extra < stride`` for all arguments."""
    match extra:
        case Binary("-", left, Const(int() as number)) if number >= 1:
            return left == lift(stride)
        case _:
            bound = upper(extra)
            return bound is not None and bound < lower(stride)


def bn(op: BatchNorm, site: Site) -> Layer:
    # momentum is the share of the OLD value, like decay. Epsilon is kept as float32, which
    # changes the output by 1e-13 (1e-5, variance 1) to 1e-9 (1e-5, variance 1e-4).
    module = invoke(
        f"nn.BatchNorm{max(sides(site.x), 1)}D",
        lit(site.x[0]),
        momentum=unless(op.decay, 0.9),
        epsilon=unless(op.eps, 1e-5),
        **attributes(op, site, op.affine, op.affine),
    )
    return Layer(module=module)


def group_norm(op: GroupNorm, site: Site) -> Layer:
    module = invoke(
        "nn.GroupNorm",
        lit(op.groups),
        lit(site.x[0]),
        epsilon=_epsilon(op.eps),
        **attributes(op, site),
    )
    return Layer(module=module)


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    # nn.LayerNorm keeps epsilon as float32 and refuses one above 0.001; nn.GroupNorm does
    # neither (measured), and a single group of all channels is the same.
    flat, last = is_flat(site.x), op.axis == "last"
    first = "LayerNorm2D" if is_image(site.x) else "LayerNormFirst"
    name = "LayerNormLast" if last else first
    module = invoke(
        "nn.GroupNorm" if flat else name,
        Literal(1) if flat else None,
        lit(site.x[-1] if last else site.x[0]),
        epsilon=_epsilon(op.eps),
        **attributes(op, site),
    )
    return Layer(module=module)


def _epsilon(eps: Real) -> Code | None:
    """Always a float: F.group_norm takes a whole number for its scale (measured)."""
    return invoke("float", lit(eps)) if isinstance(eps, Expr) else unless(eps, 1e-5)


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    # Paddle rounds beta to float32: an error of 2e-8 for 0.7, none for 0.75.
    exact = not isinstance(op.beta, Expr) and is_float32(op.beta)
    module = invoke(
        "nn.LocalResponseNorm" if exact else "ResponseNorm",
        lit(op.size),
        alpha=unless(op.alpha, 1e-4),
        beta=unless(op.beta, 0.75),
        k=unless(op.k, 1.0),
    )
    return Layer(module=module)


def layer_scale(op: LayerScale, site: Site) -> Layer:
    start = site.init.get("weight", Start("ones"))
    shape = Items(tuple(lit(size) for size in op.weight_shape(site.x)), "[]")
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
    module = invoke("nn.Linear", lit(site.x[-1]), lit(op.units), **attrs)
    return Layer(module=module, kind=MAJOR)
