"""Nodes as JSON Schema: the value of ``op`` determines the other keys.

Each operator is a separate alternative behind ``if``, so an editor offers only the
fields of the operator that is written, and reports only errors in these.
"""

from archspec.ops import OP_BY_NAME, OPS, Op
from archspec.ops.fields.written import Json, either
from archspec.schema.fields import (
    closed,
    closed_model,
    meaning,
    model_fields,
    operator_fields,
)
from archspec.spec import OPERATORS, STRUCTURE, BlockCall, Join
from archspec.spec.nodes import base_of
from archspec.spec.written import ANY_VALUE, BODY, NODE_KEYS, joined

_BLOCK: Json = {"type": "string", "pattern": "^[A-Z]"}
_IS_NODE: Json = {"type": "object", "required": ["op"]}
_NODE: Json = {"$ref": "#/definitions/node"}


def node_definitions() -> Json:
    """The definition of a node, and an ``op-<name>`` for each operator."""
    return {
        "node": {
            "title": "a node",
            **either(
                *_bare(),
                _BLOCK,
                {**_IS_NODE, "properties": {"op": either(*_each(), _BLOCK)}},
            ),
            "allOf": [
                # Not `const`: plugins treat it as satisfied while the user is typing.
                *(_when({"pattern": f"^{op}$"}, f"op-{op}") for op in OPERATORS),
                _when(_BLOCK, "call"),
            ],
        },
        "body": {
            "type": ["object", "array"],
            "minProperties": 1,
            "propertyNames": {**NODE_KEYS["propertyNames"], "not": {"const": "op"}},
            "additionalProperties": _NODE,
            "items": _NODE,
        },
        "branch": {
            "if": either({"type": "string"}, _IS_NODE),
            "then": _NODE,
            "else": BODY,
        },
        **{f"op-{op.NAME}": _operator(op) for op in OPS},
        **{f"op-{name}": _structure(name) for name in STRUCTURE},
        # The other keys of a call are the arguments of the block.
        "call": {
            **closed_model(BlockCall),
            "title": "call",
            "additionalProperties": ANY_VALUE,
        },
    }


def description(op: str) -> str:
    """The description of an operator."""
    return meaning(OP_BY_NAME[op] if op in OP_BY_NAME else STRUCTURE[op])


def _when(op: Json, definition: str) -> Json:
    return {
        "if": {**_IS_NODE, "properties": {"op": op}},
        "then": {"$ref": f"#/definitions/{definition}"},
    }


def _each() -> list[Json]:
    return [_named(op) for op in OPERATORS]


def _named(op: str) -> Json:
    return {"const": op, "description": description(op)}


def _bare() -> list[Json]:
    """The operators that need no fields."""
    free = {
        op.NAME
        for op in OPS
        if op.INPUTS == 1 and not any(f.required for f in op.fields())
    }
    return [choice for choice in _each() if choice["const"] in free]


def _operator(op: type[Op]) -> Json:
    told = f"{meaning(op)}\n\nShape: {op.SHAPE}."
    needed = [field.name for field in op.fields() if field.required]
    base = base_of(op)
    fields = {**operator_fields(op), **model_fields(base), "op": _named(op.NAME)}
    rules = joined(op.INPUTS) if issubclass(base, Join) else {}
    return {**closed(op.NAME, told, fields, needed), **rules}


def _structure(name: str) -> Json:
    found = closed_model(STRUCTURE[name])
    found["properties"]["op"] = _named(name)
    return {**found, "title": name, "description": description(name)}
