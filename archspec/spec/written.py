"""The JSON Schema of the structure of a spec."""

from archspec.ops.base import RANK_NAMES
from archspec.ops.fields.written import EXPRESSION, Json, either, several, whole

LIST: Json = {"type": "array", "minItems": 1}
ONE_VALUE = either({"type": ["number", "boolean"]}, EXPRESSION)
ANY_VALUE = either(*ONE_VALUE["anyOf"], LIST)
ROWS = either(LIST, EXPRESSION)
TEMPLATE: Json = {"type": "string", "pattern": r"^([A-Za-z0-9_-]|\{[^{}]*\})+$"}

# Names of variables and classes; names of nodes and outputs may have a '-'.
NAME: Json = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}
KEYS: Json = {"propertyNames": {"pattern": NAME["pattern"]}}
NODE_KEYS: Json = {"propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_-]*$"}}
BLOCK_KEYS: Json = {"propertyNames": {"pattern": "^[A-Z][A-Za-z0-9_]*$"}}
NAMES = {**several(NAME), "uniqueItems": True}
NAME_OR_NAMES = either(NAME, NAMES)

# A node, or an output of a call.
SOURCE: Json = {
    "type": "string",
    "pattern": r"^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*$",
}
# The same, or a part of a seq.
PART: Json = {
    "type": "string",
    "pattern": r"^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$",
}
SOURCES = either(PART, several(PART))
MODE: Json = {"enum": ["train", "inference"]}

BODY: Json = {"$ref": "#/definitions/body"}
BRANCH: Json = {"$ref": "#/definitions/branch"}
BRANCHES = several(BRANCH, 2)


def joined(count: int | None) -> Json:
    """The rule of a join: either branches, or several nodes to read.

    ``count`` is their number, None for any from two on.
    """
    most = {} if count is None else {"maxItems": count}
    nodes = {"type": "array", "minItems": 2, **most}
    branches = {"branches": most} if most else {}
    return either(
        {
            "required": ["branches"],
            "properties": {**branches, "from": {"type": "string"}},
        },
        {"required": ["from"], "properties": {"from": nodes, "branches": False}},
    )


# A repeat has either a number of copies, or a table with a row for each.
COUNTED: Json = {
    **either({"required": ["times"]}, {"required": ["over"]}),
    "dependencies": {
        "over": ["as"],
        "as": ["over"],
        "times": {"not": {"required": ["over"]}},
    },
}

# Features, or channels and one to three sides.
SHAPE = either(
    *(
        {"type": "array", "items": whole(1), "minItems": rank, "maxItems": rank}
        for rank in RANK_NAMES
    )
)
INPUTS = either(
    *SHAPE["anyOf"],
    {"type": "object", **KEYS, "additionalProperties": SHAPE, "minProperties": 1},
)
