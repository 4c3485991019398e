"""The names and layouts under which each framework's own files keep tensors.

Each ``backends/<name>/tensors.py`` says it once, as a `NativeNames`. The path of a node is
the same in all four, and so is the layout of most tensors.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module

from archspec.ops import Op


@dataclass(frozen=True, kw_only=True)
class NativeNames:
    """How a framework's own file differs from the neutral one.

    Attributes:
        leaves: of an operator, the native name of each neutral one that differs.
        separator: what stands between the parts of a name.
        counter: of `bn`, the name of a whole number that counts batches.
        unused: of `bn` without ``affine``, tensors that exist all the same, and what
            is written there.
        transposed: operators whose weight is (in, out).
        slope_without_axes: whether the one slope of a `prelu` has no axes.
    """

    leaves: Mapping[type[Op], Mapping[str, str]] = field(
        default_factory=dict[type[Op], Mapping[str, str]]
    )
    separator: str = "."
    counter: str = ""
    unused: Mapping[str, float] = field(default_factory=dict[str, float])
    transposed: tuple[type[Op], ...] = ()
    slope_without_axes: bool = False


def native_names(backend: str) -> NativeNames:
    """The names of ``backend``; imports no framework."""
    return import_module(f"archspec.backends.{backend}.tensors").NAMES
