"""Rows shared by every backend."""

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import num
from archspec.backends.python.build import joined
from archspec.ops import Scale


def scale(op: Scale, site: Site) -> Layer:
    """``x * factor``"""
    del site
    return Layer(call=lambda x: joined("*", (x, num(op.factor))))
