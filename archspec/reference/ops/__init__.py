"""The operators in NumPy: the oracle that every framework is compared with.

All functions keep the dtype of their input and never write to it; the result may share
memory with it. ``x`` has the batch axis: (N, C) or (N, C, H, W).
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from archspec.reference.ops import activation, conv, dense, norm, pool, scale, shape
from archspec.reference.ops.arrays import Array, Weights
from archspec.reference.ops.shape import join

# From an operator, its input and its tensors by neutral name, to its output.
Reference: TypeAlias = Callable[[Any, Array, Weights], Array]

# In inference mode.
REFERENCE: dict[str, Reference] = {
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
    "dense": dense.dense,
    "flatten": shape.flatten,
    "identity": shape.identity,
    "dropout": dense.dropout,
    "stochastic_depth": dense.stochastic_depth,
    "relu": activation.relu,
    "relu6": activation.relu6,
    "sigmoid": activation.sigmoid,
    "tanh": activation.tanh,
    "silu": activation.silu,
    "mish": activation.mish,
    "softplus": activation.softplus,
    "selu": activation.selu,
    "hard_sigmoid": activation.hard_sigmoid,
    "hard_swish": activation.hard_swish,
    "leaky_relu": activation.leaky_relu,
    "elu": activation.elu,
    "gelu": activation.gelu,
    "prelu": activation.prelu,
    "softmax": activation.softmax,
    "log_softmax": activation.log_softmax,
    "pad": shape.pad,
    "upsample": shape.upsample,
    "slice": shape.slice_channels,
    "channel_shuffle": shape.channel_shuffle,
    "permute": shape.permute,
    "scale": shape.scale,
}
# In training, but for what is random: dropout stays off.
TRAINING: dict[str, Reference] = REFERENCE | {"bn": norm.batch_norm}

__all__ = ["REFERENCE", "TRAINING", "Array", "Reference", "Weights", "join"]
