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


def sides(item: Json) -> Json:
    """A list with an item for each side: one to three."""
    return {**several(item), "maxItems": 3}


def side_lengths(least: int) -> Json:
    """A number for all sides, or one for each."""
    return either(*whole(least)["anyOf"], sides(whole(least)))


def side_factors() -> Json:
    """A positive number for all sides, or one for each."""
    factor = number(exclusiveMinimum=0, maximum=MAX_VALUE)
    return either(*factor["anyOf"], sides(factor))


def side_pads() -> Json:
    """A number for both ends of a side, or one for each."""
    return either(*whole(0)["anyOf"], pair(whole(0)))


def words(*known: str) -> Json:
    """One of the ``known`` words, or an expression for a param in scope."""
    return either({"enum": list(known)}, EXPRESSION)
