"""Arithmetic on every value by itself.

A derivative at a bound of ``clamp`` is 1, as in all frameworks.
"""

from collections.abc import Mapping

import numpy as np

from archspec.ops.base import Op, real
from archspec.ops.pointwise import Abs, Clamp, Exp, Log, Offset, Power, Sqrt, Square
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Rule, unary


def offset(op: Offset, x: Array) -> Array:
    """The input plus the value."""
    return x + real(op.value)


def offset_gradient(_: Offset, dy: Array, x: Array) -> Array:
    """1."""
    del x
    return dy


def power(op: Power, x: Array) -> Array:
    """x ** exponent."""
    return x ** real(op.exponent)


def power_gradient(op: Power, dy: Array, x: Array) -> Array:
    """exponent * x ** (exponent - 1)."""
    exponent = real(op.exponent)
    return dy * exponent * x ** (exponent - 1)


def square(_: Square, x: Array) -> Array:
    """x * x."""
    return x * x


def square_gradient(_: Square, dy: Array, x: Array) -> Array:
    """2 * x."""
    return dy * 2 * x


def sqrt(_: Sqrt, x: Array) -> Array:
    """The square root."""
    return np.sqrt(x)


def sqrt_gradient(_: Sqrt, dy: Array, x: Array) -> Array:
    """1 / (2 * sqrt(x))."""
    return dy / (2 * np.sqrt(x))


def exp(_: Exp, x: Array) -> Array:
    """exp(x)."""
    return np.exp(x)


def exp_gradient(_: Exp, dy: Array, x: Array) -> Array:
    """exp(x)."""
    return dy * np.exp(x)


def log(_: Log, x: Array) -> Array:
    """log(x)."""
    return np.log(x)


def log_gradient(_: Log, dy: Array, x: Array) -> Array:
    """1 / x."""
    return dy / x


def absolute(_: Abs, x: Array) -> Array:
    """|x|."""
    return np.abs(x)


def absolute_gradient(_: Abs, dy: Array, x: Array) -> Array:
    """The sign of x; 0 at 0."""
    return dy * np.sign(x)


def clamp(op: Clamp, x: Array) -> Array:
    """max(min, min(x, max))."""
    low, high = _bounds(op)
    return np.clip(x, low, high)


def clamp_gradient(op: Clamp, dy: Array, x: Array) -> Array:
    """1 from min to max, else 0."""
    low, high = _bounds(op)
    return dy * ((x >= low) & (x <= high))


def _bounds(op: Clamp) -> tuple[float, float]:
    low = -np.inf if op.min is None else real(op.min)
    high = np.inf if op.max is None else real(op.max)
    return low, high


def clamp_kinks(op: Clamp) -> tuple[float, ...]:
    """The bounds."""
    return tuple(real(bound) for bound in (op.min, op.max) if bound is not None)


RULES: Mapping[type[Op], Rule] = {
    Offset: unary(offset, offset_gradient),
    Power: unary(power, power_gradient),
    Square: unary(square, square_gradient),
    Sqrt: unary(sqrt, sqrt_gradient),
    Exp: unary(exp, exp_gradient),
    Log: unary(log, log_gradient),
    Abs: unary(absolute, absolute_gradient, kinks=(0,)),
    Clamp: unary(clamp, clamp_gradient, kinks=clamp_kinks),
}
