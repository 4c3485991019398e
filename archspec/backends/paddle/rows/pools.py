"""Paddle: pooling; its geometry differs from the language's."""

import struct

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    AnyPool,
    drops_no_window,
    full_pads,
    is_unpadded,
    minus,
    pads_from_first,
    pads_from_last,
    sides,
    size,
    size_unless,
    symmetric,
)
from archspec.backends.contract.flow import POOL
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Arg, Code, Invoke, Literal
from archspec.expr import Const, Dim, Expr, if_else, lift, negate
from archspec.model.sizes.shapes import plain
from archspec.ops.fields.kinds import Flag, Pads
from archspec.ops.pool import (
    AdaptivePool,
    AvgPool,
    GlobalPool,
    MaxPool,
)


def padding(pads: Pads) -> Code | None:
    """A ``padding`` argument; None for the default 0. Its long form starts at the top."""
    even = symmetric(pads)
    return pads_from_first(pads) if even is None else size_unless(even, 0)


def pad(x: Code, pads: Pads, value: Code | None = None) -> Code:
    """``x`` padded; F.pad counts from the last axis: left, right, top, bottom."""
    return invoke("F.pad", x, pads_from_last(pads), value=value)


def _window(op: AnyPool) -> tuple[Pads, bool]:
    """Pads and ``ceil_mode`` that give the windows of ``op``.

    Paddle's ceil_mode keeps a last window without data. If there can be one, the code
    pads explicitly and rounds down.
    """
    if op.rounding == "ceil" and drops_no_window(op):
        return op.padding, True
    return full_pads(op), False


def _module(
    name: str, op: AnyPool, pads: Pads, ceil: bool, exclusive: Code | None = None
) -> Invoke:
    return invoke(
        f"nn.{name}",
        size(op.kernel),
        stride=None if op.step == op.kernel else size(op.step),
        padding=padding(pads),
        ceil_mode=Literal(True) if ceil else None,
        exclusive=exclusive,
    )


def max_pool(op: MaxPool, site: Site) -> Layer:
    pads, ceil = _window(op)
    name = f"MaxPool{sides(site.x)}D"
    return Layer(module=_module(name, op, pads, ceil), kind=POOL)


def avg_pool(op: AvgPool, site: Site) -> Layer:
    name = f"AvgPool{sides(site.x)}D"
    # exclusive is the opposite of counting the padding. It never counts the padding that
    # ceil_mode adds, and miscounts pads that differ between sides (measured).
    pads, ceil = _window(op)
    if symmetric(op.padding) is not None and pads == op.padding:
        exclusive = None if is_unpadded(pads) else lit(_not(op.count_padding))
        return Layer(module=_module(name, op, pads, ceil, exclusive), kind=POOL)
    counted = _counted(op)
    rest = minus(pads, counted)
    exclusive = None if is_unpadded(rest) else Literal(True)
    module = _module(name, op, rest, ceil, exclusive)
    if is_unpadded(counted):
        return Layer(module=module, kind=POOL)
    # Explicit zeros make the pads that count; the pool itself makes the others.
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(layer, (Arg(pad(x, counted)),)),
        listed=invoke(
            "nn.Sequential",
            invoke(f"nn.ZeroPad{sides(site.x)}D", pads_from_last(counted)),
            module,
        ),
        kind=POOL,
    )


def _not(flag: Flag) -> Flag:
    return negate(flag) if isinstance(flag, Expr) else not flag


def _counted(op: AvgPool) -> Pads:
    """The pads whose zeros count in the mean."""
    flag = op.count_padding
    if not isinstance(flag, Expr):
        return op.padding if flag else tuple((0, 0) for _ in op.padding)

    def kept(value: Dim) -> Dim:
        return 0 if value == 0 else plain(if_else(flag, lift(value), Const(0)))

    return tuple((kept(low), kept(high)) for low, high in op.padding)


def global_pool(kind: str) -> Row:
    """An adaptive pool to one value: "avg" or "max"."""

    def row(op: GlobalPool, site: Site) -> Layer:
        del op
        count = sides(site.x)
        return Layer(
            module=invoke(f"nn.Adaptive{kind.title()}Pool{count}D", Literal(1)),
            call=lambda x: invoke(f"F.adaptive_{kind}_pool{count}d", x, Literal(1)),
            kind=POOL,
        )

    return row


def adaptive_pool(kind: str) -> Row:
    """A pool to a given size: "Avg" or "Max"."""

    def row(op: AdaptivePool, site: Site) -> Layer:
        name = f"nn.Adaptive{kind}Pool{sides(site.x)}D"
        return Layer(module=invoke(name, size(op.size)), kind=POOL)

    return row


def float32(value: float) -> float:
    """``value`` rounded to a float32."""
    return struct.unpack("f", struct.pack("f", value))[0]


def is_float32(value: float) -> bool:
    """Whether ``value`` keeps all its digits as a float32."""
    return float32(value) == value
