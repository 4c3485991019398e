"""How Keras' classes and containers are written: images have their channels last."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from archspec.backends.contract.dialect import ClassForm, Pairs, Row
from archspec.backends.contract.refusals import Unsupported
from archspec.backends.python.build import invoke, self_attribute
from archspec.backends.python.nodes import (
    Assign,
    Attr,
    Code,
    Do,
    Identifier,
    Items,
    Literal,
    Stmt,
)
from archspec.ops import Op

TRAINING = Identifier("training")
HELPERS = {
    name: Path(__file__).parent / "helpers" / f"{name}.py"
    for name in ("PadConv2D", "flatten")
}


class Keras:
    """Keras 3: the mode is an argument of ``call``; shapes are inferred."""

    name = "keras"
    helpers: Mapping[str, Path] = HELPERS
    imports: Mapping[str, str] = {
        "keras": "import keras",
        "layers": "from keras import layers",
    }
    reserved = frozenset({"self", "training", *imports, *HELPERS})
    named_groups_are_classes = True
    slices_are_layers = False
    training: Code = TRAINING
    mode_argument = "training"
    constructor_state = ()
    static = dynamic = ClassForm(
        module="keras.Model",
        container="keras.Sequential",
        named="keras.Sequential",
        identity=invoke("layers.Identity"),
        forward="call",
    )

    def __init__(self, rows: Mapping[type[Op], Row]):
        self.rows = rows

    def sequence(self, layers: Sequence[Code]) -> Code | None:
        return invoke("keras.Sequential", Items(tuple(layers), "[]"))

    def named_sequence(self, pairs: Pairs) -> Code | None:
        del pairs
        return None

    def append(self, target: Code, codes: Sequence[Code]) -> list[Stmt]:
        return [Do(invoke(Attr(target, "add"), code)) for code in codes]

    def append_named(self, target: Code, name: Code, code: Code) -> Stmt:
        raise Unsupported("the names of the layers of a list", "leave the names out")

    def child(self, name: str) -> Code:
        if name.isidentifier():
            return self_attribute(name)
        return invoke("getattr", Identifier("self"), Literal(name))

    def set_child(self, name: str, code: Code) -> Stmt:
        if name.isidentifier():
            return Assign(self_attribute(name), code)
        return Do(invoke("setattr", Identifier("self"), Literal(name), code))

    def scope(self, stmts: Sequence[Stmt]) -> Sequence[Stmt]:
        return stmts
