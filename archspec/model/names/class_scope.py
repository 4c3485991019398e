"""Builds the scope of a class: inputs, params and local values."""

from collections.abc import Container, Mapping

from archspec.expr import Expr, Name, Whole, constant, is_whole, lift, substitute
from archspec.expr import Value as Plain
from archspec.model.definitions import ConstructorParam, Val
from archspec.model.names.reuses import reused_in
from archspec.model.names.scope import Scope, Values
from archspec.model.sizes.shapes import plain, sizes_of
from archspec.model.sizes.symbols import ROOT, OwnParams, Request
from archspec.model.sizes.types import INT, WHOLE, declared_type, static_type
from archspec.ops.base import Shape
from archspec.spec import Definition


def input_shape(
    written: Shape, constants: Mapping[str, Expr], params: Mapping[str, Plain]
) -> Shape:
    """The shape of an input of the network; a size that is only a param keeps its name."""
    given = {name: lift(value) for name, value in params.items()}
    sizes = (substitute(lift(size), constants) for size in written)
    return tuple(
        plain(size if isinstance(size, Name) else substitute(size, given))
        for size in sizes
    )


def class_scope(
    definition: Definition,
    owner: str,
    inputs: Mapping[str, Val],
    constants: Mapping[str, Expr],
    granted: Container[Request],
) -> tuple[Scope, dict[str, Expr]]:
    """The scope of the body of a class, and the ``let`` values to print."""
    first = next(iter(inputs.values()))
    free = {key: p for key, p in definition.params.items() if key not in constants}
    types = {key: declared_type(param) for key, param in free.items()}
    types["in_channels"] = INT
    constants = dict(constants)
    if isinstance(first.shape, tuple) and owner == ROOT:
        constants["in_channels"] = lift(first.shape[0])
    known_types: dict[str, Whole] = {
        key: WHOLE[kind] for key, kind in types.items() if kind in WHOLE
    }
    known_types |= {
        size.id: "int"
        for val in inputs.values()
        for size in sizes_of(val.shape)
        if isinstance(size, Name) and owner != ROOT
    }
    let: dict[str, Expr] = {}
    for key, expr in definition.let.items():
        value = substitute(expr, constants)
        if constant(value) is not None:
            constants[key] = value
            continue
        let[key], types[key] = value, static_type(value, types)
        known_types[key] = "int" if is_whole(value, known_types) else ""
    values: Values = {"input": first, **inputs}
    scope = Scope(
        own=OwnParams(owner, frozenset(free)),
        written=definition,
        constants=constants,
        types=types,
        values=(values,),
        modules={},
        reused=frozenset(reused_in(definition.body)),
        init={},
        granted=granted,
        known_types=known_types,
    )
    return scope, let


def constructor_params(
    definition: Definition, own: OwnParams, defaults: Mapping[str, Plain]
) -> tuple[ConstructorParam, ...]:
    """The params of a class that are not fixed, first those without a default."""
    found = [
        ConstructorParam(
            key,
            defaults.get(key, param.default),
            (param.required and key not in defaults)
            or defaults.get(key, param.default) is None,
        )
        for key, param in definition.params.items()
        if key in own.names
    ]
    return tuple(sorted(found, key=lambda param: not param.required))
