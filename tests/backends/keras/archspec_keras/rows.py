"""Keras: the operators that are there so far. Defaults are those of Keras 3."""

from collections.abc import Callable, Mapping

from archspec.backends.contract import common_rows
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    is_flat,
    is_unpadded,
    size,
    size_unless,
    unless,
)
from archspec.backends.contract.flow import MAJOR, POOL
from archspec.backends.contract.refusals import Unsupported
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Arg, Code, Invoke, Items, Literal
from archspec.ops import Op
from archspec.ops.activation import ReLU, Tanh
from archspec.ops.conv import Conv
from archspec.ops.dense import Dense, Flatten, Identity
from archspec.ops.fields.kinds import Pads, Pair
from archspec.ops.join import Add, Concat, Mul
from archspec.ops.norm import BatchNorm
from archspec.ops.pool import AvgPool, GlobalAvgPool, MaxPool
from archspec_keras.dialect import TRAINING, Keras


def conv(op: Conv, site: Site) -> Layer:
    _refuse_init(site)
    keys = {
        "strides": size_unless(op.stride, 1),
        "dilation_rate": size_unless(op.dilation, 1),
        "groups": unless(op.group_count(site.x), 1),
        "use_bias": unless(op.bias, True),
    }
    head = (lit(op.channels), size(op.kernel))
    if is_unpadded(op.padding):
        return Layer(module=invoke("layers.Conv2D", *head, **keys), kind=MAJOR)
    if _keeps_size(op):
        same = invoke("layers.Conv2D", *head, padding=Literal("same"), **keys)
        return Layer(module=same, kind=MAJOR)
    module = invoke("layers.Conv2D", *head, **keys)
    pads = [_pair(side) for side in op.padding]
    listed = invoke("PadConv2D", *head, pads=Items(tuple(pads)), **keys)
    return Layer(
        module=module,
        apply=lambda layer, x: Invoke(layer, (Arg(_padded(x, op.padding)),)),
        listed=listed,
        kind=MAJOR,
    )


def _keeps_size(op: Conv) -> bool:
    """Whether padding is "same"; with strides, that depends on the image."""
    half = tuple((k // 2, k // 2) if k in (1, 3, 5, 7) else None for k in op.kernel)
    return op.padding == half and op.stride == op.dilation == (1, 1)


def bn(op: BatchNorm, site: Site) -> Layer:
    _refuse_init(site)
    module = invoke(
        "layers.BatchNormalization",
        momentum=unless(op.decay, 0.99),
        epsilon=unless(op.eps, 1e-3),
        center=unless(op.shifted, True),
        scale=unless(op.scaled, True),
    )
    return Layer(
        module=module, apply=lambda layer, x: invoke(layer, x, training=TRAINING)
    )


def dense(op: Dense, site: Site) -> Layer:
    _refuse_init(site)
    if not is_flat(site.x):
        raise Unsupported("a dense layer on an image")
    module = invoke("layers.Dense", lit(op.units), use_bias=unless(op.bias, True))
    return Layer(module=module, kind=MAJOR)


def pool(name: str) -> Callable[[MaxPool | AvgPool, Site], Layer]:
    """A pool that pads nothing and drops what is left over."""

    def row(op: MaxPool | AvgPool, site: Site) -> Layer:
        del site
        if not is_unpadded(op.padding) or op.rounding != "floor":
            raise Unsupported("a pool with padding, or one that rounds up")
        strides = None if op.step == op.kernel else size(op.step)
        return Layer(module=invoke(name, size(op.kernel), strides), kind=POOL)

    return row


def global_avg_pool(op: GlobalAvgPool, site: Site) -> Layer:
    del op, site
    module = invoke("layers.GlobalAveragePooling2D", keepdims=Literal(True))
    return Layer(module=module, kind=POOL)


def flatten(op: Flatten, site: Site) -> Layer:
    del op
    if is_flat(site.x):
        return Layer(module=invoke("layers.Identity"), call=lambda x: x)
    return Layer(
        call=lambda x: invoke("flatten", x),
        listed=invoke("layers.Lambda", dotted("flatten")),
        kind=POOL,
    )


def concat(*xs: Code) -> Code:
    return invoke("keras.ops.concatenate", Items(xs, "[]"), axis=Literal(-1))


def identity(op: Identity, site: Site) -> Layer:
    del op, site
    return Layer(module=invoke("layers.Identity"), call=lambda x: x)


def activation(module: str, function: str) -> Row:
    """An activation without fields."""

    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(module=invoke(module), call=lambda x: invoke(function, x))

    return row


def tanh(op: Tanh, site: Site) -> Layer:
    del op, site
    module = invoke("layers.Activation", Literal("tanh"))
    return Layer(module=module, call=lambda x: invoke("keras.ops.tanh", x))


def _refuse_init(site: Site) -> None:
    if site.init:
        raise Unsupported("initial values", "leave init out")


def _padded(x: Code, pads: Pads) -> Code:
    sides = (_pair((0, 0)), *map(_pair, pads), _pair((0, 0)))
    return invoke("keras.ops.pad", x, Items(sides))


def _pair(pads: Pair) -> Code:
    low, high = pads
    return Items((lit(low), lit(high)))


ROWS: Mapping[type[Op], Row] = {
    Conv: conv,
    BatchNorm: bn,
    Dense: dense,
    MaxPool: pool("layers.MaxPooling2D"),
    AvgPool: pool("layers.AveragePooling2D"),
    GlobalAvgPool: global_avg_pool,
    Flatten: flatten,
    Identity: identity,
    ReLU: activation("layers.ReLU", "keras.ops.relu"),
    Tanh: tanh,
    Add: common_rows.add,
    Mul: common_rows.mul,
    Concat: common_rows.join(concat),
}

DIALECT = Keras(ROWS)
