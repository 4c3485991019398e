"""Every key of a node in every place of the language: both views agree, or refuse it.

For each place, the nodes of all kinds with all keys that are not refused there are in a
few small networks, which have to be those of their graphs in every framework.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from archspec.backends import BACKENDS
from archspec.backends.contract.refusals import Refusal
from archspec.backends.contract.runtime import load_runtime
from archspec.spec.base import Node
from archspec.spec.reserved import NODE_KEYS
from archspec.text.problems import CompileError
from tests.generator.random_specs import spec_of
from tests.live import assert_same

Written = dict[str, Any]

CONV: Written = {"op": "conv", "channels": 4, "kernel": 1}
KINDS: dict[str, Written] = {
    "conv": CONV,
    "relu": {"op": "relu"},
    "call": {"op": "One"},
    "call of two": {"op": "Two", "from": ["one", "two"]},
    "seq": {"op": "seq", "body": {"c": CONV, "t": "tanh"}},
    "list": {"op": "seq", "body": [CONV, "tanh"]},
    "repeat": {"op": "repeat", "times": 2, "index": "k", "body": CONV},
    "residual": {"op": "residual", "body": CONV},
    "add": {"op": "add", "from": ["one", "two"]},
}
# The keys that stand on any node, with values; of `from`, a list where that is read.
KEYS: dict[str, tuple[Any, ...]] = {
    "from": ("one",),
    "when": ("use", "not use"),
    "only": ("train", "inference"),
    "init": ({"weight": "xavier_normal"},),
}
BOTH: tuple[Written, ...] = (
    {"from": "one", "when": "use"},
    {"from": "one", "only": "inference"},
    {"when": "not use", "only": "train"},
)


def repeat(body: Any, **keys: Any) -> Written:
    return {"op": "repeat", "times": 2, "body": body, **keys}


def seq(*items: Any) -> Written:
    return {"op": "seq", "body": list(items)}


PLACES: dict[str, Callable[[Written], Written]] = {
    "child": lambda node: node,
    "child of a seq": lambda node: {
        "op": "seq",
        "body": {"t": "tanh", "n": node, "u": "sigmoid"},
    },
    "item": lambda node: seq("tanh", node, "sigmoid"),
    "first item": lambda node: seq(node),
    "copy": repeat,
    "copy with a name": lambda node: repeat(node, names="k{i + 1}"),
    "copy in a list": lambda node: seq("tanh", repeat(node)),
    "copy of a copy": lambda node: repeat(repeat(node, index="j")),
    "child of a copy": lambda node: repeat({"t": "tanh", "n": node}),
    "only child of a copy": lambda node: repeat({"n": node}),
    "item of a copy": lambda node: repeat(["tanh", node]),
    "item of a copy in a list": lambda node: seq("tanh", repeat(["tanh", node])),
    "child of a copy in a list": lambda node: seq(repeat({"t": "tanh", "n": node})),
    "branch": lambda node: {"op": "add", "branches": [node, []]},
    "branch that reads another": lambda node: {
        "op": "add",
        "from": "one",
        "branches": [node, "tanh"],
    },
    "branch in a list": lambda node: seq({"op": "add", "branches": [node, []]}),
    "body of a residual": lambda node: {"op": "residual", "body": node},
    "shortcut": lambda node: {"op": "residual", "body": "tanh", "shortcut": node},
    "shortcut that is skipped": lambda node: {
        "op": "residual",
        "body": "tanh",
        "shortcut": node,
        "skip": "use",
    },
    "deep": lambda node: {
        "op": "seq",
        "body": {
            "q": repeat({"r": {"op": "residual", "body": {"t": "tanh", "n": node}}})
        },
    },
}
BLOCKS: Written = {
    "One": {"body": {"c": CONV, "s": {"op": "add", "from": ["c", "input"]}}},
    "Two": {
        "inputs": ["a", "b"],
        "body": {"c": CONV, "s": {"op": "add", "from": ["c", "b"]}},
    },
}


def nodes() -> list[Written]:
    """A node of every kind with every key, and with some of them together."""
    keys = [{key: value} for key, values in KEYS.items() for value in values]
    found: list[Written] = []
    for kind in KINDS.values():
        for more in ({}, *keys, *BOTH):
            node = {**kind, **more}
            if "from" in kind:
                node["from"] = kind["from"]
            if node not in found:
                found.append(node)
    return found


def text_of(placed: list[Written], use: bool = True) -> str:
    """A network of these nodes, one on a line; each reads the node before it."""
    body: Written = {"one": CONV, "two": CONV}
    for number, node in enumerate(placed):
        body[f"n{number}"] = node
        body[f"c{number}"] = CONV
    read = ["one", "two", *(name for name in body if name[0] == "n")]
    body["all"] = {"op": "concat", "from": read}
    nodes = "".join(f"  {name}: {json.dumps(node)}\n" for name, node in body.items())
    blocks = {name: block for name, block in BLOCKS.items() if f'"{name}"' in nodes}
    lines = ["archspec: 1", "name: Net", "input: [4, 5, 5]"]
    lines += [f"params: {{use: {json.dumps(use)}}}"] if "use" in nodes else []
    lines += [f"blocks: {json.dumps(blocks)}"] if blocks else []
    return "\n".join([*lines, "body:", nodes])


def taken(place: str) -> list[Written]:
    """The nodes that the compiler accepts; all others are refused, at their places."""
    placed = [PLACES[place](node) for node in nodes()]
    while True:
        text = text_of(placed)
        try:
            spec_of(text)
        except CompileError as error:
            placed = others(placed, text, error)
        else:
            return [node for node in placed if printed(node)]


def others(placed: list[Written], text: str, error: CompileError) -> list[Written]:
    """The nodes without a problem in ``error``."""
    lines = text.split("\n")
    spans = [problem.span for problem in error.problems if problem.span]
    names = {lines[span.line - 1].split(":")[0].strip() for span in spans}
    left = [node for k, node in enumerate(placed) if f"n{k}" not in names]
    assert len(left) < len(placed), error
    return left


def printed(node: Written) -> bool:
    """Whether a node has code: some lists with a repeat have none, in any framework."""
    if "repeat" not in json.dumps(node):
        return True
    try:
        return bool(spec_of(text_of([node])).emit("torch"))
    except CompileError as error:
        assert Refusal.SPLICED_REPEAT.value in str(error)
        return False


def test_the_table_has_every_key() -> None:
    assert set(KEYS) | {"op"} >= set(NODE_KEYS)
    assert {"from", "when", "only", "init"} == set(NODE_KEYS) - {"op"}
    assert {"from_", "when", "only", "init"} == set(Node.model_fields) - {"op"}


@pytest.mark.parametrize("place", PLACES)
def test_both_views_agree(place: str) -> None:
    placed = taken(place)
    assert placed
    spec = spec_of(text_of(placed))
    for backend in BACKENDS:
        cls = load_runtime(backend).load_class(spec.emit(backend), "Net", f"<{place}>")
        assert_same(spec, backend, cls, {})
    other = spec_of(text_of(placed, use=False))
    cls = load_runtime("torch").load_class(other.emit("torch"), "Net", f"<{place} not>")
    assert_same(other, "torch", cls, {})
