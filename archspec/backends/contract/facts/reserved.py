"""Names that a spec cannot use, because the code of a backend needs them.

A backend's ``reserved.py`` defines its `ReservedNames`. The language reserves the names
of every stable backend, so that a spec that compiles for one compiles for all.
"""

from collections.abc import Iterable

from archspec.backends import BACKENDS, has_part, load_part
from archspec.backends.contract.tensor_names import FACTORS, native_names
from archspec.record import record

NO_NAMES: frozenset[str] = frozenset()


@record(kw_only=True)
class ReservedNames:
    """The names that the code of a backend needs.

    Attributes:
        attributes: attributes of its base class, which a child would replace.
        children: names that a container refuses or uses for its own methods.
        modules: modules that files import.
        classes: classes of the framework.
    """

    attributes: frozenset[str] = NO_NAMES
    children: frozenset[str] = NO_NAMES
    modules: frozenset[str] = NO_NAMES
    classes: frozenset[str] = NO_NAMES


def reserved_names(backends: Iterable[str] = BACKENDS) -> ReservedNames:
    """The names that ``backends`` need; imports no framework and no rows."""
    found = [
        load_part(name, "reserved").RESERVED
        for name in backends
        if has_part(name, "reserved")
    ]
    return ReservedNames(
        attributes=NO_NAMES.union(*(one.attributes for one in found)),
        children=NO_NAMES.union(*(one.children for one in found)),
        modules=NO_NAMES.union(*(one.modules for one in found)),
        classes=NO_NAMES.union(*(one.classes for one in found)),
    )


def refused_children(backend: str) -> frozenset[str]:
    """Names of children that ``backend`` reserves and the language does not.

    A stable backend has none: the language reserves all of its names.
    """
    if backend in BACKENDS:
        return NO_NAMES
    own = reserved_names([backend])
    return own.attributes | own.children


def native_leaves(backends: Iterable[str] = BACKENDS) -> frozenset[str]:
    """Tensor names of ``backends`` and helper classes that the language does not use."""
    tables = [native_names(name) for name in backends]
    own = (
        leaf
        for one in tables
        for pairs in one.leaves.values()
        for leaf in pairs.values()
    )
    counters = (one.counter for one in tables if one.counter)
    return frozenset([*own, *counters, FACTORS])
