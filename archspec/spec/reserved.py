"""The table of names that a spec cannot use, with the reasons.

A child, param or ``let`` value becomes an attribute of the emitted class, and setting
an attribute that the framework's base class needs breaks the class, often silently. The
table is the union over all stable backends, so that a spec that compiles for one compiles
for all.
"""

import builtins
import keyword
import os
from functools import cache

from archspec import assets
from archspec.backends import BACKENDS
from archspec.backends.contract.facts.reserved import native_leaves, reserved_names
from archspec.expr import FUNCTIONS

_OF_BACKENDS = reserved_names()

# Names that the emitted files import, or call in a method.
_MODULES = _OF_BACKENDS.modules | {"np", "I", "math"}
_CALLED = frozenset({"len", "range", "enumerate", "zip", "super", "dict", "list"})

# Small functions and classes that the emitted files define if they need them, one per file.
_HELPERS = frozenset(
    entry.name.removesuffix(".py")
    for folder in os.scandir(assets.folder("templates"))
    if folder.name in BACKENDS
    for entry in os.scandir(folder)
    if entry.name.endswith(".py")
)
_HELPER_FUNCTIONS = frozenset(name for name in _HELPERS if name[0].islower())

NODE_KEYS = ("op", "from", "when", "only", "init")  # on every node


_REASONS = {
    "a Python keyword": keyword.kwlist,
    "a function of expressions": FUNCTIONS,
    "the name of a type": ("int", "float", "bool", "str"),
    "a value of YAML": ("true", "false", "null"),
    "a module of the emitted code": _MODULES,
    "used by the emitted code": _CALLED | _HELPER_FUNCTIONS | {"self", "in_features"},
    "the channel count of the input": ("in_channels",),
}

# Names that no param, index, row name, input or output may have, with the reasons.
_SHADOWING = {name: reason for reason, names in _REASONS.items() for name in names}


_DUNDER = "private to Python (two underscores)"


def shadowing(name: str) -> str | None:
    """Why ``name`` cannot be a variable of a method; None if it can."""
    return _DUNDER if name.startswith("__") else _SHADOWING.get(name)


def reserved(name: str) -> str | None:
    """Why ``name`` cannot name a child, param or ``let`` value; None if it can."""
    if name in keyword.kwlist:
        return "a Python keyword"
    if name.startswith("__"):
        return _DUNDER
    if name in ("x", "input"):
        return "the input of a class"
    if name == "names" or name == "self" or name in _CALLED:
        return "used by the emitted code"
    if name in _MODULES:
        return "a module of the emitted code"
    if name in _OF_BACKENDS.attributes or name in _OF_BACKENDS.children:
        return "an attribute of a framework's base class"
    return None


# Classes that the emitted files import or define themselves.
_CLASSES = (_HELPERS - _HELPER_FUNCTIONS) | _OF_BACKENDS.classes | {"OrderedDict"}


def reserved_class(name: str) -> str | None:
    """Why ``name`` cannot name a block or a network; None if it can."""
    if name in keyword.kwlist:
        return "a Python keyword"
    if name.startswith("__"):
        return _DUNDER
    if name in _MODULES:
        return "a module of the emitted code"
    if name == "self":
        return "used by the emitted code"
    if name in _CLASSES or hasattr(builtins, name):
        return "a class that the emitted code uses"
    return None


@cache
def tensor_names() -> frozenset[str]:
    """Names of tensors in a framework or a helper class that the language does not use.

    A tensor that is named by the path of its node alone would be mistaken for one of these.
    """
    return native_leaves()
