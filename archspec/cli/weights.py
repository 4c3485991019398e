"""``archspec weights``: files of weights, from one framework's format to another's."""

from typing import TYPE_CHECKING

import click

from archspec.cli.complete import complete_file, complete_spec
from archspec.cli.options import Inputs, Outputs, Settings, common, map_option

if TYPE_CHECKING:
    from archspec.weights.rename import Rules

_KINDS = ["safetensors", "torch", "paddle", "gluon", "chainer"]


@click.group()
def weights() -> None:
    """Convert, show and compare files of weights.

    \b
    The suffix tells the format:
      .safetensors  the neutral one: archspec's names, PyTorch's layouts
      .pt .pth      PyTorch: torch.save(net.state_dict(), path)
      .pdparams     Paddle: paddle.save(net.state_dict(), path)
      .params       Gluon: net.save_parameters(path)
      .npz          Chainer: chainer.serializers.save_npz(path, net)

    \b
    For example:
      archspec weights show resnet50.pt
      archspec weights convert resnet50.pt resnet50.params --spec specs/resnet50.yaml
      archspec weights diff resnet50.pt resnet50.params --spec specs/resnet50.yaml

    No framework is needed to read or to write any of them, and no code in them is run.
    """


@weights.command(short_help="Write a framework's weights as another's.")
@click.argument("source", metavar="SRC", shell_complete=complete_file)
@click.argument("target", metavar="DST", shell_complete=complete_file)
@click.option(
    "--spec",
    metavar="SPEC",
    required=True,
    shell_complete=complete_spec,
    help="The network that they belong to.",
)
@map_option
@click.option(
    "--from", "source_kind", type=click.Choice(_KINDS), help="The format of SRC."
)
@click.option(
    "--to", "target_kind", type=click.Choice(_KINDS), help="The format of DST."
)
@common
def convert(
    source: str,
    target: str,
    spec: str,
    rules: "Rules",
    source_kind: str | None,
    target_kind: str | None,
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
) -> None:
    """Write the weights in SRC to DST, in the format that its suffix tells.

    \b
    For example:
      archspec weights convert resnet50.pt resnet50.params --spec specs/resnet50.yaml
      archspec weights convert net.npz net.safetensors --spec net.yaml --set depth=9
      archspec weights convert ddp.pth net.pt --spec net.yaml --map '^module\\.='

    Every number stays as it is, bit by bit, running statistics included. Counters of
    batches are no weights: they are ignored in SRC, and 0 in DST. Every tensor of the
    network must be there, in its shape, and nothing else; otherwise all that does not
    fit is listed, and nothing is written.
    """
    from archspec.cli.loading import load_spec
    from archspec.cli.report import put

    loaded = load_spec(spec, settings, inputs, outputs)
    found = loaded.load_weights(source, format=source_kind, rename=rules)
    loaded.save_weights(target, found, format=target_kind)
    put(f"{target}\n")


@weights.command(short_help="List the tensors of a file.")
@click.argument("file", metavar="FILE", shell_complete=complete_file)
@click.option("--from", "kind", type=click.Choice(_KINDS), help="The format of FILE.")
def show(file: str, kind: str | None) -> None:
    """List the tensors of FILE as they are there: names, shapes and statistics.

    \b
    For example:
      archspec weights show resnet50.params
    """
    from archspec.cli.report import put
    from archspec.cli.tensors import table

    put(table(file, kind))


@weights.command(short_help="Compare the tensors of two files.")
@click.argument("left", metavar="A", shell_complete=complete_file)
@click.argument("right", metavar="B", shell_complete=complete_file)
@click.option(
    "--spec",
    metavar="SPEC",
    shell_complete=complete_spec,
    help="The network that they belong to; needed for files of two formats, whose names "
    "differ.",
)
@common
def diff(
    left: str,
    right: str,
    spec: str | None,
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
) -> None:
    """Compare two files of weights: names, shapes, types and numbers.

    \b
    For example:
      archspec weights diff before.pt after.pt
      archspec weights diff net.pt net.npz --spec net.yaml

    With a spec the files must fit it, and their weights are compared by archspec's
    names; without one, all that is in them, by their own names. Lists the tensors that
    are not the same bit by bit, with the largest absolute difference and the largest
    difference over the larger of both numbers. The exit code is 1 if there is any.
    """
    from archspec.cli.loading import load_spec
    from archspec.cli.report import put
    from archspec.cli.tensors import comparison
    from archspec.weights.files import read_raw
    from archspec.weights.formats import format_of

    if spec is not None:
        loaded = load_spec(spec, settings, inputs, outputs)
        sides = loaded.load_weights(left), loaded.load_weights(right)
    elif settings or inputs or outputs:
        raise click.UsageError("--set, --input and --outputs need --spec")
    elif format_of(left) != format_of(right):
        raise click.UsageError(
            "the names in files of two formats differ: add --spec SPEC"
        )
    else:
        sides = read_raw(left), read_raw(right)
    text, equal = comparison(*sides)
    put(text)
    if not equal:
        raise SystemExit(1)
