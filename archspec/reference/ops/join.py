"""Operators of several inputs, with their gradients."""

from collections.abc import Mapping
from functools import reduce

import numpy as np

from archspec.ops.base import Op
from archspec.ops.join import Add, Concat, Div, Maximum, Minimum, Mul, Sub
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Grads, Rule


def add(_: Add, *xs: Array) -> Array:
    """The sum; sizes of 1 are repeated."""
    return reduce(np.add, xs)


def add_gradient(_: Add, dy: Array, *xs: Array) -> Grads:
    """1 with respect to each input."""
    return [_unbroadcast(dy, x) for x in xs], {}


def mul(_: Mul, *xs: Array) -> Array:
    """The product; sizes of 1 are repeated."""
    return reduce(np.multiply, xs)


def mul_gradient(_: Mul, dy: Array, *xs: Array) -> Grads:
    """The product of the other inputs, with respect to each."""
    others = ([*xs[:i], *xs[i + 1 :]] for i in range(len(xs)))
    terms = (reduce(np.multiply, factors, dy) for factors in others)
    return [_unbroadcast(term, x) for term, x in zip(terms, xs, strict=True)], {}


def sub(_: Sub, x: Array, y: Array) -> Array:
    """The difference; sizes of 1 are repeated."""
    return x - y


def sub_gradient(_: Sub, dy: Array, *xs: Array) -> Grads:
    """1 and -1."""
    return [_unbroadcast(dy, xs[0]), _unbroadcast(-dy, xs[1])], {}


def div(_: Div, x: Array, y: Array) -> Array:
    """The quotient; sizes of 1 are repeated."""
    return x / y


def div_gradient(_: Div, dy: Array, x: Array, y: Array) -> Grads:
    """1 / y, and -x / y ** 2."""
    return [_unbroadcast(dy / y, x), _unbroadcast(-dy * x / (y * y), y)], {}


def maximum(_: Maximum, *xs: Array) -> Array:
    """The largest value; sizes of 1 are repeated."""
    return reduce(np.maximum, xs)


def minimum(_: Minimum, *xs: Array) -> Array:
    """The smallest value; sizes of 1 are repeated."""
    return reduce(np.minimum, xs)


def largest(_: Maximum, *xs: Array) -> Array:
    """The number of the input with the largest value, the first of equal ones."""
    return np.argmax(np.stack(np.broadcast_arrays(*xs)), axis=0)


def smallest(_: Minimum, *xs: Array) -> Array:
    """The number of the input with the smallest value, the first of equal ones."""
    return np.argmin(np.stack(np.broadcast_arrays(*xs)), axis=0)


def extreme_gradient(op: Maximum | Minimum, dy: Array, *xs: Array) -> Grads:
    """1 for the input that has the value, shared by equal ones."""
    y = RULES[type(op)].forward(op, *xs)
    chosen = [(x == y).astype(dy.dtype) for x in xs]
    share = dy / reduce(np.add, chosen)
    return [_unbroadcast(share * own, x) for own, x in zip(chosen, xs, strict=True)], {}


def concat(_: Concat, *xs: Array) -> Array:
    """The channels of (N, C, ...), one input after the other."""
    return np.concatenate(xs, axis=1)


def concat_gradient(_: Concat, dy: Array, *xs: Array) -> Grads:
    """Each input gets its own channels."""
    ends = np.cumsum([x.shape[1] for x in xs])
    return np.split(dy, ends[:-1], axis=1), {}


def _unbroadcast(dy: Array, x: Array) -> Array:
    """The sum of ``dy`` over the axes along which ``x`` was repeated."""
    axes = tuple(i for i in range(dy.ndim) if x.shape[i] != dy.shape[i])
    return dy.sum(axis=axes, keepdims=True) if axes else dy


RULES: Mapping[type[Op], Rule] = {
    Add: Rule(add, add_gradient),
    Mul: Rule(mul, mul_gradient),
    Sub: Rule(sub, sub_gradient),
    Div: Rule(div, div_gradient),
    Maximum: Rule(maximum, extreme_gradient, winners=largest),
    Minimum: Rule(minimum, extreme_gradient, winners=smallest),
    Concat: Rule(concat, concat_gradient),
}
