"""Evaluates expressions to plain values, within bounds."""

import math
import operator
from collections.abc import Callable, Mapping, Sequence

from archspec.expr.tree import (
    MAX_ITEMS,
    MAX_VALUE,
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
    Value,
)

_WHOLE = "'//' rounds down, int() removes the fraction"


def _number(value: Value) -> int | float:
    if isinstance(value, (int, float)):
        return value
    help = (
        "index it, or take its sum, len, min or max" if isinstance(value, list) else ""
    )
    raise ExprError(f"expected a number, got {_spell(value)}", help=help)


def _spell(value: Value) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _bounded(value: Value) -> Value:
    if isinstance(value, float) and not math.isfinite(value):
        raise ExprError("the value is not finite")
    if isinstance(value, (int, float)) and abs(value) > MAX_VALUE:
        raise ExprError("the value is too large")
    if isinstance(value, list) and _count(value) > MAX_ITEMS:
        raise ExprError(f"a list of more than {MAX_ITEMS} items")
    return value


def _count(items: list[Value]) -> int:
    """The number of items of a list, including those of inner lists.

    Inner lists are already bounded, so each item costs at most about MAX_ITEMS.
    """
    return len(items) + sum(_count(item) for item in items if isinstance(item, list))


def _listed(args: Sequence[Value]) -> list[int | float]:
    items = args[0] if len(args) == 1 and isinstance(args[0], list) else list(args)
    return [_number(item) for item in items]


def _least(*args: Value) -> Value:
    return min(_listed(args))


def _greatest(*args: Value) -> Value:
    return max(_listed(args))


def _total(*args: Value) -> Value:
    if len(args) != 1 or not isinstance(args[0], list):
        raise _misused("sum")
    return sum(_listed(args))


def _length(value: Value) -> Value:
    if not isinstance(value, list):
        raise _misused("len")
    return len(value)


def _absolute(value: Value) -> Value:
    return abs(_number(value))


def _whole(value: Value) -> Value:
    return int(_number(value))


def _rounded(value: Value, digits: int | None = None) -> Value:
    return round(_number(value), digits)


def _floor(value: Value) -> Value:
    return math.floor(_number(value))


def _ceil(value: Value) -> Value:
    return math.ceil(_number(value))


def _quotient(left: int | float, right: int | float) -> int | float:
    return left / right


def _floored(left: int | float, right: int | float) -> int | float:
    return left // right


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": _least,
    "max": _greatest,
    "abs": _absolute,
    "len": _length,
    "sum": _total,
    "int": _whole,
    "round": _rounded,
    "floor": _floor,
    "ceil": _ceil,
}

# The usage of each function, for messages.
USAGE = {
    "min": "min(a, b)",
    "max": "max(a, b)",
    "abs": "abs(a)",
    "len": "len(list)",
    "sum": "sum(list)",
    "int": "int(a)",
    "round": "round(a)",
    "floor": "floor(a)",
    "ceil": "ceil(a)",
}


def _misused(func: str) -> ExprError:
    return ExprError(f"{func}() takes a list", help=f"write {USAGE[func]}")


_ARITHMETIC: dict[str, Callable[[int | float, int | float], int | float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _quotient,
    "//": _floored,
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
            return _bounded([evaluate(item, env) for item in items])
        case Index(whole, index):
            return _index(evaluate(whole, env), evaluate(index, env))
        case SliceExpr(whole, start, stop):
            items = evaluate(whole, env)
            low = None if start is None else evaluate(start, env)
            high = None if stop is None else evaluate(stop, env)
            return _slice(items, low, high)
        case CallExpr(func, args):
            return _call(func, [evaluate(arg, env) for arg in args])
        case _:
            raise ExprError(f"cannot evaluate {expr!r}")


def _binary(op: str, left: Value, right: Value) -> Value:
    if op == "+" and isinstance(left, list) and isinstance(right, list):
        return left + right
    if op == "*" and isinstance(left, list) and isinstance(right, int):
        if _count(left) * right > MAX_ITEMS:
            raise ExprError(f"a list of more than {MAX_ITEMS} items")
        return left * right
    try:
        return _ARITHMETIC[op](_number(left), _number(right))
    except ZeroDivisionError:
        help = "where the divisor may be 0: a // b if b else 0"
        raise ExprError("division by zero", help=help) from None
    except OverflowError:
        raise ExprError("the value is too large") from None


def _compare(expr: Compare, env: Mapping[str, Value]) -> bool:
    left = evaluate(expr.left, env)
    for op, item in zip(expr.ops, expr.rights, strict=True):
        right = evaluate(item, env)
        if op in ("==", "!="):
            holds = (left == right) == (op == "==")
        elif op in ("in", "not in"):
            if not isinstance(right, list):
                help = f"for example i {op} [1, 3]"
                raise ExprError(f"'{op}' needs a list on its right", help=help)
            holds = (left in right) == (op == "in")
        else:
            holds = _RELATION[op](_number(left), _number(right))
        if not holds:
            return False
        left = right
    return True


def _index(items: Value, index: Value) -> Value:
    if not isinstance(items, list):
        raise ExprError(f"only a list can be indexed, got {items!r}")
    if isinstance(index, bool) or not isinstance(index, int):
        raise ExprError(f"an index is a whole number, got {index!r}", help=_WHOLE)
    if not -len(items) <= index < len(items):
        message = f"index {index} is out of range for a list of {len(items)}"
        last = f"its last item has the index {len(items) - 1}" if items else ""
        raise ExprError(message, help=last)
    return items[index]


def _slice(items: Value, start: Value, stop: Value) -> Value:
    if not isinstance(items, list):
        raise ExprError(f"only a list can be sliced, got {items!r}")
    return items[_bound(start) : _bound(stop)]


def _bound(value: Value) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ExprError(f"the bounds of a slice are whole, got {value!r}", help=_WHOLE)


def _call(func: str, args: list[Value]) -> Value:
    try:
        return _bounded(FUNCTIONS[func](*args))
    except ExprError:
        raise
    except (TypeError, ValueError, OverflowError):
        shown = ", ".join(_spell(arg) for arg in args)
        message, help = f"{func}() does not take ({shown})", f"write {USAGE[func]}"
        raise ExprError(message, help=help) from None
