"""Values of params, for a network or a block call."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from archspec.expr import Expr, ExprError, Value, evaluate
from archspec.graph.nodes import Loc
from archspec.graph.report import GraphProblems
from archspec.ops.base import RANK_NAMES, Numbers
from archspec.ops.fields.checks import is_int
from archspec.spec import Network, Param
from archspec.text.problems import suggest

_NOUNS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "str": "a word",
    "[int]": "a list of whole numbers",
    "[float]": "a list of numbers",
    "[bool]": "a list of true and false",
    "[str]": "a list of words",
}


def fits(value: Value, type: str) -> bool:
    """Whether ``value`` fits a param of ``type``; an int also fits a float."""
    if type.startswith("["):
        return isinstance(value, list) and all(fits(x, type[1:-1]) for x in value)
    if type == "int":
        return is_int(value)
    if type == "float":
        return isinstance(value, float) or is_int(value)
    return isinstance(value, bool if type == "bool" else str)


def mismatch(name: str, param: Param, value: Value) -> str:
    """A message if ``value`` does not fit, else an empty text."""
    if fits(value, param.type):
        return ""
    shown = str(value).lower() if isinstance(value, bool) else repr(value)
    return f"param {name!r} is {_NOUNS[param.type]}, got {shown}"


def plain(value: Any) -> Value:
    """A value given by the user, with tuples as lists."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in cast("list[Any]", value)]
    return value


def network_params(
    network: Network, given: Mapping[str, Value], report: GraphProblems
) -> dict[str, Value]:
    """The values of the params of ``network``, including defaults."""
    for name in given:
        if name not in network.params:
            known = ", ".join(network.params)
            listing = f"its params are: {known}" if known else "it has no params"
            help = suggest(name, network.params) or listing
            report.add(f"{network.name} has no param {name!r}", help=help)
    values: dict[str, Value] = {}
    for name, param in network.params.items():
        loc = ("params", name)
        if name not in given and param.required:
            message = f"param {name!r} has no default"
            help = f"give it with --set {name}=... or load(..., {name}=...)"
            report.add(message, loc, help, key=True)
            continue
        values[name] = plain(given.get(name, param.default))
        if name in given and (message := mismatch(name, param, values[name])):
            report.add(message, loc, f"its type is {param.type}", key=True)
    return values


def input_shapes(
    network: Network,
    given: Mapping[str, Sequence[int]] | Sequence[int] | None,
    params: Mapping[str, Value],
    report: GraphProblems,
) -> dict[str, Numbers]:
    """The shapes of the network's inputs; ``given`` ones replace the written ones."""
    named: dict[str, Sequence[int]] = {}
    if isinstance(given, Mapping):
        named = dict(given)
    elif given is not None and len(network.input) > 1:
        names = ", ".join(network.input)
        report.add(
            f"{network.name} has several inputs: give a shape for each of {names}"
        )
    elif given is not None:
        named = {next(iter(network.input)): given}
    for name in named:
        if name not in network.input:
            help = suggest(name, network.input) or f"inputs: {', '.join(network.input)}"
            report.add(f"{network.name} has no input {name!r}", help=help)
    return {
        name: _shape(name, named.get(name), sizes, params, report)
        for name, sizes in network.input.items()
    }


def _shape(
    name: str,
    given: Sequence[int] | None,
    written: Sequence[Expr],
    params: Mapping[str, Value],
    report: GraphProblems,
) -> Numbers:
    loc: Loc = ("input", name)
    values: list[Value] = list(given or ())
    for place, expr in enumerate(written if given is None else ()):
        try:
            values.append(evaluate(expr, params))
        except ExprError as error:
            report.add(error.message, (*loc, place), error.help)
            return ()
    shape = tuple(size for size in values if isinstance(size, int) and is_int(size))
    rank = len(written)
    if len(shape) != len(values) or len(shape) != rank or min(shape, default=0) < 1:
        message = f"{values} is not the shape of an input"
        report.add(message, loc, f"the spec has {RANK_NAMES[rank]}")
    return shape
