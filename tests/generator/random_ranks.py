"""Random networks of signals and of volumes, made of networks of images."""

from copy import deepcopy
from random import Random
from typing import Any

from archspec.ops.resize import LINEAR
from tests.generator.random_slots import Json

SHARE = 0.25  # of the networks
SIZES = (
    *("kernel", "stride", "dilation", "output_padding", "size", "scale", "padding"),
    *("cropping", "shift"),
)
IMAGES = ("lrn", "permute", "pixel_shuffle", "pixel_unshuffle")  # and no other value
SOFTMAX = ("softmax", "log_softmax")
# The names of axes, by the number of sides.
AXES = {1: {"height": "length", "width": "length"}, 3: {"height": "depth"}}
DEPTH = 4  # of volumes, which are their widths


def of_other_rank(random: Random, spec: Json) -> Json | None:
    """``spec`` for signals or volumes instead of images; None if it stays as it is.

    The compiler may refuse it.
    """
    shapes = spec["input"]
    shapes = [*shapes.values()] if isinstance(shapes, dict) else [shapes]
    if random.random() >= SHARE or all(len(shape) == 1 for shape in shapes):
        return None
    sides = random.choice((1, 3))
    changed = _changed(deepcopy(spec), sides)
    given = changed["input"]
    changed["input"] = (
        {name: _shape(shape, sides) for name, shape in given.items()}
        if isinstance(given, dict)
        else _shape(given, sides)
    )
    return changed


def computed_sizes(random: Random, value: Any) -> None:
    """Write some listed sizes of upsample as expressions, which a change seldom does."""
    items = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict) and value.get("op") == "upsample":
        size = value.get("size")
        if isinstance(size, list) and random.random() < 0.5:
            value["size"] = [f"{size[0]} * 1", *size[1:]]
    for item in items:
        if isinstance(item, (dict, list)):
            computed_sizes(random, item)


def _shape(shape: list[Any], sides: int) -> list[Any]:
    if len(shape) == 1:
        return shape
    return [*shape, DEPTH] if sides == 3 else shape[:2]


def _changed(value: Any, sides: int) -> Any:
    """A part of a spec with as many sides."""
    if isinstance(value, list):
        return [_changed(item, sides) for item in value]
    if isinstance(value, str):
        return "tanh" if value in IMAGES else AXES[sides].get(value, value)
    if not isinstance(value, dict):
        return value
    softmax = value.get("op") in SOFTMAX
    if value.get("op") == "seq" and (units := _units(value["body"])) is not None:
        return {"op": "conv", "channels": units, "kernel": 1}
    if value.get("op") in IMAGES or (value.get("axis") == "last" and not softmax):
        kept = {key: value[key] for key in ("from", "when", "only") if key in value}
        return {"op": "tanh", **kept}
    own = "op" in value
    if value.get("op") == "upsample" and value.get("mode") == "bilinear":
        value["mode"] = LINEAR[sides]
    return {
        key: _sized(item, sides) if own and key in SIZES else _changed(item, sides)
        for key, item in value.items()
    }


def _units(body: Any) -> Any:
    """The units of a dense layer among turned axes, see `Operators.turned`."""
    if not isinstance(body, list) or not isinstance(body[0], dict):
        return None
    if body[0].get("op") != "permute" or len(body) < 3:
        return None
    return next((node["units"] for node in body if "units" in node), None)


def _sized(size: Any, sides: int) -> Any:
    """A size or a padding with a number, or a pair, for each side."""
    if not isinstance(size, list):
        return size
    return [*size, size[-1]] if sides == 3 else size[:1]
