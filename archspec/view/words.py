"""Numbers, values and calls as text."""

from collections.abc import Mapping
from typing import Any, cast


def plural(count: int, noun: str) -> str:
    """``1 spec``, ``2 specs``"""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def call(name: str, params: Mapping[str, Any]) -> str:
    """``ResNet50(num_classes=1000)``"""
    args = ", ".join(f"{key}={value!r}" for key, value in params.items())
    return f"{name}({args})"


def spell_value(value: Any) -> str:
    """A field's value as in a spec: equal sides once, lists in brackets."""
    if isinstance(value, (tuple, list)):
        items = [spell_value(item) for item in cast("list[Any]", value)]
        same = len(items) == 2 and items[0] == items[1]
        return items[0] if same else f"[{', '.join(items)}]"
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return shown if shown.isprintable() else repr(value)
