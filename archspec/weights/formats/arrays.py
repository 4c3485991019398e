"""Arrays from bytes, with every size checked before any memory is allocated."""

from collections.abc import Sequence
from math import prod
from typing import Any, cast

import numpy as np
from numpy.lib.stride_tricks import as_strided

from archspec.ops.base import spell
from archspec.reference.ops import Array
from archspec.weights.errors import Malformed

MAX_RANK = 32  # NumPy's own limit in version 1
BRAIN = "bfloat16"  # NumPy does not have it
MAX_SIZE = 2**48  # the largest size of an array, in bytes


def checked_shape(name: str, shape: object) -> tuple[int, ...]:
    """``shape`` as valid whole numbers. Raises Malformed."""
    if not isinstance(shape, (tuple, list)):
        raise Malformed(f"tensor {name!r} has no shape")
    sizes = cast("Sequence[Any]", shape)
    whole = all(isinstance(size, int) and not isinstance(size, bool) for size in sizes)
    if not whole or len(sizes) > MAX_RANK or any(size < 0 for size in sizes):
        raise Malformed(f"tensor {name!r} has the shape {_shown(sizes)}")
    if prod(max(size, 1) for size in sizes) > MAX_SIZE:
        raise Malformed(f"tensor {name!r} has the shape {_shown(sizes)}")
    return tuple(sizes)


def array(
    name: str,
    data: "bytes | memoryview",
    dtype: "np.dtype[Any]",
    shape: object,
    fortran: bool = False,
) -> Array:
    """A read-only view of all of ``data``. Raises Malformed if the sizes differ."""
    sizes = checked_shape(name, shape)
    wanted = prod(sizes) * dtype.itemsize
    if wanted != len(data):
        raise Malformed(
            f"tensor {name!r} of shape {_shown(sizes)} takes {wanted:,} bytes, but "
            f"{len(data):,} are there"
        )
    view = np.frombuffer(data, dtype) if wanted else np.empty(0, dtype)
    return view.reshape(sizes, order="F" if fortran else "C")


def strided(
    name: str, numbers: Array, offset: object, shape: object, strides: object
) -> Array:
    """The part of ``numbers`` that starts at ``offset``; ``strides`` count numbers.

    Raises Malformed if it is not inside them, or larger than they are.
    """
    (start,) = checked_shape(name, (offset,))
    sizes, steps = checked_shape(name, shape), checked_shape(name, strides)
    if len(sizes) != len(steps):
        raise Malformed(
            f"tensor {name!r} has {len(sizes)} axes and {len(steps)} strides"
        )
    reach = [(size - 1) * step for size, step in zip(sizes, steps, strict=True)]
    inside = start + sum(reach) < len(numbers) and prod(sizes) <= len(numbers)
    if prod(sizes) and not inside:
        raise Malformed(
            f"tensor {name!r} of shape {_shown(sizes)} is larger than its storage of "
            f"{len(numbers):,} numbers"
        )
    if not prod(sizes):
        return np.empty(sizes, numbers.dtype)
    distances = [step * numbers.itemsize for step in steps]
    return as_strided(numbers[start:], sizes, distances, writeable=False)


def little(array: Array) -> Array:
    """``array`` in C order and little-endian."""
    return np.ascontiguousarray(array, array.dtype.newbyteorder("<"))


def widened(bits: Array) -> Array:
    """bfloat16, given as uint16, converted to float32, which represents all its
    numbers.
    """
    return (bits.astype(np.uint32) << np.uint32(16)).view(np.float32)


def _shown(shape: Sequence[Any]) -> str:
    # A hostile file may have, in place of a number, a value that is too long to print.
    known = all(isinstance(size, int) and abs(size) <= 2**64 for size in shape)
    return spell(shape) if known and len(shape) <= MAX_RANK else "of no array"
