"""The fields of operators and of the models of the file format, as JSON Schema."""

import re
from inspect import cleandoc
from typing import Annotated, Any, Literal, cast, get_args, get_origin, get_type_hints

from archspec.ops import Field, Op
from archspec.ops.fields.checks import denominator
from archspec.ops.fields.written import Json
from archspec.spec.fields import Strict
from archspec.spec.reads import Reads, Takes


def operator_fields(op: type[Op]) -> Json:
    """The properties of a node of ``op``: its fields with their descriptions."""
    return {field.name: _operator_field(field) for field in op.fields()}


def _operator_field(field: Field) -> Json:
    told = f"{_capital(field.doc)} ({field.kind.name})."
    if field.default is None:
        return {"description": told, **field.kind.json}
    default = plain(field.default)
    told += f" Default: {spelt(default)}."
    return {"description": told, "default": default, **field.kind.json}


def plain(default: Any) -> Any:
    """A default as written: one number for equal sides."""
    sides = isinstance(default, tuple)
    return plain(cast(tuple[Any, ...], default)[0]) if sides else default


def spelt(value: Any) -> str:
    """A value in YAML; a fraction such as 1 / 6 as an expression."""
    if inverse := denominator(value):
        return f"1 / {inverse}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def meaning(model: type) -> str:
    """The docstring of a class without its attributes."""
    doc = cleandoc(model.__doc__ or "").partition("\n\nAttributes:")[0]
    return re.sub(r"\n +", "\n", doc).replace("``", "`").strip()


def closed_model(model: type[Strict]) -> Json:
    """The schema of a mapping that is read into ``model``."""
    fields = model.model_fields.items()
    needed = [field.alias or name for name, field in fields if field.is_required()]
    title = model.SUBJECT or model.__name__.lower()
    told = closed(title, meaning(model), model_fields(model), needed)
    return {**told, **rules_of(model)}


def rules_of(model: type[Strict]) -> Json:
    """The conditions between the keys of ``model``."""
    return cast(Json, model.model_config.get("json_schema_extra") or {})


def closed(title: str, told: str, properties: Json, needed: list[str]) -> Json:
    """The schema of a mapping with ``properties`` and no others."""
    return {
        "title": title,
        "description": told,
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def model_fields(model: type[Strict]) -> Json:
    """The properties of a model, each with its description from the docstring."""
    hints = get_type_hints(model, include_extras=True)
    told = _attributes(model)
    found: Json = {}
    for name, field in model.model_fields.items():
        key, value = field.alias or name, _written(hints[name])
        if "$ref" in value:  # draft 7 ignores keys beside a reference
            value = {"allOf": [{"$ref": value["$ref"]}]}
        found[key] = {"description": told[key], **value}
    return found


def _attributes(model: type[Strict]) -> dict[str, str]:
    """The description of each key in the docstrings of a model and its bases."""
    found: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        # Python 3.13 already strips the indentation.
        _, _, listed = cleandoc(cls.__doc__ or "").partition("Attributes:\n")
        entries = re.findall(r"^ {4}(\w+): (.+(?:\n {5,}.+)*)", listed, re.M)
        for name, text in entries:
            text = " ".join(text.split()).replace("``", "`")
            found[name] = _capital(text)
    return found


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _written(hint: Any) -> Json:
    """The schema of data that is read as this type."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        for item in args[1:]:
            if isinstance(item, Reads):
                return dict(item.json)
            if isinstance(item, Takes):
                return {**_written(args[0]), **item.json}
        return _written(args[0])
    if origin is Literal:
        return {"enum": list(args)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _written(args[1])}
    if args:  # or None, if the key is left out
        return _written(args[0])
    if isinstance(hint, type) and issubclass(hint, Strict):
        return {"$ref": f"#/definitions/{hint.__name__.lower()}"}
    return {"type": "string"}
