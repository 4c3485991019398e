"""The operators in NumPy: the oracle that every framework is compared with.

`RULES` is the union of those in the modules, which are called as in ``archspec/ops``.
"""

from collections.abc import Mapping

from archspec.ops.base import Op
from archspec.reference.ops import (
    activation,
    conv,
    dense,
    gate,
    join,
    norm,
    pointwise,
    pool,
    rearrange,
    reduce,
    resize,
    scale,
    shape,
    softmax,
    vector_norm,
)
from archspec.reference.ops.arrays import Array
from archspec.reference.ops.rule import Forward, Gradient, Rule

RULES: Mapping[type[Op], Rule] = {
    **conv.RULES,
    **pool.RULES,
    **reduce.RULES,
    **norm.RULES,
    **vector_norm.RULES,
    **activation.RULES,
    **softmax.RULES,
    **gate.RULES,
    **dense.RULES,
    **scale.RULES,
    **pointwise.RULES,
    **shape.RULES,
    **rearrange.RULES,
    **resize.RULES,
    **join.RULES,
}

__all__ = ["RULES", "Array", "Forward", "Gradient", "Rule"]
