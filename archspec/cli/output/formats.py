"""Problems in machine-readable forms: JSON and GitHub's workflow commands."""

import json
from collections.abc import Sequence
from typing import Any

from archspec.text.problems import Problem
from archspec.text.source import Span

VERSION = 1  # of the JSON format in docs/diagnostics.md

_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY_ESCAPES = _ESCAPES | {":": "%3A", ",": "%2C"}


def as_json(found: Sequence[tuple[str, Sequence[Problem]]]) -> str:
    """All problems of a run, each with its spec as named in the command."""
    diagnostics = [
        _diagnostic(spec, problem) for spec, problems in found for problem in problems
    ]
    data = {
        "version": VERSION,
        "specs": len(found),
        "errors": sum(item["severity"] == "error" for item in diagnostics),
        "warnings": sum(item["severity"] == "warning" for item in diagnostics),
        "diagnostics": diagnostics,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _diagnostic(spec: str, problem: Problem) -> dict[str, Any]:
    return {
        "spec": spec,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "help": problem.help,
        "notes": list(problem.notes),
        **_place(problem.span),
        "related": [
            {"message": other.message, **_place(other.span)}
            for other in problem.related
        ],
    }


def _place(span: Span | None) -> dict[str, Any]:
    if span is None:
        return dict.fromkeys(("file", "line", "column", "end_line", "end_column"))
    return {
        "file": span.source.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def as_annotation(spec: str, problem: Problem) -> str:
    """A problem as a workflow command, which GitHub shows beside the line."""
    properties = {"file": spec}
    if span := problem.span:
        properties = {"file": span.source.path, "line": str(span.line)}
        properties |= {"endLine": str(span.end_line), "col": str(span.column)}
        if span.end_line == span.line:  # inclusive; GitHub refuses it on other lines
            properties["endColumn"] = str(max(span.column, span.end_column - 1))
    properties["title"] = f"archspec: {problem.code}"
    lines = [problem.message, *problem.notes, *map(str, problem.related)]
    lines += [f"help: {problem.help}"] if problem.help else []
    written = ",".join(
        f"{name}={_escaped(value, _PROPERTY_ESCAPES)}"
        for name, value in properties.items()
    )
    return f"::{problem.severity} {written}::{_escaped(chr(10).join(lines), _ESCAPES)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)
