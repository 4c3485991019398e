"""Random changes of a valid spec: keys, nodes and groups in any place.

A change may well be wrong, say a name that is not seen or shapes that do not fit: the
compiler is asked, and what it refuses is not done. So nothing here has to know its
rules.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from archspec.ops import OP_BY_NAME, OPS, Op
from archspec.ops.named_activation import Activation
from archspec.spec.init import INIT_WORDS
from archspec.spec.lints import LINTS
from tests.generator.random_groups import GROUPS, JOINS, Groups
from tests.generator.random_numbers import Draw, Names
from tests.generator.random_slots import (
    Json,
    bodies,
    classes,
    names_at,
    readable,
    slots,
)

KINDS = next(f.kind.words for f in Activation.fields() if f.name == "kind")
TENSORS = {op.NAME for op in OPS if op.tensors is not Op.tensors}
DOCS = (
    "Ein kleines Netz für Bäume.",
    "It's \"quoted\", once and '''often''' \"\"\".",
    "A \\ and a \\n, no line.",
    "Two lines,\nof which this is one.",
)


class Changes(Groups):
    """Draws changes of ``spec``, each made in place."""

    def __init__(self, draw: Draw, spec: Json, count: int):
        super().__init__(draw, Names(["in_channels"]), spec, count)

    def any(self) -> None:
        """One change."""
        seldom = (self.told, self.returned, self.sized, self.allowed, self.started)
        usual = (self.source, self.source, self.when, self.only, self.init, self.joined)
        more = (self.wrapped, self.inserted, self.inserted, self.inserted)
        more += (self.inserted, self.reused, self.rewritten)
        own = (
            self.activated,
            self.repeated,
            self.named,
            self.branched,
            self.called,
            self.worded,
        )
        values = (self.value, self.value, self.value, self.value)
        values += (self.spelt, self.spelt, self.shortened)
        change: Callable[[], None] = self.pick(
            *usual, *more, *own, *values, self.pick(*seldom)
        )
        change()

    # --- keys ---------------------------------------------------------------------

    def source(self) -> None:
        slot = self.slot()
        known = readable(slot.owner, self.spec)
        node = slot.full()
        several = self.inputs(slot.op) if slot.op not in JOINS else 2
        if several < 2 or "branches" in node:
            node["from"] = self.pick(*known)
        else:
            node["from"] = [self.pick(*known) for _ in range(several)]

    def when(self) -> None:
        sums = [slot for slot in slots(self.spec) if slot.op == "residual"]
        key = "skip" if sums and self.chance(20) else "when"
        slot = self.pick(*sums) if key == "skip" else self.slot()
        self.names = names_at(slot.owner, slot.around)
        slot.full()[key] = self.flag()

    def flag(self) -> Any:
        return self.pick(True, False, *(self.condition() for _ in range(6)))

    def only(self) -> None:
        self.slot().full()["only"] = self.pick("train", "inference")

    def init(self) -> None:
        found = [slot for slot in slots(self.spec) if slot.op in TENSORS]
        if not found:
            return
        slot = self.pick(*found)
        slot.full()["init"] = self.laws(slot.owner, slot.around)

    def started(self) -> None:
        owner = self.pick(*classes(self.spec))
        owner["init"] = self.laws(owner)

    def laws(self, owner: Json, around: tuple[Json, ...] = ()) -> Json:
        self.names = names_at(owner, around)
        tensors = self.pick(["weight"], ["bias"], ["weight", "bias"])
        return {tensor: self.law() for tensor in tensors}

    def law(self) -> Any:
        number = self.pick(0.5, 1, f"1 / {self.number()}", *self.names.floats)
        return self.pick(
            *INIT_WORDS,
            *({"constant": number}, {"normal": number}, {"uniform": [-1, number]}),
            {"uniform": [f"0 - {self.pick(*self.names.ints)}", 0.5]},
        )

    # --- nodes --------------------------------------------------------------------

    def inserted(self) -> None:
        """A node somewhere in a body."""
        node = self.operator() if self.chance(70) else deepcopy(self.pick(*GROUPS))
        self.put(self.pick(*bodies(self.spec)), node)

    def activated(self) -> None:
        """An activation by its long name."""
        found = [slot for slot in slots(self.spec) if slot.op in KINDS]
        if found:
            slot = self.pick(*found)
            node = slot.full()
            fields = OP_BY_NAME[slot.op].fields()
            own = {f.name: self.drawn(f.kind.json) for f in fields if self.chance(40)}
            node |= {**own, "op": "activation", "kind": slot.op}

    def joined(self) -> None:
        """A join, or a call, of nodes that are named."""
        place = self.pick(*bodies(self.spec))
        known = readable(place.owner, self.spec)
        pairs = [name for name in self.blocks if self.inputs(name) > 1]
        op = self.pick(*JOINS, *pairs, *pairs)
        body = place.holder[place.key]
        if op == "div" and isinstance(body, dict) and body and "op" not in body:
            self.divided(body, known)
            return
        count = self.pick(2, 2, 3) if op in JOINS else 2
        sources = [self.pick(*known) for _ in range(count)]
        sources = [sources[0]] * count if self.chance(50) else sources
        self.put(place, {"op": op, "from": sources, **self.arguments(op)})

    def divided(self, body: Json, known: Sequence[str]) -> None:
        """A node of ``body`` that divides by another, which is positive."""
        items = list(body.items())
        source, positive = self.pick(*known), self.child()
        place = self.draw(len(items) + 1)
        items[place:place] = [
            (positive, {"op": "softplus", "from": source}),
            (self.child(), {"op": "div", "from": [source, positive]}),
        ]
        body.clear()
        body.update(items)

    def called(self) -> None:
        """A call; if it has several outputs, another node reads one."""
        if not self.blocks:
            return
        place, op = self.pick(*bodies(self.spec)), self.pick(*self.blocks)
        node: Json = {"op": op, **self.arguments(op)}
        if self.inputs(op) > 1:
            node["from"] = [self.pick(*readable(place.owner, self.spec)) for _ in "ab"]
        outputs = list(self.blocks[op].get("outputs", {}))
        if len(outputs) > 1:
            name = self.child()
            reader = {"op": "tanh", "from": f"{name}.{self.pick(*outputs)}"}
            self.put(place, self.around({name: node, self.child(): reader}))
        else:
            self.put(place, node)

    def reused(self) -> None:
        owner = self.pick(*classes(self.spec))
        if not isinstance(owner["body"], dict):
            return
        calls = [name for name, node in owner["body"].items() if self.inputs(node) > 1]
        known = calls if calls and self.chance(50) else list(owner["body"])
        node: Json = {"op": "reuse", "node": self.pick(*known)}
        several = self.inputs(owner["body"][node["node"]])
        known = readable(owner, self.spec)
        if several > 1 or self.chance(30):
            node["from"] = [self.pick(*known) for _ in range(several)]
            node["from"] = node["from"] if several > 1 else node["from"][0]
        places = [place for place in bodies(self.spec) if place.owner is owner]
        self.put(self.pick(*places), node)

    # --- repeats ------------------------------------------------------------------

    def named(self) -> None:
        """Names for the copies of a repeat."""
        found = [slot for slot in slots(self.spec) if slot.op == "repeat"]
        if not found:
            return
        slot = self.pick(*found)
        node, index = slot.full(), slot.full().get("index", "i")
        self.names = names_at(slot.owner, (*slot.around, node))
        word = self.pick(*self.names.words, "'it''s'")
        node["names"] = self.pick(
            "copy",
            f"part-{{{index}}}",
            f"unit{{{index} + {self.pick(*self.names.ints)}}}",
            f"_{{{index} + 1 if {self.condition()} else {index} + 4}}",
            f"n{{{index} * 2}}x{{{index} if {word} == 'tanh' else 7 - {index}}}".replace(
                "'it''s'", '"it\'s"'
            ),
        )

    def repeated(self) -> None:
        """Rows in place of a number of copies, and a reader of them."""
        found = [slot for slot in slots(self.spec) if slot.op == "repeat"]
        if not found:
            return
        slot = self.pick(*found)
        node = slot.full()
        inside = [one for one in slots(self.spec) if node in one.around]
        rows = {name: self.column(f"{name}{self.child()}") for name in ("r", "s", "t")}
        keep = self.pick(1, 2, 3)
        columns = [rows[name] for name in list(rows)[:keep]]
        for key in ("times", "over", "as"):
            node.pop(key, None)
        count = self.pick(1, 2, 2)
        table = [list(row)[:keep] for row in zip(*(c[1] for c in columns), strict=True)]
        node |= {"over": table[:count], "as": [c[0] for c in columns]}
        if keep == 1 and self.chance(60):
            node |= {"over": [row[0] for row in table[:count]], "as": columns[0][0]}
        reader = self.pick(*inside)
        reader.full()["when"] = " and ".join(c[2] for c in columns)

    def column(self, name: str) -> tuple[str, list[Any], str]:
        """A name, two values for it, and a condition that reads it."""
        found: tuple[list[Any], str] = self.pick(
            ([1, 2], f"{name} > {self.pick(0, 1)}"),
            ([True, False], name),
            ([0.5, 0.25], f"{name} >= 0.3"),
            (["tanh", "relu"], f"{name} != 'elu'"),
            ([[1, 2], [3, 4]], f"{name}[{self.pick('0', '1', '-1')}] > 0"),
            ([[1], [2, 3]], f"len({name}[:]) < 3"),
            (["in_channels", "in_channels + 1"], f"{name} > 0"),
        )
        values, condition = found
        if values[0] in ("tanh", "relu"):
            values = [f"'{word}'" for word in values]
        return name, values, condition

    # --- the class ----------------------------------------------------------------

    def told(self) -> None:
        self.pick(*classes(self.spec))["doc"] = self.pick(*DOCS)

    def allowed(self) -> None:
        self.spec["allow"] = [self.pick(*LINTS)]

    def returned(self) -> None:
        """One more output of the file."""
        known = readable(self.spec, self.spec)
        outputs = self.spec.setdefault("outputs", {})
        value: Any = self.pick(*known)
        if self.chance(50):
            value = {"from": value}
        if isinstance(value, dict) and self.chance(60):
            value["only"] = self.pick("train", "inference")
        outputs[f"{self.pick('out', 'side-', 'Aux')}{self.child()}"] = value

    def sized(self) -> None:
        """A size of the input as an expression over params."""
        given = self.spec["input"]
        sizes = self.pick(*given.values()) if isinstance(given, dict) else given
        at = self.draw(len(sizes))
        if isinstance(sizes[at], int):
            sizes[at] = self.same(sizes[at], self.spec, ())
