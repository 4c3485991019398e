"""``archspec diff``: two specs compared."""

import click

from archspec.cli.complete import complete_spec
from archspec.cli.options import Inputs, Outputs, Settings, common


@click.command()
@click.argument("first", metavar="A", shell_complete=complete_spec)
@click.argument("second", metavar="B", shell_complete=complete_spec)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
@common
def diff(
    first: str,
    second: str,
    style: str,
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
) -> None:
    """Tell what changes from spec A to spec B: nodes, shapes, parameters and MACs.

    \b
    For example:
      archspec diff resnet18 resnet34
      archspec diff old.yaml new.yaml --input 3,96,96
      archspec diff old.yaml new.yaml --format json

    Nodes are the same by their paths: - was removed, + is added, ~ differs, > has another
    name. --set, --input and --outputs are for both. The exit code is 0 if nothing
    differs and 1 if anything does; when a spec is wrong it is 1 as well, with nothing on
    standard output.
    """
    import json

    from archspec.cli.loading import load_spec
    from archspec.cli.output.report import put

    before = load_spec(first, settings, inputs, outputs)
    found = before.diff(load_spec(second, settings, inputs, outputs))
    if style == "json":
        put(json.dumps(found.plain(), indent=2, ensure_ascii=False) + "\n")
    else:
        put(str(found))
    if not found.equal:
        raise SystemExit(1)
