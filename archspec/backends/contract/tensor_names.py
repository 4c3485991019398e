"""The names and layouts of tensors in each framework's own files.

Each ``backends/<name>/tensor_names.py`` has a `NativeNames`. The path of a node, and
the layout of most tensors, are the same in all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class NativeNames(NamedTuple):
    """The differences between a framework's own file and the neutral one.

    Operators are keyed by their names in a spec, so that these tables work without the
    rest of archspec.

    Attributes:
        leaves: of an operator, the native name of each neutral one that differs.
        separator: what stands between the parts of a name.
        counter: of `bn`, the name of a whole number that counts batches.
        unused: of `bn` without ``affine``, tensors that exist all the same, and what
            is written there.
        bare: whether a tensor that is called by the path of its node alone has this
            name here too, unless it is held by a container: see `bare_name`.
        axes: of an operator, the axes of its neutral weight in the native order: (1, 0)
            for a weight that is (in, out), (2, 3, 1, 0) for a kernel with its channels
            last.
        slope_without_axes: whether the one slope of a `prelu` has no axes.
    """

    leaves: Mapping[str, Mapping[str, str]] = {}
    separator: str = "."
    counter: str = ""
    unused: Mapping[str, float] = {}
    axes: Mapping[str, tuple[int, ...]] = {}
    bare: bool = True
    slope_without_axes: bool = False


# The name in a helper class of a tensor that the language names by the path of its node
# alone.
FACTORS = "factors"


def bare_name(path: str, names: NativeNames) -> str:
    """The native name, with dots, of a tensor called by the path of its node alone.

    A class has it as an attribute of its own; where that is no name for an attribute,
    as in a numbered list, a helper class holds it.
    """
    attribute = names.bare and path.rpartition(".")[2].isidentifier()
    return path if attribute else f"{path}.{FACTORS}"


def native_names(backend: str) -> NativeNames:
    """The names of ``backend``; imports no framework.

    Raises MissingPart if it is experimental and has none.
    """
    from archspec.backends import load_part  # late: workers have no registry

    return load_part(backend, "tensor_names").NAMES
