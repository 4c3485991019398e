"""Forms by place: the combinations of place, kind of node and key in the language.

The places are read off the JSON Schema, the kinds off the operators. Whether two go
together the compiler is asked, with a small spec for each pair, so that no list of
exceptions has to be kept.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

from archspec.ops import OP_BY_NAME, OPS, Op
from archspec.spec import STRUCTURE
from archspec.spec.reserved import NODE_KEYS
from tests.generator.forms_written import DEFINITIONS
from tests.generator.random_specs import graph_of

Json = dict[str, Any]
Node = Json | str

JOINS = tuple(op.NAME for op in OPS if op.INPUTS != 1)

BLOCKS: Json = {
    "Unit": {"body": {"act": "tanh"}},
    "Pair": {"inputs": ["a", "b"], "body": {"sum": {"op": "add", "from": ["a", "b"]}}},
    "Two": {
        "body": {"first": "tanh", "last": "relu"},
        "outputs": {"p": "first", "q": "last"},
    },
}
CALLS = {
    "Unit": "call",
    "Pair": "call of several inputs",
    "Two": "call of several outputs",
}

# A node of each kind, which leaves the shape of its input as it is.
NODES: dict[str, Node] = {
    "operator": "relu",
    "operator with tensors": {"op": "conv", "channels": 4, "kernel": 1},
    "operator of plain tensors": "bn",
    "residual": {"op": "residual", "body": "tanh"},
    **{name: {"op": name, "branches": [[], "tanh"]} for name in JOINS},
    **{f"{name} of nodes": {"op": name, "from": ["input", "input"]} for name in JOINS},
    "seq": {"op": "seq", "body": ["tanh"]},
    "repeat": {"op": "repeat", "times": 2, "body": "tanh"},
    "reuse": {"op": "reuse", "node": "one"},
    "call": {"op": "Unit"},
    "call of several inputs": {"op": "Pair", "from": ["input", "input"]},
    "call of several outputs": {"op": "Two"},
}
KEYS: dict[str, Any] = {
    "from": "input",
    "when": "in_channels > 1",
    "only": "train",
    "init": {"weight": "ones"},
}
assert set(KEYS) == set(NODE_KEYS) - {"op"}
assert set(STRUCTURE) < {name.removesuffix(" of nodes") for name in NODES}


def kind(node: Node, blocks: Json) -> str:
    """The kind of a node, a word of `NODES`."""
    op = node if isinstance(node, str) else node["op"]
    if op in JOINS:
        return op if "branches" in node else f"{op} of nodes"
    if op in STRUCTURE:
        return op
    if op in OP_BY_NAME:
        if OP_BY_NAME[op].tensors is Op.tensors:
            return "operator"
        plain = "conv" not in op and op != "dense"
        return f"operator {'of plain' if plain else 'with'} tensors"
    block = blocks[op]
    if len(block.get("inputs", "x")) > 1:
        return "call of several inputs"
    return "call of several outputs" if len(block.get("outputs", "x")) > 1 else "call"


# --- places ------------------------------------------------------------------------


def places() -> Iterator[str]:
    """The places for a node: where the schema refers to a body or to a branch."""
    for name, form in DEFINITIONS.items():
        for key, part in form.get("properties", {}).items():
            refers = f"{part}"
            for what, ways in (("body", ("child", "item")), ("branch", _BRANCH)):
                if f"'#/definitions/{what}'" in refers:
                    yield from (f"{_owner(name)}.{key} {way}" for way in ways)


_BRANCH = ("child", "item", "single")


def _owner(name: str) -> str:
    op = name.removeprefix("op-")
    return "join" if op in JOINS else op


def nodes_of(spec: Json) -> Iterator[tuple[str, Node]]:
    """Every node of a spec with its place."""
    yield from _body("file.body", spec["body"])
    for block in spec.get("blocks", {}).values():
        yield from _body("block.body", block["body"])


def _body(place: str, body: Any) -> Iterator[tuple[str, Node]]:
    if isinstance(body, list):
        for node in body:
            yield from _node(f"{place} item", node)
    elif isinstance(body, str) or "op" in body:
        yield from _node(f"{place} single", body)
    else:
        for node in body.values():
            yield from _node(f"{place} child", node)


def _node(place: str, node: Node) -> Iterator[tuple[str, Node]]:
    yield place, node
    if isinstance(node, str):
        return
    owner = _owner(node["op"])
    for key in ("body", "shortcut"):
        if key in node:
            yield from _body(f"{owner}.{key}", node[key])
    for branch in node.get("branches") or ():
        yield from _body(f"{owner}.branches", branch)


# --- pairs -------------------------------------------------------------------------


def placed(spec: Json) -> set[str]:
    """The pairs of place, kind and key that ``spec`` has."""
    blocks = spec.get("blocks", {})
    found: set[str] = set()
    for place, node in nodes_of(spec):
        what = kind(node, blocks)
        keys = [key for key in KEYS if isinstance(node, dict) and key in node]
        found |= {place, f"{what} at {place}"}
        found |= {f"{key} at {place}" for key in keys}
        found |= {f"{key} on {what}" for key in keys}
        if what == "reuse":
            found |= _reused(node, spec)
    return found


def _reused(node: Any, spec: Json) -> set[str]:
    """The node that is applied again: the first of its name in any class."""
    classes = [spec, *spec.get("blocks", {}).values()]
    bodies = [part["body"] for part in classes if isinstance(part["body"], dict)]
    found = [body[node["node"]] for body in bodies if node["node"] in body]
    return {f"reuse of {kind(other, spec.get('blocks', {}))}" for other in found[:1]}


def all_placed() -> set[str]:
    """The pairs that the language permits."""
    known = list(dict.fromkeys(places()))
    found = {place for place in known if _stands(place, NODES["operator"])}
    for place, (what, node) in product(sorted(found), NODES.items()):
        if _stands(place, node):
            found.add(f"{what} at {place}")
    usual = NODES["operator with tensors"]
    for place, (key, value) in product(known, KEYS.items()):
        if place in found and _stands(place, _with(usual, key, value)):
            found.add(f"{key} at {place}")
    for (what, node), (key, value) in product(NODES.items(), KEYS.items()):
        if _stands("file.body child", _with(node, key, value)):
            found.add(f"{key} on {what}")
    return found | {f"reuse of {what}" for what in NODES if _reusable(what)}


def _with(node: Node, key: str, value: Any) -> Json:
    full = {"op": node} if isinstance(node, str) else node
    return full if key == "from" and key in full else {**full, key: value}


def _stands(place: str, node: Node) -> bool:
    """Whether the compiler accepts ``node`` at ``place``."""
    where, way = place.split()
    owner, key = where.split(".")
    body: Any = {"here": node} if way == "child" else [node] if way == "item" else node
    if isinstance(node, dict) and node["op"] == "Two" and way == "child":
        body["reader"] = {"op": "identity", "from": "here.p"}
    if owner in ("file", "block"):
        return _compiles(owner, {"one": "tanh", **body} if way == "child" else body)
    return any(
        _compiles("file", {"one": "tanh", "host": _host(owner, key, body, width)})
        for width in (4, 8)
    )


def _host(owner: str, key: str, body: Any, width: int) -> Json:
    """A node with ``body`` under ``key``; a sum gets a second branch of equal width."""
    beside = {"op": "conv", "channels": width, "kernel": 1}
    if owner == "join":
        return {"op": "concat", "branches": [[], body]}
    host: Json = {"op": owner, key: body}
    if owner == "repeat":
        host["times"] = 2
    if owner == "residual":
        host["shortcut" if key == "body" else "body"] = beside
    return host


def _reusable(what: str) -> bool:
    body: Json = {
        "one": "tanh",
        "other": NODES[what],
        "two": {"op": "tanh", "from": "one"},
    }
    again = {"op": "reuse", "node": "other"}
    if "several inputs" in what:
        again["from"] = ["one", "two"]
    return _compiles("file", {**body, "again": again})


def _compiles(owner: str, body: Any) -> bool:
    called = {
        name: block for name, block in BLOCKS.items() if f"'op': '{name}'" in f"{body}"
    }
    spec: Json = {"name": "Net", "input": [4, 4, 4]}
    if owner == "file":
        spec |= {"body": body, "blocks": called}
    else:
        spec |= {"body": ["Part"], "blocks": {**called, "Part": {"body": body}}}
    return graph_of(spec) is not None
