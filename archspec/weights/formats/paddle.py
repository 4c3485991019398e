"""Paddle's ``.pdparams``, as ``paddle.save`` writes a state dict: a pickle of arrays.

Needs only NumPy: `pickled` reads the pickle and executes nothing.
"""

import pickle
from collections.abc import Mapping

from archspec.reference.ops import Array
from archspec.weights.fitting.choice import TABLE
from archspec.weights.formats import torch

_PROTOCOL = 4  # paddle.save's own default


def parse(data: bytes) -> object:
    """The content of a file by its own names, such as "layer1.0.bn1._mean".

    Raises Malformed.
    """
    return torch.plain(data, paddle=True)


def serialize(tensors: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    """A file that ``paddle.load`` reads for ``Layer.set_state_dict``."""
    del about
    # The table of global names, whose values are arbitrary, marks the file as Paddle's.
    return pickle.dumps({**tensors, TABLE: {name: name for name in tensors}}, _PROTOCOL)
