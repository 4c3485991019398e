"""Finds the state dict in what a checkpoint holds."""

from collections.abc import Callable, Iterator
from typing import Any, cast

from archspec.weights.errors import Malformed

USUAL = ("state_dict", "model_state_dict", "model")  # keys of checkpoints


def state_dict(
    held: object, is_tensor: Callable[[Any], bool]
) -> Iterator[tuple[str, Any]]:
    """Names and tensors of ``held``, or of what it has under a usual key.

    Raises Malformed if there is anything else in it.
    """
    found = _inner(held)
    if not isinstance(found, dict):
        raise Malformed(
            "it holds no state dict",
            f"save net.state_dict(), or a dict that has it as {' or '.join(USUAL)}",
        )
    for name, value in cast("dict[Any, Any]", found).items():
        if not isinstance(name, str) or not is_tensor(value):
            shown = repr(name[:80]) if isinstance(name, str) else "a number"
            raise Malformed(
                f"{shown} in it is no tensor",
                f"of a checkpoint, the keys {', '.join(USUAL)} are looked for",
            )
        yield name, value


def _inner(held: object) -> object:
    if not isinstance(held, dict):
        return held
    outer = cast("dict[Any, Any]", held)
    keys = [key for key in USUAL if isinstance(outer.get(key), dict)]
    if len(keys) > 1:
        raise Malformed(f"it holds several state dicts: {', '.join(keys)}")
    return outer[keys[0]] if keys else outer
