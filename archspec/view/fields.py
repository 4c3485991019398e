"""The fields of an operator as text."""

from typing import Any

from archspec.ops import Op
from archspec.view.words import spell_value


def fields(op: Op | None) -> dict[str, Any]:
    """All fields, by name, in the language's order."""
    if op is None:
        return {}
    return {field.name: getattr(op, field.name) for field in op.fields()}


def stated(op: Op | None) -> list[str]:
    """``channels: 64`` and so on, without fields at their default."""
    if op is None:
        return []
    return [
        f"{field.name}: {spell_value(value)}"
        for field, value in zip(op.fields(), fields(op).values(), strict=True)
        if field.required or value != field.default
    ]
