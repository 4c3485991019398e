"""PyTorch: pooling."""

from collections.abc import Callable

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    NEGATIVE_INFINITY,
    fill,
    full_pads,
    is_all,
    is_unpadded,
    minus,
    one_or_pads,
    pads_at_most_half,
    pads_from_last,
    sides,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import invoke, joined
from archspec.backends.python.nodes import (
    Arg,
    Code,
    Ex,
    Invoke,
    Literal,
)
from archspec.backends.torch.rows.layers import padded
from archspec.expr import Const, Expr, if_else
from archspec.ops.fields.kinds import Flag
from archspec.ops.pool import (
    AdaptivePool,
    AvgPool,
    GlobalPool,
    MaxPool,
)
from archspec.ops.shape import Pad

VOLUME = 3  # sides


def max_pool(op: MaxPool, site: Site) -> Layer:
    name = f"nn.MaxPool{sides(site.x)}d"
    pads = symmetric(op.padding)
    if pads is not None and pads_at_most_half(op):
        module = invoke(
            name,
            size(op.kernel),
            stride=None if op.step == op.kernel else size(op.step),
            padding=size_unless(pads, 0),
            ceil_mode=Literal(True) if op.rounding == "ceil" else None,
        )
        return Layer(module=module, kind=POOL)
    # The layer pads both ends of a side alike.
    module = invoke(name, size(op.kernel), stride=size(op.step))
    pads = full_pads(op)
    before = invoke(
        f"nn.ConstantPad{sides(site.x)}d", pads_from_last(pads), NEGATIVE_INFINITY
    )
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(
            layer, (Arg(padded(x, pads, NEGATIVE_INFINITY)),)
        ),
        listed=invoke("nn.Sequential", before, module),
        kind=POOL,
    )


def avg_pool(op: AvgPool, site: Site) -> Layer:
    pads = symmetric(op.padding)
    stride = None if op.step == op.kernel else size(op.step)
    # A volume smaller than its window before the pads is refused (not by the maximum).
    padded_volume = sides(site.x) == VOLUME and not is_unpadded(full_pads(op))
    if pads is None or padded_volume or not pads_at_most_half(op):
        return Layer(call=_padded_average(op, f"F.avg_pool{sides(site.x)}d"), kind=POOL)
    module = invoke(
        f"nn.AvgPool{sides(site.x)}d",
        size(op.kernel),
        stride=stride,
        padding=size_unless(pads, 0),
        ceil_mode=Literal(True) if op.rounding == "ceil" else None,
        count_include_pad=None if is_all(pads, 0) else unless(op.count_padding, True),
    )
    return Layer(module=module, kind=POOL)


def _padded_average(op: AvgPool, function: str) -> Callable[[Code], Code]:
    """An average over explicit pads, divided by the share of the window that counts."""
    full = full_pads(op)
    more = minus(full, op.padding)

    def pool(x: Code) -> Code:
        stride = None if op.step == op.kernel else size(op.step)
        return invoke(function, x, size(op.kernel), stride=stride)

    def call(x: Code) -> Code:
        if op.count_padding is True and full == op.padding:
            return pool(padded(x, full))
        ones = invoke("torch.ones_like", x)
        if op.count_padding is False:
            ones = padded(ones, full)
        else:
            ones = padded(ones, op.padding, _share(op.count_padding))
            ones = ones if is_unpadded(more) else padded(ones, more)
        return joined("/", (pool(padded(x, full)), pool(ones)))

    return call


def _share(counted: Flag) -> Code:
    """The weight of a pixel of the padding."""
    if not isinstance(counted, Expr):
        return Literal(1.0)
    return Ex(if_else(counted, Const(1.0), Const(0.0)))


def global_pool(kind: str) -> Row:
    """An adaptive pool to one value: "avg" or "max"."""

    def row(op: GlobalPool, site: Site) -> Layer:
        del op
        count = sides(site.x)
        return Layer(
            module=invoke(f"nn.Adaptive{kind.title()}Pool{count}d", Literal(1)),
            call=lambda x: invoke(f"F.adaptive_{kind}_pool{count}d", x, Literal(1)),
            kind=POOL,
        )

    return row


def adaptive_pool(kind: str) -> Row:
    """A pool to a given size: "Avg" or "Max"."""

    def row(op: AdaptivePool, site: Site) -> Layer:
        name = f"nn.Adaptive{kind}Pool{sides(site.x)}d"
        return Layer(module=invoke(name, size(op.size)), kind=POOL)

    return row


def pad(op: Pad, site: Site) -> Layer:
    if op.mode != "constant":
        return _repeated(op, site)
    value = fill(op.value)
    name = f"nn.ConstantPad{sides(site.x)}d"
    return Layer(
        module=invoke(name, pads_from_last(op.padding), value),
        call=lambda x: padded(x, op.padding, None if op.value == 0 else value),
    )


def _repeated(op: Pad, site: Site) -> Layer:
    """A border of pixels of the image."""
    reflects = op.mode == "reflect"
    name, mode = ("Reflection", "reflect") if reflects else ("Replication", "replicate")
    pads = pads_from_last(op.padding)
    return Layer(
        module=invoke(f"nn.{name}Pad{sides(site.x)}d", one_or_pads(op.padding)),
        call=lambda x: invoke("F.pad", x, pads, mode=Literal(mode)),
    )
