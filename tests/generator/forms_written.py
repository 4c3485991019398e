"""The forms in the language's JSON Schema, and those in a spec.

Each key of each definition is a form, and so is each alternative of what may be written
there: ``op-conv.padding|array[]|integer``. What a form of the schema cannot be combined
with is said by `places`, which tries it.
"""

from collections.abc import Iterator
from typing import Any

from archspec.schema import schema
from archspec.spec.reserved import NODE_KEYS

Json = dict[str, Any]

SCHEMA = schema()
DEFINITIONS: dict[str, Json] = {"file": SCHEMA, **SCHEMA["definitions"]}
EVERY = object()  # in place of a value: all that may be written
PREFIX = "#/definitions/"

# Definitions that others lead to, each of them walked by itself.
_SHARED = {"output", "init", "block", "node", "body", "branch", "call"}
# Which initial values a tensor may have, whatever the schema says, `places` tries out.
_TYPES = {str: "string", dict: "object", list: "array", float: "number"}


def all_written() -> set[str]:
    """Every form of the schema."""
    names = [
        name for name in DEFINITIONS if name not in ("node", "branch", "expression")
    ]
    found = {form for name in names for form in _forms(DEFINITIONS[name], name, EVERY)}
    bare = DEFINITIONS["node"]["anyOf"]
    return found | {f"node={item['const']}" for item in bare if "const" in item}


def written(spec: Json) -> set[str]:
    """The forms of the schema that ``spec``, a file, has."""
    return set(_forms(SCHEMA, "file", spec))


def _forms(form: Json, label: str, value: Any) -> Iterator[str]:
    if "$ref" in form:
        yield label
        yield from _referred(form["$ref"].removeprefix(PREFIX), label, value)
        return
    if list(form) == ["allOf"] or (label.count(".") and "allOf" in form):
        for part in form["allOf"]:
            yield from _forms(part, label, value)
        return
    yield from _alternatives(form, label, value)
    yield from _words(form, label, value)
    for key, part in form.get("properties", {}).items():
        if key != "op" and (value is EVERY or key in value):
            own = key in NODE_KEYS and label.startswith(("op-", "call"))
            inner = EVERY if value is EVERY else value[key]
            yield from _forms(part, f"{'node' if own else label}.{key}", inner)
    others = form.get("additionalProperties")
    if isinstance(others, dict) and (value is EVERY or isinstance(value, dict)):
        known = form.get("properties", {})
        inner = [EVERY] if value is EVERY else _others(value, known)
        for item in inner:
            yield from _forms(others, f"{label}.*", item)
    if "items" in form and (value is EVERY or isinstance(value, list)):
        for item in [EVERY] if value is EVERY else value:
            yield from _forms(form["items"], f"{label}[]", item)


def _others(value: Json, known: Json) -> list[Any]:
    return [item for key, item in value.items() if key not in known and key != "op"]


def _referred(name: str, label: str, value: Any) -> Iterator[str]:
    """The forms of a definition: where all are asked for, it has its own turn."""
    if name not in _SHARED or value is EVERY:
        return
    if name == "branch":
        single = isinstance(value, str) or (isinstance(value, dict) and "op" in value)
        name = "node" if single else "body"
    if name != "node":
        yield from _forms(DEFINITIONS[name], name, value)
    elif isinstance(value, str):
        yield f"node={value}"
    else:
        op = value["op"]
        name = f"op-{op}" if f"op-{op}" in DEFINITIONS else "call"
        yield name
        yield from _forms(DEFINITIONS[name], name, value)


def _alternatives(form: Json, label: str, value: Any) -> Iterator[str]:
    for part in form.get("anyOf", ()):
        if value is EVERY or fits(value, part):
            told = f"{label}|{_told(part)}"
            # What only tells which keys go together has no forms of its own.
            yield from [told] if _rule(part) else _forms(part, told, value)
            if value is not EVERY:
                return


def _words(form: Json, label: str, value: Any) -> Iterator[str]:
    yield label
    for word in form.get("enum", ()):
        if value is EVERY or value == word:
            yield f"{label}={word}"
    types = form.get("type", ())
    for kind in types if isinstance(types, list) else ():
        if value is EVERY or fits(value, {"type": kind}):
            yield f"{label}|{kind}"
    if "boolean" in types and (value is EVERY or isinstance(value, bool)):
        for word in (True, False) if value is EVERY else (value,):
            yield f"{label}={word}"


def _rule(form: Json) -> bool:
    return "required" in form and "type" not in form


def _told(form: Json) -> str:
    """An alternative, in one word."""
    if "$ref" in form:
        return form["$ref"].removeprefix(PREFIX)
    if _rule(form):
        return " ".join(form["required"])
    if "enum" in form or "const" in form:
        return "word"
    if "anyOf" in form:
        return "value"
    kind = form["type"]
    size = form.get("maxItems") if kind == "array" else None
    told = "value" if isinstance(kind, list) else kind
    return f"{told}{size}" if size else told


def fits(value: Any, form: Json) -> bool:
    """Whether a valid ``value`` is of this alternative, as far as tells them apart."""
    if "anyOf" in form and not any(fits(value, part) for part in form["anyOf"]):
        return False
    if "$ref" in form:
        return isinstance(value, str)
    if "const" in form or "enum" in form:
        return value in form.get("enum", [form.get("const")])
    if not set(form.get("required", ())) <= set(
        value if isinstance(value, dict) else ()
    ):
        return False
    if "maxItems" in form and isinstance(value, list) and len(value) > form["maxItems"]:
        return False
    if "type" not in form:
        return True
    types = form["type"] if isinstance(form["type"], list) else [form["type"]]
    return bool(_types(value) & set(types))


def _types(value: Any) -> set[str]:
    if isinstance(value, bool):
        return {"boolean"}
    if isinstance(value, int):
        return {"integer", "number"}
    return {_TYPES[type(value)]}
