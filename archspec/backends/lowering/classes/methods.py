"""Builds the methods of an emitted class from its statements."""

from collections.abc import Sequence

from archspec.backends.contract.dialect import Argument, Dialect
from archspec.backends.python.build import invoke, super_attribute
from archspec.backends.python.expressions import as_python, statements_as_python
from archspec.backends.python.nodes import Function, Literal, Parameter, Stmt
from archspec.backends.python.simplify import merge_ifs
from archspec.backends.python.walk import code_of
from archspec.record import replace

START = invoke(super_attribute("__init__"))


def methods(
    dialect: Dialect,
    arguments: Sequence[Argument],
    init: Sequence[Stmt],
    inputs: tuple[str, ...],
    forward: Sequence[Stmt] | None,
    plain: bool,
    takes_mode: bool,
) -> tuple[Function, ...]:
    """The methods of a class: its constructor, and ``forward`` unless inherited."""
    params = [Parameter("self")]
    params += [Parameter(argument.name, argument.default) for argument in arguments]
    methods: list[Function] = []
    if arguments or list(map(code_of, init)) != [START]:
        methods.append(_method("__init__", params, init))
    if forward is not None:
        names = (*dialect.forward_params(plain), *inputs)
        params = [Parameter(word) for word in names]
        if takes_mode:
            params.append(Parameter(dialect.mode_argument, Literal(False)))
        methods.append(_method(dialect.forward_name(plain), params, forward))
    return tuple(methods)


def _method(name: str, params: Sequence[Parameter], body: Sequence[Stmt]) -> Function:
    known = (
        replace(param, default=param.default and as_python(param.default))
        for param in params
    )
    return Function(name, tuple(known), statements_as_python(merge_ifs(body)))
