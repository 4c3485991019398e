"""The paths of emitted files, and writing them atomically."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from archspec.atomic import prepare
from archspec.cli.output.report import fail


def targets(
    spec: str, backends: Sequence[str], output: str | None, several: bool
) -> dict[str, str]:
    """The file of each backend; empty for standard output.

    Raises:
        click.UsageError: several files, and no folder for them.
    """
    if output in (None, "-"):
        if several:
            raise click.UsageError("--backend all writes four files: add -o DIR/")
        return {}
    separators = tuple(filter(None, (os.sep, os.altsep)))
    if not (several or os.path.isdir(output) or output.endswith(separators)):
        return {backends[0]: output}
    if os.path.exists(output) and not os.path.isdir(output):
        raise click.UsageError(f"'{output}' is a file: --backend all needs a folder")
    stem = Path(spec).stem
    return {name: os.path.join(output, f"{stem}_{name}.py") for name in backends}


def write_files(texts: Mapping[str, str]) -> None:
    """Write files, each of which appears complete or not at all.

    All are written under temporary names in their folders before the first one is
    renamed. Exits with code 1 if one cannot be written.
    """
    ready: list[tuple[str, str]] = []
    path = ""
    try:
        for path, text in texts.items():
            ready += prepare(path, text.encode())
        while ready:
            temporary, path = ready[0]
            os.replace(temporary, path)
            del ready[0]
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        fail(f"cannot write {path!r}: {reason}")
    finally:
        for temporary, _ in ready:
            os.unlink(temporary)
