"""Makes ``import mxnet`` (1.9.1) and ``import chainer`` (7.8.1) work with current
versions.

Neither framework is maintained, so no release will follow current Python and NumPy.
Only small changes stop them, and this module makes up for all of them before the
import:

    from archspec.compat import revive

    revive("mxnet")
    import mxnet

Nothing is hidden: no warning is filtered, and no check of archspec replaces one of theirs.
below. On Python 3.12 and later, mxnet also needs setuptools installed, which brings
back the standard library's ``distutils``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def revive(name: str) -> None:
    """Prepare the import of the framework ``name``.

    Acts on ``"mxnet"`` and ``"chainer"``, any other name has no effect. May be called
    any number of times, before or after the import.

    The names that NumPy removed stay in place afterwards, because both frameworks also
    use some of them at run time: ``numpy.int`` in mxnet's random functions,
    ``numpy.float`` in chainer's ``resize_images``. A name that the installed NumPy
    still has is never changed.

    Raises ImportError if NumPy is not installed.
    """
    if name == "mxnet":
        _put_back(_names_for_mxnet)
    elif name == "chainer":
        _put_back(_names_for_chainer)
        _stub_environment_check()


def _put_back(names: Callable[[ModuleType], dict[str, object]]) -> None:
    import numpy

    present = vars(numpy)
    for name, value in names(numpy).items():
        # Not hasattr: NumPy's module __getattr__ answers a removed name with a
        # warning, or with a function that only raises.
        if name not in present:
            setattr(numpy, name, value)


def _names_for_mxnet(np: ModuleType) -> dict[str, object]:
    """Each name that mxnet 1.9.1 reads from NumPy and that some version does not have."""
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


def _names_for_chainer(np: ModuleType) -> dict[str, object]:
    """Each name that chainer 7.8.1 reads from NumPy and that some version does not
    have.
    """
    return {
        # resize_images casts with it. Removed in NumPy 1.24.
        "float": float,
        # as_strided tabulates the integer types by size on import and uses the floats
        # in its gradient. Removed in NumPy 2.0.
        "sctypes": {
            "int": [np.int8, np.int16, np.int32, np.int64],
            "uint": [np.uint8, np.uint16, np.uint32, np.uint64],
            "float": [np.float16, np.float32, np.float64, np.longdouble],
            "complex": [np.complex64, np.complex128, np.clongdouble],
            "others": [bool, object, bytes, str, np.void],
        },
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


def _stub_environment_check() -> None:
    """Replace chainer's check of its environment with one that does nothing.

    It imports pkg_resources, which setuptools 82 removed, and numpy.distutils, which
    fails beside setuptools' own distutils and does not exist on Python 3.12. It only
    warns about old versions of macOS's BLAS and of CuPy.
    """
    name = "chainer._environment_check"
    if name in sys.modules:
        return
    stub = ModuleType(name, "Replaces a check that current Python cannot import.")
    vars(stub)["check"] = lambda: None
    sys.modules[name] = stub
