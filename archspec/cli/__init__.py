"""The command line. Thin: it reads options, calls the library and writes results.

Only click is imported here, so that ``--help`` answers at once; each command imports
what it needs.
"""

import os
import sys
from functools import partial
from shlex import quote
from typing import Any

import click

from archspec import __version__
from archspec.cli.complete import (
    VARIABLE,
    complete_file,
    complete_name,
    complete_whole_words,
)
from archspec.cli.late import Late
from archspec.cli.options import (
    Inputs,
    Outputs,
    Settings,
    allow_option,
    backend_option,
    common,
    spec_argument,
    specs_argument,
)
from archspec.cli.program import Interrupted, program


class _Commands(click.Group):
    """Reports the problems of any command, and leaves with code 1."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as the program, in a process that ends with the command."""
        from archspec_nn import refuse_namesake

        refuse_namesake()
        if VARIABLE in os.environ:
            complete_whole_words()
        with program():
            return super().__call__(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> object:
        from archspec.cli.report import complain, leave_quietly
        from archspec.text.problems import CompileError, Problem

        try:
            return super().invoke(ctx)
        except CompileError as error:
            complain(error.problems)
            ctx.exit(1)
        except BrokenPipeError:
            leave_quietly()
        except Interrupted:
            click.echo("interrupted", err=True)
            raise
        except ModuleNotFoundError as error:
            if error.name != "numpy":
                raise
            help = f"install it: {quote(sys.executable)} -m pip install numpy"
            complain([Problem("this command needs NumPy", help=help)])
            ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archspec")
def main() -> None:
    """Write a network once, in YAML; get PyTorch, Gluon, PaddlePaddle and Chainer code.

    \b
    For example:
      archspec check net.yaml
      archspec show net.yaml --set num_classes=10
      archspec emit net.yaml --backend paddle -o net.py
      archspec emit resnet50 --backend gluon -o resnet50.py

    A SPEC is a file, or the name of one that comes with archspec: see 'archspec zoo'.
    Results go to standard output, problems to standard error. The exit code is 0 when
    all is well, 1 when a spec is wrong, and 2 when the command is.
    """


@main.command(short_help="Write the source code of a spec.")
@spec_argument
@backend_option
@click.option(
    "--output",
    "-o",
    metavar="FILE|DIR",
    shell_complete=complete_file,
    help="Where to write; standard output if left out. A folder that exists, or a name "
    "that ends in '/', gets files called after the spec: resnet50_torch.py.",
)
@click.option(
    "--check",
    is_flag=True,
    help="First prove that every value is right in float64, as 'archspec verify' does; "
    "nothing is written otherwise. The framework has to be installed.",
)
@click.option(
    "--source-map",
    "mapped",
    metavar="FILE",
    shell_complete=complete_file,
    help="Also write, as JSON, which lines are which nodes of the spec.",
)
@common
def emit(
    spec: str,
    backend: str,
    output: str | None,
    check: bool,
    mapped: str | None,
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
) -> None:
    """Write the source code of SPEC for a framework, which need not be installed.

    \b
    For example:
      archspec emit net.yaml --backend torch
      archspec emit net.yaml --backend all -o out/
      archspec emit resnet50 -b gluon --set num_classes=10 -o net.py
      archspec emit resnet50 -b torch --outputs layer2,layer4

      archspec emit specs/resnet50.yaml -b chainer --check -o net.py

    Files appear whole or not at all: if one backend fails, none is written. Their names
    are printed.
    """
    from archspec.cli.emit import write_source
    from archspec.cli.loading import load_spec

    loaded = partial(load_spec, spec, settings, inputs, outputs)
    write_source(spec, backend, output, mapped, check, loaded)


@main.command(short_help="Report everything that is wrong with specs.")
@specs_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="text: for reading. json: one document on standard output. github: annotations "
    "of GitHub Actions.",
)
@allow_option
@click.option("--strict", is_flag=True, help="Warnings fail as well: exit code 1.")
@click.option("--no-lint", is_flag=True, help="Report errors only, without warnings.")
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

    A spec that is right may get warnings, which do not fail it.

    \b
    For example:
      archspec check specs/*.yaml
      archspec check resnet50 --input 3,96,96
      archspec check net.yaml --strict --allow unset-init
      archspec check specs/*.yaml --format github
    """
    from archspec.cli.check import Check

    run = Check(style, not no_lint, allowed, strict)
    for path in specs:
        run.spec(path, settings, inputs, outputs)
    if not run.finish():
        raise SystemExit(1)


@main.command(short_help="Print shapes, parameters and multiplications.")
@spec_argument
@click.option(
    "--stage",
    type=click.Choice(["spec", "model", "graph"]),
    default="graph",
    show_default=True,
    help="spec: the file, with what it extends. model: the classes, with symbolic "
    "shapes. graph: every node, with numbers.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "yaml"]),
    default="table",
    show_default=True,
    help="How to print it.",
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
    """Print what the compiler knows of SPEC: shapes, parameters and multiplications.

    \b
    For example:
      archspec show resnet50
      archspec show googlenet --input 3,96,96
      archspec show resnet50 --stage model
      archspec show resnet101 --stage spec --format yaml
    """
    from archspec.cli.loading import load_spec
    from archspec.cli.report import put
    from archspec.cli.show import describe
    from archspec.pipeline import front

    if stage != "spec":
        put(describe(load_spec(spec, settings, inputs, outputs), stage, style))
        return
    if settings or inputs:
        raise click.UsageError("--set and --input do not change the spec: see --stage")
    whole = outputs is None
    network = front(spec) if whole else load_spec(spec, {}, None, outputs).network
    put(describe(network, stage, style))


@main.command(short_help="List the specs that come with archspec.")
@click.argument(
    "patterns", metavar="[PATTERN]...", nargs=-1, shell_complete=complete_name
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
def zoo(patterns: tuple[str, ...], style: str) -> None:
    """List the specs that come with archspec: all, or those that a PATTERN matches.

    Wherever a command takes a SPEC, one of these names will do.

    \b
    For example:
      archspec zoo
      archspec zoo 'resnet*' 'vgg*'
      archspec zoo --format json
    """
    from archspec.cli.report import put
    from archspec.cli.zoo import describe_zoo

    put(describe_zoo(patterns, style))


@main.command(short_help="List the frameworks, and how to install them.")
def backends() -> None:
    """List the frameworks: which are installed, how to install the others into this
    interpreter, and what each cannot express.

    \b
    For example:
      archspec backends
    """
    from archspec.cli.frameworks import describe_backends
    from archspec.cli.report import put

    put(describe_backends())


for name, summary in {
    "completion": "Print what makes a shell complete commands.",
    "diff": "Tell what changes from one spec to another.",
    "new": "Write a spec to start from.",
    "schema": "Print the JSON Schema of specs, for editors.",
    "verify": "Prove that the emitted files are the network.",
    "weights": "Convert, show and compare files of weights.",
}.items():
    main.add_command(Late(name, short_help=summary))
