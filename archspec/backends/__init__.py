"""The frameworks: ``BACKENDS`` lists them, each a folder with its table and runtime.

``MODULES`` has what each imports.
"""

from importlib import import_module

from archspec.backends.contract.dialect import Dialect

MODULES = {"torch": "torch", "gluon": "mxnet", "paddle": "paddle", "chainer": "chainer"}
BACKENDS = tuple(MODULES)
ALIASES = {"pytorch": "torch", "mxnet": "gluon"}


def backend_name(word: str) -> str:
    """The backend that ``word`` means; raises ValueError for an unknown one."""
    name = ALIASES.get(word, word)
    if name not in BACKENDS:
        known = ", ".join((*BACKENDS, *ALIASES))
        raise ValueError(f"unknown backend {word!r}; backends are: {known}")
    return name


def dialect(backend: str) -> Dialect:
    """The table of ``backend``; imports no framework."""
    return import_module(f"archspec.backends.{backend}.rows").DIALECT
