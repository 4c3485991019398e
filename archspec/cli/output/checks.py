"""The report of ``archspec check``."""

import os
from collections.abc import Collection, Sequence

import click

from archspec.cli.loading import load_spec
from archspec.cli.options import Inputs, Outputs, Settings
from archspec.cli.output.report import complain, put
from archspec.text.problems import CompileError, Problem
from archspec.view.line import line
from archspec.view.words import plural
from archspec.zoo import catalog


class Check:
    """Checks specs one by one and reports as it goes.

    Args:
        style: "text", "github" or "json".
        lints: whether to warn.
        allowed: the lints to ignore.
        strict: whether a warning fails a spec.
    """

    def __init__(
        self, style: str, lints: bool, allowed: Collection[str], strict: bool
    ) -> None:
        self.style, self.lints = style, lints
        self.allowed, self.strict = allowed, strict
        self.found: list[tuple[str, Sequence[Problem]]] = []

    def spec(
        self, path: str, settings: Settings, inputs: Inputs, outputs: Outputs
    ) -> None:
        """Check one spec."""
        told = ""
        problems: list[Problem] = []
        try:
            spec = load_spec(path, settings, inputs, outputs)
        except CompileError as error:
            problems = error.problems
        else:
            told = line(spec.graph)
            own = (
                os.fspath(catalog.path_of(path)) == path
            )  # not one of the zoo, by name
            if self.lints and own:
                from archspec.lint import lint

                problems = [
                    problem
                    for problem in lint(spec.network, spec.graph, self.allowed)
                    if problem.span is None or problem.span.source.path == path
                ]
        self.found.append((path, problems))
        if self.style == "github":
            from archspec.cli.output.formats import as_annotation

            put("".join(f"{as_annotation(path, item)}\n" for item in problems))
        elif self.style == "text":
            if problems:
                complain(problems)
                click.echo(err=True)
            if not self.fails(problems):
                put(f"{path}: ok: {told}\n")

    def fails(self, problems: Sequence[Problem]) -> bool:
        """Whether a spec with these problems is refused."""
        return any(self.strict or item.severity == "error" for item in problems)

    def finish(self) -> bool:
        """Write the summary, or the JSON document. Returns whether all specs passed."""
        if self.style == "json":
            from archspec.cli.output.formats import as_json

            put(as_json(self.found))
        else:
            put(f"{self.summary()}\n")
        return not any(self.fails(problems) for _, problems in self.found)

    def summary(self) -> str:
        """``2 errors and 1 warning in 2 of 3 specs``"""
        severities = [item.severity for _, problems in self.found for item in problems]
        counts = [
            plural(severities.count(severity), severity)
            for severity in ("error", "warning")
            if severity in severities
        ]
        specs = plural(len(self.found), "spec")
        if not counts:
            return f"no problems in {specs}"
        touched = sum(bool(problems) for _, problems in self.found)
        return f"{' and '.join(counts)} in {touched} of {specs}"
