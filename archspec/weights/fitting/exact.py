"""Reading tensors, and converting them to another type exactly."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from archspec.reference.ops import Array
from archspec.text.problems import Problem
from archspec.weights.errors import WeightsError, reading_of, refuse
from archspec.weights.fitting.fit import FLOATS
from archspec.weights.formats.arrays import BRAIN
from archspec.weights.formats.held import HeldTensor
from archspec.weights.reading import Reading

_WIDEN = "--dtype float32, or dtype='float32' from Python, represents all its numbers"


def exact_arrays(
    leaves: Mapping[str, HeldTensor], reading: Reading, path: str
) -> dict[str, Array]:
    """The arrays of ``leaves``, in the type that ``reading`` requests.

    Raises WeightsError if one cannot be read, or has a number that the type cannot
    represent.
    """
    if reading.dtype is not None and reading.dtype not in FLOATS:
        refuse(f"no type of weights is called {reading.dtype!r}", ", ".join(FLOATS))
    brain = [name for name, leaf in leaves.items() if leaf.kind == BRAIN]
    if brain and reading.dtype is None and not reading.widen:
        message = "type bfloat16, which NumPy and most formats do not have"
        raise WeightsError([_problem(brain, message, path, _WIDEN)])
    with reading_of(path):
        arrays = {name: leaf.array(name) for name, leaf in leaves.items()}
    if reading.dtype is None:
        return arrays
    return _converted(arrays, np.dtype(reading.dtype), path)


def _converted(
    arrays: Mapping[str, Array], dtype: "np.dtype[Any]", path: str
) -> dict[str, Array]:
    result = dict(arrays)
    lost: list[str] = []
    for name, array in arrays.items():
        if array.dtype.name not in FLOATS or array.dtype.name == dtype.name:
            continue
        with np.errstate(all="ignore"):
            result[name] = array.astype(dtype)
            back = result[name].astype(array.dtype)
        if not np.array_equal(back, array, equal_nan=True):
            lost.append(name)
    if lost:
        message = f"numbers that {dtype.name} cannot represent"
        raise WeightsError([_problem(lost, message, path, "leave --dtype out")])
    return result


def _problem(names: Sequence[str], fault: str, path: str, help: str) -> Problem:
    noun = "tensor has" if len(names) == 1 else "tensors have"
    return Problem(f"{len(names)} {noun} {fault}, in {path}", None, help, (*names,))
