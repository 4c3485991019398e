"""Changes to NumPy that a framework needs before it can be imported.

``compat.py`` of a backend has a function ``revive`` without arguments. A backend that needs no
change has no such file.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType


def put_back(names: Callable[[ModuleType], dict[str, object]]) -> None:
    """Add the ``names`` that NumPy lacks; never change a name that exists.

    Raises ImportError if NumPy is not installed.
    """
    import numpy

    present = vars(numpy)
    for name, value in names(numpy).items():
        # Not hasattr: NumPy's module __getattr__ answers a removed name with a
        # warning, or with a function that only raises.
        if name not in present:
            setattr(numpy, name, value)
