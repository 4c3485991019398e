"""Weights that PyTorch keeps in parts, computed as it does in evaluation mode.

``weight_norm`` keeps a weight as its direction v and its length g, ``spectral_norm`` as
itself before it is divided by its largest singular value, with the vectors u and v that
give that. Both have two spellings, of functions and of parametrizations.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from archspec.graph.numpy_ops import Array
from archspec.ops.base import spell
from archspec.record import record
from archspec.weights.errors import Malformed
from archspec.weights.formats.held import Leaf, Ready, leaf_of

FLOATS = ("float16", "float32", "float64")  # what weights are
_LENGTH = re.compile(r"(.+)_g|(.+)\.parametrizations\.(\w+)\.original0", re.DOTALL)
_BEFORE = re.compile(r"(.+)_orig|(.+)\.parametrizations\.(\w+)\.original", re.DOTALL)


@record
class Parts:
    """The names of the parts of a weight.

    Attributes:
        weight: its name.
        parts: g and v of ``weight_norm``; itself, u and v of ``spectral_norm``.
        kind: which of both.
    """

    weight: str
    parts: tuple[str, ...]
    kind: str


def parts_of(names: "Mapping[str, object]") -> Iterator[Parts]:
    """The weights that are there in all their parts, and not as they are."""
    for name in names:
        found = _weight_norm(name) or _spectral_norm(name)
        if found and found.weight not in names and all(p in names for p in found.parts):
            yield found


def kept_in_parts(missing: Sequence[str], there: Sequence[str]) -> int:
    """How many of ``missing`` could be computed of what is ``there``."""
    weights = {found.weight for found in parts_of(dict.fromkeys(there))}
    return sum(any(w.endswith(name) for w in weights) for name in missing[:100])


def folded(
    items: Mapping[str, object], second_axis: Callable[[str], bool]
) -> tuple[dict[str, object], list[str]]:
    """``items`` with whole weights in the place of parts, and the names of these.

    ``second_axis`` says of a weight whether its outputs are its second axis. Numbers are
    computed in float64 and rounded once. Raises Malformed if parts do not belong together.
    """
    result = dict(items)
    done: list[str] = []
    for found in parts_of(items):
        leaves = [leaf_of(items[part]) for part in found.parts]
        arrays = [
            _array(name, leaf) for name, leaf in zip(found.parts, leaves, strict=True)
        ]
        axis = 1 if second_axis(found.weight) else 0
        make = _by_length if found.kind == "weight_norm" else _by_singular_value
        with np.errstate(all="ignore"):
            whole = make(found, arrays, axis).astype(arrays[-1].dtype)
        for part in found.parts:
            result.pop(part, None)
        result[found.weight] = Ready(whole)
        done.append(f"{found.weight} ({found.kind})")
    return result, done


def _weight_norm(name: str) -> Parts | None:
    match = _LENGTH.fullmatch(name)
    if match is None:
        return None
    base, path, leaf = match.groups()
    if base:
        return Parts(base, (name, f"{base}_v"), "weight_norm")
    parts = (name, f"{path}.parametrizations.{leaf}.original1")
    return Parts(f"{path}.{leaf}", parts, "weight_norm")


def _spectral_norm(name: str) -> Parts | None:
    match = _BEFORE.fullmatch(name)
    if match is None:
        return None
    base, path, leaf = match.groups()
    if base:
        return Parts(base, (name, f"{base}_u", f"{base}_v"), "spectral_norm")
    vectors = f"{path}.parametrizations.{leaf}.0"
    parts = (name, f"{vectors}._u", f"{vectors}._v")
    return Parts(f"{path}.{leaf}", parts, "spectral_norm")


def _array(name: str, leaf: Leaf | None) -> Array:
    if leaf is None or leaf.kind not in FLOATS:
        kind = leaf.kind if leaf else "no tensor"
        raise Malformed(
            f"{name!r} is {kind}: weights are folded of {', '.join(FLOATS)}"
        )
    return leaf.array(name)


def _by_length(found: Parts, arrays: Sequence[Array], axis: int) -> Array:
    del axis  # the shape of g says of which it is the length
    g, v = (array.astype(np.float64) for array in arrays)
    fits = g.ndim in (0, v.ndim) and all(
        one in (1, size) for one, size in zip(g.shape, v.shape, strict=g.ndim > 0)
    )
    kept = [place for place, size in enumerate(g.shape) if size > 1]
    if not fits or len(kept) > 1:
        raise _apart(found, arrays)
    others = tuple(place for place in range(v.ndim) if place not in kept)
    length = np.sqrt((v * v).sum(axis=others, keepdims=True))
    return v * (g / length)


def _by_singular_value(found: Parts, arrays: Sequence[Array], axis: int) -> Array:
    weight, u, v = (array.astype(np.float64) for array in arrays)
    if weight.ndim <= axis:
        raise _apart(found, arrays)
    matrix = np.moveaxis(weight, axis, 0).reshape(weight.shape[axis], -1)
    if (u.shape, v.shape) != ((matrix.shape[0],), (matrix.shape[1],)):
        raise _apart(found, arrays)
    return weight / (u @ (matrix @ v))


def _apart(found: Parts, arrays: Sequence[Array]) -> Malformed:
    shapes = ", ".join(
        f"{name} of {spell(array.shape)}"
        for name, array in zip(found.parts, arrays, strict=True)
    )
    return Malformed(f"the parts of {found.weight!r} do not belong together: {shapes}")
