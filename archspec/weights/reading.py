"""Options for reading a weight file."""

import os
import re
from collections.abc import Sequence
from typing import Literal, TypeAlias, TypedDict

from archspec.record import record
from archspec.weights.names.rename import Rules

Patterns: TypeAlias = "Sequence[str | re.Pattern[str]]"


class BuildOptions(TypedDict, total=False):
    """The fields of `Reading` as keyword arguments, without the type."""

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
    """Options for reading a weight file.

    Attributes:
        format: safetensors, torch, paddle, gluon or chainer; None to detect it.
        key: the key of the state dict in a checkpoint, with dots between nested keys,
            or the prefix of the names of the tensors.
        map: patterns and replacements that rename tensors, in order.
        ignore: patterns of names; matching tensors need not belong to the network.
        dtype: float16, float32 or float64, which must represent every number exactly.
        symbol: the ``-symbol.json`` of an MXNet Module checkpoint; by default, the one
            with the name of the file.
        fold: compute weights that PyTorch's or Paddle's weight_norm or spectral_norm
            stores in parts.
        fold_dim: the ``dim`` of the norm if shapes do not determine it, or "default" if
            it was given none; also folds.
        widen: return bfloat16 as float32.
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
