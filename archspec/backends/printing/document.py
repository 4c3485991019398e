"""Converts code to documents: text with possible line breaks, and parentheses.

Operators follow ``ruff format``: an expression of several operators first breaks before
those of the lowest precedence, and each operand is a group of its own.
"""

import math
from collections.abc import Sequence
from typing import TypeAlias

from archspec.backends.printing.brackets import bracketed, loop_target, parenthesized
from archspec.backends.printing.doc import (
    SOFT,
    Doc,
    Group,
    Indent,
    Line,
    Optional,
    one_line,
)
from archspec.backends.printing.precedence import is_simple, level, power_sign
from archspec.backends.python.nodes import (
    Arg,
    Attr,
    Bounds,
    Choice,
    Code,
    Gen,
    Identifier,
    Invoke,
    Items,
    Lambda,
    Literal,
    Operation,
    Prefix,
    Starred,
    Subscript,
    Target,
    Template,
)
from archspec.backends.python.walk import descend, transform
from archspec.expr import Value, show_value
from archspec.expr.precedence import AND, ATOM, NEGATIVE, OR, TERNARY, before, chains
from archspec.record import record


@record
class Mark:
    """An operator between two operands."""

    level: int
    text: str


Flat: TypeAlias = list[Doc | Mark]


def document(tree: Code) -> Doc:
    """``tree`` as a document; a group if it may break outside brackets."""
    match tree:
        case Identifier(id):
            return id
        case Literal(value):
            return _literal(value)
        case Attr(value, name):
            inner = _atom(value)
            return f"{inner}.{name}" if isinstance(inner, str) else (inner, f".{name}")
        case Invoke(func, args):
            return (_atom(func), _arguments(args))
        case Items(items, brackets):
            parts = [document(item) for item in items]
            return bracketed(brackets, parts, brackets == "()")
        case Gen(element, names, iterable):
            loop = ("for ", loop_target(names), " in ", operand(iterable, OR))
            return Group((document(element), Line(), loop))
        case Choice(cond, then, other):
            return Group(_ternary(cond, then, other))
        case Subscript(value, items):
            return (_atom(value), _subscript(items))
        case Bounds():
            return _bounds(tree)
        case Starred(inner):
            return ("*", _in_parentheses(inner))
        case Lambda(params, body):
            return (f"lambda {', '.join(params)}: ", document(body))
        case Operation(("**",), (base, exponent)):
            return (
                _atom(base),
                power_sign(base, exponent),
                operand(exponent, NEGATIVE),
            )
        case Operation():
            return Group(_broken(_flat(tree)))
        case Prefix(op, inner):
            return _prefixed(op, inner)
        case Template():
            return _template(tree)
        case _:
            raise TypeError(f"not Python yet: {tree!r}")


def _literal(value: Value) -> str:
    """A Python literal of a number or word of the spec."""
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value) if isinstance(value, bool) else show_value(value)


def _prefixed(op: str, inner: Code) -> tuple[str, Doc]:
    return ("not " if op == "not" else op, operand(inner, before(op)))


def value(tree: Code) -> Doc:
    """``tree`` as the value of a statement."""
    if level(tree) == ATOM:
        doc = document(tree)
        return Optional(doc, None if isinstance(doc, str) else doc)
    flat = _open(tree)
    loosest = _loosest(flat)
    count = sum(isinstance(part, Mark) and part.level == loosest for part in flat)
    several = count > 1 or level(tree) == TERNARY
    if several or not (_in_brackets(tree, 0) or _in_brackets(tree, -1)):
        return Optional(document(tree), None)
    open = (f" {part.text} " if isinstance(part, Mark) else part for part in flat)
    return Optional(document(tree), tuple(open))


def _open(tree: Code) -> Flat:
    if not isinstance(tree, Prefix):
        return _flat(tree)
    word, inner = _prefixed(tree.op, tree.operand)
    if level(tree.operand) < level(tree):
        return [(word, inner)]
    first, *rest = _open(tree.operand)
    assert not isinstance(first, Mark)
    return [(word, first), *rest]


def _in_brackets(tree: Code, side: int) -> bool:
    """Whether ``tree`` begins (side 0) or ends (side -1) with brackets of its own."""
    own = level(tree)
    match tree:
        case Operation(_, parts):
            least, part = own if side == 0 and chains(own) else own + 1, parts[side]
        case Prefix(_, part) if side == -1:
            least = own
        case Items(items):
            return bool(items)
        case Invoke(_, args) if side == -1:
            return bool(args)
        case Invoke(part) | Attr(part) | Subscript(part) if side == 0:
            least = ATOM
        case _:
            return False
    return level(part) < least or _in_brackets(part, side)


def target_text(target: "Target | Attr") -> str:
    """The target of an assignment, on one line."""
    return one_line(
        document(target) if isinstance(target, Attr) else loop_target(target)
    )


def operand(tree: Code, least: int) -> Doc:
    """``tree``, in parentheses if its precedence is below ``least``."""
    inner = document(tree)
    return inner if level(tree) >= least else parenthesized(inner)


def _atom(tree: Code) -> Doc:
    return operand(tree, ATOM)


def _ternary(cond: Code, then: Code, other: Code) -> Doc:
    if isinstance(other, Choice):  # `else a if b else c` breaks all at once
        rest = _ternary(other.cond, other.then, other.other)
    else:
        rest = operand(other, TERNARY)
    return (operand(then, OR), Line(), "if ", operand(cond, OR), Line(), "else ", rest)


def _flat(tree: Code) -> Flat:
    """The operands and operators of ``tree``, and of operands without parentheses."""
    if not isinstance(tree, Operation) or tree.ops == ("**",):
        return [document(tree)]
    own = level(tree)
    flat = _part(tree.items[0], own if chains(own) else own + 1)
    for word, part in zip(tree.ops, tree.items[1:], strict=True):
        flat += [Mark(AND if own == OR else own, word), *_part(part, own + 1)]
    return flat


def _part(tree: Code, least: int) -> Flat:
    return _flat(tree) if level(tree) >= least else [operand(tree, least)]


def _template(tree: Template) -> Doc:
    """An f-string, or a call of ``format`` for content that needs Python 3.12.

    Before 3.12 an f-string cannot contain its own quotes or backslashes.
    """
    values = [part for part in tree.parts if not isinstance(part, str)]
    words = (
        part.value
        for value in values
        for part in descend(value)
        if isinstance(part, Literal) and isinstance(part.value, str)
    )
    if any(repr(word) != f"'{word}'" or '"' in word for word in words):
        pattern = "".join(p if isinstance(p, str) else "{}" for p in tree.parts)
        parts = [document(value) for value in values]
        return (f'"{pattern}".format', bracketed("()", parts, False))
    texts = (
        part
        if isinstance(part, str)
        else f"{{{one_line(document(_single_quoted(part)))}}}"
        for part in tree.parts
    )
    return f'f"{"".join(texts)}"'


def _single_quoted(code: Code) -> Code:
    """``code`` with words in single quotes, for the inside of an f-string."""
    return transform(
        code,
        lambda c: (
            Identifier(repr(c.value))
            if isinstance(c, Literal) and isinstance(c.value, str)
            else c
        ),
    )


def _subscript(items: Sequence[Code]) -> Doc:
    parts = [document(item) for item in items]
    if len(parts) > 1:
        return bracketed("[]", parts, True)
    return Group(("[", Indent((SOFT, *parts)), SOFT, "]"))


def _bounds(bounds: Bounds) -> Doc:
    """``a:b:c``, or with spaces around the colons where a bound is an operation."""
    start, stop, step = bounds.start, bounds.stop, bounds.step
    space = "" if all(map(is_simple, filter(None, (start, stop, step)))) else " "
    low = () if start is None else (document(start), space)
    high = () if stop is None else (space, document(stop))
    if step is None:
        return (*low, ":", *high)
    return (*low, ":", *high, space if high else "", ":", space, document(step))


def _loosest(flat: Flat) -> int:
    return min((part.level for part in flat if isinstance(part, Mark)), default=ATOM)


def _broken(flat: Flat) -> Doc:
    """A flat expression that breaks before its operators of lowest precedence."""
    loosest = _loosest(flat)
    out: list[Doc] = []
    segment: list[Doc | Mark] = []
    for part in flat:
        if isinstance(part, Mark) and part.level == loosest:
            out += [_segment(segment), Line(), f"{part.text} "]
            segment = []
        else:
            segment.append(part)
    return (*out, _segment(segment))


def _segment(segment: Flat) -> Doc:
    if len(segment) > 1:
        return Group(_broken(segment))
    (single,) = segment
    assert not isinstance(single, Mark)
    return single


def _arguments(args: Sequence[Arg]) -> Doc:
    if not args:
        return "()"
    if len(args) == 1 and isinstance(args[0].value, Gen):
        return parenthesized(document(args[0].value))
    return bracketed("()", [_argument(arg) for arg in args], False)


def _argument(arg: Arg) -> Doc:
    if not arg.key:
        return document(arg.value)
    return (f"{arg.key}=", _in_parentheses(arg.value))


def _in_parentheses(value: Code) -> Doc:
    """``value``, with the parentheses of a generator that is not the only argument."""
    inner = document(value)
    return parenthesized(inner) if isinstance(value, Gen) else inner
