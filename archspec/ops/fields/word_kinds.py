"""Field kinds that are words, alone or as an alternative to another kind."""

from collections.abc import Callable, Container
from typing import Any

from archspec.expr import Const, Expr, ExprError, Name, constant
from archspec.ops.fields.checks import told
from archspec.ops.fields.kinds import FieldKind, Written, read_scalar, scalar, spelt
from archspec.ops.fields.written import either, words


def enum(*known: str) -> FieldKind:
    """One of the ``known`` words; the name of a param in scope means its value instead."""

    def check(value: Any) -> str | None:
        good = " or ".join(repr(word) for word in known)
        return None if value in known else f"expected {good}, got {told(value)}"

    name = f"one of {', '.join(known)}"
    return FieldKind(
        name, _word_reader(known), scalar, check, words(*known), known, known
    )


def or_word(kind: FieldKind, *known: str) -> FieldKind:
    """``kind``, or one of a few words."""

    def read(written: Written) -> Expr:
        return Const(written) if written in known else kind.read(written)

    def check(value: Any) -> str | None:
        return None if value in known else kind.check(value)

    name = f"{kind.name} or {' or '.join(known)}"
    json = either({"enum": list(known)}, kind.json)
    examples = (*kind.examples, *known)
    return FieldKind(name, read, kind.canonical, check, json, known, examples)


def _word_reader(words: tuple[str, ...]) -> Callable[[Written], Expr]:
    def read(written: Written) -> Expr:
        if written in words:
            return Const(written)
        if isinstance(written, (bool, int, float)) or written is None:
            raise ExprError(f"expected one of {', '.join(words)}, got {spelt(written)}")
        return read_scalar(written)

    return read


AXIS = enum("channels", "last")


def bound(expr: Expr, kind: FieldKind, params: Container[str]) -> Expr:
    """``expr``, or the param if a word of ``kind`` is the name of a param in scope."""
    word = constant(expr)
    if kind.words and isinstance(word, str) and word in params:
        return Name(word)
    return expr
