"""Random groups: nodes added to bodies; groups, joins and repeats around nodes."""

from copy import deepcopy
from typing import Any

from archspec.ops import OP_BY_NAME, OPS
from archspec.ops.conv import ConvTranspose
from archspec.ops.named_activation import Activation
from archspec.ops.resize import Upsample
from archspec.ops.shape import Permute
from tests.generator.random_slots import Json, Slot, bodies, slots
from tests.generator.random_values import Values
from tests.generator.random_windows import Node

UNARY = tuple(op for op in OPS if op.INPUTS == 1)
JOINS = tuple(op.NAME for op in OPS if op.INPUTS != 1)
SAFE = tuple(op for op in JOINS if op != "div")  # of any values, also of zeros

# Nodes that hold others, and keep the shape of what they read.
GROUPS: tuple[Node, ...] = (
    *({"op": op, "branches": [[], "tanh"]} for op in ("add", "mul", "sub")),
    *({"op": op, "branches": ["tanh", []]} for op in ("maximum", "minimum")),
    {"op": "div", "branches": [[], "sigmoid"]},
    {"op": "concat", "branches": ["sigmoid", []]},
    {"op": "residual", "body": "relu"},
    {"op": "residual", "body": ["bn"], "skip": True},
    {"op": "seq", "body": ["bn", "relu"]},
    {"op": "repeat", "times": 2, "index": "k", "body": "sigmoid"},
    {"op": "repeat", "times": 2, "index": "k", "body": ["bn", "relu"]},
)


class Groups(Values):
    """Draws changes of groups, joins and repeats."""

    # --- nodes --------------------------------------------------------------------

    def operator(self) -> Node:
        """Any operator, with any of the fields that it has."""
        op = self.pick(
            *UNARY, *[Activation] * 5, *[ConvTranspose] * 4, Permute, Upsample
        )
        fields = [f for f in op.fields() if f.required or self.chance(25)]
        node = {"op": op.NAME} | {f.name: self.drawn(f.kind.json) for f in fields}
        return node if fields or self.chance(50) else op.NAME

    def put(self, place: Slot, node: Node) -> None:
        """Add ``node``, or a group with it, at ``place``."""
        node = self.around(node) if self.chance(35) else node
        body = place.holder[place.key]
        if isinstance(body, list) and (body or self.chance(30)):
            body.insert(self.draw(len(body) + 1), node)
            return
        if (isinstance(body, str) or not body or "op" in body) and self.chance(50):
            place.holder[place.key] = node  # in place of a single one, or of none
            return
        if isinstance(body, str) or not body or "op" in body:
            body = {self.child(): body} if body else {}
        items = list(body.items())
        items.insert(self.draw(len(items) + 1), (self.child(), node))
        place.holder[place.key] = dict(items)

    # --- groups -------------------------------------------------------------------

    def wrapped(self) -> None:
        """A node inside of a group, a join or a repeat."""
        found = slots(self.spec)
        groups = [
            slot for slot in found if slot.op not in OP_BY_NAME or slot.op in JOINS
        ]
        slot = self.pick(*groups) if groups and self.chance(50) else self.pick(*found)
        slot.holder[slot.key] = self.around(slot.node)

    def around(self, node: Any) -> Json:
        """A group, a join or a repeat of a node, or of a mapping of nodes."""
        named = isinstance(node, dict) and "op" not in node
        inner = node if named else self.pick(node, node, {self.child(): node})
        twin: Any = [] if named else deepcopy(node)
        index = f"k{self.child()}".replace("-", "_")
        return self.pick(
            {"op": "seq", "body": inner if isinstance(inner, dict) else [inner]},
            {"op": "seq", "body": inner if named else [node]},
            {"op": "repeat", "times": self.pick(1, 2), "body": inner, "index": index},
            {
                "op": "repeat",
                "times": 2,
                "body": inner if named else [node],
                "index": index,
            },
            *(
                {"op": "residual", "body": inner, "shortcut": other}
                for other in (twin, [], {"op": "conv", "channels": 2, "kernel": 1})
            ),
            {"op": "residual", "body": twin or "relu", "shortcut": inner},
            {"op": self.pick(*SAFE), "branches": [inner, twin]},
            {"op": self.pick(*SAFE), "branches": [inner, []]},
            {"op": "div", "branches": [inner, "softplus"]},
        )

    def branched(self) -> None:
        """One more branch, with a node of its own."""
        joins = [slot for slot in slots(self.spec) if "branches" in slot.full()]
        if joins:
            branches = self.pick(*joins).node["branches"]  # pyright: ignore
            node = self.operator()
            branches.append(self.pick([], node, {self.child(): node}))

    def rewritten(self) -> None:
        """A mapping as a list, a list as a mapping, or the single node of either."""
        place = self.pick(*bodies(self.spec))
        body = place.holder[place.key]
        if isinstance(body, str) or "op" in body:
            body = self.pick([body], {self.child(): body})
        elif isinstance(body, list):
            single = len(body) == 1 and self.chance(50)
            body = body[0] if single else {self.child(): node for node in body}
        elif body:
            nodes = list(body.values())
            body = nodes[0] if len(nodes) == 1 and self.chance(50) else nodes
        place.holder[place.key] = body

    def shortened(self) -> None:
        """A group without one of its nodes, or a mapping in the form of its word."""
        slot = self.slot()
        if isinstance(slot.holder, dict) and slot.key in ("body", "shortcut"):
            return
        if slot.node == {"op": slot.op}:
            slot.holder[slot.key] = slot.op
        elif len(slot.holder) > 1:
            del slot.holder[slot.key]
