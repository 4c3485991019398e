"""Makes ``import mxnet`` (1.9.1) and ``import chainer`` (7.8.1) work today.

Both frameworks are finished: no release will follow the Python and NumPy of the
day. What stops them is small, and all of it is mended here, from outside, before
the import:

    from archspec.compat import revive

    revive("mxnet")
    import mxnet

Nothing is hidden: no warning is filtered and no check of ours replaces theirs.
On Python 3.12 and later, mxnet also needs setuptools installed, which brings back
the standard library's ``distutils``.
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

    The names that NumPy lost stay in place afterwards, since both frameworks also
    look some of them up while they run: ``numpy.int`` in mxnet's random functions,
    ``numpy.float`` in chainer's ``resize_images``. A name that the installed NumPy
    still has is never touched.

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
    """Each name that mxnet 1.9.1 reads from NumPy and some NumPy lacks."""
    return {
        # Aliases of the builtins, gone in NumPy 1.24. NumPy 2 has a `bool` again.
        "bool": bool,
        "int": int,
        # Other spellings of constants, gone in NumPy 2.0.
        "Inf": np.inf,
        "NAN": np.nan,
        "NINF": -np.inf,
        "NZERO": -0.0,
        "NaN": np.nan,
        "PINF": np.inf,
        "PZERO": 0.0,
        # Functions that mxnet.numpy copies into its own namespace on import, or asks
        # for there, gone in NumPy 2.0 and (in1d, trapz) 2.4.
        "alltrue": np.all,
        "in1d": _in1d,
        "msort": _msort,
        "product": np.prod,
        "round_": np.round,
        "sometrue": np.any,
        "trapz": getattr(np, "trapezoid", None),  # NumPy 1 has trapz itself
        # Also copied, but NumPy 1.20 already took their bodies out.
        **{name: _moved(name) for name in _FINANCIAL},
    }


def _names_for_chainer(np: ModuleType) -> dict[str, object]:
    """Each name that chainer 7.8.1 reads from NumPy and some NumPy lacks."""
    return {
        # resize_images casts with it. Gone in NumPy 1.24.
        "float": float,
        # as_strided tabulates the integer types by size on import and asks for the
        # floats in its gradient. Gone in NumPy 2.0.
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
    """A function that says where ``numpy.<name>`` went, as NumPy 1.20 to 1.26 does."""

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
    """Replace chainer's check of its surroundings by one that finds nothing wrong.

    It imports pkg_resources, which setuptools 82 dropped, and numpy.distutils, which
    fails beside setuptools' own distutils and is gone on Python 3.12. All it
    does is to warn about old versions of macOS's BLAS and of CuPy.
    """
    name = "chainer._environment_check"
    if name in sys.modules:
        return
    stub = ModuleType(name, "Stands in for a check that today's Python cannot import.")
    vars(stub)["check"] = lambda: None
    sys.modules[name] = stub
