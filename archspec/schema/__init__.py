"""The language as a JSON Schema for editors: draft 7, which YAML plugins support best.

All of it is generated from the operators (``archspec.ops``) and the models of the file
format (``archspec.spec``). It describes only the form of a file; ``archspec check``
also checks names, shapes, and values of expressions.
"""

from archspec.expr import FUNCTIONS
from archspec.front.extend import OVERRIDES
from archspec.ops.fields.written import Json, either
from archspec.schema.fields import closed_model
from archspec.schema.nodes import node_definitions
from archspec.spec import Block, Network, Output
from archspec.spec.init import INIT
from archspec.spec.written import PART

__all__ = ["schema"]

_EXPRESSION: Json = {
    "type": "string",
    "minLength": 1,
    "description": "An expression over the params, let values and in_channels, such as "
    "'width * 2' or '2 if i == 0 else 1'. It uses Python's operators and the functions "
    f"{', '.join(sorted(FUNCTIONS))}.",
}
_EXTENDS = (
    "Another spec that this one changes: a file in the folder of this one or below it, "
    f"or one that comes with archspec. Only {', '.join(OVERRIDES)} can be changed."
)


def schema() -> Json:
    """The schema of a spec file."""
    network = closed_model(Network)
    network["properties"]["extends"] = {"type": "string", "description": _EXTENDS}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:archspec:1",
        **network,
        "required": [],
        "if": {"required": ["extends"]},
        "then": {"propertyNames": {"enum": ["archspec", "extends", *OVERRIDES]}},
        "else": {"required": network["required"]},
        "definitions": {
            "expression": _EXPRESSION,
            "init": INIT,
            "output": either(PART, closed_model(Output)),
            "block": closed_model(Block),
            **node_definitions(),
        },
    }
