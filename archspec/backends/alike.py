"""Operators that all frameworks say alike."""

from archspec.backends.dialect import Layer, Site
from archspec.backends.fields import num
from archspec.backends.target import Sum
from archspec.ops import Scale


def scale(op: Scale, site: Site) -> Layer:
    """``x * factor``"""
    del site
    return Layer(call=lambda x: Sum("*", (x, num(op.factor))))
