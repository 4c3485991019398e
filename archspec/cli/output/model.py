"""The model as plain data and as text: classes with their params and symbolic shapes."""

from collections.abc import Iterator, Mapping
from typing import Any

from archspec.expr import show, show_value
from archspec.model.definitions import (
    AnyItem,
    CallItem,
    ClassDef,
    JoinItem,
    Model,
    ModelBody,
    OpItem,
    RepeatItem,
    ReuseItem,
    SeqItem,
)
from archspec.model.sizes.shapes import AnyShape, EitherShape

LONGEST = 32  # characters of a size that a table shows


def model_data(model: Model) -> dict[str, Any]:
    """All classes, the network last, and the fixed params."""
    return {
        "classes": [_class(definition) for definition in model.classes],
        "fixed": {item.name: item.reason for item in model.fixed},
    }


def _class(definition: ClassDef) -> dict[str, Any]:
    data: dict[str, Any] = {"name": definition.name, "doc": definition.doc}
    data["params"] = {
        param.name: "required" if param.required else param.default
        for param in definition.params
    }
    data["inputs"] = {
        name: _shape(value.shape) for name, value in definition.inputs.items()
    }
    if definition.let:
        data["let"] = {name: show(expr) for name, expr in definition.let.items()}
    data["body"] = _body(definition.body)
    data["outputs"] = [
        {
            **({"name": exit.name} if exit.name else {}),
            "shape": _shape(exit.value.shape),
            **({"only": exit.only} if exit.only else {}),
        }
        for exit in definition.outputs
    ]
    return data


def _body(body: ModelBody) -> list[dict[str, Any]]:
    return [_item(item) for item in body.items]


def _item(item: AnyItem) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if item.name is not None:
        data["name"] = item.name
    data |= {"op": _kind(item), "shape": _shape(item.out.shape)}
    if item.when is not None:
        data["when"] = show(item.when)
    if item.only is not None:
        data["only"] = item.only
    match item:
        case CallItem():
            data["args"] = {name: show(expr) for name, expr in item.args.items()}
        case RepeatItem():
            data["copies"] = show(item.times)
            data["body"] = _body(item.body)
        case SeqItem():
            data["body"] = _body(item.body)
        case JoinItem(branches=branches):
            data["branches"] = [_body(branch) for branch in branches]
        case _:
            pass
    return data


def _kind(item: AnyItem) -> str:
    match item:
        case OpItem():
            return item.op.NAME
        case CallItem():
            return item.target.name
        case JoinItem():
            return "residual" if item.residual else item.operator.op.NAME
        case SeqItem():
            return "seq"
        case RepeatItem():
            return "repeat"
        case ReuseItem():
            return f"reuse of {item.target.name}"


def _shape(shape: AnyShape) -> Any:
    """A symbolic shape: sizes are numbers or texts; ``?`` has no plain form."""
    if isinstance(shape, EitherShape):
        then, other = _shape(shape.then), _shape(shape.other)
        return {"if": show(shape.cond), "then": then, "else": other}
    return [size if isinstance(size, int) else show(size) for size in shape]


# --- text --------------------------------------------------------------------------


def model_text(data: Mapping[str, Any]) -> str:
    """The classes in order, with indented bodies."""
    parts = [_class_text(definition) for definition in data["classes"]]
    fixed = [
        f"fixed: {name}, because {reason}" for name, reason in data["fixed"].items()
    ]
    return "\n\n".join([*parts, *fixed]) + "\n"


def _class_text(data: Mapping[str, Any]) -> str:
    params = ", ".join(
        name if value == "required" else f"{name}={show_value(value)}"
        for name, value in data["params"].items()
    )
    lines = [(f"{data['name']}({params})", "", "")]
    lines += [
        (f"  {name}", "input", _shape_text(shape))
        for name, shape in data["inputs"].items()
    ]
    lines += [
        (f"  {name}", f"= {text}", "") for name, text in data.get("let", {}).items()
    ]
    lines += _body_lines(data["body"], "  ")
    for output in data["outputs"]:
        only = f", {output['only']} only" if "only" in output else ""
        lines.append(
            (
                f"  {output.get('name', '')}".rstrip(),
                f"output{only}",
                _shape_text(output["shape"]),
            )
        )
    rows = lines[1:]
    first = max(len(row[0]) for row in rows)
    second = max(len(row[1]) for row in rows)
    text = [f"{a:{first}}  {b:{second}}  {c}".rstrip() for a, b, c in rows]
    return "\n".join([lines[0][0], *text])


def _body_lines(
    body: list[dict[str, Any]], indent: str
) -> Iterator[tuple[str, str, str]]:
    for number, item in enumerate(body):
        kind = item["op"]
        if "args" in item:
            args = ", ".join(f"{name}={text}" for name, text in item["args"].items())
            kind += f"({args})"
        if "copies" in item:
            kind += f" {item['copies']} times"
        if "when" in item:
            kind += f", when {item['when']}"
        if "only" in item:
            kind += f", {item['only']} only"
        yield f"{indent}{item.get('name', number)}", kind, _shape_text(item["shape"])
        yield from _body_lines(item.get("body", []), indent + "  ")
        for branch, inner in enumerate(item.get("branches", [])):
            if not inner:
                yield f"{indent}  | {branch}", "the input", ""
            yield from _body_lines(inner, f"{indent}  | ")


def _shape_text(shape: Any) -> str:
    """``(width * 4, h, w)``, with ``...`` for sizes that are too long for a table."""
    if isinstance(shape, Mapping):
        then, other = _shape_text(shape["then"]), _shape_text(shape["else"])
        return f"{then} if {shape['if']} else {other}"
    sizes = [str(size) if len(str(size)) <= LONGEST else "..." for size in shape]
    inner = ", ".join(sizes)
    return f"({inner},)" if len(sizes) == 1 else f"({inner})"
