"""``archspec verify``: proofs, as a table for people or as JSON."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archspec.backends import BACKENDS
from archspec.cli.complete import complete_backend
from archspec.cli.options import (
    BACKEND_WORDS,
    Inputs,
    Outputs,
    Settings,
    common,
    map_option,
    specs_argument,
    template_option,
)
from archspec.cli.program import Interrupted
from archspec.cli.proving import progress_line
from archspec.cli.verify_values import read_backends, read_patterns, read_pythons
from archspec.proof.reports.report import LEVELS
from archspec.record import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from archspec.api import Spec
    from archspec.proof.backend_proof import File
    from archspec.proof.reports.report import Level
    from archspec.proof.reports.result import Report


@click.command()
@specs_argument
@click.option(
    "--backend",
    "-b",
    "backends",
    multiple=True,
    metavar=BACKEND_WORDS,
    callback=read_backends,
    shell_complete=complete_backend,
    help="The framework to prove; by default, all that are installed. May be repeated.",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="grad",
    show_default=True,
    help="The level of the proof; each includes those before it. shape: tensors, and "
    "the shape of every node. init: initial weights. forward: every value. grad: "
    "gradients. train: two steps of SGD, and dropout.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="The format of the report.",
)
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Prove this file instead of the emitted one; needs --backend.",
)
@click.option(
    "--class",
    "class_name",
    metavar="NAME",
    help="The class in FILE, or the function that returns the network; by default, the "
    "one with the name of the spec, or the only one.",
)
@map_option
@click.option(
    "--match",
    type=click.Choice(["name", "order"]),
    default="name",
    show_default=True,
    help="How to find the tensors of FILE: by their names after --map, or in the order "
    "in which their layers are constructed, by shape, checked by value. The report "
    "gives the resulting --map.",
)
@click.option(
    "--ignore",
    metavar="REGEX",
    multiple=True,
    callback=read_patterns,
    help="Ignore tensors and outputs of FILE that are not in the spec if their names "
    "match; the report lists them. Outputs are named output.KEY or output.1. May be "
    "repeated.",
)
@click.option(
    "--call",
    metavar="ARGUMENTS",
    help="How to call the network of FILE, if it takes more than its inputs: "
    "--call 'x, t=zeros', or --call 'encode(x)' for another method.",
)
@click.option(
    "--batch",
    type=click.IntRange(1, 4096),
    default=2,
    show_default=True,
    help="Number of examples.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Random seed for weights and inputs.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(1),
    default=900,
    show_default=True,
    metavar="SECONDS",
    help="Time limit for each backend.",
)
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1),
    help="The number of parallel processes; by default, the number of cores.",
)
@click.option(
    "--python",
    "pythons",
    multiple=True,
    metavar="BACKEND=PATH",
    callback=read_pythons,
    help="Run a backend in another interpreter, which needs its framework and NumPy "
    "but not archspec: --python chainer=/opt/old/bin/python. May be repeated.",
)
@template_option
@common
def verify(
    specs: tuple[str, ...],
    backends: Sequence[str],
    level: "Level",
    style: str,
    file: Path | None,
    class_name: str | None,
    call: str | None,
    settings: Settings,
    inputs: Inputs,
    outputs: Outputs,
    template: str | None,
    **options: Any,
) -> None:
    """Prove that the code emitted for SPEC computes the network it describes.

    \b
    For example:
      archspec verify specs/resnet50.yaml
      archspec verify specs/resnet50.yaml --level train --input 3,64,64
      archspec verify specs/*.yaml --backend torch --format json
      archspec verify specs/resnet50.yaml --file net.py --backend paddle

    Each emitted file runs unchanged in a process of its own, with random weights in
    float64. Every node is compared with a reference in NumPy. The report names the
    first one that differs, with its line in the spec and in the file. With --file, it
    proves your own file, whose tensors are found by name, or by --map.
    """
    from archspec.cli.loading import load_spec
    from archspec.proof.options import Options
    from archspec.proof.processes.workers import Workers
    from archspec.proof.specs import verify as prove
    from archspec.proof.specs import verify_file

    if file is not None and (len(specs) != 1 or len(backends) != 1):
        raise click.UsageError("--file needs one SPEC and one --backend")
    if file is None and (class_name or call or options["rules"] or options["ignore"]):
        raise click.UsageError("--class, --map, --ignore and --call need --file")
    if file is not None and template is not None:
        raise click.UsageError("--template is for emitted files, not for --file")
    if file is not None and backends[0] == "all":
        raise click.UsageError(
            "--file belongs to one framework: name it with --backend"
        )
    given = Options(level=level, **options)

    def proof(path: str, workers: Workers) -> "Report":
        spec = load_spec(path, settings, inputs, outputs)
        with progress_line(path) as progress:
            if file is None:
                return prove(spec, workers, _names(backends), progress, template)
            its = _given(file, class_name, call, spec)
            return verify_file(spec, workers, backends[0], its, progress)

    reports: list[Report] = []
    tried = 0
    try:
        with Workers(given) as workers:
            for path in specs:
                tried += 1
                reports += _unless_wrong(path, partial(proof, path, workers))
    except Interrupted:
        _put(reports, style, len(specs))
        left = f"{len(specs) - tried} of {len(specs)}"
        click.echo(f"specs that were not tried: {left}", err=True)
        raise
    _put(reports, style, len(specs))
    if len(reports) < len(specs) or not all(report.ok for report in reports):
        raise SystemExit(1)


def _unless_wrong(path: str, proof: "Callable[[], Report]") -> "list[Report]":
    """The report of a spec. If it cannot be proved, print its problems; return no
    report.
    """
    from archspec.cli.output.report import complain, fail
    from archspec.text.problems import CompileError

    try:
        # A spec that extends another has positions in both.
        return [replace(proof(), spec=path)]
    except CompileError as error:  # the other proofs go on
        complain(error.problems)
        return []
    except ImportError as error:
        fail(f"{error}; 'archspec backends' lists what is")


def _put(reports: "Sequence[Report]", style: str, specs: int) -> None:
    """Print the reports, if there are any; ``specs`` is the number of specs requested."""
    from archspec.cli.output.report import put
    from archspec.proof.reports.text import report_text

    if not reports:
        return
    if style == "json":
        plain = [report.plain() for report in reports]
        put(json.dumps(plain if specs > 1 else plain[0], indent=2) + "\n")
    else:
        put(report_text(reports))


def _names(backends: Sequence[str]) -> Sequence[str] | None:
    return BACKENDS if "all" in backends else backends or None


def _given(file: Path, name: str | None, call: str | None, spec: "Spec") -> "File":
    """The file of ``--file``, with its ``--class`` and its ``--call``."""
    from archspec.cli.output.report import fail
    from archspec.proof.backend_proof import File
    from archspec.proof.calling import read_call
    from archspec.proof.source import SourceError, read_source

    try:
        text = read_source(file)
    except OSError as error:
        fail(f"cannot read {str(file)!r}: {error.strerror}")
    except SourceError as error:
        fail(f"cannot read {str(file)!r}: {error}")
    try:
        called = None if call is None else read_call(call, list(spec.graph.inputs))
    except ValueError as error:
        raise click.UsageError(f"--call: {error}") from None
    exact = name is not None
    return File(text, str(file), name or spec.name, False, exact, called)
