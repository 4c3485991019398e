"""A spec as two: one with other values, and one that extends it with the right ones."""

from copy import deepcopy
from typing import Any

from archspec.front.extend import OVERRIDES
from archspec.spec.params import PARAM_TYPES, type_of
from tests.generator.random_numbers import Draw
from tests.generator.random_slots import Json


def parted(draw: Draw, spec: Json) -> list[Json]:
    """A base, and the spec that turns it into ``spec``; it may override every key."""
    base, child = deepcopy(spec), {"archspec": 1, "extends": "base.yaml"}
    for key in OVERRIDES:
        if key not in spec or draw(100) < 30:
            continue
        child[key] = spec[key]
        if key == "params":
            own = {n: v for n, v in spec[key].items() if v not in PARAM_TYPES}
            child[key] = {n: v for n, v in own.items() if draw(100) < 60}
            # A base may leave a param without a default, or have another one.
            base[key] |= {
                name: f"{type_of(value)}" if draw(100) < 20 else _other(value)
                for name, value in child[key].items()
            }
        elif key == "input":
            base[key] = [7, 9, 9]
        elif key == "name":
            base[key] = "Base"
        elif key == "outputs" and draw(100) < 50:
            base[key] = {"all": next(iter(spec["body"]))}
        else:
            del base[key]
    return [base, child]


def _other(value: Any) -> Any:
    """A value of the same type."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case list():
            return [_other(item) for item in value]
        case _:
            return f"{value}!"


def whole(parts: list[Json]) -> Json:
    """The one spec that two specs, or one, stand for."""
    base, *rest = parts
    found = deepcopy(base)
    for child in rest:
        for key, value in child.items():
            if key == "params":
                found.setdefault(key, {}).update(value)
            elif key != "extends":
                found[key] = value
    return found
