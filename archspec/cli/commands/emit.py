"""``archspec emit``: source code for a framework."""

from functools import partial

import click

from archspec.cli.complete import complete_file
from archspec.cli.options import (
    Inputs,
    Outputs,
    Settings,
    backend_option,
    common,
    spec_argument,
    template_option,
)


@click.command()
@spec_argument
@backend_option
@click.option(
    "--output",
    "-o",
    metavar="FILE|DIR",
    shell_complete=complete_file,
    help="The output file; by default, standard output. In an existing folder, or in a "
    "name that ends in '/', files are named after the spec: resnet50_torch.py.",
)
@click.option(
    "--check",
    is_flag=True,
    help="First prove that every value is correct in float64, as 'archspec verify' "
    "does; otherwise write nothing. The framework must be installed.",
)
@click.option(
    "--source-map",
    "mapped",
    metavar="FILE",
    shell_complete=complete_file,
    help="Also write a map from lines of the file to nodes of the spec, as JSON.",
)
@template_option
@common
def emit(
    spec: str,
    backend: str,
    output: str | None,
    check: bool,
    mapped: str | None,
    template: str | None,
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
) -> None:
    """Write source code for SPEC in a framework, which need not be installed.

    \b
    For example:
      archspec emit net.yaml --backend torch
      archspec emit net.yaml --backend all -o out/
      archspec emit resnet50 -b gluon --set num_classes=10 -o net.py
      archspec emit resnet50 -b torch --outputs layer2,layer4

      archspec emit specs/resnet50.yaml -b chainer --check -o net.py

    If one backend fails, no file is written. The names of written files are printed.
    """
    from archspec.cli.loading import load_spec
    from archspec.cli.output.sources import write_source

    loaded = partial(load_spec, spec, settings, inputs, outputs)
    write_source(spec, backend, output, mapped, check, loaded, template)
