"""Operators as a kernel computes them that rounds some of it to float32."""

import ctypes
from functools import cache
from math import pi, sqrt
from typing import Any

import numpy as np

from archspec.ops import (
    GELU,
    SELU,
    AdaptiveAvgPool,
    AvgPool,
    GlobalAvgPool,
    HardSigmoid,
    LeakyReLU,
    Op,
    PReLU,
)
from archspec.ops.base import real
from archspec.record import replace
from archspec.reference.grads import GRADIENTS, Gradient, Grads
from archspec.reference.ops import REFERENCE, Array, Reference
from archspec.reference.ops import pool as forward
from archspec.reference.ops.activation import SELU_ALPHA, SELU_SCALE
from archspec.reference.ops.arrays import Weights, per_channel, size_of


def single(number: float) -> float:
    """The nearest float32."""
    return float(np.float32(number))


def epsilon(op: Any) -> Op:
    """``op`` with its epsilon in float32."""
    return replace(op, eps=single(real(op.eps)))


def alpha(op: Any) -> Op:
    """``op`` with its alpha in float32."""
    return replace(op, alpha=single(real(op.alpha)))


def slope(op: Any) -> Op:
    """``op`` with its slope in float32."""
    return replace(op, slope=single(real(op.slope)))


def leaky_relu(op: LeakyReLU, x: Array, weights: Weights) -> Array:
    """Multiply negative values by the slope in float32."""
    del weights
    return np.where(x > 0, x, _product(x, np.array(real(op.slope))))


def prelu(op: PReLU, x: Array, weights: Weights) -> Array:
    """Multiply negative values by the weight in float32."""
    del op
    return np.where(x > 0, x, _product(x, per_channel(weights["weight"], x)))


def _product(x: Array, slope: Array) -> Array:
    return (x.astype(np.float32) * slope.astype(np.float32)).astype(x.dtype)


def selu(op: SELU, x: Array, weights: Weights) -> Array:
    """Compute SELU with both constants in float32."""
    del op, weights
    below = single(SELU_ALPHA) * np.expm1(np.minimum(x, 0))
    return single(SELU_SCALE) * np.where(x > 0, x, below)


def selu_gradient(op: SELU, x: Array, weights: Weights, dy: Array) -> Grads:
    """Differentiate SELU with both constants, and their product, in float32."""
    below = single(single(SELU_SCALE) * single(SELU_ALPHA))
    return dy * np.where(x > 0, single(SELU_SCALE), selu(op, x, weights) + below), {}


def hard_sigmoid(slope: float) -> Reference:
    """Clip slope * x + 1/2 to 0 and 1, with a slope near 1/6."""

    def value(op: HardSigmoid, x: Array, weights: Weights) -> Array:
        del op, weights
        return np.clip(x * slope + 0.5, 0, 1)

    return value


def hard_sigmoid_gradient(slope: float) -> Gradient:
    """Differentiate that."""

    def gradient(op: HardSigmoid, x: Array, weights: Weights, dy: Array) -> Grads:
        return GRADIENTS["hard_sigmoid"](op, x, weights, dy * (slope * 6))

    return gradient


def gelu(op: GELU, x: Array, weights: Weights) -> Array:
    """Compute x * Phi(x) in float32, step by step as MXNet does."""
    if op.approximate == "tanh":
        return REFERENCE["gelu"](op, x, weights)
    near = x.astype(np.float32)
    phi = 1 + _c_float("erff", near / np.float32(sqrt(2)))
    return (np.float32(0.5) * near * phi).astype(x.dtype)


def gelu_gradient(op: GELU, x: Array, weights: Weights, dy: Array) -> Grads:
    """Differentiate x * Phi(x) in float32, step by step as MXNet does."""
    if op.approximate == "tanh":
        return GRADIENTS["gelu"](op, x, weights, dy)
    root = np.float32(sqrt(2))
    near = x.astype(np.float32)
    phi = 1 + _c_float("erff", near / root)
    bell = _c_float("expf", -np.square(near / root)).astype(np.float64)
    factor = 2.0 / single(sqrt(single(pi)))
    slope = np.float32(0.5) * (phi + near * (factor * bell).astype(np.float32) / root)
    return dy * slope.astype(x.dtype), {}


def _c_float(name: str, x: Array) -> Array:
    """Apply a function of the C library, which MXNet calls and which rounds in its own way."""
    function = _c_function(name)
    flat = [function(number) for number in x.ravel().tolist()]
    return np.array(flat, np.float32).reshape(x.shape)


@cache
def _c_function(name: str) -> Any:
    function = ctypes.CDLL(None)[name]
    function.argtypes, function.restype = (ctypes.c_float,), ctypes.c_float
    return function


def _share(counts: Array) -> Array:
    """How much more or less than 1 / counts its float32 is."""
    return (1 / counts).astype(np.float32).astype(np.float64) * counts


def avg_pool(op: AvgPool, x: Array, weights: Weights, dy: Array) -> Grads:
    """Differentiate means with 1 / n of each window in float32."""
    factor = _share(forward.divisors(op, x))
    return GRADIENTS["avg_pool"](op, x, weights, dy * factor)


def global_avg_pool(op: GlobalAvgPool, x: Array, weights: Weights, dy: Array) -> Grads:
    """Differentiate a mean with 1 / n in float32."""
    factor = _share(np.array(x.shape[2] * x.shape[3]))
    return GRADIENTS["global_avg_pool"](op, x, weights, dy * factor)


def adaptive_avg_pool(
    op: AdaptiveAvgPool, x: Array, weights: Weights, dy: Array
) -> Grads:
    """Differentiate means with 1 / n of each window in float32."""
    rows, columns = (
        np.array([end - first for first, end in forward.adaptive_windows(size, count)])
        for size, count in zip(x.shape[2:], size_of(op.size), strict=True)
    )
    factor = _share(np.outer(rows, columns))
    return GRADIENTS["adaptive_avg_pool"](op, x, weights, dy * factor)
