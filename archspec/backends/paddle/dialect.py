"""How Paddle's classes and containers are written."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from archspec.backends.dialect import Row, TorchLike
from archspec.backends.paddle.helpers import HELPERS
from archspec.backends.target import (
    Arg,
    Assign,
    Code,
    Do,
    Helper,
    Invoke,
    Items,
    Raw,
    Stmt,
    Sum,
    invoke,
)
from archspec.expr import quote
from archspec.ops import Op


class Paddle(TorchLike):
    """Paddle: the shapes of torch, with words of its own."""

    name = "paddle"
    base: ClassVar[str] = "nn.Layer"
    add_child: ClassVar[str] = "add_sublayer"
    helpers: Mapping[str, Helper] = HELPERS
    # Not preceded by a dot or a letter: `elu(`, but neither `F.elu(` nor `F.relu(`.
    implied: ClassVar[Mapping[str, Helper]] = {
        rf"(?<![\w.]){name}\b": helper for name, helper in HELPERS.items()
    }
    reserved = frozenset({"self", "paddle", "nn", "F", "math", "OrderedDict", *HELPERS})
    imports: Sequence[tuple[str, str]] = (
        (r"\bmath\.", "import math"),
        (r"\bOrderedDict\(", "from collections import OrderedDict"),
        (r"\bpaddle\.", "import paddle"),
        (r"\bnn\.", "from paddle import nn"),
        (r"\bF\.", "from paddle.nn import functional as F"),
    )

    def __init__(self, rows: Mapping[type[Op], Row]):
        self.rows = rows

    def join(self, kind: str, items: Sequence[Code]) -> Code:
        if kind == "concat":
            return invoke("paddle.concat", Items(tuple(items)), axis=Raw("1"))
        return Sum("+" if kind == "add" else "*", tuple(items))

    def named_sequence(self, pairs: Sequence[tuple[Code, Code]]) -> Code | None:
        return invoke("nn.Sequential", _ordered(pairs))

    def append(self, target: str, codes: Sequence[Code]) -> list[Stmt]:
        return [Do(invoke(f"{target}.append", code)) for code in codes]

    def set_child(self, name: str, code: Code) -> Stmt:
        if name.isidentifier():
            return Assign(f"self.{name}", code)
        return Do(invoke("self.add_sublayer", Raw(quote(name)), code))


def _ordered(pairs: Sequence[tuple[Code, Code]]) -> Code:
    """An OrderedDict of named layers; by keyword where all names are identifiers."""
    if len(pairs) == 1 and pairs[0][0] == Raw(""):
        return invoke("OrderedDict", pairs[0][1])
    words = [name.text.strip('"') if isinstance(name, Raw) else "" for name, _ in pairs]
    if all(word.isidentifier() for word in words):
        keys = zip(words, pairs, strict=True)
        return Invoke(
            Raw("OrderedDict"), tuple(Arg(code, word) for word, (_, code) in keys)
        )
    return invoke("OrderedDict", Items(tuple(Items(pair) for pair in pairs), "[]"))
