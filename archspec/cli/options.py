"""The options that commands share, and the parsers of their values."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import click

from archspec.backends import BACKENDS, REGISTRY, UnknownBackend, backend_name
from archspec.cli.complete import complete_backend, complete_folder, complete_spec

if TYPE_CHECKING:
    from archspec.expr import Value
    from archspec.weights.names.rename import Rules

Settings: TypeAlias = "Mapping[str, Value]"
Inputs: TypeAlias = "Mapping[str, tuple[int, ...]] | tuple[int, ...] | None"
Outputs: TypeAlias = "list[str] | None"
Command = TypeVar("Command", bound=Callable[..., Any])

BACKEND_WORDS = "|".join((*BACKENDS, "all"))
ALIASES = ", ".join(
    f"{word} means {one.name}" for one in REGISTRY for word in one.aliases
)
_SIZES = re.compile(r"\s*\d{1,9}\s*(,\s*\d{1,9}\s*)*")


def read_backend(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The backend that ``--backend`` names, or "all"."""
    del ctx
    try:
        return "all" if value == "all" else backend_name(value)
    except UnknownBackend as error:
        raise click.BadParameter(f"{error}, all", param=param) from None
    except ValueError as error:
        raise click.BadParameter(str(error), param=param) from None


def read_settings(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> Settings:
    """The params of ``--set name=value``; values are parsed as YAML."""
    del ctx
    settings: dict[str, Value] = {}
    for text in values:
        name, equals, written = (part.strip() for part in text.partition("="))
        if not (name and equals and written):
            raise click.BadParameter(f"{text!r} is not name=value", param=param)
        if name in settings:
            raise click.BadParameter(f"{name!r} is given twice", param=param)
        settings[name] = _value(text, written, param)
    return settings


def _value(text: str, written: str, param: click.Parameter) -> "Value":
    from archspec.text.load import load_tree
    from archspec.text.problems import CompileError
    from archspec.text.source import Source
    from archspec.text.tree import Mapping as Map
    from archspec.text.tree import plain

    try:
        tree = load_tree(Source("--set", written))
    except CompileError as error:
        reason = error.problems[0].message
        raise click.BadParameter(f"in {text!r}: {reason}", param=param) from None
    if isinstance(tree, Map):
        message = f"{text!r}: a param is a number, true or false, a word or a list"
        raise click.BadParameter(message, param=param)
    return cast("Value", plain(tree))


def read_inputs(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> Inputs:
    """The shapes of ``--input 3,96,96``, or of ``--input x=3,96,96`` by name."""
    del ctx
    shapes: dict[str, tuple[int, ...]] = {}
    for text in values:
        name, _, sizes = text.rpartition("=")
        if not _SIZES.fullmatch(sizes):
            message = f"{text!r} is not a shape such as 3,96,96 or x=3,96,96"
            raise click.BadParameter(message, param=param)
        if name.strip() in shapes:
            raise click.BadParameter("an input has one shape", param=param)
        shapes[name.strip()] = tuple(int(size) for size in sizes.split(","))
    if "" not in shapes:
        return shapes or None
    if len(shapes) > 1:
        raise click.BadParameter("name every input: x=3,96,96", param=param)
    return shapes[""]


def read_outputs(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> list[str] | None:
    """The names of ``--outputs layer2,layer4``."""
    del ctx
    if value is None:
        return None
    names = [name.strip() for name in value.split(",")]
    if not all(names):
        raise click.BadParameter(f"{value!r} is not a list of names", param=param)
    return names


def common(command: Command) -> Command:
    """Add ``--set``, ``--input`` and ``--outputs``."""
    settings = click.option(
        "--set",
        "settings",
        metavar="NAME=VALUE",
        multiple=True,
        callback=read_settings,
        help="Change the value of a param, written as in YAML: --set num_classes=10 "
        "--set layers=[2,2,2,2]. May be repeated.",
    )
    inputs = click.option(
        "--input",
        "inputs",
        metavar="C,H,W",
        multiple=True,
        callback=read_inputs,
        help="Change the shape of the input, without the batch axis: --input 3,96,96. "
        "With several inputs, name each: --input x=3,96,96 --input y=10.",
    )
    outputs = click.option(
        "--outputs",
        metavar="NODE,...",
        callback=read_outputs,
        help="Keep the part of the network that computes these nodes, which become its "
        "outputs: --outputs layer2,layer4, or features.3,features.8 inside a seq or "
        "repeat.",
    )
    return settings(inputs(outputs(command)))


def read_rules(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> "Rules":
    """The rules of ``--map REGEX=REPL``."""
    from archspec.weights.names.rename import rule

    del ctx
    try:
        return [rule(text) for text in values]
    except ValueError as error:
        raise click.BadParameter(str(error), param=param) from None


map_option = click.option(
    "--map",
    "rules",
    metavar="REGEX=REPL",
    multiple=True,
    callback=read_rules,
    help="First rename the tensors of the file, as Python's re.sub does: --map "
    "'^module\\.=' removes a prefix. May be repeated; rules apply in order. The last "
    "'=' separates the two parts.",
)


def read_allowed(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """The lints of ``--allow NAME``."""
    if values:
        from archspec.spec import unknown_lint

        for name in values:
            if unknown := unknown_lint(name):
                raise click.BadParameter(": ".join(unknown), param=param)
    del ctx
    return values


allow_option = click.option(
    "--allow",
    "allowed",
    metavar="LINT",
    multiple=True,
    callback=read_allowed,
    help="Turn off this lint: --allow conv-bias. May be repeated.",
)
spec_argument = click.argument("spec", metavar="SPEC", shell_complete=complete_spec)
specs_argument = click.argument(
    "specs", metavar="SPEC...", nargs=-1, required=True, shell_complete=complete_spec
)
backend_option = click.option(
    "--backend",
    "-b",
    metavar=BACKEND_WORDS,
    required=True,
    callback=read_backend,
    shell_complete=complete_backend,
    help=f"The target framework; {ALIASES}.",
)
template_option = click.option(
    "--template",
    metavar="DIR",
    shell_complete=complete_folder,
    help="Print files with the templates in DIR: header.j2 for a licence, module.py.j2 "
    "for the skeleton, torch/PadConv2d.py for a helper.",
)
