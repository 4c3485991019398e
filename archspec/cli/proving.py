"""Proofs in a terminal: their progress, and the proof before a file is written."""

import sys
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Generator

    from archspec.api import Spec
    from archspec.proof.options import Progress


def check_first(spec: "Spec", backends: Sequence[str], template: str | None) -> None:
    """Prove the code that is about to be written; exit with code 1 if it differs."""
    from archspec.cli.output.report import fail
    from archspec.proof.options import Options
    from archspec.proof.processes.workers import Workers
    from archspec.proof.reports.text import report_text
    from archspec.proof.specs import verify

    with (
        Workers(Options(level="forward")) as workers,
        progress_line(spec.name) as progress,
    ):
        try:
            report = verify(spec, workers, backends, progress, template)
        except ImportError as error:
            fail(f"{error}; 'archspec backends' lists what is")
    if not report.ok:
        click.echo(report_text([report]), err=True, nl=False)
        fail("the emitted code differs from the spec; nothing was written")


@contextmanager
def progress_line(path: str) -> "Generator[Progress]":
    """Show the progress of every backend on one line of the terminal, then erase it."""
    if not sys.stderr.isatty():
        yield lambda backend, doing: None
        return
    from rich.console import Console

    doing: dict[str, str] = {}
    with Console(stderr=True).status(f"{path}: reference") as status:

        def show(backend: str, now: str) -> None:
            doing[backend] = now
            steps = ", ".join(f"{name} {what}" for name, what in doing.items())
            status.update(f"{path}: {steps}")

        yield show
