"""``archspec zoo``: the specs that come with the package."""

import click

from archspec.cli.complete import complete_name


@click.command()
@click.argument(
    "patterns", metavar="[PATTERN]...", nargs=-1, shell_complete=complete_name
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="The output format.",
)
def zoo(patterns: tuple[str, ...], style: str) -> None:
    """List the specs that come with archspec: all, or those that match a PATTERN.

    Every command accepts one of these names as a SPEC.

    \b
    For example:
      archspec zoo
      archspec zoo 'resnet*' 'vgg*'
      archspec zoo --format json
    """
    from archspec.cli.output.report import put
    from archspec.cli.output.zoo_table import describe_zoo

    put(describe_zoo(patterns, style))
