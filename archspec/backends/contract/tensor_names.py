"""The names and layouts of tensors in each framework's own files.

Each ``backends/<name>/tensor_names.py`` defines a `NativeNames`. The path of a node and
the layout of most tensors are the same in all frameworks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class NativeNames(NamedTuple):
    """The differences between a framework's own files and neutral ones.

    Operators are keyed by their names in a spec, so that these tables work without the
    rest of archspec.

    Attributes:
        leaves: for each operator, the native names that differ from the neutral ones.
        separator: the text between the parts of a name.
        counter: the name of the tensor of a `bn` that counts batches.
        unused: the scale and the shift that a `bn` without them has, with the values
            that are written there.
        bare: whether a tensor that the language names by the path of its node alone has
            the same name here, unless a container holds it: see `bare_name`.
        axes: for each operator, the axes of its neutral weight in native order: (1, 0)
            for a weight of shape (in, out), (2, 3, 1, 0) for a kernel with its channels
            last.
        slope_without_axes: whether the single slope of a `prelu` has no axes.
    """

    leaves: Mapping[str, Mapping[str, str]] = {}
    separator: str = "."
    counter: str = ""
    unused: Mapping[str, float] = {}
    axes: Mapping[str, tuple[int, ...]] = {}
    bare: bool = True
    slope_without_axes: bool = False


# A helper class gives this name to a tensor that the language names by the path of its
# node alone.
FACTORS = "factors"


def bare_name(path: str, names: NativeNames) -> str:
    """The native name, with dots, of a tensor that is named by the path of its node alone.

    The tensor is an attribute of the class. If its name cannot be an attribute, as in a
    numbered list, a helper class holds the tensor.
    """
    attribute = names.bare and path.rpartition(".")[2].isidentifier()
    return path if attribute else f"{path}.{FACTORS}"


def native_names(backend: str) -> NativeNames:
    """The names of ``backend``; imports no framework.

    Raises MissingPart if it is experimental and has none.
    """
    from archspec.backends import load_part  # late: workers have no registry

    return load_part(backend, "tensor_names").NAMES
