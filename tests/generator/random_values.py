"""Random notations of a value: a literal, a param, or an expression."""

from typing import Any

from archspec.ops import OP_BY_NAME
from archspec.schema.fields import plain
from archspec.spec.params import type_of
from tests.generator.random_numbers import Chooser, Draw, Names
from tests.generator.random_slots import Json, Slot, names_at, slots
from tests.generator.random_specs import GIVEN
from tests.generator.random_windows import Node

CHILDREN = ("n", "Part", "_own", "a-", "layer")
PAIRS = ("kernel", "stride", "padding", "dilation", "size", "scale", "output_padding")
SPOKEN = ("it's", "größer", 'so "called"', "back\\slash", "tanh")

# Expressions for a whole number, a flag and a fraction, over names `a`, a flag and a
# word.
_INTS = (
    "min({v}, {v} + 2)",
    "max({v}, {v} - 3)",
    "{v} if {c} else {v}",
    "[{v}, 9][0]",
    "[7, {v}][-1]",
    "[7, {v}, 9][1:][0]",
    "sum([{v}, 4][:1])",
    "len([{v}, 5, 6][1:3]) + {v} - 2",
    "abs(-{v})",
    "floor({v} + 0.5)",
    "ceil({v} - 0.5)",
    "round({v} + 0.25)",
    "int({v} / 1)",
    "{v} * 2 // 2",
    "{v} % 50",
    "{a} - {a} + {v}",
    "-(0 - {v})",
    "{v} + (0 if {a} not in [1, 2] else 0)",
    "({v} + {a}) - {a}",
)
_FLAGS = ("not {w}", "{v} and {a} >= 1", "{v} or {a} < 1", "1 == 1 if {v} else 1 == 2")
_FLOATS = ("{v} * 1", "{v} / 2 * 2", "{v} if {c} else {v}", "max(0, {v})")


class Values(Chooser):
    """Draws changes of the values of nodes."""

    def __init__(self, draw: Draw, names: Names, spec: Json, count: int):
        super().__init__(draw, names)
        self.spec, self.count = spec, 100 * (count + 1)
        self.blocks: Json = spec.get("blocks", {})

    def child(self) -> str:
        """A new name."""
        self.count += 1
        return f"{self.pick(*CHILDREN)}{self.count}".replace("-", "_" * self.chance(50))

    def slot(self) -> Slot:
        """The place of a node."""
        return self.pick(*slots(self.spec))

    def inputs(self, node: Node) -> int:
        """The number of values that a node reads."""
        op = node if isinstance(node, str) else node["op"]
        return len(self.blocks.get(op, {}).get("inputs", "x"))

    def arguments(self, op: str) -> Json:
        """Arguments for the params of a block without a default."""
        params = self.blocks.get(op, {}).get("params", {})
        return {
            name: self.quoted(GIVEN[kind])
            for name, kind in params.items()
            if isinstance(kind, str) and kind in GIVEN
        }

    def quoted(self, value: Any) -> Any:
        """A value as an argument: words in a list are expressions."""
        if isinstance(value, list):
            return [self.quoted(item) for item in value]
        return repr(value) if isinstance(value, str) and value.isascii() else value

    # --- one value ----------------------------------------------------------------

    def value(self) -> None:
        """An expression for a literal."""
        slot = self.slot()
        if isinstance(slot.node, str):
            return
        fields = OP_BY_NAME[slot.op].fields() if slot.op in OP_BY_NAME else ()
        keys = [field.name for field in fields] + ["times", "skip", "when"]
        keys = [key for key in keys if key in slot.node]
        if not keys:
            return
        holder, key = slot.node, self.pick(*keys)
        while isinstance(holder[key], list) and self.chance(70):
            holder, key = holder[key], self.draw(len(holder[key]))
        if not isinstance(holder[key], str) or holder[key].isidentifier():
            holder[key] = self.same(holder[key], slot.owner, slot.around)

    def same(self, value: Any, owner: Json, around: tuple[Json, ...]) -> Any:
        """Another way to write ``value`` in a class."""
        known = owner.get("params", {}), owner.get("let", {})
        if isinstance(value, str) and any(value in names for names in known):
            return value
        if isinstance(value, list) and self.chance(35):
            return str(value)
        if isinstance(value, (list, str)) or self.chance(40):
            return self.param(value, owner)
        self.names = names_at(owner, around)
        if self.chance(25):
            return self.let(value, owner)
        form = self.pick(*self.forms(value))
        return form.format(
            v=_said(value),
            w=_said(not value),
            a=self.pick(*self.names.ints),
            c=self.condition(),
        )

    def forms(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, bool):
            return _FLAGS
        return _INTS if isinstance(value, int) else _FLOATS

    def param(self, value: Any, owner: Json) -> Any:
        """A new param that has ``value``."""
        if type_of(value) is None:
            return value
        name = f"q{self.child()}".replace("-", "_")
        self.declare(name, value, owner)
        return name

    def declare(self, name: str, value: Any, owner: Json) -> None:
        """Add a param that is ``value``, by default or where the class is used."""
        kind, params = type_of(value), owner.setdefault("params", {})
        params[name] = value if self.chance(60) else kind
        if params[name] != kind:
            return
        for slot in slots(self.spec):
            if owner is self.blocks.get(slot.op):
                slot.full()[name] = self.quoted(value)

    def let(self, value: Any, owner: Json) -> str:
        name = f"t{self.child()}".replace("-", "_")
        owner.setdefault("let", {})[name] = value
        return name

    def worded(self) -> None:
        """A param that is a word or a list, and a condition that reads it."""
        slot = self.slot()
        name = f"w{self.child()}".replace("-", "_")
        word = self.pick(*SPOKEN)
        shown = repr(word) if word.isascii() else "'x'"
        value, condition = self.pick(
            (word, f"{name} {self.pick('==', '!=')} {shown}"),
            ([word, "relu"], f"{shown} {self.pick('in', 'not in')} {name}"),
            ([True, False], f"{name}[{self.pick(0, 1)}]"),
            ([0.5, 2.0], f"sum({name}) > {self.pick(1, 3)}"),
            ([2, 3], f"{name}[in_channels % 2] >= 3"),
            (self.pick(True, False), name),
        )
        slot.full()["when"] = condition
        if self.chance(25) and word.isascii():
            slot.owner.setdefault("let", {})[name] = self.quoted(value)
        else:
            self.declare(name, value, slot.owner)

    def drawn(self, form: Json) -> Any:
        """A value that a JSON schema lets stand; of expressions those for whole
        numbers.
        """
        if "anyOf" in form:
            return self.drawn(self.pick(*form["anyOf"]))
        if "enum" in form or "examples" in form:
            return self.pick(*form.get("enum", ()), *form.get("examples", ()))
        match form.get("type"):
            case "integer":
                return form["minimum"] + self.pick(0, 0, 1, 1, 2)
            case "number":
                return self.pick(0.5, 0.25, 0.75, 1)
            case "boolean":
                return self.pick(True, False)
            case "array":
                count = form.get("maxItems", self.pick(2, 3))
                return [self.drawn(form["items"]) for _ in range(count)]
            case _:  # an expression, or -inf, which only a maximum may follow
                return self.same(self.pick(1, 2), self.spec, ())

    # --- in full ------------------------------------------------------------------

    def spelt(self) -> None:
        """A default that is written, or a number that is written for each side."""
        slot = self.slot()
        if slot.op not in OP_BY_NAME or OP_BY_NAME[slot.op].INPUTS != 1:
            return
        node = slot.full()
        if self.chance(40):
            key = self.pick(*PAIRS)
            if isinstance(node.get(key), (int, str)):
                pair = [node[key], node[key]]
                node[key] = self.pick(pair, [pair, pair]) if key == "padding" else pair
            return
        fields = [
            field for field in OP_BY_NAME[slot.op].fields() if field.name not in node
        ]
        given = [field for field in fields if field.default is not None]
        if given:
            field = self.pick(*given)
            node[field.name] = plain(field.default)


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
