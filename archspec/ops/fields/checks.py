"""Checks of the values of fields; each returns a message, or None for a valid value."""

import math
from collections.abc import Callable
from typing import Any, cast

from archspec.expr import MAX_VALUE, Expr, show

LONG = 10  # digits of a number that is better written as a fraction


def told(value: Any) -> str:
    """A value for a message, in the notation of a spec."""
    if isinstance(value, Expr):
        return show(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def denominator(value: Any) -> int | None:
    """n if ``value`` is 1 / n and has many digits as a decimal, otherwise None."""
    if not isinstance(value, float) or not 1e-3 < value < 1 or len(repr(value)) < LONG:
        return None
    inverse = round(1 / value)
    return inverse if 1 / inverse == value else None


def is_int(value: Any) -> bool:
    """Whether ``value`` is a whole number (a bool is not)."""
    return isinstance(value, int) and not isinstance(value, bool)


def at_least(least: int, noun: str, advice: str = "") -> Callable[[Any], str | None]:
    """A check of whole numbers, alone or in tuples; ``noun`` names them in messages.

    ``advice`` follows the message about a number that is too small.
    """

    def check(value: Any) -> str | None:
        flat = _flatten(value)
        if bad := [item for item in flat if not is_int(item)]:
            return f"{noun} must be whole, got {told(bad[0])}"
        if min(flat, default=least) < least:
            return f"{noun} must be at least {least}, got {min(flat)}{advice}"
        if max(flat, default=least) > MAX_VALUE:
            return f"{noun} must be at most {MAX_VALUE}"
        return None

    return check


def check_factors(value: Any) -> str | None:
    """Whether ``value`` is a tuple of positive numbers."""
    for item in _flatten(value):
        if problem := check_positive(item):
            return problem
        if item > MAX_VALUE:
            return f"the number must be at most {MAX_VALUE}"
    return None


def _flatten(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        parts = cast(tuple[Any, ...], value)
        return [item for part in parts for item in _flatten(part)]
    return [value]


def check_flag(value: Any) -> str | None:
    """Whether ``value`` is a boolean."""
    return (
        None
        if isinstance(value, bool)
        else f"expected true or false, got {told(value)}"
    )


def check_number(value: Any) -> str | None:
    """Whether ``value`` is a finite number."""
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not good:
        return f"expected a number, got {told(value)}"
    return None if math.isfinite(value) else f"the number must be finite, got {value!r}"


def check_positive(value: Any) -> str | None:
    """Whether ``value`` is a positive number."""
    problem = check_number(value)
    return problem or (
        None if value > 0 else f"the number must be positive, got {told(value)}"
    )


def check_share(value: Any) -> str | None:
    """Whether ``value`` is a number within 0 and 1."""
    problem = check_number(value)
    if problem or 0 <= value <= 1:
        return problem
    return f"the number must be within 0 and 1, got {told(value)}"


def check_fill(value: Any) -> str | None:
    """Whether ``value`` is a finite number or minus infinity."""
    return None if value == -math.inf else check_number(value)
