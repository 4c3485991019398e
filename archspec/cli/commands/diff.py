"""``archspec diff``: a comparison of two specs."""

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
    help="The output format.",
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
    """Compare spec A with spec B: nodes, shapes, parameters and MACs.

    \b
    For example:
      archspec diff resnet18 resnet34
      archspec diff old.yaml new.yaml --input 3,96,96
      archspec diff old.yaml new.yaml --format json

    Nodes correspond by their paths. Marks: - removed, + added, ~ changed, > renamed.
    --set, --input and --outputs apply to both. The exit code is 0 if nothing differs
    and 1 if anything does. If a spec is wrong, it is also 1, and standard output is
    empty.
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
