"""The form of classes and containers in Chainer."""

from collections.abc import Mapping, Sequence

from archspec.backends.contract.dialect import ClassForm, Pairs, Row
from archspec.backends.contract.helpers import helper_files
from archspec.backends.python.build import dotted, invoke, self_attribute
from archspec.backends.python.nodes import (
    Assign,
    Attr,
    Choice,
    Code,
    Do,
    For,
    Identifier,
    If,
    Invoke,
    Literal,
    Stmt,
    Subscript,
    With,
)
from archspec.ops import Op

# In the order in which a file defines them.
HELPERS = helper_files(
    "chainer",
    "Stack",
    "NamedStack",
    "Apply",
    "PadConvolution1D",
    "PadConvolution2D",
    "PadConvolution3D",
    "CropDeconvolution1D",
    "CropDeconvolution2D",
    "CropDeconvolution3D",
    "padded_max_pooling",
    "padded_max_pooling_1d",
    "padded_max_pooling_3d",
    "padded_average_pooling",
    "padded_average_pooling_1d",
    "padded_average_pooling_3d",
    "adaptive_average_pooling",
    "global_max_pooling",
    "adaptive_max_pooling",
    "amax",
    "amin",
    "FrozenBatchNormalization",
    "LayerNormalization2D",
    "LayerNormalizationFirst",
    "LayerNormalizationLast",
    "RMSNormalization",
    "RMSNormalizationFirst",
    "PartialLayerNormalization",
    "LastLinear",
    "LayerScale",
    "ChannelDropout",
    "StochasticDepth",
    "instance_normalization",
    "l2_normalize",
    "channel_shuffle",
    "pad_with_pixels",
    "reshape",
    "pixel_shuffle",
    "pixel_unshuffle",
    "roll",
    "flatten",
    "resize_nearest",
    "resize_linear",
    "Between",
    "silu",
    "mish",
    "gelu",
    "gelu_tanh",
    "hard_sigmoid",
    "scaled_hard_sigmoid",
    "log_sigmoid",
    "softsign",
    "hard_swish",
    "glu",
)

IDENTITY = dotted("F.identity")

IMPORTS = {
    "math": "import math",
    "chainer": "import chainer",
    "F": "import chainer.functions as F",
    "L": "import chainer.links as L",
    "initializers": "from chainer import initializers",
}


class Chainer:
    """Chainer: chains with an ``init_scope``, and lists of links.

    It never uses chainer.Sequential, which does not number functions, scrambles the names
    from the third link on, and raises when it is called empty (measured).
    """

    name = "chainer"
    imports: Mapping[str, str] = IMPORTS
    helpers = HELPERS
    reserved = frozenset(
        {"self", "chainer", "F", "L", "initializers", "math", *HELPERS}
    )
    named_groups_are_classes = True
    slices_are_layers = False
    training = dotted("chainer.config.train")
    mode_argument = ""
    constructor_state = ()
    static = dynamic = ClassForm(
        module="chainer.Chain",
        container="Stack",
        named="NamedStack",
        identity=IDENTITY,
    )

    def __init__(self, rows: Mapping[type[Op], Row]):
        self.rows = rows

    def sequence(self, layers: Sequence[Code]) -> Code | None:
        return invoke("Stack", *layers)

    def named_sequence(self, pairs: Pairs) -> Code | None:
        del pairs
        return None

    def append(self, target: Code, codes: Sequence[Code]) -> list[Stmt]:
        return [Do(invoke(Attr(target, "append"), code)) for code in codes]

    def append_named(self, target: Code, name: Code, code: Code) -> Stmt:
        return Do(invoke(Attr(target, "add_link"), name, code))

    def child(self, name: str) -> Code:
        if name.isidentifier():
            return self_attribute(name)
        return Subscript(Identifier("self"), (Literal(name),))

    def set_child(self, name: str, code: Code) -> Stmt:
        if isinstance(code, Choice) and code.then == code.other:
            code = code.then  # both are the identity
        if name.isidentifier():
            return Assign(self_attribute(name), code)
        return Do(invoke(self_attribute("add_link"), Literal(name), as_link(code)))

    def scope(self, stmts: Sequence[Stmt]) -> Sequence[Stmt]:
        first = next((k for k, stmt in enumerate(stmts) if _registers(stmt)), None)
        if first is None:
            return stmts
        return [*stmts[:first], With(invoke("self.init_scope"), tuple(stmts[first:]))]


def as_link(code: Code) -> Code:
    """``code`` for ``add_link``, which takes no function."""
    match code:
        case Identifier(name) if name in HELPERS:
            return invoke("Apply", code)
        case Attr(Identifier("F")):
            return invoke("Apply", code)
        case Choice(cond, then, other):
            return Choice(cond, as_link(then), as_link(other))
        case _:
            return code


def _registers(stmt: Stmt) -> bool:
    """Whether ``stmt`` assigns a link to an attribute, which needs an ``init_scope``."""
    match stmt:
        case Assign(target, value):
            return isinstance(target, Attr) and _is_link(value)
        case If(_, body, orelse):
            return any(map(_registers, (*body, *orelse)))
        case For(_, _, body):
            return any(map(_registers, body))
        case _:
            return False


def _is_link(code: Code) -> bool:
    match code:
        case Invoke():
            return True
        case Choice(_, then, other):
            return _is_link(then) or _is_link(other)
        case _:
            return False
