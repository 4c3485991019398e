"""Expressions: parsed by whitelist, folded, evaluated, printed back as Python.

An expression is the small arithmetic a spec may write where a number is expected
(``width * 4``, ``2 if i == 0 else 1``). It is parsed into the frozen tree below, never
handed to an interpreter, and bounded in length and in value.

The tree doubles as the compiler's symbolic number: ``+ - * //`` on expressions build
folded expressions, so a shape rule written once serves numbers and symbols alike.
"""

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, Union

MAX_LENGTH = 1000  # characters of one expression
MAX_DEPTH = 50
MAX_VALUE = 2**53  # integers beyond it are no longer exact as floats
MAX_ITEMS = 10_000  # of a list

Value: TypeAlias = Union[int, float, bool, str, None, list["Value"]]
Dim: TypeAlias = Union[int, "Expr"]


class ExprError(ValueError):
    """An expression that cannot be parsed or evaluated.

    ``offset`` and ``length`` say which characters of the text are at fault.
    """

    def __init__(self, message: str, offset: int = 0, length: int = 0, help: str = ""):
        super().__init__(message)
        self.message, self.offset, self.length, self.help = message, offset, length, help


class Expr:
    """Base of all expression nodes; arithmetic on them folds constants."""

    __slots__ = ()

    def __add__(self, other: Dim) -> "Expr":
        return add(self, lift(other))

    def __radd__(self, other: Dim) -> "Expr":
        return add(lift(other), self)

    def __sub__(self, other: Dim) -> "Expr":
        return sub(self, lift(other))

    def __rsub__(self, other: Dim) -> "Expr":
        return sub(lift(other), self)

    def __mul__(self, other: Dim) -> "Expr":
        return mul(self, lift(other))

    def __rmul__(self, other: Dim) -> "Expr":
        return mul(lift(other), self)

    def __floordiv__(self, other: Dim) -> "Expr":
        return floordiv(self, lift(other))

    def __neg__(self) -> "Expr":
        return sub(Const(0), self)


@dataclass(frozen=True, slots=True)
class Const(Expr):
    """A literal number, boolean or word."""

    value: int | float | bool | str | None


@dataclass(frozen=True, slots=True)
class Name(Expr):
    """A param, a ``let`` value, ``in_channels`` or a repeat's name."""

    id: str


@dataclass(frozen=True, slots=True)
class ListExpr(Expr):
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Unary(Expr):
    op: str  # "-" or "not"
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary(Expr):
    op: str  # + - * / // %
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Compare(Expr):
    """``left op right op right ...``, chained as in Python."""

    left: Expr
    ops: tuple[str, ...]
    rights: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Logic(Expr):
    op: str  # "and" or "or"
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class IfElse(Expr):
    cond: Expr
    then: Expr
    other: Expr


@dataclass(frozen=True, slots=True)
class Call(Expr):
    func: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Index(Expr):
    value: Expr
    index: Expr


@dataclass(frozen=True, slots=True)
class Slice(Expr):
    value: Expr
    start: Expr | None
    stop: Expr | None


def lift(value: "Value | Expr") -> Expr:
    """A plain value as an expression."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, (list, tuple)):
        return ListExpr(tuple(lift(item) for item in value))
    return Const(value)


# --- parsing -----------------------------------------------------------------------

_BINARY = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
_COMPARE = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


@lru_cache(maxsize=4096)
def parse(text: str) -> Expr:
    """Parse ``text`` into an expression tree.

    Raises:
        ExprError: the text is not an expression of the language.
    """
    if len(text) > MAX_LENGTH:
        raise ExprError(f"expression longer than {MAX_LENGTH} characters", 0, 20)
    stripped = text.strip()
    indent = len(text) - len(text.lstrip())
    if not stripped.isascii():
        at = next(k for k, char in enumerate(text) if ord(char) > 127)
        raise ExprError(f"unexpected character {text[at]!r} in an expression", at, 1)
    try:
        tree = ast.parse(stripped, mode="eval")
    except SyntaxError as error:
        offset = min(max((error.offset or 1) - 1, 0), max(len(stripped) - 1, 0))
        raise ExprError(f"{text!r} is not an expression", indent + offset, 1) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExprError("this expression cannot be read", indent, len(stripped)) from None
    return _Parser(indent).convert(tree.body, 0)


class _Parser:
    """Converts Python's syntax tree, node type by node type; anything else is refused."""

    def __init__(self, indent: int):
        self.indent = indent

    def fail(self, node: ast.expr, message: str, help: str = "") -> ExprError:
        end = node.end_col_offset or node.col_offset + 1
        start = self.indent + node.col_offset
        return ExprError(message, start, max(1, end - node.col_offset), help)

    def convert(self, node: ast.expr, depth: int) -> Expr:
        if depth > MAX_DEPTH:
            raise self.fail(node, f"expression nested deeper than {MAX_DEPTH} levels")
        match node:
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return self.constant(node, value)
            case ast.Name(id=name):
                return Name(name)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return ListExpr(self.all(items, depth))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = self.convert(operand, depth + 1)
                if isinstance(inner, Const) and isinstance(inner.value, (int, float)):
                    return Const(-inner.value)
                return Unary("-", inner)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Unary("not", self.convert(operand, depth + 1))
            case ast.BinOp(op=op) if type(op) in _BINARY:
                left, right = self.all([node.left, node.right], depth)
                return Binary(_BINARY[type(op)], left, right)
            case ast.Compare() if all(type(op) in _COMPARE for op in node.ops):
                ops = tuple(_COMPARE[type(op)] for op in node.ops)
                left = self.convert(node.left, depth + 1)
                return Compare(left, ops, self.all(node.comparators, depth))
            case ast.BoolOp(op=op, values=values):
                name = "and" if isinstance(op, ast.And) else "or"
                return Logic(name, self.all(values, depth))
            case ast.IfExp():
                cond, then, other = self.all([node.test, node.body, node.orelse], depth)
                return IfElse(cond, then, other)
            case ast.Call(func=ast.Name(id=func), args=args, keywords=[]):
                return self.call(node, func, args, depth)
            case ast.Subscript(value=value, slice=ast.Slice(step=None) as cut):
                start = None if cut.lower is None else self.convert(cut.lower, depth + 1)
                stop = None if cut.upper is None else self.convert(cut.upper, depth + 1)
                return Slice(self.convert(value, depth + 1), start, stop)
            case ast.Subscript(value=value, slice=index) if not isinstance(index, ast.Slice):
                return Index(*self.all([value, index], depth))
            case _:
                raise self.fail(
                    node,
                    f"{_describe(node)} is not allowed in an expression",
                    "expressions have numbers, names, + - * / // %, comparisons, "
                    "'x if c else y', lists, indexing and " + " ".join(sorted(FUNCTIONS)),
                )

    def all(self, nodes: Sequence[ast.expr], depth: int) -> tuple[Expr, ...]:
        return tuple(self.convert(node, depth + 1) for node in nodes)

    def constant(self, node: ast.expr, value: int | float | bool | str) -> Const:
        if isinstance(value, (int, float)) and not abs(value) <= MAX_VALUE:
            raise self.fail(node, "number too large")
        return Const(value)

    def call(
        self, node: ast.expr, func: str, args: Sequence[ast.expr], depth: int
    ) -> Expr:
        if func not in FUNCTIONS:
            known = " ".join(sorted(FUNCTIONS))
            raise self.fail(node, f"unknown function {func!r}", f"functions are: {known}")
        if not args:
            raise self.fail(node, f"{func}() needs an argument")
        return Call(func, self.all(args, depth))


def _describe(node: ast.expr) -> str:
    names = {
        ast.Attribute: "an attribute ('.')",
        ast.Lambda: "a lambda",
        ast.Call: "this call",
        ast.JoinedStr: "an f-string",
        ast.Dict: "a mapping",
        ast.Set: "a set",
    }
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return "the power operator '**'"
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        return "a comprehension"
    return names.get(type(node), "this")


# --- evaluation --------------------------------------------------------------------


def _number(value: Value) -> int | float:
    if isinstance(value, (int, float)):
        return value
    raise ExprError(f"expected a number, got {value!r}")


def _bounded(value: Value) -> Value:
    if isinstance(value, float) and not math.isfinite(value):
        raise ExprError("the value is not finite")
    if isinstance(value, (int, float)) and abs(value) > MAX_VALUE:
        raise ExprError("the value is too large")
    if isinstance(value, list) and len(value) > MAX_ITEMS:
        raise ExprError(f"a list of more than {MAX_ITEMS} items")
    return value


def _listed(args: Sequence[Value]) -> list[int | float]:
    items = args[0] if len(args) == 1 and isinstance(args[0], list) else list(args)
    return [_number(item) for item in items]


def _least(*args: Value) -> Value:
    return min(_listed(args))


def _greatest(*args: Value) -> Value:
    return max(_listed(args))


def _total(*args: Value) -> Value:
    if len(args) != 1 or not isinstance(args[0], list):
        raise ExprError("sum() takes one list")
    return sum(_listed(args))


def _length(value: Value) -> Value:
    if not isinstance(value, list):
        raise ExprError("len() takes a list")
    return len(value)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": _least,
    "max": _greatest,
    "abs": lambda value: abs(_number(value)),
    "len": _length,
    "sum": _total,
    "int": lambda value: int(_number(value)),
    "round": lambda value, digits=None: round(_number(value), digits),
    "floor": lambda value: math.floor(_number(value)),
    "ceil": lambda value: math.ceil(_number(value)),
}

_ARITHMETIC: dict[str, Callable[[int | float, int | float], int | float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}

_RELATION: dict[str, Callable[[int | float, int | float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluate(expr: Expr, env: Mapping[str, Value]) -> Value:
    """The value of ``expr`` with its names taken from ``env``.

    Raises:
        ExprError: an unknown name, an operation on the wrong type, a division by
            zero, an index out of range, a value out of bounds.
    """
    match expr:
        case Const(value):
            return value
        case Name(id):
            if id not in env:
                raise ExprError(f"unknown name {id!r}")
            return env[id]
        case Binary(op, left, right):
            return _bounded(_binary(op, evaluate(left, env), evaluate(right, env)))
        case Compare():
            return _compare(expr, env)
        case IfElse(cond, then, other):
            return evaluate(then if evaluate(cond, env) else other, env)
        case Logic(op, items):
            value: Value = None
            for item in items:
                value = evaluate(item, env)
                if bool(value) == (op == "or"):
                    break
            return value
        case Unary("not", operand):
            return not evaluate(operand, env)
        case Unary(_, operand):
            return -_number(evaluate(operand, env))
        case ListExpr(items):
            return [evaluate(item, env) for item in items]
        case Index(value, index):
            return _index(evaluate(value, env), evaluate(index, env))
        case Slice(value, start, stop):
            items = evaluate(value, env)
            low = None if start is None else evaluate(start, env)
            high = None if stop is None else evaluate(stop, env)
            return _slice(items, low, high)
        case Call(func, args):
            return _call(func, [evaluate(arg, env) for arg in args])
        case _:
            raise ExprError(f"cannot evaluate {expr!r}")


def _binary(op: str, left: Value, right: Value) -> Value:
    if op == "+" and isinstance(left, list) and isinstance(right, list):
        return left + right
    if op == "*" and isinstance(left, list) and isinstance(right, int):
        if len(left) * right > MAX_ITEMS:
            raise ExprError(f"a list of more than {MAX_ITEMS} items")
        return left * right
    try:
        return _ARITHMETIC[op](_number(left), _number(right))
    except ZeroDivisionError:
        raise ExprError("division by zero") from None
    except OverflowError:
        raise ExprError("the value is too large") from None


def _compare(expr: Compare, env: Mapping[str, Value]) -> bool:
    left = evaluate(expr.left, env)
    for op, item in zip(expr.ops, expr.rights):
        right = evaluate(item, env)
        if op in ("==", "!="):
            holds = (left == right) == (op == "==")
        elif op in ("in", "not in"):
            if not isinstance(right, list):
                raise ExprError(f"'{op}' needs a list on its right")
            holds = (left in right) == (op == "in")
        else:
            holds = _RELATION[op](_number(left), _number(right))
        if not holds:
            return False
        left = right
    return True


def _index(items: Value, index: Value) -> Value:
    if not isinstance(items, list):
        raise ExprError("only a list can be indexed")
    if isinstance(index, bool) or not isinstance(index, int):
        raise ExprError("an index is a whole number")
    if not -len(items) <= index < len(items):
        raise ExprError(f"index {index} is out of range for a list of {len(items)}")
    return items[index]


def _slice(items: Value, start: Value, stop: Value) -> Value:
    if not isinstance(items, list):
        raise ExprError("only a list can be sliced")
    for bound in (start, stop):
        if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int)):
            raise ExprError("the bounds of a slice are whole numbers")
    return items[start:stop]  # type: ignore[misc]


def _call(func: str, args: list[Value]) -> Value:
    try:
        return _bounded(FUNCTIONS[func](*args))
    except ExprError:
        raise
    except (TypeError, ValueError, OverflowError):
        shown = ", ".join(repr(arg) for arg in args)
        raise ExprError(f"{func}() does not take ({shown})") from None


# --- structure ---------------------------------------------------------------------


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct parts of ``expr``, in reading order."""
    match expr:
        case Unary(_, operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Compare(left, _, rights):
            return (left, *rights)
        case Logic(_, items) | ListExpr(items) | Call(_, items):
            return items
        case IfElse(cond, then, other):
            return (then, cond, other)
        case Index(value, index):
            return (value, index)
        case Slice(value, start, stop):
            return tuple(part for part in (value, start, stop) if part is not None)
        case _:
            return ()


def names(expr: Expr) -> set[str]:
    """All names that ``expr`` reads."""
    return set(walk_names(expr))


def walk_names(expr: Expr) -> Iterator[str]:
    """The names that ``expr`` reads, in reading order, repeats included."""
    if isinstance(expr, Name):
        yield expr.id
    for part in children(expr):
        yield from walk_names(part)


def substitute(expr: Expr, env: Mapping[str, Expr]) -> Expr:
    """``expr`` with names replaced and the result folded."""
    match expr:
        case Name(id):
            return env.get(id, expr)
        case Const():
            return expr
        case Unary(op, operand):
            return fold(Unary(op, substitute(operand, env)))
        case Binary(op, left, right):
            return binary(op, substitute(left, env), substitute(right, env))
        case Compare(left, ops, rights):
            new = tuple(substitute(item, env) for item in rights)
            return fold(Compare(substitute(left, env), ops, new))
        case Logic(op, items):
            return logic(op, [substitute(item, env) for item in items])
        case IfElse(cond, then, other):
            return if_else(
                substitute(cond, env), substitute(then, env), substitute(other, env)
            )
        case Call(func, args):
            return fold(Call(func, tuple(substitute(arg, env) for arg in args)))
        case ListExpr(items):
            return ListExpr(tuple(substitute(item, env) for item in items))
        case Index(value, index):
            return item_of(substitute(value, env), substitute(index, env))
        case Slice(value, start, stop):
            low = None if start is None else substitute(start, env)
            high = None if stop is None else substitute(stop, env)
            return fold(Slice(substitute(value, env), low, high))
        case _:
            return expr


def fold(expr: Expr) -> Expr:
    """The constant value of ``expr`` if it reads no name, else ``expr``."""
    if any(not _literal(part) for part in children(expr)):
        return expr
    try:
        return lift(evaluate(expr, {}))
    except ExprError:
        return expr


def _literal(expr: Expr) -> bool:
    if isinstance(expr, ListExpr):
        return all(_literal(item) for item in expr.items)
    return isinstance(expr, Const)


def constant(expr: "Expr | Value") -> "Value":
    """The plain value of a literal expression, None for anything symbolic."""
    if isinstance(expr, Const):
        return expr.value
    if isinstance(expr, ListExpr):
        return [constant(item) for item in expr.items] if _literal(expr) else None
    return None if isinstance(expr, Expr) else expr


def binary(op: str, left: Expr, right: Expr) -> Expr:
    """``left op right`` of a spec, folded where that is exact for floats as well."""
    if (op in ("+", "-") and _is(right, 0)) or (op == "*" and _is(right, 1)):
        return left
    if (op == "+" and _is(left, 0)) or (op == "*" and _is(left, 1)):
        return right
    return fold(Binary(op, left, right))


def _is(expr: Expr, value: int) -> bool:
    # `0 * x` and `x + 0` fold only for integers: a float would change the type.
    return isinstance(expr, Const) and type(expr.value) is int and expr.value == value


def add(left: Expr, right: Expr) -> Expr:
    if _is(left, 0):
        return right
    if _is(right, 0):
        return left
    if isinstance(right, Const) and type(right.value) is int:
        match left:
            case Binary("//", Binary("-", inner, Const(int() as a)), Const(int() as b)) if (
                a == b * right.value
            ):
                return floordiv(inner, Const(b))
            case Binary("+" | "-" as op, inner, Const(int() as value)):
                signed = value if op == "+" else -value
                total = signed + right.value
                return add(inner, Const(total)) if total >= 0 else sub(inner, Const(-total))
            case _:
                if right.value < 0 and not isinstance(left, Const):
                    return sub(left, Const(-right.value))
    return fold(Binary("+", left, right))


def sub(left: Expr, right: Expr) -> Expr:
    if _is(right, 0):
        return left
    if left == right and not isinstance(left, Const):
        return Const(0)
    if isinstance(right, Const) and type(right.value) is int:
        match left:
            case Binary("+" | "-" as op, inner, Const(int() as value)):
                signed = value if op == "+" else -value
                total = signed - right.value
                return add(inner, Const(total)) if total >= 0 else sub(inner, Const(-total))
            case _:
                pass
    if _is(left, 0):
        return fold(Unary("-", right))
    return fold(Binary("-", left, right))


def mul(left: Expr, right: Expr) -> Expr:
    if _is(left, 1):
        return right
    if _is(right, 1):
        return left
    if _is(left, 0) or _is(right, 0):
        return Const(0)
    match left, right:
        case Binary("*", inner, Const(int() as a)), Const(int() as b):
            return mul(inner, Const(a * b))
        case _:
            return fold(Binary("*", left, right))


def floordiv(left: Expr, right: Expr) -> Expr:
    if _is(right, 1):
        return left
    match left, right:
        case Binary("*", inner, Const(int() as a)), Const(int() as b) if b and a % b == 0:
            return mul(inner, Const(a // b))
        case _:
            return fold(Binary("//", left, right))


_WHOLE: dict[str, Callable[[Expr, Expr], Expr]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "//": floordiv,
}


def if_else(cond: Expr, then: Expr, other: Expr) -> Expr:
    if isinstance(cond, Const):
        return then if cond.value else other
    return then if then == other else IfElse(cond, then, other)


def logic(op: str, items: Sequence[Expr]) -> Expr:
    """``items`` joined by ``and`` / ``or``; constants decide or drop out."""
    absorbing = op == "or"
    kept: list[Expr] = []
    for item in items:
        if isinstance(item, Const):
            if bool(item.value) == absorbing:
                return Const(absorbing)
        elif isinstance(item, Logic) and item.op == op:
            kept += item.items
        else:
            kept.append(item)
    if not kept:
        return Const(not absorbing)
    return kept[0] if len(kept) == 1 else Logic(op, tuple(kept))


def negate(cond: Expr) -> Expr:
    """``not cond``, folded."""
    if isinstance(cond, Unary) and cond.op == "not":
        return cond.operand
    return fold(Unary("not", cond))


def item_of(value: Expr, index: Expr) -> Expr:
    """``value[index]``, folded when both are known."""
    if isinstance(value, ListExpr) and isinstance(index, Const):
        at = index.value
        if isinstance(at, int) and -len(value.items) <= at < len(value.items):
            return value.items[at]
    return Index(value, index)


def whole_number(expr: Expr) -> Expr:
    """``expr``, whose parts are whole numbers, rebuilt with all folding that allows."""
    match expr:
        case Binary(op, left, right) if op in _WHOLE:
            return _WHOLE[op](whole_number(left), whole_number(right))
        case IfElse(cond, then, other):
            return if_else(cond, whole_number(then), whole_number(other))
        case _:
            return expr


def given(expr: Expr, cond: Expr, holds: bool) -> Expr:
    """``expr`` where ``cond`` is known to hold, or known not to."""
    match expr:
        case IfElse(test, then, other) if test == cond:
            return given(then if holds else other, cond, holds)
        case IfElse(test, then, other):
            return if_else(
                given(test, cond, holds), given(then, cond, holds), given(other, cond, holds)
            )
        case Binary(op, left, right):
            return binary(op, given(left, cond, holds), given(right, cond, holds))
        case Logic(op, items):
            return logic(op, [given(item, cond, holds) for item in items])
        case Compare() if expr == cond:
            return Const(holds)
        case Call(func, args):
            return fold(Call(func, tuple(given(arg, cond, holds) for arg in args)))
        case _:
            return expr


def substitute_product(expr: Expr, env: Mapping[str, Expr]) -> Expr:
    """`substitute`, but a product of sizes stays one: ``512 * 7 * 7``."""
    factors: list[Expr] = []
    rest = expr
    while isinstance(rest, Binary) and rest.op == "*":
        factors.append(substitute(rest.right, env))
        rest = rest.left
    return product([substitute(rest, env), *reversed(factors)])


def minimum(*items: Dim) -> Expr:
    return _flat("min", items)


def maximum(*items: Dim) -> Expr:
    return _flat("max", items)


def _flat(func: str, items: Sequence[Dim]) -> Expr:
    unique = list(dict.fromkeys(lift(item) for item in items))
    return unique[0] if len(unique) == 1 else fold(Call(func, tuple(unique)))


def product(items: Sequence[Dim]) -> Expr:
    """The product as it reads: ``512 * 7 * 7`` stays three factors."""
    factors = [lift(item) for item in items]
    kept = [factor for factor in factors if not _is(factor, 1)] or [Const(1)]
    result = kept[0]
    for factor in kept[1:]:
        result = Binary("*", result, factor)
    return result


# --- printing ----------------------------------------------------------------------

_TERNARY, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _NEGATIVE, _ATOM = range(9)
_LEVEL = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "//": _PRODUCT, "%": _PRODUCT}


def show(expr: "Expr | Value", tuples: bool = False) -> str:
    """``expr`` as Python source, with no more parentheses than it needs.

    With ``tuples``, literal lists are printed as tuples.
    """
    return _Printer(tuples).text(lift(expr))[0]


class _Printer:
    def __init__(self, tuples: bool):
        self.tuples = tuples

    def show(self, expr: Expr) -> str:
        return self.text(expr)[0]

    def wrap(self, expr: Expr, level: int) -> str:
        text, own = self.text(expr)
        return text if own >= level else f"({text})"

    def text(self, expr: Expr) -> tuple[str, int]:
        """The source of ``expr`` and how tightly it binds."""
        wrap = self.wrap
        match expr:
            case Const(value):
                negative = isinstance(value, (int, float)) and value < 0
                return show_value(value), _NEGATIVE if negative else _ATOM
            case Name(id):
                return id, _ATOM
            case Binary(op, left, right):
                level = _LEVEL[op]
                return f"{wrap(left, level)} {op} {wrap(right, level + 1)}", level
            case Compare(left, ops, rights):
                parts = [wrap(left, _SUM)]
                for op, right in zip(ops, rights):
                    parts += [op, wrap(right, _SUM)]
                return " ".join(parts), _COMPARISON
            case Logic(op, items):
                level = _AND if op == "and" else _OR
                return f" {op} ".join(wrap(item, level + 1) for item in items), level
            case Unary("not", operand):
                return f"not {wrap(operand, _NOT)}", _NOT
            case Unary(op, operand):
                return f"{op}{wrap(operand, _NEGATIVE)}", _NEGATIVE
            case IfElse(cond, then, other):
                head = f"{wrap(then, _OR)} if {wrap(cond, _OR)}"
                return f"{head} else {wrap(other, _TERNARY)}", _TERNARY
            case Call("f", args):
                return f'f"{"".join(self.piece(arg) for arg in args)}"', _ATOM
            case Call(func, args):
                spelled = f"math.{func}" if func in ("floor", "ceil") else func
                return f"{spelled}({', '.join(self.show(arg) for arg in args)})", _ATOM
            case ListExpr(items):
                inner = ", ".join(self.show(item) for item in items)
                if self.tuples:
                    return f"({inner},)" if len(items) == 1 else f"({inner})", _ATOM
                return f"[{inner}]", _ATOM
            case Index(value, index):
                return f"{wrap(value, _ATOM)}[{self.show(index)}]", _ATOM
            case Slice(value, start, stop):
                return f"{wrap(value, _ATOM)}[{self.bounds(start, stop)}]", _ATOM
            case _:
                raise TypeError(f"not an expression: {expr!r}")

    def piece(self, part: Expr) -> str:
        """A part of an f-string: a word as it is, anything else in braces."""
        if isinstance(part, Const) and isinstance(part.value, str):
            return part.value
        return f"{{{self.show(part)}}}"

    def bounds(self, start: Expr | None, stop: Expr | None) -> str:
        low = "" if start is None else self.show(start)
        high = "" if stop is None else self.show(stop)
        if all(part is None or isinstance(part, (Const, Name)) for part in (start, stop)):
            return f"{low}:{high}"
        return f"{low + ' ' if low else ''}:{' ' + high if high else ''}"


def show_value(value: Value) -> str:
    """A plain value as Python source; strings with double quotes, 1e-5 as written."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list):
        return f"[{', '.join(show_value(item) for item in value)}]"
    if isinstance(value, float) and math.isfinite(value):
        return repr(value).replace("e-0", "e-").replace("e+0", "e")
    return repr(value)


def quote(text: str) -> str:
    """``text`` as a Python string literal in double quotes, safe for any content."""
    body = repr("'" + text)[2:-1]  # the leading ' makes repr choose double quotes
    if '"' in text:
        body = text.encode("unicode_escape").decode("ascii").replace('"', '\\"')
    return f'"{body}"'
