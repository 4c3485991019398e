"""PyTorch: how each operator is said in ``torch.nn``. Defaults are torch 2.13's."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from archspec.backends.dialect import Layer, Row, Site, TorchLike
from archspec.backends.fields import (
    NO_PADS,
    at_most_half,
    fill,
    four,
    full_pads,
    is_flat,
    negated,
    num,
    pads_at_most_half,
    size,
    size_unless,
    symmetric,
    unless,
)
from archspec.backends.forward import MAJOR, POOL
from archspec.backends.target import (
    Arg,
    Assign,
    Attr,
    Code,
    Do,
    Helper,
    Invoke,
    Items,
    Raw,
    Stmt,
    Sum,
    invoke,
)
from archspec.backends.torch.helpers import (
    APPLY,
    HELPERS,
    INITIALIZE,
    LAYER_NORM,
    PAD_CONV,
)
from archspec.backends.torch.init import initialized
from archspec.expr import quote
from archspec.ops import (
    ELU,
    GELU,
    SELU,
    AdaptiveAvgPool,
    AvgPool,
    BatchNorm,
    Conv,
    ConvTranspose,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool,
    GroupNorm,
    HardSigmoid,
    HardSwish,
    Identity,
    LayerNorm,
    LeakyReLU,
    LocalResponseNorm,
    LogSoftmax,
    MaxPool,
    Mish,
    Op,
    Pad,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Slice,
    Softmax,
    Softplus,
    Tanh,
    Upsample,
)
from archspec.ops.kinds import Pads


def _pad(x: Code, pads: Pads, value: Code | None = None) -> Code:
    """F.pad counts from the last axis: left, right, top, bottom."""
    return invoke("F.pad", x, four(pads, "lrtb"), value=value)


def conv(op: Conv, site: Site) -> Layer:
    pads = symmetric(op.padding)
    keys = {
        "stride": size_unless(op.stride, 1),
        "padding": None if pads is None else size_unless(pads, 0),
        "dilation": size_unless(op.dilation, 1),
        "groups": unless(op.group_count(site.x), 1),
        "bias": unless(op.bias, True),
    }
    head = (num(site.x[0]), num(op.channels), size(op.kernel))
    module = initialized(invoke("nn.Conv2d", *head, **keys), site)
    if pads is not None:
        return Layer(module=module, kind=MAJOR, helpers=_init_helpers(site))
    # Conv2d pads both sides alike: anything else is an explicit pad before it.
    listed = initialized(
        invoke("PadConv2d", *head, pads=four(op.padding, "lrtb"), **keys), site
    )
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(layer, (Arg(_pad(x, op.padding)),)),
        listed=listed,
        kind=MAJOR,
        helpers=(PAD_CONV, *_init_helpers(site)),
    )


def _init_helpers(site: Site) -> tuple[Helper, ...]:
    return (INITIALIZE,) if site.init else ()


def conv_transpose(op: ConvTranspose, site: Site) -> Layer:
    cut = symmetric(op.padding)
    module = invoke(
        "nn.ConvTranspose2d",
        num(site.x[0]),
        num(op.channels),
        size(op.kernel),
        stride=size_unless(op.stride, 1),
        padding=None if cut is None else size_unless(cut, 0),
        output_padding=size_unless(op.output_padding, 0),
        dilation=size_unless(op.dilation, 1),
        groups=unless(op.groups, 1),
        bias=unless(op.bias, True),
    )
    module = initialized(module, site)
    if cut is not None:
        return Layer(module=module, kind=MAJOR, helpers=_init_helpers(site))
    return Layer(
        module=module,
        apply=lambda layer, x: _pad(Invoke(layer, (Arg(x),)), negated(op.padding)),
        kind=MAJOR,
        helpers=_init_helpers(site),
    )


def max_pool(op: MaxPool, site: Site) -> Layer:
    pads = symmetric(op.padding)
    if pads is not None and pads_at_most_half(op):
        module = invoke(
            "nn.MaxPool2d",
            size(op.kernel),
            stride=None if op.step == op.kernel else size(op.step),
            padding=size_unless(pads, 0),
            ceil_mode=Raw("True") if op.rounding == "ceil" else None,
        )
        return Layer(module=module, kind=POOL)
    # MaxPool2d refuses pads above half the window, and pads both sides alike.
    module = invoke("nn.MaxPool2d", size(op.kernel), stride=size(op.step))
    full = full_pads(op, site.x)
    padded = invoke("nn.ConstantPad2d", four(full, "lrtb"), Raw('float("-inf")'))
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(
            layer, (Arg(_pad(x, full, Raw('float("-inf")'))),)
        ),
        listed=invoke("nn.Sequential", padded, module),
        kind=POOL,
    )


def avg_pool(op: AvgPool, site: Site) -> Layer:
    pads = symmetric(op.padding)
    stride = None if op.step == op.kernel else size(op.step)
    if pads is not None and pads_at_most_half(op):
        module = invoke(
            "nn.AvgPool2d",
            size(op.kernel),
            stride=stride,
            padding=size_unless(pads, 0),
            ceil_mode=Raw("True") if op.rounding == "ceil" else None,
            count_include_pad=None
            if pads == (0, 0)
            else unless(op.count_padding, True),
        )
        return Layer(module=module, kind=POOL)
    pooled = ratio_pool(
        op, site, lambda x: invoke("F.avg_pool2d", x, size(op.kernel), stride=stride)
    )
    return Layer(call=pooled, kind=POOL)


def ratio_pool(
    op: AvgPool, site: Site, pool: Callable[[Code], Code]
) -> Callable[[Code], Code]:
    """An average over explicit pads, divided by the share of the window that counts."""
    full = full_pads(op, site.x)
    extra: Pads = tuple(  # type: ignore[assignment]
        tuple(a - b for a, b in zip(side, own, strict=True)) for side, own in zip(full, op.padding, strict=True)
    )

    def call(x: Code) -> Code:
        ones = invoke("torch.ones_like", x)
        if op.count_padding:
            counted = _pad(_pad(ones, op.padding, Raw("1.0")), extra)
        else:
            counted = _pad(ones, full)
        if op.count_padding and full == op.padding:
            return pool(_pad(x, full))
        return Sum("/", (pool(_pad(x, full)), pool(counted)))

    return call


def global_avg_pool(op: GlobalAvgPool, site: Site) -> Layer:
    del op, site
    return Layer(
        module=invoke("nn.AdaptiveAvgPool2d", Raw("1")),
        call=lambda x: invoke("F.adaptive_avg_pool2d", x, Raw("1")),
        kind=POOL,
    )


def adaptive_avg_pool(op: AdaptiveAvgPool, site: Site) -> Layer:
    del site
    return Layer(module=invoke("nn.AdaptiveAvgPool2d", size(op.size)), kind=POOL)


def bn(op: BatchNorm, site: Site) -> Layer:
    # torch's momentum is the share of the NEW value, the language's decay of the old.
    momentum = None if op.decay == 0.9 else num(_share(op.decay))
    module = invoke(
        "nn.BatchNorm1d" if is_flat(site.x) else "nn.BatchNorm2d",
        num(site.x[0]),
        eps=unless(op.eps, 1e-5),
        momentum=momentum,
        affine=unless(op.affine, True),
    )
    return Layer(module=initialized(module, site), helpers=_init_helpers(site))


def _share(decay: Any) -> Any:
    if isinstance(decay, (int, float)):
        return float(f"{1 - decay:.12g}")
    return 1 - decay


def group_norm(op: GroupNorm, site: Site) -> Layer:
    module = invoke(
        "nn.GroupNorm", num(op.groups), num(site.x[0]), eps=unless(op.eps, 1e-5)
    )
    return Layer(module=initialized(module, site), helpers=_init_helpers(site))


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    if is_flat(site.x):
        module = invoke("nn.LayerNorm", num(site.x[0]), eps=unless(op.eps, 1e-5))
        return Layer(module=initialized(module, site), helpers=_init_helpers(site))
    # nn.LayerNorm normalises the last axis: an image is turned around for it.
    module = invoke("LayerNorm2d", num(site.x[0]), eps=unless(op.eps, 1e-5))
    return Layer(
        module=initialized(module, site), helpers=(LAYER_NORM, *_init_helpers(site))
    )


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    module = invoke(
        "nn.LocalResponseNorm",
        num(op.size),
        alpha=unless(op.alpha, 1e-4),
        beta=unless(op.beta, 0.75),
        k=unless(op.k, 1.0),
    )
    return Layer(module=module)


def dense(op: Dense, site: Site) -> Layer:
    module = invoke(
        "nn.Linear", num(site.x[0]), num(op.units), bias=unless(op.bias, True)
    )
    return Layer(
        module=initialized(module, site), kind=MAJOR, helpers=_init_helpers(site)
    )


def flatten(op: Flatten, site: Site) -> Layer:
    del op, site
    return Layer(
        module=invoke("nn.Flatten"),
        call=lambda x: Invoke(Attr(x, "flatten"), (Arg(Raw("1")),)),
        kind=POOL,
    )


def identity(op: Identity, site: Site) -> Layer:
    del op, site
    return Layer(module=invoke("nn.Identity"), call=lambda x: x)


def dropout(op: Dropout, site: Site) -> Layer:
    del site
    return Layer(module=invoke("nn.Dropout", unless(op.drop_prob, 0.5)))


def _activation(module: str, function: str) -> Row:
    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(module=invoke(module), call=lambda x: invoke(function, x))

    return row


def leaky_relu(op: LeakyReLU, site: Site) -> Layer:
    del site
    slope = unless(op.slope, 0.01)
    return Layer(
        module=invoke("nn.LeakyReLU", slope),
        call=lambda x: invoke("F.leaky_relu", x, slope),
    )


def elu(op: ELU, site: Site) -> Layer:
    del site
    alpha = unless(op.alpha, 1.0)
    return Layer(
        module=invoke("nn.ELU", alpha), call=lambda x: invoke("F.elu", x, alpha)
    )


def gelu(op: GELU, site: Site) -> Layer:
    del site
    kind = None if op.approximate == "none" else Raw(quote(str(op.approximate)))
    return Layer(
        module=invoke("nn.GELU", approximate=kind),
        call=lambda x: invoke("F.gelu", x, approximate=kind),
    )


def prelu(op: PReLU, site: Site) -> Layer:
    count = num(site.x[0]) if op.per_channel is True else None
    if not isinstance(op.per_channel, bool):
        from archspec.expr import Const, if_else, lift

        count = num(if_else(op.per_channel, lift(site.x[0]), Const(1)))
    module = invoke("nn.PReLU", count)
    return Layer(module=initialized(module, site), helpers=_init_helpers(site))


def _softmax(module: str, function: str) -> Row:
    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(
            module=invoke(module, dim=Raw("1")),
            call=lambda x: invoke(function, x, dim=Raw("1")),
        )

    return row


def pad(op: Pad, site: Site) -> Layer:
    del site
    value = fill(op.value)
    pads = four(op.padding, "lrtb")
    return Layer(
        module=invoke("nn.ConstantPad2d", pads, value),
        call=lambda x: _pad(x, op.padding, None if op.value == 0 else value),
    )


def upsample(op: Upsample, site: Site) -> Layer:
    del site
    bilinear = op.mode == "bilinear"
    keys = {
        "size": None if op.size is None else size(op.size),
        "scale_factor": None if op.scale is None else size(op.scale),
        "mode": Raw(quote(str(op.mode))),
        "align_corners": Raw("False") if bilinear else None,
    }
    return Layer(
        module=invoke("nn.Upsample", **keys),
        call=lambda x: invoke("F.interpolate", x, **keys),
    )


def slice_(op: Slice, site: Site) -> Layer:
    del site
    length = op.stop - op.start
    return Layer(
        call=lambda x: invoke("torch.narrow", x, Raw("1"), num(op.start), num(length)),
        listed=invoke(
            "Apply",
            Raw("torch.narrow"),
            dim=Raw("1"),
            start=num(op.start),
            length=num(length),
        ),
        helpers=(APPLY,),
    )


ROWS: Mapping[type[Op], Row] = {
    Conv: conv,
    ConvTranspose: conv_transpose,
    MaxPool: max_pool,
    AvgPool: avg_pool,
    GlobalAvgPool: global_avg_pool,
    AdaptiveAvgPool: adaptive_avg_pool,
    BatchNorm: bn,
    GroupNorm: group_norm,
    LayerNorm: layer_norm,
    LocalResponseNorm: lrn,
    Dense: dense,
    Flatten: flatten,
    Identity: identity,
    Dropout: dropout,
    ReLU: _activation("nn.ReLU", "F.relu"),
    ReLU6: _activation("nn.ReLU6", "F.relu6"),
    Sigmoid: _activation("nn.Sigmoid", "torch.sigmoid"),
    Tanh: _activation("nn.Tanh", "torch.tanh"),
    SiLU: _activation("nn.SiLU", "F.silu"),
    Mish: _activation("nn.Mish", "F.mish"),
    Softplus: _activation("nn.Softplus", "F.softplus"),
    SELU: _activation("nn.SELU", "F.selu"),
    HardSigmoid: _activation("nn.Hardsigmoid", "F.hardsigmoid"),
    HardSwish: _activation("nn.Hardswish", "F.hardswish"),
    LeakyReLU: leaky_relu,
    ELU: elu,
    GELU: gelu,
    PReLU: prelu,
    Softmax: _softmax("nn.Softmax", "F.softmax"),
    LogSoftmax: _softmax("nn.LogSoftmax", "F.log_softmax"),
    Pad: pad,
    Upsample: upsample,
    Slice: slice_,
}


class Torch(TorchLike):
    """PyTorch."""

    name = "torch"
    rows = ROWS
    helpers = HELPERS
    reserved = frozenset({"self", "torch", "nn", "F", "math", "OrderedDict", "partial"})
    imports: Sequence[tuple[str, str]] = (
        (r"\bmath\.", "import math"),
        (r"\bOrderedDict\(", "from collections import OrderedDict"),
        (r"\bpartial\(", "from functools import partial"),
        (r"\btorch\.", "import torch"),
        (r"\bnn\.", "from torch import nn"),
        (r"\bF\.", "from torch.nn import functional as F"),
    )

    def join(self, kind: str, items: Sequence[Code]) -> Code:
        if kind == "concat":
            return invoke("torch.cat", Items(tuple(items)), dim=Raw("1"))
        return Sum("+" if kind == "add" else "*", tuple(items))

    def named_sequence(self, pairs: Sequence[tuple[Code, Code]]) -> Code | None:
        return invoke("nn.Sequential", ordered(pairs))

    def append(self, target: str, codes: Sequence[Code]) -> list[Stmt]:
        return [Do(invoke(f"{target}.append", code)) for code in codes]

    def set_child(self, name: str, code: Code) -> Stmt:
        if name.isidentifier():
            return Assign(f"self.{name}", code)
        return Do(invoke("self.add_module", Raw(quote(name)), code))


def ordered(pairs: Sequence[tuple[Code, Code]]) -> Code:
    """An OrderedDict of named layers; by keyword where all names are identifiers."""
    if len(pairs) == 1 and pairs[0][0] == Raw(""):
        return invoke("OrderedDict", pairs[0][1])
    words = [name.text.strip('"') if isinstance(name, Raw) else "" for name, _ in pairs]
    if all(word.isidentifier() for word in words):
        keys = tuple(Arg(code, word) for word, (_, code) in zip(words, pairs, strict=True))
        return Invoke(Raw("OrderedDict"), keys)
    return invoke("OrderedDict", Items(tuple(Items(pair) for pair in pairs), "[]"))


DIALECT = Torch()
__all__ = ["DIALECT", "NO_PADS", "at_most_half", "ordered"]
