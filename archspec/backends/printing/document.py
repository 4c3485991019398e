"""Code as documents: text with the places where it may break, and parentheses.

Operators follow ``ruff format``: an expression of several operators breaks before those
that bind most loosely first, and each operand is a group of its own.
"""

from collections.abc import Sequence
from typing import TypeAlias

from archspec.backends.printing.doc import (
    SOFT,
    Broken,
    Doc,
    Group,
    Indent,
    Line,
    Optional,
)
from archspec.backends.python.nodes import (
    Arg,
    Attr,
    Choice,
    Code,
    Ex,
    Gen,
    Invoke,
    Items,
    Raw,
    Sum,
    Target,
)
from archspec.expr import (
    Binary,
    CallExpr,
    Compare,
    Const,
    Expr,
    IfElse,
    Index,
    ListExpr,
    Logic,
    Name,
    SliceExpr,
    Unary,
    is_word,
    show,
)
from archspec.record import record

TERNARY, OR, AND, NOT, COMPARISON, SUM, PRODUCT, NEGATIVE, ATOM = range(9)
_LEVEL = {"or": OR, "and": AND, "+": SUM, "-": SUM}
Printable: TypeAlias = Code | Expr


@record
class Mark:
    """An operator between two operands."""

    level: int
    text: str


Flat: TypeAlias = list[Doc | Mark]


def document(tree: Printable) -> Doc:
    """``tree`` as a document; a group where it may break outside brackets."""
    match tree:
        case Ex(expr):
            return document(expr)
        case Raw(text):
            return text
        case Attr(value, name):
            return (_atom(value), f".{name}")
        case Invoke(func, args):
            return (_atom(func), _arguments(args))
        case Items(items, brackets):
            parts = [document(item) for item in items]
            return bracketed(brackets, parts, brackets == "()")
        case Gen(element, names, iterable):
            loop = ("for ", loop_target(names), " in ", operand(iterable, OR))
            return Group((document(element), Line(), loop))
        case Choice(cond, then, other) | IfElse(cond, then, other):
            return Group(_ternary(cond, then, other))
        case ListExpr(items):
            return bracketed("()", [document(item) for item in items], True)
        case CallExpr("list", (ListExpr(items),)):  # where an operator needs a list
            return bracketed("[]", [document(item) for item in items], False)
        case CallExpr("f"):
            return _template(tree)
        case CallExpr(func, args):
            name = f"math.{func}" if func in ("floor", "ceil") else func
            return (name, bracketed("()", [document(arg) for arg in args], False))
        case Index(value, index):
            return (
                _atom(value),
                Group(("[", Indent((SOFT, document(index))), SOFT, "]")),
            )
        case SliceExpr(value, start, stop):
            bounds = Indent((SOFT, _bounds(start, stop)))
            return (_atom(value), Group(("[", bounds, SOFT, "]")))
        case Sum() | Binary() | Compare() | Logic():
            return Group(_broken(_flat(tree)))
        case Unary(op, inner):
            least = NOT if op == "not" else NEGATIVE
            return ("not " if op == "not" else op, operand(inner, least))
        case _:
            return show(tree)


def value(tree: Printable) -> Doc:
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


def _open(tree: Printable) -> Flat:
    if isinstance(tree, Ex):
        return _open(tree.expr)
    if not isinstance(tree, Unary):
        return _flat(tree)
    word, least = ("not ", NOT) if tree.op == "not" else (tree.op, NEGATIVE)
    if level(tree.operand) < least:
        return [(word, operand(tree.operand, least))]
    first, *rest = _open(tree.operand)
    assert not isinstance(first, Mark)
    return [(word, first), *rest]


def _in_brackets(tree: Printable, side: int) -> bool:
    """Whether ``tree`` begins (side 0) or ends (side -1) with brackets of its own."""
    own = level(tree)
    match tree:
        case Ex(expr):
            return _in_brackets(expr, side)
        case Sum(_, parts) | Logic(_, parts):
            least = own if isinstance(tree, Sum) and side == 0 else own + 1
            part: Printable = parts[side]
        case Binary(_, left, right):
            least, part = (own, left) if side == 0 else (own + 1, right)
        case Compare(left, _, rights):
            least, part = own + 1, left if side == 0 else rights[-1]
        case Unary(op, part) if side == -1:
            least = NOT if op == "not" else NEGATIVE
        case Items(items) | ListExpr(items):
            return bool(items)
        case Invoke(_, args) | CallExpr(_, args) if side == -1:
            return bool(args)
        case Invoke(part) | Attr(part) | Index(part) | SliceExpr(part) if side == 0:
            least = ATOM
        case _:
            return False
    return level(part) < least or _in_brackets(part, side)


def level(tree: Printable) -> int:
    """How tightly the outermost operator of ``tree`` binds."""
    match tree:
        case Ex(expr):
            return level(expr)
        case Choice() | IfElse():
            return TERNARY
        case Sum(op) | Binary(op) | Logic(op):
            return _LEVEL.get(op, PRODUCT)
        case Compare():
            return COMPARISON
        case Unary(op):
            return NOT if op == "not" else NEGATIVE
        case Const(int() | float() as value) if value < 0:
            return NEGATIVE
        case _:
            return ATOM


def loop_target(names: Target) -> Doc:
    """What a loop sets: ``a, b`` or ``i, (a, b)``; ``(a,)`` has parentheses always."""
    if isinstance(names, str):
        return names
    if len(names) == 1:
        return _inner_target(names)
    parts: list[Doc] = []
    for part in names:
        doc = _inner_target(part)
        parts += [",", Line(), doc] if parts else [doc]
    inside = Indent((SOFT, *parts, Broken(",")))
    return Group((Broken("("), inside, SOFT, Broken(")")))


def _inner_target(names: Target) -> Doc:
    if isinstance(names, str):
        return names
    return bracketed("()", [_inner_target(name) for name in names], True)


def operand(tree: Printable, least: int) -> Doc:
    """``tree``, in parentheses if it binds less tightly than ``least``."""
    inner = document(tree)
    return inner if level(tree) >= least else parenthesized(inner)


def parenthesized(inner: Doc) -> Doc:
    return Group(("(", Indent((SOFT, inner)), SOFT, ")"))


def _atom(tree: Printable) -> Doc:
    return operand(tree, ATOM)


def _ternary(cond: Printable, then: Printable, other: Printable) -> Doc:
    match other:
        case Choice(c, t, o) | IfElse(c, t, o) | Ex(IfElse(c, t, o)):
            rest = _ternary(c, t, o)  # `else a if b else c` breaks all at once
        case _:
            rest = operand(other, TERNARY)
    return (operand(then, OR), Line(), "if ", operand(cond, OR), Line(), "else ", rest)


def _flat(tree: Printable) -> Flat:
    """Operands and operators of ``tree`` and of all that needs no parentheses in it."""
    own = level(tree)
    match tree:
        case Ex(expr):
            return _flat(expr)
        case Sum(op, items) | Logic(op, items):
            parts: Sequence[Printable] = items
            words = [op] * (len(items) - 1)
        case Binary(op, left, right):
            parts, words = (left, right), [op]
        case Compare(left, ops, rights):
            parts, words = (left, *rights), list(ops)
        case _:
            return [document(tree)]
    # What stands on the left may bind as loosely: `a - b - c` is `(a - b) - c`.
    least = own if isinstance(tree, (Sum, Binary)) else own + 1
    flat = _part(parts[0], least)
    for word, part in zip(words, parts[1:], strict=True):
        flat += [Mark(AND if own == OR else own, word), *_part(part, own + 1)]
    return flat


def _part(tree: Printable, least: int) -> Flat:
    return _flat(tree) if level(tree) >= least else [operand(tree, least)]


def _template(tree: CallExpr) -> Doc:
    """Words with expressions in them: an f-string, where its quotes allow one."""
    text = show(tree)
    if text.startswith("f"):
        return text
    parts = [document(part) for part in tree.args if not is_word(part)]
    head = text.partition(".format(")[0]
    return (f"{head}.format", bracketed("()", parts, False))


def _bounds(start: Expr | None, stop: Expr | None) -> Doc:
    """``a:b``, or with spaces around the colon where a bound is an operation."""
    simple = all(bound is None or _is_simple(bound) for bound in (start, stop))
    low = () if start is None else (document(start), "" if simple else " ")
    high = () if stop is None else ("" if simple else " ", document(stop))
    return (*low, ":", *high)


def _is_simple(bound: Expr) -> bool:
    if isinstance(bound, Unary) and bound.op == "-":
        return _is_simple(bound.operand)
    return isinstance(bound, (Const, Name))


def _loosest(flat: Flat) -> int:
    return min((part.level for part in flat if isinstance(part, Mark)), default=ATOM)


def _broken(flat: Flat) -> Doc:
    """A flat expression that breaks before its loosest operators."""
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
    if len(args) == 1 and isinstance(args[0].value, Gen) and not args[0].star:
        return parenthesized(document(args[0].value))
    return bracketed("()", [_argument(arg) for arg in args], False)


def _argument(arg: Arg) -> Doc:
    label = f"{arg.key}=" if arg.key else arg.star
    inner = document(arg.value)
    if isinstance(arg.value, Gen):
        inner = parenthesized(inner)
    return (label, inner) if label else inner


def bracketed(brackets: str, items: Sequence[Doc], is_tuple: bool) -> Doc:
    """``items`` in brackets: on one line, or one item a line with a comma at the end."""
    left, right = brackets
    if not items:
        return left + right
    if len(items) == 1 and is_tuple:
        return Group((left, Indent((SOFT, items[0], ",")), SOFT, right))
    if len(items) == 1 and left == "(":
        return Group((left, Indent((SOFT, items[0])), SOFT, right))
    parts: list[Doc] = []
    for item in items:
        parts += [",", Line(), item] if parts else [item]
    inner: Doc = (*parts, Broken(","))
    # The whole content may move to one line of its own before it explodes; a tuple or a
    # list explodes at once.
    listed = is_tuple or left == "["
    return Group((left, Indent((SOFT, inner if listed else Group(inner))), SOFT, right))
