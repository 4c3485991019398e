"""Random bodies that are valid by construction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.generator.random_numbers import Draw, Names
from tests.generator.random_operators import Operators
from tests.generator.random_windows import Fresh, Node, Value

CHILDREN = ("conv", "node", "x1-", "part", "y", "unit", "Upper", "_own", "shortcut")
REUSED = ("conv", "dense", "bn")
ALIKE = ("add", "mul", "sub", "maximum", "minimum")  # joins of any equal shapes
SCALES = ("layer_scale", {"op": "layer_scale", "axis": "last"})


@dataclass(frozen=True)
class Callee:
    """A block: its params with their defaults or types, and what its outputs keep.

    ``rank`` is that of its inputs, 0 for any. Each output has the space token "in" where
    it has the height and width of the inputs; a single one is called "".
    """

    name: str
    params: Mapping[str, Any]
    inputs: int
    rank: int
    outputs: Mapping[str, Value]


class Bodies(Operators):
    """Draws the bodies of one class."""

    def __init__(self, draw: Draw, names: Names, callees: list[Callee]):
        super().__init__(draw, names)
        self.callees = callees
        self.levels: list[dict[str, Value]] = [{}]  # the nodes that `from` may name
        self.applied: dict[str, tuple[Value, Value]] = {}  # what `reuse` may name
        self.count = 0

    def child(self) -> str:
        self.count += 1
        return f"{self.pick(*CHILDREN)}{self.count}"

    # --- bodies -------------------------------------------------------------------

    def body(self, x: Value, size: int, depth: int) -> tuple[Any, Value]:
        """A mapping or a list, which opens a level of names."""
        self.levels.append({})
        make = self.listed if self.chance(40) else self.mapping
        body, after = make(x, size, depth)
        self.levels.pop()
        return body, after

    def mapping(self, x: Value, size: int, depth: int) -> tuple[dict[str, Any], Value]:
        """Named nodes at the level that is open."""
        body: dict[str, Any] = {}
        for _ in range(self.pick(*range(1, size + 1))):
            several = [c for c in self.fitting(x) if "" not in c.outputs]
            if several and self.chance(25):
                x = self.unpacked(self.pick(*several), x, body)
                continue
            name = self.child()
            body[name], x = self.named(name, x, depth)
            self.levels[-1][name] = x
        return body, x

    def unpacked(self, callee: Callee, x: Value, body: dict[str, Any]) -> Value:
        """Add to ``body`` a call of several outputs, and readers of these."""
        name, reader = self.child(), self.child()
        body[name], _ = self.call(callee, x, {})
        outs: dict[str, Value] = {}
        for key, out in callee.outputs.items():
            space = x.space if out.space == "in" else Fresh()
            outs[f"{name}.{key}"] = Value(out.rank or x.rank, None, space)
        self.levels[-1] |= outs
        first, last = outs
        if outs[first].space is outs[last].space:
            body[reader] = {"op": "concat", "from": [first, last]}
        else:
            body[reader] = {"op": self.pick("identity", "tanh"), "from": last}
        self.levels[-1][reader] = outs[last]
        return outs[last]

    def listed(self, x: Value, size: int, depth: int) -> tuple[list[Node], Value]:
        """Numbered nodes; a repeat among them opens no level."""
        items: list[Node] = []
        for _ in range(self.pick(*range(1, size + 1))):
            if depth > 0 and self.chance(15):
                node, after = self.repeat(x, depth - 1, spliced=True)
            else:
                node, after = self.node(x, depth, None)
            node, x = self.conditional(node, x, after)
            if isinstance(node, dict) and node["op"] not in ("dropout", "leaky_relu"):
                # What has tensors and acts in one mode may forbid arguments.
                node.pop("only", None)
            items.append(node)
        return items, x

    def named(self, name: str, x: Value, depth: int) -> tuple[Node, Value]:
        """A node of a mapping, which may read others or apply one again."""
        known = {key: val for level in self.levels for key, val in level.items()}
        for target, (before, after) in self.applied.items():
            same = before.channels is not None and before.rank == x.rank
            same &= before.channels == x.channels and len(self.levels) == 1
            if same and self.chance(20):
                return {"op": "reuse", "node": target}, replace(after, space=Fresh())
        if known and self.chance(15):
            joined = self.joined(x, known)
            if joined is not None:
                return joined
        extra: dict[str, Any] = {}
        if known and self.chance(20):
            extra["from"] = self.pick(*known)
            x = known[extra["from"]]
        images = [key for key, val in known.items() if val.rank == x.rank == 3]
        if images and self.chance(6):
            like = self.pick(*images)
            node = {**self.upsample(), **extra, "like": like}
            return node, replace(x, space=known[like].space)
        node, after = self.node(x, depth, name)
        by_channels = isinstance(node, str) or "axis" not in node
        if len(self.levels) == 1 and by_channels and _op(node) in REUSED:
            self.applied[name] = (x, after)
        node, last = self.conditional(node, x, after)
        if isinstance(node, dict) and {"when", "only"} & node.keys():
            self.applied.pop(name, None)
        return ({**_full(node), **extra} if extra else node), last

    def conditional(self, node: Node, x: Value, after: Value) -> tuple[Node, Value]:
        """``node``, which may exist or act only under a condition."""
        if after.rank == x.rank and self.chance(12):
            node = {**_full(node), "when": self.condition()}
            channels = x.channels if x.channels == after.channels else None
            return node, replace(
                after,
                channels=channels,
                space=x.space if x.space == after.space else Fresh(),
            )
        if after == x and x.channels and _op(node) != "repeat" and self.chance(4):
            return {**_full(node), "only": self.pick("train", "inference")}, x
        return node, after

    def joined(self, x: Value, known: Mapping[str, Value]) -> tuple[Node, Value] | None:
        """A join, or a call, of two earlier nodes with images of one size."""
        alike = [
            k for k, v in known.items() if v.rank == x.rank == 3 and v.space == x.space
        ]
        if len(alike) < 2:
            return None
        first, second = self.pick(*alike), self.pick(*alike)
        left, right = known[first], known[second]
        source = {"from": [first, second]}
        pairs = [c for c in self.callees if c.inputs == 2 and "" in c.outputs]
        if pairs and self.chance(50):
            return self.call(self.pick(*pairs), x, source)
        if left.channels is not None and left.channels == right.channels:
            return {"op": self.pick(*ALIKE), **source}, left
        return {"op": "concat", **source}, replace(left, channels=None)

    # --- groups -------------------------------------------------------------------

    def node(self, x: Value, depth: int, name: str | None) -> tuple[Node, Value]:
        """An operator, a group, a join or a call, called ``name`` or numbered."""
        if depth <= 0 or self.chance(45):
            return self.operator(x)
        draws = [self.seq, self.called, self.called]
        draws += [self.residual, self.concat, self.gate] if x.rank == 3 else []
        draws += [self.repeated] if name is not None else []
        return self.pick(*draws)(x, depth - 1, name)

    def seq(self, x: Value, depth: int, name: str | None) -> tuple[Node, Value]:
        del name
        body, after = self.body(x, 3, depth)
        return {"op": "seq", "body": body}, after

    def repeated(self, x: Value, depth: int, name: str | None) -> tuple[Node, Value]:
        del name
        return self.repeat(x, depth, spliced=False)

    def repeat(self, x: Value, depth: int, spliced: bool) -> tuple[Node, Value]:
        """Copies of a body; each reads the value of the copy before it."""
        node: dict[str, Any] = {"op": "repeat"}
        self.count += 1  # names inside of a repeat must not hide those around it
        index, width, step = (f"{word}{self.count}" for word in ("k", "w", "s"))
        index = self.pick("i", index)
        own = [f"({index} + 1)"]
        kind = self.pick("times", "over", "lists" if self.names.lists else "times")
        if kind == "times":
            node["times"] = self.pick(1, 2, 3, f"min({self.pick(*self.names.ints)}, 3)")
        elif kind == "over":
            node |= {
                "over": [[3, 1], [2, 2], [4, 1]][: self.pick(2, 3)],
                "as": [width, step],
            }
            own += [width, step]
        else:
            node |= {"over": self.pick(*self.names.lists), "as": width}
            own += [width]
        if index != "i":
            node["index"] = index
        start = Value(x.rank, None, Fresh())
        saved = self.names, self.levels, self.growing
        self.names = replace(self.names, ints=[*self.names.ints, *own])
        self.levels, self.growing = [{}], False  # the copies read nothing from outside
        self.levels = [{}, {}]
        if self.chance(40):
            node["body"], after = self.node(start, depth, None)
            if node["body"] in SCALES:  # no copy: it would have no name of its own
                node["body"] = {"scale": node["body"]}
        else:
            node["body"], after = self.body(start, 2, depth)
        self.names, self.levels, self.growing = saved
        if after.rank != x.rank:
            return self.operator(x)
        if self.chance(20) and not spliced:
            node["names"] = f"copy{{{index} + 1}}"
        known = after.channels is not None and not any(w in after.channels for w in own)
        return node, Value(x.rank, after.channels if known else None, Fresh())

    def called(self, x: Value, depth: int, name: str | None) -> tuple[Node, Value]:
        del depth, name
        fitting = [callee for callee in self.fitting(x) if "" in callee.outputs]
        return self.call(self.pick(*fitting), x, {}) if fitting else self.operator(x)

    def fitting(self, x: Value) -> list[Callee]:
        """The blocks that take ``x`` alone."""
        return [c for c in self.callees if c.inputs == 1 and c.rank in (0, x.rank)]

    def call(
        self, callee: Callee, x: Value, extra: Mapping[str, Any]
    ) -> tuple[Node, Value]:
        """A call with arguments for all params without a default, and some others."""
        args = {
            key: self.argument(default)
            for key, default in callee.params.items()
            if default in ("int", "bool") or self.chance(50)
        }
        out = next(iter(callee.outputs.values()))
        space = x.space if out.space == "in" else Fresh()
        node = {"op": callee.name, **args, **extra}
        return node, Value(out.rank or x.rank, None, space)

    # --- joins --------------------------------------------------------------------

    def branch(self, name: str | None, nodes: list[Node]) -> Any:
        """Nodes as a branch: named ones, or a seq where a list numbers the join."""
        if name is None:
            return {"op": "seq", "body": nodes}
        if len(nodes) == 1 and self.chance(30):
            return nodes[0]
        return {self.child(): node for node in nodes}

    def residual(self, x: Value, depth: int, name: str | None) -> tuple[Node, Value]:
        """Branches that end in convolutions of equal channels."""
        del depth
        width = self.number()
        nodes = [*self.keeping(), self.project(width)]
        if self.chance(20):
            nodes.append({"op": "stochastic_depth", "drop_prob": 0.2})
        node: dict[str, Any] = {"op": "residual", "body": self.branch(name, nodes)}
        if str(width) != x.channels or self.chance(30):
            node["shortcut"] = self.branch(name, [self.project(width), "bn"])
            if x.channels is not None and self.chance(60):
                short = {"op": "seq", "body": [self.project(width), "bn"]}
                short["when"] = f"({x.channels}) != ({width})"
                node["shortcut"] = short if name is None else {self.child(): short}
        if self.chance(15):
            node["skip"] = self.condition()
        return node, replace(x, channels=str(width))

    def concat(self, x: Value, depth: int, name: str | None) -> tuple[Node, Value]:
        del depth
        branches: list[Any] = [[]] if self.chance(50) else []
        while len(branches) < 2 or self.chance(20):
            nodes = [*self.keeping(), self.project(self.number())]
            branches.append(self.branch(name, nodes))
        return {"op": "concat", "branches": branches}, replace(x, channels=None)

    def gate(self, x: Value, depth: int, name: str | None) -> tuple[Node, Value]:
        """A value with a branch of one pixel, or of one channel."""
        del depth
        nodes: list[Node] = ["global_avg_pool", "sigmoid"]
        if self.chance(30):
            nodes = [self.project(1), "sigmoid"]
        elif x.channels is not None:
            nodes.insert(1, self.project(x.channels))
        branches = [[], self.branch(name, nodes)]
        return {"op": self.pick("mul", "div", *ALIKE), "branches": branches}, x


def _full(node: Node) -> dict[str, Any]:
    return {"op": node} if isinstance(node, str) else node


def _op(node: Node) -> str:
    return node if isinstance(node, str) else node["op"]
