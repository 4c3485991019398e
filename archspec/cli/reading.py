"""The options by which a file of weights is read, and what is told of it."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archspec.cli.complete import complete_file

if TYPE_CHECKING:
    from archspec.weights.notes import Note

Command = TypeVar("Command", bound=Callable[..., Any])

KINDS = ["safetensors", "torch", "paddle", "gluon", "chainer"]


def read_patterns(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> "list[re.Pattern[str]]":
    """The patterns of ``--ignore REGEX``."""
    del ctx
    try:
        return [re.compile(text) for text in values]
    except re.error as error:
        raise click.BadParameter(str(error), param=param) from None


ignore_option = click.option(
    "--ignore",
    metavar="REGEX",
    multiple=True,
    callback=read_patterns,
    help="Leave out the tensors with such a name that the network does not need; they "
    "are listed. May be repeated.",
)
dtype_option = click.option(
    "--dtype",
    type=click.Choice(["float16", "float32", "float64"]),
    help="Give the weights in this type, in which every number must be exact: float32 "
    "has all of bfloat16 and float16, float64 all of float32.",
)
fold_option = click.option(
    "--fold",
    is_flag=True,
    help="Compute the weights that PyTorch's weight_norm and spectral_norm keep in "
    "parts; they are listed.",
)
symbol_option = click.option(
    "--symbol",
    metavar="FILE",
    shell_complete=complete_file,
    help="The -symbol.json of a checkpoint of MXNet's Module, which tells whether a "
    "gamma is fixed at 1. One beside SRC, under its name, is found.",
)


def key_option(more: str = "") -> Callable[[Command], Command]:
    """``--key``, with ``more`` in its help."""
    return click.option(
        "--key",
        metavar="KEY",
        multiple=bool(more),
        default=None if more else "",
        help="The state dict to take from a checkpoint, with dots where it is nested: "
        f"--key model_ema, --key state.model.{more}",
    )


def tell(notes: "Iterable[Note]") -> None:
    """Write what was done with a file to standard error."""
    for note in notes:
        click.echo(
            f"{'warning' if note.warns else 'note'}: {_safe(str(note))}", err=True
        )


def _safe(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
