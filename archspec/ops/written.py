"""The JSON Schema of values in a spec."""

from typing import Any, TypeAlias

from archspec.expr import MAX_VALUE

Json: TypeAlias = dict[str, Any]

# A text that is an expression; it may stand wherever a number or a flag may.
EXPRESSION: Json = {"$ref": "#/definitions/expression"}


def either(*schemas: Json) -> Json:
    """A schema that accepts what any of ``schemas`` does."""
    return {"anyOf": list(schemas)}


def whole(least: int) -> Json:
    """A whole number of at least ``least``, or an expression."""
    bounds = {"minimum": least, "maximum": MAX_VALUE}
    return either({"type": "integer", **bounds}, EXPRESSION)


def number(**bounds: float) -> Json:
    """A number within ``bounds``, as JSON Schema calls them, or an expression."""
    return either({"type": "number", **bounds}, EXPRESSION)


def several(item: Json, least: int = 1) -> Json:
    """A list of at least ``least``."""
    return {"type": "array", "items": item, "minItems": least}


def pair(item: Json) -> Json:
    """A list of two."""
    return {**several(item, 2), "maxItems": 2}


def side_lengths(least: int) -> Json:
    """A number for height and width, or one for each."""
    return either(*whole(least)["anyOf"], pair(whole(least)))


def words(*known: str) -> Json:
    """One of a few words, or an expression: a param in scope."""
    return either({"enum": list(known)}, EXPRESSION)
