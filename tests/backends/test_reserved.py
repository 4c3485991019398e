"""The table of reserved names, compared with the installed frameworks' base classes."""

import importlib

import pytest

from archspec.compat import revive
from archspec.spec.reserved import reserved

BASES = {
    "torch": ("torch.nn", "Module"),
    "mxnet": ("mxnet.gluon", "HybridBlock"),
    "paddle": ("paddle.nn", "Layer"),
    "chainer": ("chainer", "Chain"),
}


@pytest.mark.parametrize("framework", BASES)
def test_every_attribute_of_the_base_class_is_reserved(framework: str) -> None:
    if framework in ("mxnet", "chainer"):
        revive(framework)
    module, name = BASES[framework]
    base = getattr(importlib.import_module(module), name)
    # `_Link__init_done` is private to the class: Python keeps it apart by its name.
    mangled = tuple(f"_{cls.__name__}__" for cls in base.__mro__)
    names = [name for name in dir(base()) if not name.startswith(mangled)]
    assert [name for name in names if not reserved(name)] == []
