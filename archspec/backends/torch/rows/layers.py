"""PyTorch: layers with weights. Defaults are torch 2.13's."""

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import (
    negated,
    pads_from_last,
    sides,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.contract.flow import MAJOR
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Arg, Code, Invoke
from archspec.backends.torch.rows.init import initialized
from archspec.expr import Const, if_else, lift
from archspec.ops.activation import PReLU
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense
from archspec.ops.fields.kinds import Pads


def padded(x: Code, pads: Pads, value: Code | None = None) -> Code:
    """``x`` padded; F.pad counts from the last axis: left, right, top, bottom."""
    return invoke("F.pad", x, pads_from_last(pads), value=value)


def conv(op: Conv, site: Site) -> Layer:
    pads = symmetric(op.padding)
    keys = {
        "stride": size_unless(op.stride, 1),
        "padding": None if pads is None else size_unless(pads, 0),
        "dilation": size_unless(op.dilation, 1),
        "groups": unless(op.group_count(site.x), 1),
        "bias": unless(op.bias, True),
    }
    head = (lit(site.x[0]), lit(op.channels), size(op.kernel))
    module = initialized(invoke(f"nn.Conv{sides(site.x)}d", *head, **keys), op, site)
    if pads is not None:
        return Layer(module=module, kind=MAJOR)
    # The layer pads both ends of a side alike: anything else is an explicit pad before it.
    name = f"PadConv{sides(site.x)}d"
    listed = invoke(name, *head, pads=pads_from_last(op.padding), **keys)
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(layer, (Arg(padded(x, op.padding)),)),
        listed=initialized(listed, op, site),
        kind=MAJOR,
    )


def conv_transpose(op: ConvTranspose, site: Site) -> Layer:
    cut = symmetric(op.padding)
    head = (lit(site.x[0]), lit(op.channels), size(op.kernel))
    keys = {
        "stride": size_unless(op.stride, 1),
        "padding": None if cut is None else size_unless(cut, 0),
        "output_padding": size_unless(op.output_padding, 0),
        "dilation": size_unless(op.dilation, 1),
        "groups": unless(op.groups, 1),
        "bias": unless(op.bias, True),
    }
    name = f"ConvTranspose{sides(site.x)}d"
    module = initialized(invoke(f"nn.{name}", *head, **keys), op, site)
    if cut is not None:
        return Layer(module=module, kind=MAJOR)
    # The layer crops both ends of a side alike: anything else is a crop after it.
    crops = negated(op.padding)
    listed = invoke(f"Pad{name}", *head, pads=pads_from_last(crops), **keys)
    return Layer(
        module=module,
        apply=lambda layer, x: padded(Invoke(layer, (Arg(x),)), crops),
        listed=initialized(listed, op, site),
        kind=MAJOR,
    )


def dense(op: Dense, site: Site) -> Layer:
    bias = unless(op.bias, True)
    module = invoke("nn.Linear", lit(site.x[-1]), lit(op.units), bias=bias)
    return Layer(module=initialized(module, op, site), kind=MAJOR)


def prelu(op: PReLU, site: Site) -> Layer:
    channels = lift(site.x[0])
    count = if_else(lift(op.per_channel), channels, Const(1))
    module = invoke("nn.PReLU", None if count == Const(1) else lit(count))
    return Layer(module=initialized(module, op, site))
