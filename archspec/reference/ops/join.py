"""Operators of any number of inputs, with their gradients."""

from collections.abc import Mapping
from functools import reduce

import numpy as np

from archspec.ops.base import Op
from archspec.ops.join import Add, Concat, Mul
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Grads, Rule


def add(_: Add, *xs: Array) -> Array:
    """The sum; heights and widths of 1 are repeated."""
    return reduce(np.add, xs)


def add_gradient(_: Add, dy: Array, *xs: Array) -> Grads:
    """1 with respect to each input."""
    return [_unbroadcast(dy, x) for x in xs], {}


def mul(_: Mul, *xs: Array) -> Array:
    """The product; heights and widths of 1 are repeated."""
    return reduce(np.multiply, xs)


def mul_gradient(_: Mul, dy: Array, *xs: Array) -> Grads:
    """The product of the other inputs, with respect to each."""
    others = ([*xs[:i], *xs[i + 1 :]] for i in range(len(xs)))
    terms = (reduce(np.multiply, factors, dy) for factors in others)
    return [_unbroadcast(term, x) for term, x in zip(terms, xs, strict=True)], {}


def concat(_: Concat, *xs: Array) -> Array:
    """The channels of (N, C, ...), one input after the other."""
    return np.concatenate(xs, axis=1)


def concat_gradient(_: Concat, dy: Array, *xs: Array) -> Grads:
    """Each input gets its own channels."""
    ends = np.cumsum([x.shape[1] for x in xs])
    return np.split(dy, ends[:-1], axis=1), {}


def _unbroadcast(dy: Array, x: Array) -> Array:
    """The sum of ``dy`` over the sides along which ``x`` was repeated."""
    axes = tuple(i for i in range(dy.ndim) if x.shape[i] != dy.shape[i])
    return dy.sum(axis=axes, keepdims=True) if axes else dy


RULES: Mapping[type[Op], Rule] = {
    Add: Rule(add, add_gradient),
    Mul: Rule(mul, mul_gradient),
    Concat: Rule(concat, concat_gradient),
}
