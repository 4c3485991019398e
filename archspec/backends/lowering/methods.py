"""The methods of an emitted class from its statements."""

from collections.abc import Sequence

from archspec.backends.contract.dialect import Argument, Dialect
from archspec.backends.python.nodes import Code, Do, Ex, Function, Stmt, invoke
from archspec.backends.python.simplify import merge_ifs
from archspec.expr import show


def methods(
    dialect: Dialect,
    arguments: Sequence[Argument],
    init: Sequence[Stmt],
    inputs: tuple[str, ...],
    forward: Sequence[Stmt] | None,
    plain: bool,
) -> tuple[Function, ...]:
    """The methods of a class: its constructor, and ``forward`` if it has its own."""
    params = ["self", *(_parameter(argument) for argument in arguments)]
    methods: list[Function] = []
    empty = len(init) == 1 and isinstance(init[0], Do) and not arguments
    if not (empty and init[0] == Do(invoke("super().__init__"))):
        methods.append(Function("__init__", tuple(params), merge_ifs(init)))
    if forward is not None:
        names = (*dialect.forward_params(plain), *inputs)
        name = dialect.forward_name(plain)
        methods.append(Function(name, names, merge_ifs(forward)))
    return tuple(methods)


def _parameter(argument: Argument) -> str:
    if argument.default is None:
        return argument.name
    default: Code = argument.default
    text = show(default.expr, tuples=True) if isinstance(default, Ex) else "None"
    return f"{argument.name}={text}"
