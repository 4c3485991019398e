"""The operators of the language: ``OPS`` has each class of the modules listed here."""

from archspec.ops import (
    activation,
    conv,
    dense,
    gate,
    join,
    named_activation,
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
from archspec.ops.base import (
    Field,
    Numbers,
    Op,
    OpError,
    Shape,
    Tensor,
    known,
    operators,
    spell,
)

# In the order of the pages.
OPS = operators(
    conv,
    pool,
    reduce,
    norm,
    vector_norm,
    dense,
    named_activation,
    activation,
    softmax,
    gate,
    shape,
    rearrange,
    resize,
    scale,
    pointwise,
    join,
)
OP_BY_NAME = {op.NAME: op for op in OPS}
# What the `init` of a block or a file applies to.
WEIGHTED = tuple(op.NAME for op in OPS if op.WEIGHTED)

__all__ = [
    "OPS",
    "OP_BY_NAME",
    "WEIGHTED",
    "Field",
    "Numbers",
    "Op",
    "OpError",
    "Shape",
    "Tensor",
    "known",
    "operators",
    "spell",
]
