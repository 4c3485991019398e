"""The forms of expressions: those that the parser accepts, and those in a spec."""

import ast
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from archspec.expr import (
    FUNCTIONS,
    Binary,
    CallExpr,
    Compare,
    Const,
    Expr,
    ExprError,
    IfElse,
    Index,
    ListExpr,
    Logic,
    Name,
    SliceExpr,
    Unary,
    children,
    parse,
)
from archspec.expr.evaluate import USAGE
from archspec.spec import Definition, Network, Repeat
from archspec.spec.fields import template_parts
from archspec.spec.params import PARAM_TYPES

# Texts of expressions, from which the parser makes every kind of node that it knows.
_LEFT, _RIGHT = ast.Name("a"), ast.Name("b")
_OPERATORS = [
    *(ast.BinOp(_LEFT, op(), _RIGHT) for op in ast.operator.__subclasses__()),
    *(ast.Compare(_LEFT, [op()], [_RIGHT]) for op in ast.cmpop.__subclasses__()),
    *(ast.BoolOp(op(), [_LEFT, _RIGHT]) for op in ast.boolop.__subclasses__()),
    *(ast.UnaryOp(op(), _LEFT) for op in ast.unaryop.__subclasses__()),
]
_OTHERS = ("a if b else c", "a < b < c", "[a, b]", "[[a], b]", "a[0]", "a[b]", "a[-1]")
_SLICES = ("a[0:b]", "a[0:]", "a[:b]", "a[:]")
_VALUES = ("1", "-1", "0.5", "true", "'word'", "'it''s'")
_CALLS = tuple(USAGE[name].replace("list", "a") for name in FUNCTIONS)

NAMES = ("param", "let", "index", "row", "in_channels")


def all_computed() -> set[str]:
    """Every form of the language of expressions."""
    texts = [ast.unparse(ast.fix_missing_locations(op)) for op in _OPERATORS]
    found: set[str] = set()
    for text in (*texts, *_OTHERS, *_SLICES, *_VALUES, *_CALLS):
        try:
            found |= set(_expression(parse(text), {}))
        except ExprError:
            continue
    found = {form for form in found if not form.startswith("name ")}
    found |= {f"name {what}" for what in NAMES}
    found |= {f"default of {kind}" for kind in PARAM_TYPES}
    found |= {f"{kind} that must be given" for kind in PARAM_TYPES}
    found |= {f"row of {kind}" for kind in ROWS}
    return found | {f"text with {what}" for what in MARKS} | set(TEMPLATES)


ROWS = ("int", "float", "bool", "str", "list", "expression", "one value")
MARKS = {"a quote": "'", "quotes": '"', "a letter of its own": "ü", "a backslash": "\\"}
TEMPLATES = ("names as they stand", "names with numbers", "names with conditions")


def computed(network: Network) -> set[str]:
    """The forms of expressions that ``network`` has."""
    found: set[str] = set()
    for definition in (network, *network.blocks.values()):
        found |= _of_class(definition)
    return found


def _of_class(definition: Definition) -> set[str]:
    repeats = [item for item in _all(definition.body) if isinstance(item, Repeat)]
    kinds = {name: "row" for repeat in repeats for name in repeat.row_names}
    kinds |= {repeat.index: "index" for repeat in repeats}
    kinds |= dict.fromkeys(definition.let, "let") | {"in_channels": "in_channels"}
    kinds |= dict.fromkeys(definition.params, "param")
    found = {form for expr in _exprs(definition) for form in _expression(expr, kinds)}
    for param in definition.params.values():
        given = "that must be given"
        found.add(
            f"{param.type} {given}" if param.required else f"default of {param.type}"
        )
        found |= set(_marks(param.default))
    for repeat in repeats:
        found |= _of_repeat(repeat, kinds)
    return found | set(_marks(definition.doc))


def _of_repeat(repeat: Repeat, kinds: dict[str, str]) -> set[str]:
    found: set[str] = set()
    if isinstance(repeat.over, ListExpr):
        for row in repeat.over.items:
            listed = isinstance(row, ListExpr) and not isinstance(repeat.as_, str)
            items = row.items if listed and isinstance(row, ListExpr) else (row,)
            found |= {f"row of {_type(item)}" for item in items}
            found |= set() if listed else {"row of one value"}
    if repeat.names is not None:
        parts = [
            parse(text) for text, is_expr in template_parts(repeat.names) if is_expr
        ]
        for part in parts:
            found |= set(_expression(part, kinds))
        how = any(isinstance(item, IfElse) for part in parts for item in _inside(part))
        found.add(TEMPLATES[2 if how else 1 if parts else 0])
    return found


def _type(item: Expr) -> str:
    if isinstance(item, Const):
        return type(item.value).__name__
    return "list" if isinstance(item, ListExpr) else "expression"


def _marks(text: Any) -> Iterator[str]:
    words = text if isinstance(text, list) else [text]
    for word in words:
        marks = (
            mark for mark in MARKS if isinstance(word, str) and MARKS[mark] in word
        )
        yield from (f"text with {mark}" for mark in marks)


def _exprs(value: Any) -> Iterator[Expr]:
    return (item for item in _all(value) if isinstance(item, Expr))


def _all(value: Any) -> Iterator[Any]:
    """The nodes and the expressions inside of ``value``."""
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, BaseModel):
        yield value
        extra = value.__pydantic_extra__ or {}
        for item in (*value.__dict__.values(), *extra.values()):
            yield from _all(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from () if isinstance(item, Definition) else _all(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _all(item)
    elif hasattr(value, "args") and hasattr(value, "kind"):  # an Initializer
        yield from value.args


def _inside(expr: Expr) -> Iterator[Expr]:
    yield expr
    for part in children(expr):
        yield from _inside(part)


def _expression(expr: Expr, kinds: dict[str, str]) -> Iterator[str]:
    for item in _inside(expr):
        match item:
            case Const(value):
                sign = (
                    "negative " if isinstance(value, (int, float)) and value < 0 else ""
                )
                yield f"{sign}{type(value).__name__}"
                yield from _marks(value)
            case Name(id):
                yield f"name {kinds.get(id, 'param')}"
            case Binary(op) | Unary(op) | Logic(op):
                yield f"{type(item).__name__.lower()} {op}"
            case Compare(_, ops):
                yield from (f"compare {op}" for op in ops)
                yield "chain of comparisons" if len(ops) > 1 else "comparison"
            case CallExpr(func):
                yield f"{func}()"
            case SliceExpr(_, start, stop):
                yield f"slice {start is not None} {stop is not None}"
            case Index(_, index):
                kind = "number" if isinstance(index, Const) else "expression"
                yield f"index {kind}"
            case ListExpr() | IfElse():
                yield type(item).__name__
            case _:
                raise AssertionError(item)
