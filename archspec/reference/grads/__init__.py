"""The gradients of the operators in NumPy, one for each function in ``numpy_ops``.

Each takes what the function took and ``dy``, the gradient by its output, and gives the
gradient by its input and by its params. All keep the dtype and never write to what they
are given; a gradient may share memory with ``dy``.

Where a derivative jumps, it is the one that PyTorch takes. Of equal values in a window of
``max_pool`` the first, row by row, has the gradient, as in all frameworks.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from archspec.reference.grads import (
    activation,
    conv,
    dense,
    norm,
    pool,
    scale,
    shape,
)
from archspec.reference.grads.activation import pointwise
from archspec.reference.grads.arrays import Grads
from archspec.reference.grads.shape import join
from archspec.reference.ops.arrays import Array, Weights

# From an operator, its input, its tensors by neutral name and dy, to the gradients.
Gradient: TypeAlias = Callable[[Any, Array, Weights, Array], Grads]

# In inference mode.
GRADIENTS: dict[str, Gradient] = {
    "conv": conv.conv,
    "conv_transpose": conv.conv_transpose,
    "max_pool": pool.max_pool,
    "avg_pool": pool.avg_pool,
    "global_avg_pool": pool.global_avg_pool,
    "adaptive_avg_pool": pool.adaptive_avg_pool,
    "bn": norm.bn,
    "group_norm": norm.group_norm,
    "layer_norm": norm.layer_norm,
    "lrn": norm.lrn,
    "layer_scale": scale.layer_scale,
    "scale": scale.scale,
    "dense": dense.dense,
    "flatten": shape.flatten,
    "identity": shape.identity,
    "dropout": dense.dropout,
    "stochastic_depth": dense.stochastic_depth,
    "relu": pointwise(activation.relu),
    "relu6": pointwise(activation.relu6),
    "sigmoid": pointwise(activation.sigmoid),
    "tanh": pointwise(activation.tanh),
    "silu": pointwise(activation.silu),
    "mish": pointwise(activation.mish),
    "softplus": pointwise(activation.softplus),
    "selu": pointwise(activation.selu),
    "hard_sigmoid": pointwise(activation.hard_sigmoid),
    "hard_swish": pointwise(activation.hard_swish),
    "leaky_relu": pointwise(activation.leaky_relu),
    "elu": pointwise(activation.elu),
    "gelu": pointwise(activation.gelu),
    "prelu": activation.prelu,
    "softmax": activation.softmax,
    "log_softmax": activation.log_softmax,
    "pad": shape.pad,
    "upsample": shape.upsample,
    "slice": shape.slice_channels,
    "channel_shuffle": shape.channel_shuffle,
    "permute": shape.permute,
}

# In training, but for what is random: dropouts stay off.
TRAINING_GRADIENTS: dict[str, Gradient] = GRADIENTS | {"bn": norm.batch_norm}

__all__ = ["GRADIENTS", "TRAINING_GRADIENTS", "Gradient", "Grads", "join"]
