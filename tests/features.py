"""What a random spec makes use of, as words."""

from collections.abc import Iterator
from typing import Any

import yaml

from archspec.ops import OPS
from archspec.spec.nodes import STRUCTURE
from tests.random_specs import spec_of

WANTED = {
    *(op.NAME for op in OPS if op.NAME != "activation"),
    *(f"op {word}" for word in (*STRUCTURE, "activation", "block")),
    *(
        "from",
        "when",
        "only",
        "skip",
        "shortcut",
        "over",
        "as",
        "names",
        "index",
        "init",
    ),
    *("rectangular", "uneven padding", "dilation", "groups", "depthwise", "ceil"),
    *("output_padding", "count_padding", "let"),
    *("inputs of the network", "inputs of a block", "outputs of a block", "outputs"),
    *("output only in train", "output only in inference"),
    *("param int", "param bool", "param float", "param list", "param str", "required"),
    *("if", "and", "or", "not", "in", "//", "%", "==", "max", "min", "[", "len", "sum"),
}


def features(text: str) -> set[str]:
    """Those of `WANTED` that the spec of ``text`` has."""
    spec = yaml.safe_load(text)
    found = {node.kind for node in spec_of(text).graph.nodes}
    blocks = spec.get("blocks", {})
    found |= {"inputs of the network"} if "x" in spec["input"] else set()
    found |= {"outputs"} if "outputs" in spec else set()
    for output in spec.get("outputs", {}).values():
        if isinstance(output, dict) and "only" in output:
            found.add(f"output only in {output['only']}")
    for definition in (spec, *blocks.values()):
        found |= {key for key in ("let", "init") if definition.get(key)}
        for default in definition.get("params", {}).values():
            required = default in ("int", "bool")
            found.add("required" if required else f"param {type(default).__name__}")
    for block in blocks.values():
        found |= {f"{key} of a block" for key in ("inputs", "outputs") if key in block}
    for node in _nodes(spec):
        found |= _of_node(node)
    return found & WANTED


def _of_node(node: dict[str, Any]) -> set[str]:
    op = node["op"]
    found = {f"op {op}", *node.keys()} - {"dilation", "groups", "count_padding"}
    found |= {"op block"} if op[0].isupper() else set()
    found |= {"rectangular"} if isinstance(node.get("kernel"), list) else set()
    if any(isinstance(pad, list) for pad in _items(node.get("padding"))):
        found.add("uneven padding")
    if node.get("dilation", 1) != 1:
        found.add("dilation")
    if isinstance(node.get("groups"), int) and node["groups"] > 1:
        found.add("groups")
    if isinstance(node.get("output_padding", 0), list) or node.get("output_padding"):
        found.add("output_padding")
    found |= {word for word in ("depthwise", "ceil") if word in node.values()}
    found |= {"count_padding"} if node.get("count_padding") is False else set()
    for value in node.values():
        if isinstance(value, str) and not value.isidentifier():
            padded = f" {value.replace('(', ' ( ').replace('[', ' [ ')} "
            found |= {word for word in WANTED if f" {word} " in padded}
    return found


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and "op" in value:
        yield value
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _nodes(item)
