"""``extends``: the values of one file override those of another, as trees.

Because trees rather than networks are merged, every value keeps its position.
"""

from pydantic_core import PydanticCustomError

from archspec.record import replace
from archspec.spec import Network, Param
from archspec.spec.params import read_param
from archspec.text.problems import Problems, suggest
from archspec.text.tree import Mapping, MappingEntry, Scalar, Sequence, Tree, plain

OVERRIDES = ("name", "doc", "input", "params", "outputs", "init", "allow")


def merge(base: Tree, child: Mapping) -> Tree:
    """``base`` with the values that ``child`` overrides.

    Raises:
        CompileError: the child has another key, a param that the base does not have,
            or one of another type.
    """
    if not isinstance(base, Mapping):
        return base
    problems = Problems()
    entries = dict(base.entries)
    for key, entry in child.entries.items():
        if key in ("archspec", "extends"):
            continue
        if key == "params":
            entries[key] = _params(entries.get(key), entry, problems)
        elif key in OVERRIDES:
            entries[key] = entry
        else:
            known = Network.written_keys()
            verb = "override" if key in known else "have"
            help = suggest(key, OVERRIDES) if key not in known else ""
            help = help or f"it can override {', '.join(OVERRIDES)}"
            problems.add(
                f"a spec with 'extends' cannot {verb} '{key}'", entry.key, help
            )
    problems.raise_if_any()
    return Mapping(entries, base.span)


def _params(
    base: MappingEntry | None, child: MappingEntry, problems: Problems
) -> MappingEntry:
    """The params of the base with the defaults of the child."""
    own = base.value if base else None
    if not isinstance(child.value, Mapping) or not (
        own is None or isinstance(own, Mapping)
    ):
        return child
    entries = dict(own.entries) if own else {}
    for name, entry in child.value.entries.items():
        if name not in entries:
            known = (
                f"params are: {', '.join(entries)}" if entries else "it has no params"
            )
            help = suggest(name, entries) or known
            problems.add(f"the extended spec has no param '{name}'", entry.key, help)
            continue
        old, new = _param(entries[name]), _param(entry)
        if old and new and new.type.replace("int", "float") == old.type:
            entry = MappingEntry(entry.key, _as_float(entry.value))
        elif old and new and (new.type != old.type or new.required):
            help = f"write a value of type {old.type}"
            message = f"the param '{name}' is {old.type} in the extended spec"
            problems.add(message, entry.value.span, help)
        entries[name] = entry
    return MappingEntry(
        base.key if base else child.key, Mapping(entries, child.value.span)
    )


def _param(entry: MappingEntry) -> Param | None:
    try:
        return read_param(plain(entry.value))
    except PydanticCustomError:
        return None  # reported when the merged tree is read


def _as_float(tree: Tree) -> Tree:
    """Whole numbers given for floats, as floats: the param keeps its type."""
    if isinstance(tree, Sequence):
        return replace(tree, items=tuple(_as_float(item) for item in tree.items))
    if isinstance(tree, Scalar) and type(tree.value) is int:
        return replace(tree, value=float(tree.value))
    return tree
