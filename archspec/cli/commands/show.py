"""``archspec show``: shapes, parameters and multiplications."""

import click

from archspec.cli.options import Inputs, Outputs, Settings, common, spec_argument


@click.command()
@spec_argument
@click.option(
    "--stage",
    type=click.Choice(["spec", "model", "graph"]),
    default="graph",
    show_default=True,
    help="spec: the file merged with the spec that it extends. model: the classes, "
    "with symbolic shapes. graph: every node, with numbers.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "yaml"]),
    default="table",
    show_default=True,
    help="The output format.",
)
@common
def show(
    spec: str,
    stage: str,
    style: str,
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
) -> None:
    """Print the shapes, parameters and multiplications of SPEC.

    \b
    For example:
      archspec show resnet50
      archspec show googlenet --input 3,96,96
      archspec show resnet50 --stage model
      archspec show resnet101 --stage spec --format yaml
    """
    from archspec.cli.loading import load_spec
    from archspec.cli.output.report import put
    from archspec.cli.output.stages import describe
    from archspec.pipeline import front

    if stage != "spec":
        put(describe(load_spec(spec, settings, inputs, outputs), stage, style))
        return
    if settings or inputs:
        raise click.UsageError("--set and --input do not change the spec: see --stage")
    whole = outputs is None
    network = front(spec) if whole else load_spec(spec, {}, None, outputs).network
    put(describe(network, stage, style))
