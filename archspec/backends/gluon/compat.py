"""Makes ``import mxnet`` (1.9.1) work with current NumPy.

On Python 3.12 and later, mxnet also needs setuptools, which provides ``distutils``.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

from archspec.backends.contract.facts.compat import put_back

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def revive() -> None:
    """Restore the names that NumPy removed; mxnet also uses some of them at run time."""
    put_back(_names)


def _names(np: ModuleType) -> dict[str, object]:
    """The names that mxnet 1.9.1 reads from NumPy and that some versions lack."""
    return {
        # Aliases of the builtins, removed in NumPy 1.24. NumPy 2 has a `bool` again.
        "bool": bool,
        "int": int,
        # Other spellings of constants, removed in NumPy 2.0.
        "Inf": np.inf,
        "NAN": np.nan,
        "NINF": -np.inf,
        "NZERO": -0.0,
        "NaN": np.nan,
        "PINF": np.inf,
        "PZERO": 0.0,
        # Functions that mxnet.numpy copies into its own namespace on import, or looks
        # up there, removed in NumPy 2.0 and (in1d, trapz) 2.4.
        "alltrue": np.all,
        "in1d": _in1d,
        "msort": _msort,
        "product": np.prod,
        "round_": np.round,
        "sometrue": np.any,
        "trapz": getattr(np, "trapezoid", None),  # NumPy 1 has trapz itself
        # Also copied, but NumPy 1.20 already removed their bodies.
        **{name: _moved(name) for name in _FINANCIAL},
    }


_FINANCIAL = ("mirr", "npv", "pmt", "ppmt", "pv", "rate")


def _moved(name: str) -> Callable[..., object]:
    """A function that raises the error of NumPy 1.20 to 1.26 for ``numpy.<name>``."""

    def moved(*_args: object, **_kwargs: object) -> object:
        raise RuntimeError(f"numpy.{name} moved to the package numpy-financial")

    moved.__name__ = name
    return moved


def _in1d(ar1: ArrayLike, ar2: ArrayLike, invert: bool = False) -> NDArray[Any]:
    import numpy

    return numpy.isin(numpy.ravel(ar1), ar2, invert=invert)


def _msort(a: ArrayLike) -> NDArray[Any]:
    import numpy

    return numpy.sort(a, axis=0)
