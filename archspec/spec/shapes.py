"""The shapes of inputs: flat, signals, images and volumes."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias, cast

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from archspec.expr import Expr, ExprError
from archspec.ops.base import RANK_NAMES
from archspec.ops.fields.checks import is_int
from archspec.ops.fields.kinds import COUNT
from archspec.spec.faults import collected, details, fault, nested, spell
from archspec.spec.fields import expression_fault, key_errors, literal, named
from archspec.spec.reads import Reads
from archspec.spec.written import INPUTS

Sizes: TypeAlias = tuple[Expr, ...]  # (channels, height, width), (features,), ...
_BATCH = "leave the batch axis out: it is implicit"
_SHAPES = "expected a shape such as [channels, height, width]"
_RANKS = (
    "shapes are [features], [channels, length], [channels, height, width] and "
    "[channels, depth, height, width]"
)


def _sizes(written: Any) -> Sizes:
    if not isinstance(written, (list, tuple)):
        help = f"write [{written}]" if is_int(written) else _BATCH
        raise fault(f"{_SHAPES}, got {spell(written)}", help)
    sizes = cast(list[Any], written)
    if len(sizes) not in RANK_NAMES:
        help = _RANKS if sizes[:1] != [1] else f"{_RANKS};\n{_BATCH}"
        raise fault(f"{_SHAPES}, got {len(sizes)} sizes", help)
    if sizes[0] in (-1, None):
        raise fault(f"{_SHAPES}, got {spell(sizes[0])} as its first size", _BATCH)
    exprs: list[Expr] = []
    errors: list[InitErrorDetails] = []
    for number, size in enumerate(sizes):
        try:
            exprs.append(_size(size))
        except PydanticCustomError as error:
            errors.append(details(error, (number,)))
    if errors:
        raise collected("input", errors)
    return tuple(exprs)


def _size(written: Any) -> Expr:
    try:
        expr = COUNT.read(written)
    except ExprError as error:
        raise expression_fault(error) from None
    if literal(expr):
        message = COUNT.check(COUNT.canonical(expr, lambda _: False, None))
        if message:
            raise fault(
                f"every size of the input is {COUNT.name}, got {spell(written)}"
            )
    return expr


def _inputs(written: Any) -> dict[str, Sizes]:
    if not isinstance(written, Mapping):
        return {"x": _sizes(written)}
    shaped = cast(Mapping[Any, Any], written)
    if not shaped:
        raise fault("a network needs at least one input", "write input: [3, 224, 224]")
    errors = key_errors(written, named("input"))
    shapes: dict[str, Sizes] = {}
    for name, shape in shaped.items():
        try:
            shapes[str(name)] = _sizes(shape)
        except PydanticCustomError as error:
            errors.append(details(error, (str(name),)))
        except ValidationError as error:
            errors += nested(error, (str(name),))
    if errors:
        raise collected("input", errors)
    return shapes


Inputs = Annotated[dict[str, Sizes], Reads(_inputs, INPUTS)]
