"""Makes ``import chainer`` (7.8.1) work with current Python and NumPy."""

from __future__ import annotations

import sys
from types import ModuleType

from archspec.backends.contract.facts.compat import put_back


def revive() -> None:
    """Restore the names that NumPy removed; chainer also uses some of them at run time."""
    put_back(_names)
    _stub_environment_check()


def _names(np: ModuleType) -> dict[str, object]:
    """The names that chainer 7.8.1 reads from NumPy and that some versions lack."""
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


def _stub_environment_check() -> None:
    """Replace chainer's check of its environment with one that does nothing.

    The check imports pkg_resources, which setuptools 82 removed, and numpy.distutils,
    which conflicts with setuptools' own distutils and does not exist on Python 3.12. It
    only warns about old versions of macOS's BLAS and of CuPy.
    """
    name = "chainer._environment_check"
    if name in sys.modules:
        return
    stub = ModuleType(name, "Replaces a check that current Python cannot import.")
    vars(stub)["check"] = lambda: None
    sys.modules[name] = stub
