"""Rows shared by every backend."""

from collections.abc import Callable, Mapping
from functools import reduce

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import number
from archspec.backends.contract.flow import JOIN
from archspec.backends.python.build import invoke, joined, lit
from archspec.backends.python.nodes import Code, Items
from archspec.ops import Op
from archspec.ops.join import Add, Div, Maximum, Minimum, Mul, Sub
from archspec.ops.pointwise import Offset, Power
from archspec.ops.scale import Scale


def scale(op: Scale, site: Site) -> Layer:
    """``x * factor``"""
    del site
    return Layer(call=lambda x: joined("*", (x, lit(op.factor))))


def offset(op: Offset, site: Site) -> Layer:
    """``x + value``"""
    del site
    value, sign = op.value, "+"
    if isinstance(value, float) and value < 0:
        value, sign = -value, "-"
    return Layer(call=lambda x: joined(sign, (x, number(value))))


def power(op: Power, site: Site) -> Layer:
    """``x**exponent``"""
    del site
    return Layer(call=lambda x: joined("**", (x, number(op.exponent))))


def infix(sign: str) -> Row:
    """The inputs with ``sign`` between them."""

    def call(*xs: Code) -> Code:
        return joined(sign, xs)

    return join(call)


def concat(function: str, axis: str) -> Row:
    """``function`` of the list of inputs; ``axis`` names its argument for the channels."""

    def call(*xs: Code) -> Code:
        return invoke(function, Items(xs), **{axis: lit(1)})

    return join(call)


def join(call: Callable[..., Code]) -> Row:
    """A function of all inputs, without fields."""

    def row(op: Op, site: Site) -> Layer:
        del op, site
        return Layer(call=call, kind=JOIN)

    return row


def pairwise(function: str) -> Row:
    """A function of two inputs, applied repeatedly to more."""

    def call(*xs: Code) -> Code:
        return reduce(lambda a, b: invoke(function, a, b), xs)

    return join(call)


add, sub, mul, div = map(infix, "+-*/")


def arithmetic(module: str) -> Mapping[type[Op], Row]:
    """Operators with several values; ``module`` has the functions of two."""
    return {
        Add: add,
        Sub: sub,
        Mul: mul,
        Div: div,
        Maximum: pairwise(f"{module}.maximum"),
        Minimum: pairwise(f"{module}.minimum"),
    }
