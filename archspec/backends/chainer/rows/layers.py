"""Chainer: layers with weights. Defaults are chainer 7.8.1's."""

from archspec.backends.chainer.rows.common import pad_pairs, pad_widths
from archspec.backends.chainer.rows.init import initial
from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import (
    every,
    is_all,
    is_flat,
    sides,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.contract.flow import MAJOR
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Arg, Choice, Code, Ex, Invoke, Items, Literal
from archspec.expr import Expr, negate
from archspec.ops.activation import PReLU
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.dense import Dense
from archspec.ops.fields.kinds import Flag


def conv(op: Conv, site: Site) -> Layer:
    pads = symmetric(op.padding)
    head = (lit(site.x[0]), lit(op.channels), size(op.kernel))
    keys = {
        "stride": size_unless(op.stride, 1),
        "pad": None if pads is None else size_unless(pads, 0),
        "nobias": _unset(op.bias),
        **initial(op, site, weight="initialW", bias="initial_bias"),
        "dilate": size_unless(op.dilation, 1),
        "groups": unless(op.group_count(site.x), 1),
    }
    name = f"Convolution{sides(site.x)}D"
    module = invoke(f"L.{name}", *head, **keys)
    if pads is not None:
        return Layer(module=module, kind=MAJOR)
    # The link pads both ends of a side alike: anything else is an explicit pad before it.
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(
            layer,
            (Arg(invoke("F.pad", x, pad_widths(op.padding), Literal("constant"))),),
        ),
        listed=invoke(f"Pad{name}", *head, pads=pad_pairs(op.padding), **keys),
        kind=MAJOR,
    )


def conv_transpose(op: ConvTranspose, site: Site) -> Layer:
    head = (lit(site.x[0]), lit(op.channels), size(op.kernel))
    cut = symmetric(op.padding)
    exact = cut is not None and is_all(op.output_padding, 0)
    name = f"Deconvolution{sides(site.x)}D"
    keys = {
        "stride": size_unless(op.stride, 1),
        "pad": size_unless(cut, 0) if exact and cut is not None else None,
        "nobias": _unset(op.bias),
        **initial(op, site, weight="initialW", bias="initial_bias"),
        "dilate": size_unless(op.dilation, 1),
        "groups": unless(op.groups, 1),
    }
    if exact:
        return Layer(module=invoke(f"L.{name}", *head, **keys), kind=MAJOR)
    module = invoke(
        f"Crop{name}",
        *head,
        **keys,
        crops=pad_pairs(op.padding),
        extra=None if is_all(op.output_padding, 0) else every(op.output_padding),
    )
    return Layer(module=module, kind=MAJOR)


def _unset(flag: Flag) -> Code | None:
    """The opposite of ``flag`` as an argument that is False when left out."""
    if isinstance(flag, Expr):
        return lit(negate(flag))
    return None if flag else Literal(True)


def dense(op: Dense, site: Site) -> Layer:
    head = (lit(site.x[-1]), lit(op.units))
    keys = {
        "nobias": _unset(op.bias),
        **initial(op, site, weight="initialW", bias="initial_bias"),
    }
    module = invoke("L.Linear", *head, **keys)
    if is_flat(site.x):
        return Layer(module=module, kind=MAJOR)
    # L.Linear flattens an image, unless an argument makes the other axes rows.
    rows = Arg(Literal(len(site.x)), "n_batch_axes")
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(layer, (Arg(x), rows)),
        listed=invoke("LastLinear", *head, **keys),
        kind=MAJOR,
    )


def prelu(op: PReLU, site: Site) -> Layer:
    channels = Items((lit(site.x[0]),))
    shape: Code | None = channels if op.per_channel else None
    if isinstance(op.per_channel, Expr):
        shape = Choice(Ex(op.per_channel), channels, Items(()))
    module = invoke("L.PReLU", shape, **initial(op, site, weight="init"))
    return Layer(module=module)
