"""Nodes written in Python, for programs that make networks."""

from typing import Any

from pydantic_core import PydanticCustomError

from archspec.spec.base import Node
from archspec.spec.faults import collected, details
from archspec.spec.nodes import node_type


def node(op: str, **fields: Any) -> Node:
    """A node of operator, join or block ``op``, like ``{op: ..., ...}`` in a file.

    The keys ``from`` and ``as``, which are keywords of Python, are spelt ``from_`` and
    ``as_``.

    Raises:
        pydantic.ValidationError: an unknown operator or key, a missing or a wrong
            value.
    """
    spelt = {
        key.removesuffix("_") if key in ("from_", "as_") else key: item
        for key, item in fields.items()
    }
    try:
        return node_type(op).model_validate({"op": op, **spelt})
    except PydanticCustomError as error:
        raise collected("node", [details(error)]) from None
