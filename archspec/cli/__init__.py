"""The command line. Thin: it reads options, calls the library and writes results.

Only click is imported here, so that ``--help`` answers at once; each command imports
what it needs.
"""

import gc
from typing import TYPE_CHECKING, Any

import click

from archspec import __version__
from archspec.cli.options import (
    Inputs,
    Settings,
    backend_option,
    common,
    spec_argument,
)

if TYPE_CHECKING:
    from archspec.api import Spec
    from archspec.text.problems import Problem


class _Commands(click.Group):
    """Reports the problems of any command, and leaves with code 1."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as the program, in a process that ends with the command."""
        # What is imported lives to the end. Looking through it for cycles of garbage,
        # again and again and a last time on leaving, took a quarter of the time.
        gc.set_threshold(200_000)
        try:
            return super().__call__(*args, **kwargs)
        finally:
            gc.freeze()

    def invoke(self, ctx: click.Context) -> object:
        from archspec.cli.report import complain, leave_quietly
        from archspec.text.problems import CompileError

        try:
            return super().invoke(ctx)
        except CompileError as error:
            complain(error.problems)
            ctx.exit(1)
        except BrokenPipeError:
            leave_quietly()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archspec")
def main() -> None:
    """Write a network once, in YAML; get PyTorch, Gluon, PaddlePaddle and Chainer code.

    \b
    For example:
      archspec check specs/resnet50.yaml
      archspec show specs/resnet50.yaml --set num_classes=10
      archspec emit specs/resnet50.yaml --backend paddle -o resnet50.py

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
    help="Where to write; standard output if left out. A folder that exists, or a name "
    "that ends in '/', gets files called after the spec: resnet50_torch.py.",
)
@common
def emit(
    spec: str, backend: str, output: str | None, settings: Settings, inputs: Inputs
) -> None:
    """Write the source code of SPEC for a framework, which need not be installed.

    \b
    For example:
      archspec emit specs/resnet50.yaml --backend torch
      archspec emit specs/resnet50.yaml --backend all -o out/
      archspec emit specs/resnet50.yaml -b gluon --set num_classes=10 -o net.py

    Files appear whole or not at all: if one backend fails, none is written. Their names
    are printed.
    """
    from archspec.backends import BACKENDS
    from archspec.cli.files import targets, write_files
    from archspec.cli.report import put
    from archspec.text.problems import CompileError

    names = BACKENDS if backend == "all" else (backend,)
    paths = targets(spec, names, output, several=backend == "all")
    loaded = _load(spec, settings, inputs)
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            sources[name] = loaded.emit(name)
        except CompileError as error:
            problems += error.problems
    if problems:
        raise CompileError(problems)
    if not paths:
        put(sources[names[0]])
        return
    write_files({paths[name]: source for name, source in sources.items()})
    put("".join(f"{paths[name]}\n" for name in names))


@main.command(short_help="Report everything that is wrong with specs.")
@click.argument("specs", metavar="SPEC...", nargs=-1, required=True)
@common
def check(specs: tuple[str, ...], settings: Settings, inputs: Inputs) -> None:
    """Report everything that is wrong with each SPEC: names, types and shapes.

    \b
    For example:
      archspec check specs/*.yaml
      archspec check specs/resnet50.yaml --input 3,96,96
    """
    from archspec.cli.headline import UNSTATED, headline, unstated
    from archspec.cli.report import complain, plural, put
    from archspec.text.problems import CompileError

    wrong = count = 0
    free = False
    for path in specs:
        try:
            loaded = _load(path, settings, inputs)
        except CompileError as error:
            complain(error.problems)
            click.echo(err=True)
            wrong += 1
            count += len(error.problems)
            continue
        put(f"{path}: ok: {headline(loaded)}\n")
        free = free or bool(unstated(loaded.network))
    if free:
        click.echo(UNSTATED, err=True)
    if wrong:
        total = f"{wrong} of {plural(len(specs), 'spec')}"
        put(f"{plural(count, 'problem')} in {total}\n")
        raise SystemExit(1)
    put(f"no problems in {plural(len(specs), 'spec')}\n")


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
def show(spec: str, stage: str, style: str, settings: Settings, inputs: Inputs) -> None:
    """Print what the compiler knows of SPEC: shapes, parameters and multiplications.

    \b
    For example:
      archspec show specs/resnet50.yaml
      archspec show specs/googlenet.yaml --input 3,96,96
      archspec show specs/resnet50.yaml --stage model
      archspec show specs/resnet101.yaml --stage spec --format yaml
    """
    from archspec.cli.report import put
    from archspec.cli.show import describe
    from archspec.pipeline import front

    if stage != "spec":
        put(describe(_load(spec, settings, inputs), stage, style))
        return
    if settings or inputs:
        raise click.UsageError("--set and --input do not change the spec: see --stage")
    put(describe(front(spec), stage, style))


@main.command(short_help="List the frameworks and what they lack.")
def backends() -> None:
    """List the frameworks: which are installed, and what each cannot express.

    \b
    For example:
      archspec backends
    """
    from archspec.cli.frameworks import describe_backends
    from archspec.cli.report import put

    put(describe_backends())


def _load(path: str, settings: Settings, inputs: Inputs) -> "Spec":
    """The spec in a file. Raises CompileError."""
    # Not `archspec.load`, whose own arguments a param may be called like.
    from archspec.api import Spec
    from archspec.pipeline import front

    return Spec(front(path), settings, inputs)
