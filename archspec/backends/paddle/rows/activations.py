"""Paddle: activations. Helpers replace those that keep their constants as float32."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import axis_with_batch, number, unless
from archspec.backends.paddle.rows.init import attributes
from archspec.backends.paddle.rows.pools import is_float32
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Code, Literal
from archspec.expr import Const, Expr, if_else, lift
from archspec.model.sizes.shapes import plain
from archspec.ops import Op
from archspec.ops.activation import (
    ELU,
    GELU,
    SELU,
    HardSigmoid,
    HardSwish,
    LeakyReLU,
    LogSigmoid,
    Mish,
    PReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softplus,
    Softsign,
    Tanh,
)
from archspec.ops.gate import GLU
from archspec.ops.softmax import LogSoftmax, Softmax


def _activation(module: str, function: str, **keys: Code | None) -> Row:
    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(
            module=invoke(f"nn.{module}", **keys),
            call=lambda x: invoke(f"F.{function}", x, **keys),
        )

    return row


def _helper(function: str, **keys: Code) -> Layer:
    """A function that the file defines itself."""
    return Layer(
        module=invoke("Apply", dotted(function), **keys),
        call=lambda x: invoke(function, x, **keys),
    )


def selu(op: SELU, site: Site) -> Layer:
    del op, site
    return _helper("selu")  # Paddle's constants are float32: an error of 2.4e-8


def hard_sigmoid(op: HardSigmoid, site: Site) -> Layer:
    del site
    if op == HardSigmoid():
        return _helper("hard_sigmoid")  # Paddle's slope is 0.1666667 in float32
    # F.hardsigmoid keeps its slope and offset in float32 (measured: 4e-8).
    keys = {"slope": number(op.slope), "offset": number(op.offset)}
    return _helper("scaled_hard_sigmoid", **keys)


def log_softmax(op: LogSoftmax, site: Site) -> Layer:
    number = op.number(site.x)
    axis = {} if number == 0 else {"axis": axis_with_batch(op.axis, number)}
    return _helper("log_softmax", **axis)  # Paddle's stops 64 below the largest


def leaky_relu(op: LeakyReLU, site: Site) -> Layer:
    del site
    slope = unless(op.slope, 0.01)
    return Layer(
        module=invoke("nn.LeakyReLU", slope),
        call=lambda x: invoke("F.leaky_relu", x, slope),
    )


def elu(op: ELU, site: Site) -> Layer:
    del site
    if isinstance(op.alpha, Expr) or not is_float32(op.alpha):
        return _helper("elu", alpha=lit(op.alpha))  # Paddle's alpha is a float32
    alpha = unless(op.alpha, 1.0)
    return Layer(
        module=invoke("nn.ELU", alpha), call=lambda x: invoke("F.elu", x, alpha)
    )


def gelu(op: GELU, site: Site) -> Layer:
    del site
    tanh = None if op.approximate == "none" else Literal(True)
    return Layer(
        module=invoke("nn.GELU", approximate=tanh),
        call=lambda x: invoke("F.gelu", x, approximate=tanh),
    )


def prelu(op: PReLU, site: Site) -> Layer:
    count = plain(if_else(lift(op.per_channel), lift(site.x[0]), Const(1)))
    weight = attributes(op, site)["weight_attr"]
    return Layer(module=invoke("nn.PReLU", unless(count, 1), weight_attr=weight))


def softmax(op: Softmax, site: Site) -> Layer:
    axis = axis_with_batch(op.axis, op.number(site.x))
    return Layer(
        module=invoke("nn.Softmax", axis=axis),
        call=lambda x: invoke("F.softmax", x, axis=axis),
    )


def glu(op: GLU, site: Site) -> Layer:
    axis = axis_with_batch(op.axis, op.number(site.x))
    return Layer(
        module=invoke("nn.GLU", axis=axis), call=lambda x: invoke("F.glu", x, axis=axis)
    )


ACTIVATION_ROWS: Mapping[type[Op], Row] = {
    ReLU: _activation("ReLU", "relu"),
    ReLU6: _activation("ReLU6", "relu6"),
    Sigmoid: _activation("Sigmoid", "sigmoid"),
    Tanh: _activation("Tanh", "tanh"),
    SiLU: _activation("Silu", "silu"),
    Mish: _activation("Mish", "mish"),
    # Above the default threshold of 20 the result is x itself, an error of 1e-10.
    Softplus: _activation("Softplus", "softplus", threshold=Literal(40)),
    SELU: selu,
    HardSigmoid: hard_sigmoid,
    LogSigmoid: _activation("LogSigmoid", "log_sigmoid"),
    Softsign: _activation("Softsign", "softsign"),
    HardSwish: _activation("Hardswish", "hardswish"),
    LeakyReLU: leaky_relu,
    ELU: elu,
    GELU: gelu,
    PReLU: prelu,
    Softmax: softmax,
    LogSoftmax: log_softmax,
    GLU: glu,
}
