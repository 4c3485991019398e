"""A network as a spec: merged with the one that it extends, without defaults."""

import math
from collections.abc import Mapping
from typing import Any, cast

import yaml
from pydantic import BaseModel

from archspec.expr import Const, Expr, ListExpr, show
from archspec.spec import BlockCall, Initializer, Network, Node, OpNode, Output, Param
from archspec.spec.reserved import NODE_KEYS
from archspec.text.scalars import resolve

FIRST = ("name", "doc", "input", "inputs", "params", "let", "blocks")


def written(network: Network) -> dict[str, Any]:
    """``network`` as plain data that reads back as the same network."""
    data = _model(network)
    if list(network.input) == ["x"]:
        data["input"] = data["input"]["x"]
    first = {key: data[key] for key in FIRST if key in data}
    last = {
        key: value for key, value in data.items() if key not in ("archspec", "body")
    }
    return {"archspec": 1, **first, **last, "body": data["body"]}


def _plain(value: Any) -> Any:
    match value:
        case Expr():
            return _expr(value)
        case Param():
            return _param(value)
        case Initializer():
            return _initializer(value)
        case Output(only=None):
            return value.from_
        case Node():
            return _node(value)
        case BaseModel():
            return _model(value)
        case Mapping():
            items = cast("Mapping[str, Any]", value)
            return {key: _plain(item) for key, item in items.items()}
        case list() | tuple():
            return [_plain(item) for item in cast("list[Any]", value)]
        case _:
            return value


def _model(model: BaseModel) -> dict[str, Any]:
    """The keys of ``model`` that were written and are not the default."""
    data: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if name in model.model_fields_set and value != field.get_default(
            call_default_factory=True
        ):
            data[field.alias or name] = _plain(value)
    return data


def _node(node: Node) -> Any:
    data = {"op": node.op, **_model(node)}
    if isinstance(node, OpNode):
        for name, expr in node.fields.items():
            # A word of an enum needs no extra quotes.
            if isinstance(expr, Const) and isinstance(expr.value, str):
                data[name] = expr.value
    if isinstance(node, BlockCall):
        data |= {name: _expr(expr) for name, expr in node.args.items()}
    last = (*NODE_KEYS[1:], "body", "shortcut", "branches")
    data |= {key: data.pop(key) for key in last if key in data}
    return node.op if list(data) == ["op"] else data


def _expr(expr: Expr) -> Any:
    if isinstance(expr, ListExpr):
        return [_expr(item) for item in expr.items]
    if isinstance(expr, Const) and not isinstance(expr.value, str):
        return "-inf" if expr.value == -math.inf else expr.value
    return show(expr)


def _param(param: Param) -> Any:
    if not param.required:
        return _plain(param.default)
    return [param.type[1:-1]] if param.type.startswith("[") else param.type


def _initializer(initializer: Initializer) -> Any:
    args = [_expr(arg) for arg in initializer.args]
    if not args:
        return initializer.kind
    return {initializer.kind: args[0] if len(args) == 1 else args}


class _Dumper(yaml.SafeDumper):
    """Writes YAML that means the same in versions 1.1 and 1.2."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(_: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if not isinstance(resolve(text), str):
        style = "'"
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(data: Any) -> str:
    """``data`` as YAML; lists and mappings without inner ones stay on one line."""
    return yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        default_flow_style=None,
        allow_unicode=True,
        width=120,
    )
