"""Operators: one class each, with fields, shape rule, tensors and cost.

An instance holds canonical fields, as numbers (in the graph) or as expressions (in the
model). Each rule below is written once, with arithmetic that works for both; only
``check`` and ``macs`` need numbers.

A rule takes a shape for each input of its operator. Most operators have one input, ``x``.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from math import prod
from types import ModuleType
from typing import Any, ClassVar, TypeAlias, cast, overload

from typing_extensions import Self

from archspec.expr import Const, Dim, Expr, lift, minimum, product, show
from archspec.ops.fields.kinds import FieldKind, Real, dim
from archspec.record import NEEDED, Declared, fields, record

# Without the batch axis: (C,), (C, L), (C, H, W) or (C, D, H, W).
Shape: TypeAlias = tuple[Dim, ...]
Numbers: TypeAlias = tuple[int, ...]

SPATIAL = (2, 3, 4)  # the ranks of signals, images and volumes
RANK_NAMES = {
    1: "a flat input (features,)",
    2: "a signal (channels, length)",
    3: "an image (channels, height, width)",
    4: "a volume (channels, depth, height, width)",
}
_SIDES = {
    0: (),
    1: ("length",),
    2: ("height", "width"),
    3: ("depth", "height", "width"),
}


def side_names(rank: int) -> tuple[str, ...]:
    """The names of the axes of a shape after its channels."""
    return _SIDES[rank - 1]


def axis_names(rank: int) -> tuple[str, ...]:
    """The names of the axes of a shape."""
    return ("features",) if rank == 1 else ("channels", *side_names(rank))


def alternatives(phrases: Sequence[str]) -> str:
    """``a``, ``a or b``, or ``a, b or c``."""
    *first, last = phrases
    return f"{', '.join(first)} or {last}" if first else last


class OpError(ValueError):
    """An operator that does not fit its input.

    ``field`` names the invalid field; ``key`` means that the field must not be given.
    """

    def __init__(
        self, message: str, help: str = "", field: str = "", key: bool = False
    ):
        super().__init__(message)
        self.message, self.help, self.field, self.key = message, help, field, key


@record
class Tensor:
    """A tensor that an operator owns, in PyTorch's layout.

    ``role`` is "param" (trained) or "buffer" (running statistics). ``fan_in`` is the
    number of inputs that one output sums, for initialisation (0 if there is none).
    ``first`` is the default initial value; None if frameworks choose different laws.
    """

    shape: Shape
    role: str = "param"
    fan_in: Dim = 0
    first: float | None = None


@record
class Field:
    """A field of an operator as the language declares it."""

    name: str
    kind: FieldKind
    doc: str
    default: Any
    required: bool


@record(kw_only=True)
class Op:
    """Base of all operators. Subclasses are records of canonical fields.

    Declare a field as ``name: Annotated[type, KIND, "doc"] = canonical default``. Each
    rule of a subclass has a parameter for each input.
    """

    NAME: ClassVar[str] = ""
    INPUTS: ClassVar[int | None] = 1  # the number of inputs; None for any number
    LIKE: ClassVar[bool] = False  # whether the key `like` can name a second input
    RANKS: ClassVar[tuple[int, ...]] = (1, *SPATIAL)  # for each input
    SHAPE: ClassVar[str] = "the shape of the input"  # the shape rule, for the docs
    SOURCE: ClassVar[str] = ""  # paper or documentation
    MODE: ClassVar[str] = ""  # "train" if the function differs in training
    BARE: ClassVar[bool] = False  # whether the node's path names its single tensor
    TRAINED: ClassVar[bool] = True  # whether its tensors, if any, are trained
    WEIGHTED: ClassVar[bool] = False  # whether `init` of a block or a file applies

    @classmethod
    @cache
    def fields(cls) -> tuple[Field, ...]:
        """The fields in the order in which the language documents them."""
        return tuple(_field(*item) for item in fields(cls).items())

    @classmethod
    def with_fields(cls, fields: Mapping[str, Any], sides: int | None = None) -> Self:
        """The operator with canonical ``fields``, for an input with this many sides."""
        missing = {
            field.name: (field.default[0],) * sides
            for field in cls.fields()
            if sides and field.kind.sided and field.name not in fields
            if field.default is not None and not field.required
        }
        return cls(**missing, **fields)

    # Arguments are Any, so that overriding methods can choose their types.

    def output(self, *xs: Any, **_: Any) -> Shape:
        """The shape of the output for inputs of shapes ``xs``, all without the batch."""
        return xs[0]

    def tensors(self, *xs: Any, **_: Any) -> dict[str, Tensor]:
        """The operator's tensors by neutral name, for inputs of shapes ``xs``."""
        del xs
        return {}

    def macs(self, *xs: Any, **_: Any) -> int:
        """Multiply-accumulates of one example from shapes ``xs`` to a shape ``y``."""
        del xs
        return 0

    def check(self, *xs: Any, **_: Any) -> None:
        """Raise OpError if the operator cannot take inputs of shapes ``xs``, in numbers."""
        self.check_ranks(*xs)

    def check_ranks(self, *xs: Shape) -> None:
        """Raise OpError if the operator does not take the rank of one of ``xs``."""
        for x in xs:
            if len(x) not in self.RANKS:
                names = [RANK_NAMES[rank] for rank in self.RANKS]
                if len(names) > 1:
                    names = [name.partition(" (")[0] for name in names]
                wanted = alternatives(names)
                message = f"{self.NAME} needs {wanted}, got {spell(x)}"
                raise OpError(message, self.rank_help(x))

    def rank_help(self, x: Shape) -> str:
        """Advice for an input of the wrong rank."""
        if len(x) == 1:
            return (
                "put it before `flatten`; an image is input: [channels, height, width]"
            )
        return ""


def operators(*modules: ModuleType) -> tuple[type[Op], ...]:
    """The operators that ``modules`` define, in order; a class without a name is a base."""
    return tuple(
        found
        for module in modules
        for found in vars(module).values()
        if isinstance(found, type)
        and issubclass(found, Op)
        and found.__module__ == module.__name__
        and found.NAME
    )


def _field(name: str, declared: Declared) -> Field:
    kind, doc = declared.type.__metadata__
    required = declared.default is NEEDED
    return Field(name, kind, doc, None if required else declared.default, required)


def spell(shape: Sequence[Dim]) -> str:
    """A shape as messages print it: (64, 56, 56)."""
    inner = ", ".join(show(size) for size in shape)
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


def known(value: Any) -> bool:
    """Whether ``value`` (a number, pair or padding) contains no symbol."""
    if isinstance(value, tuple):
        return all(known(item) for item in cast(tuple[Any, ...], value))
    return not isinstance(value, Expr) or isinstance(value, Const)


def whole(value: Dim) -> int:
    """``value``, which must be a number.

    Raises:
        TypeError: it is a symbol; only the graph, which has none, needs numbers.
    """
    if isinstance(value, int):
        return value
    raise TypeError(f"{show(value)} is not a number yet")


def real(value: Real) -> float:
    """``value``, which must be a number.

    Raises:
        TypeError: it is a symbol.
    """
    if isinstance(value, Expr):
        raise TypeError(f"{show(value)} is not a number yet")
    return value


@overload
def values_in(shape: Sequence[int]) -> int: ...
@overload
def values_in(shape: Sequence[Dim]) -> Dim: ...
def values_in(shape: Sequence[Dim]) -> Dim:
    """The number of values of a shape; numbers stay numbers."""
    sizes = [size for size in shape if isinstance(size, int)]
    return prod(sizes) if len(sizes) == len(shape) else dim(product(shape))


def quotient(left: Dim, right: Dim) -> Dim:
    """``left // right`` for any mix of numbers and symbols; numbers stay numbers."""
    if isinstance(left, int) and isinstance(right, int) and right:
        return left // right  # expressions are bounded, sizes in numbers are not
    return dim(lift(left) // right)


def least(left: Dim, right: Dim) -> Dim:
    """The smaller of any mix of numbers and symbols; numbers stay numbers."""
    if isinstance(left, int) and isinstance(right, int):
        return min(left, right)
    return dim(minimum(left, right))
