"""Gluon: activations. They are layers, one per class and kind.

F.relu in a hybridized ResNet-50 costs 46 % more than nn.Activation("relu") (measured).
"""

import struct

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import number, unless
from archspec.backends.gluon.rows.init import initial
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Code, Literal
from archspec.expr import Const, Expr, if_else, lift
from archspec.model.definitions import Start
from archspec.ops import Op
from archspec.ops.activation import ELU, GELU, HardSigmoid, LeakyReLU, PReLU


def native(module: Code) -> Row:
    """The row of an activation that is a layer without arguments."""

    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(module=module, shared=True)

    return row


def activation(kind: str) -> Row:
    return native(invoke("nn.Activation", Literal(kind)))


def composed(name: str) -> Row:
    """The row of an activation that needs its own class."""

    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(module=invoke(name), shared=True)

    return row


def leaky_relu(op: LeakyReLU, site: Site) -> Layer:
    del site
    # nn.LeakyReLU multiplies in float32, whatever its input is (measured: 3e-8).
    module = invoke("LeakyReLU", lit(op.slope))
    return Layer(module=module, shared=True)


def elu(op: ELU, site: Site) -> Layer:
    del site
    # nn.ELU takes its alpha in float32 (measured: 1e-9).
    if is_single(op.alpha):
        return Layer(module=invoke("nn.ELU", unless(op.alpha, 1.0)), shared=True)
    module = invoke("ELU", lit(op.alpha))
    return Layer(module=module, shared=True)


def is_single(value: float | Expr) -> bool:
    """Whether a number is exact in float32."""
    if isinstance(value, Expr):
        return False
    return abs(value) < 1e38 and struct.unpack("f", struct.pack("f", value))[0] == value


def hard_sigmoid(op: HardSigmoid, site: Site) -> Layer:
    if op == HardSigmoid():
        return composed("HardSigmoid")(op, site)
    # F.hard_sigmoid keeps its slope and offset in float32 (measured: 4e-8).
    module = invoke("ScaledHardSigmoid", number(op.slope), number(op.offset))
    return Layer(module=module, shared=True)


def gelu(op: GELU, site: Site) -> Layer:
    name = "GELU" if op.approximate == "none" else "TanhGELU"
    return composed(name)(op, site)


def prelu(op: PReLU, site: Site) -> Layer:
    channels = lift(site.x[0])
    if isinstance(op.per_channel, bool):
        count = channels if op.per_channel else Const(1)
    else:
        count = if_else(op.per_channel, channels, Const(1))
    # nn.PReLU multiplies in float32, whatever its input is (measured).
    start = Start("constant", (Const(0.25),))
    begin = initial(op, site, {"weight": ("alpha_initializer", start)})
    in_channels = None if count == Const(1) else lit(count)
    module = invoke("PReLU", in_channels=in_channels, **begin)
    return Layer(module=module)
