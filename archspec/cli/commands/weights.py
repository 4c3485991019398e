"""``archspec weights``: convert, show and compare weight files."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from archspec.cli.complete import complete_file, complete_spec
from archspec.cli.options import Inputs, Outputs, Settings, common
from archspec.cli.reading import (
    KINDS,
    from_option,
    key_option,
    reading_options,
    tell,
)
from archspec.weights.formats import FORMATS

if TYPE_CHECKING:
    from archspec.weights.reading import Reading


_LISTED = "\n".join(
    f"  {' '.join(format.suffixes):14}{format.framework}: {format.writes}"
    for format in FORMATS.values()
)
_HELP = f"""Convert, show and compare weight files.

\b
The content determines the format of a file; the suffix, the format to write:
{_LISTED}

\b
For example:
  archspec weights show resnet50.pt
  archspec weights convert resnet50.pt resnet50.params --spec specs/resnet50.yaml
  archspec weights diff resnet50.pt resnet50.params --spec specs/resnet50.yaml

Reading and writing needs no framework, and never runs code from a file.
"""


@click.group(help=_HELP)
def weights() -> None:
    """Convert, show and compare weight files."""


@weights.command(short_help="Convert weights from one framework to another.")
@click.argument("source", metavar="SRC", shell_complete=complete_file)
@click.argument("target", metavar="DST", shell_complete=complete_file)
@click.option(
    "--spec",
    metavar="SPEC",
    required=True,
    shell_complete=complete_spec,
    help="The network of the weights.",
)
@reading_options()
@click.option(
    "--to", "target_kind", type=click.Choice(KINDS), help="The format of DST."
)
@common
def convert(
    source: str,
    target: str,
    spec: str,
    reading: "Reading",
    target_kind: str | None,
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
) -> None:
    """Write the weights in SRC to DST, in the format of its suffix.

    \b
    For example:
      archspec weights convert resnet50.pt resnet50.params --spec specs/resnet50.yaml
      archspec weights convert net.npz net.safetensors --spec net.yaml --set depth=9
      archspec weights convert ddp.pth net.pt --spec net.yaml --map '^module\\.='
      archspec weights convert last.ckpt net.pt --spec net.yaml --key model_ema

    Every number keeps its bits, including running statistics. Batch counters are not
    weights: they are ignored in SRC, and 0 in DST. SRC must contain every tensor of the
    network, in its shape, and nothing else except tensors that --ignore names.
    Otherwise every difference is listed, and nothing is written. If a checkpoint has
    several state dicts, a warning names the one that was read.
    """
    from archspec.cli.loading import load_spec
    from archspec.cli.output.report import put
    from archspec.weights.weighted import read_for

    loaded = load_spec(spec, settings, inputs, outputs)
    found = read_for(loaded, source, reading)
    loaded.save_weights(target, found.weights, format=target_kind)
    tell(found.notes)
    put(f"{target}\n")


@weights.command(short_help="List the tensors of a file.")
@click.argument("file", metavar="FILE", shell_complete=complete_file)
@key_option()
@from_option("FILE")
def show(file: str, key: str | None, kind: str | None) -> None:
    """List the tensors of FILE: names, shapes and statistics.

    \b
    For example:
      archspec weights show resnet50.params
      archspec weights show last.ckpt --key model_ema

    For a checkpoint, the keys of its state dicts are also listed.
    """
    from archspec.cli.output.report import put
    from archspec.cli.output.tensors import table

    put(table(file, key or "", kind))


@weights.command(short_help="Compare the tensors of two files.")
@click.argument("left", metavar="A", shell_complete=complete_file)
@click.argument("right", metavar="B", shell_complete=complete_file)
@click.option(
    "--spec",
    metavar="SPEC",
    shell_complete=complete_spec,
    help="The network of the weights; needed if the files have two "
    "formats, whose names differ.",
)
@reading_options(twice=True)
@common
def diff(
    left: str,
    right: str,
    spec: str | None,
    readings: "tuple[Reading, Reading]",
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
) -> None:
    """Compare two weight files: names, shapes, types and numbers.

    \b
    For example:
      archspec weights diff before.pt after.pt
      archspec weights diff net.pt net.npz --spec net.yaml
      archspec weights diff ddp.pt net.pt --map '^module\\.='
      archspec weights diff last.ckpt last.ckpt --key model --key model_ema

    With a spec, the files must fit it, as for convert, and their weights are compared
    by archspec's names; without one, everything in them is compared by its own names.
    Lists the tensors that are not the same bit by bit, with the largest absolute
    difference and the largest difference relative to the larger of the two numbers. The
    exit code is 1 if there is any.
    """
    from archspec.cli.loading import load_spec
    from archspec.cli.output.report import put
    from archspec.cli.output.tensors import comparison
    from archspec.weights.files import read_raw
    from archspec.weights.weighted import read_for

    paths = (left, right)
    if spec is not None:
        loaded = load_spec(spec, settings, inputs, outputs)
        files = zip(paths, _with_symbol(paths, readings), strict=True)
        found = [read_for(loaded, path, reading) for path, reading in files]
        tell(note for side in found for note in side.notes)
        sides = [side.weights for side in found]
    else:
        if settings or inputs or outputs:
            raise click.UsageError("--set, --input and --outputs need --spec")
        _check_alone(paths, readings)
        sides = [read_raw(*file) for file in zip(paths, readings, strict=True)]
    text, equal = comparison(*sides)
    put(text)
    if not equal:
        raise SystemExit(1)


def _with_symbol(
    paths: tuple[str, str], readings: "tuple[Reading, Reading]"
) -> "Sequence[Reading]":
    """If one symbol is given for both files, use it only for those that can have one."""
    from archspec.record import replace
    from archspec.weights.files import open_weights

    a, b = readings
    if a.symbol is None or a.symbol != b.symbol:
        return readings
    symbolic = [
        open_weights(path, reading.format).format.symbols
        for path, reading in zip(paths, readings, strict=True)
    ]
    if not any(symbolic):
        return readings
    return [
        reading if own else replace(reading, symbol=None)
        for reading, own in zip(readings, symbolic, strict=True)
    ]


def _check_alone(paths: tuple[str, str], readings: "tuple[Reading, Reading]") -> None:
    """Check that two files can be compared without a spec. Raises UsageError."""
    from archspec.weights.files import open_weights

    for reading in readings:
        if reading.symbol or reading.fold or reading.fold_dim is not None:
            raise click.UsageError("--symbol, --fold and --fold-dim need --spec")
    formats = {
        open_weights(path, reading.format).format
        for path, reading in zip(paths, readings, strict=True)
    }
    if len(formats) > 1:
        message = "the names in files of two formats differ: add --spec SPEC"
        raise click.UsageError(message)
