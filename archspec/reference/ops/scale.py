"""Multiplication by a number."""

from collections.abc import Mapping

from archspec.ops.base import Op, real
from archspec.ops.scale import Scale
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Rule, unary


def scale(op: Scale, x: Array) -> Array:
    """The input times the factor."""
    return x * real(op.factor)


def scale_gradient(op: Scale, dy: Array, x: Array) -> Array:
    """The factor."""
    del x
    return dy * real(op.factor)


RULES: Mapping[type[Op], Rule] = {
    Scale: unary(scale, scale_gradient),
}
