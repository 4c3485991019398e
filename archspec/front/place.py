"""Validation errors as problems with spans in the text."""

from collections.abc import Sequence as Steps
from typing import Any

from pydantic import ValidationError

from archspec.expr import ExprError
from archspec.ops.fields.kinds import read_expr
from archspec.record import record
from archspec.spec import OPERATORS
from archspec.spec.faults import Loc, wrapped
from archspec.spec.foreign.operators import meaning
from archspec.text.problems import MAX_PROBLEMS, Problem, suggest
from archspec.text.source import Span
from archspec.text.tree import (
    Mapping,
    Scalar,
    Sequence,
    Tree,
    fragment_help,
    is_empty,
    locate,
)


@record
class _Fault:
    """An error of the format, worded by ``archspec.spec.faults``."""

    loc: Loc
    part: Tree  # the tree at that place
    text: str
    help: str
    key: str
    value: str
    word: str
    is_expr: bool
    offset: int
    length: int

    @property
    def torn(self) -> str:
        """Help for a key that is the tail of an expression, split at a comma."""
        entry = (
            self.part.entries.get(self.key) if isinstance(self.part, Mapping) else None
        )
        if entry is None or not is_empty(entry.value):
            return ""
        return fragment_help(
            self.key, self.part if isinstance(self.part, Mapping) else None
        )

    def span(self, tree: Mapping) -> Span:
        scalar = _bad_item(self.part, self.text) if self.is_expr else None
        if scalar and not is_empty(scalar):
            return scalar.part(self.offset, self.length)
        if self.key:
            return locate(tree, (*self.loc, self.key), key=True)
        inner = (
            self.part.entries.get(self.value)
            if isinstance(self.part, Mapping)
            else None
        )
        if inner and not is_empty(inner.value):
            return inner.value.span
        at_key = is_empty(self.part) or (self.value and isinstance(self.part, Mapping))
        return locate(tree, self.loc, key=bool(at_key))


def problems_of(error: ValidationError, tree: Mapping) -> list[Problem]:
    """The errors of a validation as problems, without those that follow from others.

    Args:
        error: from the models in ``archspec.spec``, for the data in ``tree``.
        tree: the tree of the text.
    """
    items = error.errors(include_url=False, include_input=False)[: MAX_PROBLEMS + 1]
    faults = [
        _fault(item["loc"], item["type"], item.get("ctx", {}), tree) for item in items
    ]
    torn = {fault.loc for fault in faults if fault.torn}
    blocks = _block_names(tree)
    return [
        Problem(fault.text, fault.span(tree), _help(fault, blocks))
        for fault in faults
        if not _follows(fault, torn)
    ]


def _fault(loc: Loc, kind: str, context: dict[str, Any], tree: Tree) -> _Fault:
    return _Fault(
        loc=loc,
        part=_at(tree, loc),
        text=context["text"],
        help=context["help"],
        key=context.get("key", ""),
        value=context.get("value", ""),
        word=context.get("word", ""),
        is_expr=kind == "expr",
        offset=context.get("offset", 0),
        length=context.get("length", 0),
    )


def _follows(fault: _Fault, torn: set[Loc]) -> bool:
    """Whether the error follows from an expression that YAML split at a comma.

    The head of the expression is then not an expression, and keys may be missing.
    """
    if fault.is_expr:
        return fault.loc[:-1] in torn
    return fault.value == "op" and not fault.word and fault.loc in torn


def _help(fault: _Fault, blocks: Steps[str]) -> str:
    if not fault.word:
        return fault.torn or fault.help
    block = next((b for b in blocks if b.casefold() == fault.word.casefold()), "")
    similar = "" if block else meaning(fault.word)
    similar = similar or suggest(fault.word, [*OPERATORS, *blocks])
    known = wrapped(f"operators are: {', '.join(OPERATORS)}")
    return similar or (f"{known}\nblocks are: {', '.join(blocks)}" if blocks else known)


def _block_names(tree: Mapping) -> list[str]:
    blocks = tree.entries.get("blocks")
    return (
        list(blocks.value.entries)
        if blocks and isinstance(blocks.value, Mapping)
        else []
    )


def _at(tree: Tree, loc: Loc) -> Tree:
    for step in loc:
        if isinstance(tree, Mapping) and step in tree.entries:
            tree = tree.entries[str(step)].value
        elif isinstance(tree, Sequence) and isinstance(step, int):
            tree = tree.items[step]
    return tree


def _bad_item(tree: Tree, message: str) -> Scalar | None:
    """The scalar whose text is not an expression, with the error ``message``."""
    if isinstance(tree, Scalar):
        return tree
    for item in tree.items if isinstance(tree, Sequence) else ():
        found = _bad_item(item, message)
        if found and (isinstance(item, Sequence) or _fails(found, message)):
            return found
    return None


def _fails(scalar: Scalar, message: str) -> bool:
    try:
        read_expr(scalar.value)
    except ExprError as error:
        return error.message == message
    return False
