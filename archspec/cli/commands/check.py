"""``archspec check``: all problems of all specs, and warnings about correct ones."""

import click

from archspec.cli.options import (
    Inputs,
    Outputs,
    Settings,
    allow_option,
    common,
    specs_argument,
)


@click.command()
@specs_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="text: for people. json: one document on standard output. github: GitHub "
    "Actions annotations.",
)
@allow_option
@click.option("--strict", is_flag=True, help="Treat warnings as errors: exit code 1.")
@click.option("--no-lint", is_flag=True, help="Report only errors, no warnings.")
@common
def check(
    specs: tuple[str, ...],
    style: str,
    allowed: tuple[str, ...],
    strict: bool,
    no_lint: bool,
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
) -> None:
    """Report everything that is wrong with each SPEC: names, types and shapes.

    A correct spec may get warnings, which do not change the exit code.

    \b
    For example:
      archspec check specs/*.yaml
      archspec check resnet50 --input 3,96,96
      archspec check net.yaml --strict --allow unset-init
      archspec check specs/*.yaml --format github
    """
    from archspec.cli.output.checks import Check

    run = Check(style, not no_lint, allowed, strict)
    for path in specs:
        run.spec(path, settings, inputs, outputs)
    if not run.finish():
        raise SystemExit(1)
