"""Resizing: the parts of its rows that backends share."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from archspec.backends.contract.dialect import Function
from archspec.backends.contract.fields import every
from archspec.backends.python.build import lit
from archspec.backends.python.nodes import (
    Attr,
    Bounds,
    Code,
    Identifier,
    Literal,
    Subscript,
)
from archspec.ops.resize import Upsample

Keys: TypeAlias = dict[str, Code | None]


def resizing(
    invoke: Callable[[Code, Keys], Code], keys: Mapping[str, Code | None]
) -> Function:
    """A function of a value, or of a value and another one whose sides it gets.

    ``invoke(x, keys)`` makes the call; the sides of the other value are the key "size".
    """

    def call(x: Code, like: Code | None = None) -> Code | None:
        if like is None:
            return invoke(x, {**keys})
        if not isinstance(like, Identifier):
            return None
        sides = Subscript(Attr(like, "shape"), (Bounds(Literal(2)),))
        return invoke(x, {"size": sides, **keys})

    return call


def helper_keys(op: Upsample) -> Keys:
    """The arguments of a helper ``resize_nearest`` or ``resize_linear``."""
    keys: Keys = {
        "size": None if op.size is None else every(op.size),
        "scale": None if op.scale is None else every(op.scale),
    }
    if op.mode != "nearest" and op.align_corners is not False:
        keys["align_corners"] = lit(op.align_corners)
    return {key: value for key, value in keys.items() if value is not None}


def helper_name(op: Upsample) -> str:
    """The helper that resizes exactly where the framework's function rounds."""
    return "resize_nearest" if op.mode == "nearest" else "resize_linear"
