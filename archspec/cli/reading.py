"""The options for reading a weight file, and the notes about it."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from archspec.cli.complete import complete_file
from archspec.cli.options import map_option
from archspec.weights.formats import FORMATS

if TYPE_CHECKING:
    from archspec.weights.notes import Note
    from archspec.weights.reading import Reading

Command = TypeVar("Command", bound=Callable[..., Any])

KINDS = list(FORMATS)


def read_patterns(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> "list[re.Pattern[str]]":
    """The patterns of ``--ignore REGEX``."""
    del ctx
    try:
        return [re.compile(text) for text in values]
    except re.error as error:
        raise click.BadParameter(str(error), param=param) from None


def _fold_dim(
    ctx: click.Context, param: click.Parameter, text: str | None
) -> int | str | None:
    del ctx, param
    return int(text) if text and text.isdigit() else text


def key_option(twice: bool = False) -> Callable[[Command], Command]:
    """``--key``, which may be given ``twice``, for two files."""
    return _sided(
        twice,
        "--key",
        metavar="KEY",
        help="The state dict to read from a checkpoint, with dots between nested keys: "
        "--key model_ema, --key state.model.",
    )


def from_option(name: str, twice: bool = False) -> Callable[[Command], Command]:
    """``--from``, the format of the file called ``name``."""
    help = f"The format of {name}."
    return _sided(twice, "--from", "kind", type=click.Choice(KINDS), help=help)


def _sided(twice: bool, *names: str, **options: Any) -> Callable[[Command], Command]:
    if twice:
        options["help"] += (
            " If given twice, the first applies to A and the second to B."
        )
    return click.option(*names, multiple=twice, **options)


def reading_options(twice: bool = False) -> Callable[[Command], Command]:
    """All options for reading the weights of a network.

    The command receives them as ``reading``, or for two files as ``readings``, a pair.
    """
    options: list[Callable[[Any], Any]] = [
        key_option(twice),
        map_option,
        click.option(
            "--ignore",
            metavar="REGEX",
            multiple=True,
            callback=read_patterns,
            help="Leave out tensors with a matching name that the network does not "
            "need; they are listed. May be repeated.",
        ),
        click.option(
            "--dtype",
            type=click.Choice(["float16", "float32", "float64"]),
            help="Convert the weights to this type, which must represent every number "
            "exactly: float32 contains bfloat16 and float16, float64 contains "
            "float32.",
        ),
        click.option(
            "--fold",
            is_flag=True,
            help="Compute the weights that PyTorch's and Paddle's weight_norm and "
            "spectral_norm store in parts; they are listed.",
        ),
        click.option(
            "--fold-dim",
            type=click.Choice(["default", "0", "1", "2", "3", "4"]),
            callback=_fold_dim,
            help="Fold, with this dim for weight_norm and spectral_norm if the shapes "
            "do not determine it; 'default' if the norm was given none.",
        ),
        _sided(
            twice,
            "--symbol",
            metavar="FILE",
            shell_complete=complete_file,
            help="The -symbol.json of an MXNet Module checkpoint, which shows whether "
            "a gamma is fixed at 1; by default, the one with the name of the weight "
            "file.",
        ),
        from_option("A and of B" if twice else "SRC", twice),
    ]

    def decorated(command: Command) -> Command:
        @wraps(command)
        def called(**given: Any) -> Any:
            taken = {name: given.pop(name) for name in _TAKEN}
            if twice:
                sides = (_reading(taken, 0), _reading(taken, 1))
                return command(readings=sides, **given)
            return command(reading=_reading(taken), **given)

        for option in reversed(options):
            called = option(called)
        return cast("Command", called)

    return decorated


_SIDED = ("kind", "key", "symbol")
_TAKEN = (*_SIDED, "rules", "ignore", "dtype", "fold", "fold_dim")


def _reading(taken: "dict[str, Any]", side: int | None = None) -> "Reading":
    from archspec.weights.reading import Reading

    kind, key, symbol = (_of_side(name, taken[name], side) for name in _SIDED)
    return Reading(
        kind,
        key or "",
        taken["rules"],
        taken["ignore"],
        taken["dtype"],
        symbol,
        taken["fold"],
        taken["fold_dim"],
    )


def _of_side(name: str, given: Any, side: int | None) -> Any:
    if side is None or not given:
        return given or None
    if len(given) > 2:
        option = "from" if name == "kind" else name
        message = f"--{option} is given once for both files, or once for each"
        raise click.UsageError(message)
    return given[min(side, len(given) - 1)]


def tell(notes: "Iterable[Note]") -> None:
    """Write notes about a file to standard error."""
    for note in notes:
        click.echo(
            f"{'warning' if note.warns else 'note'}: {_safe(str(note))}", err=True
        )


def _safe(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
