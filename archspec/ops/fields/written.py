"""The JSON Schema of values in a spec."""

from typing import Any, TypeAlias

from archspec.expr import MAX_VALUE

Json: TypeAlias = dict[str, Any]

# A text that is an expression; it can replace any number or flag.
EXPRESSION: Json = {"$ref": "#/definitions/expression"}


def either(*schemas: Json) -> Json:
    """A schema that accepts the values of all ``schemas``."""
    return {"anyOf": list(schemas)}


def whole(least: int) -> Json:
    """A whole number of at least ``least``, or an expression."""
    bounds = {"minimum": least, "maximum": MAX_VALUE}
    return either({"type": "integer", **bounds}, EXPRESSION)


def number(**bounds: float) -> Json:
    """A number within ``bounds``, by their names in JSON Schema, or an expression."""
    return either({"type": "number", **bounds}, EXPRESSION)


def several(item: Json, least: int = 1) -> Json:
    """A list of at least ``least``."""
    return {"type": "array", "items": item, "minItems": least}


def pair(item: Json) -> Json:
    """A list of two."""
    return {**several(item, 2), "maxItems": 2}


def side_lengths(least: int) -> Json:
    """One number for height and width, or a number for each."""
    return either(*whole(least)["anyOf"], pair(whole(least)))


def words(*known: str) -> Json:
    """One of the ``known`` words, or an expression for a param in scope."""
    return either({"enum": list(known)}, EXPRESSION)
