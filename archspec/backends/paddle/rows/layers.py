"""Paddle: layers with weights."""

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import (
    lower,
    pads_from_last,
    sides,
    size,
    size_unless,
    unless,
    upper,
)
from archspec.backends.contract.flow import MAJOR
from archspec.backends.paddle.rows.init import attributes
from archspec.backends.paddle.rows.pools import (
    pad,
    padding,
)
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Arg, Invoke
from archspec.expr import Binary, Const, Dim, lift
from archspec.model.sizes.shapes import plain
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense
from archspec.ops.fields.kinds import Pads


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


def dense(op: Dense, site: Site) -> Layer:
    attrs = attributes(op, site, bias=op.bias)
    module = invoke("nn.Linear", lit(site.x[-1]), lit(op.units), **attrs)
    return Layer(module=module, kind=MAJOR)
