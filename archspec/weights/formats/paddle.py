"""Paddle's ``.pdparams``, as ``paddle.save`` writes a state dict: a pickle of arrays.

Needs nothing but NumPy: the pickle is read by `pickled`, which executes nothing.
"""

import pickle
from collections.abc import Mapping

from archspec.reference.ops import Array
from archspec.weights.fitting.choice import TABLE
from archspec.weights.formats import torch

_PROTOCOL = 4  # paddle.save's own default


def parse(data: bytes) -> object:
    """What a file holds, by its own names, such as "layer1.0.bn1._mean".

    Raises Malformed.
    """
    return torch.plain(data, paddle=True)


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file that ``paddle.load`` gives ``Layer.set_state_dict``."""
    del about
    # The table of Paddle's global names, which may be any, tells that the file is its own.
    return pickle.dumps({**tensors, TABLE: {name: name for name in tensors}}, _PROTOCOL)
