"""Computes weights that a framework stores in parts, as it does in evaluation mode.

``weight_norm`` stores a weight as its direction v and its length g; ``spectral_norm``
stores it before the division by its largest singular value, with the vectors u and v
that give this value. PyTorch has two spellings of both, for functions and for
parametrizations, and Paddle has the first. Chainer's SpectralNormalization continues
its iteration in evaluation mode, and no file records how far, so its weights cannot be
computed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from archspec.backends.contract.facts.file_format import FileFormat, Norms
from archspec.ops.base import spell
from archspec.record import record
from archspec.reference.ops import Array
from archspec.weights.errors import Malformed
from archspec.weights.formats.held import HeldTensor, Ready, leaf_of

FLOATS = ("float16", "float32", "float64")  # the types of weights
_PATH = r"((?:.+\.)?)parametrizations\.(\w+)"
_LENGTH = re.compile(rf"(.+)_g|{_PATH}\.original0", re.DOTALL)
_BEFORE = re.compile(rf"(.+)_orig|{_PATH}\.original", re.DOTALL)


@record
class Parts:
    """The names of the parts of a weight.

    Attributes:
        weight: its name.
        parts: g and v for ``weight_norm``; the weight, u and v for ``spectral_norm``.
        kind: the norm.
    """

    weight: str
    parts: tuple[str, ...]
    kind: str


@record(eq=False)
class Folding:
    """How to combine parts, if a file does not determine it.

    Attributes:
        norms: the norms of the framework that would compute the weight.
        dim: the ``dim`` of the norm; "default" if it was given none; None if unknown.
        kind_of: the operator of a weight, by its name in the file.
    """

    norms: Norms
    dim: "int | str | None"
    kind_of: Callable[[str], str]

    def default(self, found: Parts) -> int:
        """The default ``dim`` of a norm."""
        spectral = found.kind == "spectral_norm"
        kind = self.kind_of(found.weight)
        return int(spectral and kind.startswith(self.norms.second))


def parts_of(names: "Mapping[str, object]") -> Iterator[Parts]:
    """The weights with all their parts present, but not themselves."""
    for name in names:
        found = _weight_norm(name) or _spectral_norm(name)
        if found and found.weight not in names and all(p in names for p in found.parts):
            yield found


def kept_in_parts(missing: Sequence[str], there: Sequence[str]) -> int:
    """The number of ``missing`` weights that can be computed from those ``there``."""
    weights = {found.weight for found in parts_of(dict.fromkeys(there))}
    return sum(any(w.endswith(name) for w in weights) for name in missing[:100])


def folded(
    items: Mapping[str, object], folding: Folding
) -> tuple[dict[str, object], list[str]]:
    """``items`` with whole weights in place of their parts, and the names of these
    weights.

    Numbers are computed in float64 and rounded once. Raises Malformed if parts do not
    match, or if neither sizes nor ``folding`` determine the axis.
    """
    result = dict(items)
    done: list[str] = []
    for found in parts_of(items):
        leaves = [leaf_of(items[part]) for part in found.parts]
        arrays = [
            _array(name, leaf) for name, leaf in zip(found.parts, leaves, strict=True)
        ]
        make = _by_length if found.kind == "weight_norm" else _by_singular_value
        with np.errstate(all="ignore"):
            whole = make(found, arrays, folding).astype(_type(arrays))
        for part in found.parts:
            result.pop(part, None)
        result[found.weight] = Ready(whole)
        done.append(f"{found.weight} ({found.kind})")
    return result, done


def check_iterated(
    names: Mapping[str, object], needed: Iterable[str], format: FileFormat
) -> None:
    """Check that no weight in ``needed`` is under a norm that continues its iteration.

    Raises Malformed.
    """
    for weight in needed:
        if weight in names and f"{weight}_u" in names:
            raise Malformed(
                f"{weight!r} is under {format.framework}'s SpectralNormalization, "
                "whose iteration continues in each call: the resulting weight is not "
                "in the file",
                format.norms.iterated,
            )


def _weight_norm(name: str) -> Parts | None:
    match = _LENGTH.fullmatch(name)
    if match is None:
        return None
    base, path, leaf = match.groups()
    if base:
        return Parts(base, (name, f"{base}_v"), "weight_norm")
    parts = (name, f"{path}parametrizations.{leaf}.original1")
    return Parts(f"{path}{leaf}", parts, "weight_norm")


def _spectral_norm(name: str) -> Parts | None:
    match = _BEFORE.fullmatch(name)
    if match is None:
        return None
    base, path, leaf = match.groups()
    if base:
        return Parts(base, (name, f"{base}_u", f"{base}_v"), "spectral_norm")
    vectors = f"{path}parametrizations.{leaf}.0"
    parts = (name, f"{vectors}._u", f"{vectors}._v")
    return Parts(f"{path}{leaf}", parts, "spectral_norm")


def _array(name: str, leaf: HeldTensor | None) -> Array:
    if leaf is None or leaf.kind not in FLOATS:
        kind = leaf.kind if leaf else "no tensor"
        raise Malformed(
            f"{name!r} is {kind}: weights are folded from {', '.join(FLOATS)}",
            "convert the network before its state is saved: net.float()",
        )
    return leaf.array(name)


def _type(arrays: Sequence[Array]) -> "np.dtype[Any]":
    """The type of a framework's result from ``arrays``; scalars do not count."""
    judging = [array for array in arrays if array.ndim] or arrays
    return np.result_type(*(array.dtype for array in judging))


def _by_length(found: Parts, arrays: Sequence[Array], folding: Folding) -> Array:
    g, v = (array.astype(np.float64) for array in arrays)
    if g.ndim not in (0, 1, v.ndim):
        raise _apart(found, arrays)
    if g.size == 1:  # norm of the whole weight, or of its only row
        length = np.sqrt((v * v).sum())
        return v * _over(g.reshape(()), length, folding, whole=g.ndim == 0)
    if g.ndim == v.ndim:  # PyTorch's, with as many axes
        axes = [axis for axis, size in enumerate(g.shape) if size > 1]
    else:
        axes = [axis for axis, size in enumerate(v.shape) if g.shape == (size,)]
        axes = [_axis(found, arrays, axes, folding)]
    if len(axes) != 1 or g.size != v.shape[axes[0]]:
        raise _apart(found, arrays)
    others = tuple(axis for axis in range(v.ndim) if axis not in axes)
    length = np.sqrt((v * v).sum(axis=others, keepdims=True))
    return v * _over(g.reshape(length.shape), length, folding)


def _over(g: Array, length: Array, folding: Folding, whole: bool = False) -> Array:
    least = folding.norms.least
    return g / (length + least if whole else np.maximum(length, least))


def _by_singular_value(
    found: Parts, arrays: Sequence[Array], folding: Folding
) -> Array:
    weight, u, v = (array.astype(np.float64) for array in arrays)
    axes = [
        axis
        for axis, size in enumerate(weight.shape)
        if u.shape == (size,) and v.shape == (weight.size // max(size, 1),)
    ]
    axis = _axis(found, arrays, axes, folding)
    matrix = np.moveaxis(weight, axis, 0).reshape(u.size, v.size)
    return weight / (u @ (matrix @ v))


def _axis(
    found: Parts, arrays: Sequence[Array], axes: Sequence[int], folding: Folding
) -> int:
    """The axis of the norm, out of the ``axes`` that the sizes allow."""
    dim = folding.dim
    if dim == "default":
        dim = folding.default(found)
    if not axes:
        raise _apart(found, arrays)
    if len(axes) == 1:
        return axes[0]
    if isinstance(dim, int) and dim in axes:
        return dim
    several = " or ".join(map(str, axes))
    raise Malformed(
        f"the {found.kind} of {found.weight!r} may be along axis {several}, judging by "
        "its sizes",
        f"give its dim: --fold-dim default, or --fold-dim {axes[-1]}",
    )


def _apart(found: Parts, arrays: Sequence[Array]) -> Malformed:
    shapes = ", ".join(
        f"{name} of {spell(array.shape)}"
        for name, array in zip(found.parts, arrays, strict=True)
    )
    return Malformed(f"the parts of {found.weight!r} do not match: {shapes}")
