"""How a file of weights is read."""

import os
import re
from collections.abc import Sequence
from typing import Literal, TypeAlias, TypedDict

from archspec.record import record
from archspec.weights.names.rename import Rules

Patterns: TypeAlias = "Sequence[str | re.Pattern[str]]"


class BuildOptions(TypedDict, total=False):
    """The fields of `Reading` as keyword arguments, where a network has its own type."""

    format: str | None
    key: str
    map: Rules
    ignore: Patterns
    symbol: "str | os.PathLike[str] | None"
    fold: bool
    fold_dim: 'int | Literal["default"] | None'


class ReadOptions(BuildOptions, total=False):
    """The fields of `Reading` as keyword arguments."""

    dtype: str | None


@record
class Reading:
    """How a file of weights is read.

    Attributes:
        format: safetensors, torch, paddle, gluon or chainer; None to tell it by content.
        key: of the state dict in a checkpoint, with dots where it is nested deeper, or
            what the names of the wanted tensors begin with.
        map: patterns and their replacements, by which names are changed, in order.
        ignore: patterns of names; a tensor with one of them need not be one of the
            network.
        dtype: float16, float32 or float64, in which every number is exact.
        symbol: the ``-symbol.json`` of a checkpoint of MXNet's Module; one that lies
            beside it under its name is found.
        fold: compute weights that weight_norm or spectral_norm of PyTorch or Paddle keeps
            in parts.
        fold_dim: the ``dim`` that they were given where sizes do not tell it, or "default"
            if they were given none; folds as well.
        widen: give bfloat16 as float32.
    """

    format: str | None = None
    key: str = ""
    map: Rules = ()
    ignore: Patterns = ()
    dtype: str | None = None
    symbol: "str | os.PathLike[str] | None" = None
    fold: bool = False
    fold_dim: 'int | Literal["default"] | None' = None
    widen: bool = False
