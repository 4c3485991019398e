"""Operators as kernels compute them that round a part to float32."""

import ctypes
from functools import cache
from math import pi, sqrt
from typing import Any

import numpy as np

from archspec.ops import Op
from archspec.ops.activation import GELU, SELU, HardSigmoid, LeakyReLU, PReLU
from archspec.ops.base import real
from archspec.ops.pool import AdaptiveAvgPool, AvgPool, GlobalAvgPool
from archspec.record import replace
from archspec.reference.ops import Array, activation, pool
from archspec.reference.ops.activation import SELU_ALPHA, SELU_SCALE
from archspec.reference.ops.arrays import per_channel, size_of
from archspec.reference.ops.rule import Grads


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


def leaky_relu(op: LeakyReLU, x: Array) -> Array:
    """Multiply negative values by the slope in float32."""
    return np.where(x > 0, x, _product(x, np.array(real(op.slope))))


def prelu(_: PReLU, x: Array, weight: Array) -> Array:
    """Multiply negative values by the weight in float32."""
    return np.where(x > 0, x, _product(x, per_channel(weight, x)))


def _product(x: Array, slope: Array) -> Array:
    return (x.astype(np.float32) * slope.astype(np.float32)).astype(x.dtype)


def selu(_: SELU, x: Array) -> Array:
    """Compute SELU with both constants in float32."""
    below = single(SELU_ALPHA) * np.expm1(np.minimum(x, 0))
    return single(SELU_SCALE) * np.where(x > 0, x, below)


def selu_gradient(op: SELU, dy: Array, x: Array) -> Grads:
    """Differentiate SELU with both constants, and their product, in float32."""
    below = single(single(SELU_SCALE) * single(SELU_ALPHA))
    return (dy * np.where(x > 0, single(SELU_SCALE), selu(op, x) + below),), {}


def hard_sigmoid(op: HardSigmoid) -> Op:
    """``op`` with its slope and offset in float32."""
    slope, offset = single(real(op.slope)), single(real(op.offset))
    return replace(op, slope=slope, offset=offset)


def hard_sigmoid_gradient(op: HardSigmoid, dy: Array, x: Array) -> Grads:
    """Differentiate hard_sigmoid with a slope of 1 / 6 in float32."""
    share = single(1 / 6) * 6 if op == HardSigmoid() else 1.0
    return (activation.hard_sigmoid_gradient(op, dy * share, x),), {}


def gelu(op: GELU, x: Array) -> Array:
    """Compute x * Phi(x) in float32, step by step as MXNet does."""
    if op.approximate == "tanh":
        return activation.gelu(op, x)
    near = x.astype(np.float32)
    phi = 1 + _c_float("erff", near / np.float32(sqrt(2)))
    return (np.float32(0.5) * near * phi).astype(x.dtype)


def gelu_gradient(op: GELU, dy: Array, x: Array) -> Grads:
    """Differentiate x * Phi(x) in float32, step by step as MXNet does."""
    if op.approximate == "tanh":
        return (activation.gelu_gradient(op, dy, x),), {}
    root = np.float32(sqrt(2))
    near = x.astype(np.float32)
    phi = 1 + _c_float("erff", near / root)
    bell = _c_float("expf", -np.square(near / root)).astype(np.float64)
    factor = 2.0 / single(sqrt(single(pi)))
    slope = np.float32(0.5) * (phi + near * (factor * bell).astype(np.float32) / root)
    return (dy * slope.astype(x.dtype),), {}


def _c_float(name: str, x: Array) -> Array:
    """Apply a float32 function of the C library, as MXNet does."""
    function = _c_function(name)
    flat = [function(number) for number in x.ravel().tolist()]
    return np.array(flat, np.float32).reshape(x.shape)


@cache
def _c_function(name: str) -> Any:
    function = ctypes.CDLL(None)[name]
    function.argtypes, function.restype = (ctypes.c_float,), ctypes.c_float
    return function


def _share(counts: Array) -> Array:
    """The relative error of 1 / counts in float32."""
    return (1 / counts).astype(np.float32).astype(np.float64) * counts


def avg_pool_gradient(op: AvgPool, dy: Array, x: Array) -> Grads:
    """Differentiate means with 1 / n of each window in float32."""
    factor = _share(pool.divisors(op, x))
    return (pool.avg_pool_gradient(op, dy * factor, x),), {}


def global_avg_pool_gradient(op: GlobalAvgPool, dy: Array, x: Array) -> Grads:
    """Differentiate a mean with 1 / n in float32."""
    factor = _share(np.array(x.shape[2] * x.shape[3]))
    return (pool.global_avg_pool_gradient(op, dy * factor, x),), {}


def adaptive_avg_pool_gradient(op: AdaptiveAvgPool, dy: Array, x: Array) -> Grads:
    """Differentiate means with 1 / n of each window in float32."""
    rows, columns = (
        np.array([end - first for first, end in pool.adaptive_windows(size, count)])
        for size, count in zip(x.shape[2:], size_of(op.size), strict=True)
    )
    factor = _share(np.outer(rows, columns))
    return (pool.adaptive_avg_pool_gradient(op, dy * factor, x),), {}
