"""The output of ``archspec emit``: sources and source maps."""

import json
import os
from collections.abc import Callable

import click

from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.cli.output.files import targets, write_files
from archspec.cli.output.report import put
from archspec.text.problems import CompileError, Problem


def write_source(
    spec: str,
    backend: str,
    output: str | None,
    mapped: str | None,
    check: bool,
    load: Callable[[], Spec],
    template: str | None = None,
) -> None:
    """Write the source for one backend or all; print it, or the names of the files.

    Args:
        spec: the spec as named on the command line.
        backend: a backend, or "all".
        output: a file or a folder; None for standard output.
        mapped: the file for the source map, if any.
        check: whether to prove the code first.
        load: loads the spec, once the names of the files are known to be valid.
        template: a folder of templates, if any.

    Raises:
        CompileError: the problems of all backends.
        click.UsageError: a file has no name, or two files have the same one.
    """
    names = [*BACKENDS] if backend == "all" else [backend]
    paths = targets(spec, names, output, several=backend == "all")
    if mapped is not None and len(names) > 1:
        raise click.UsageError("--source-map describes one file: choose one --backend")
    if mapped is not None and os.path.abspath(mapped) in map(
        os.path.abspath, paths.values()
    ):
        raise click.UsageError(f"'{mapped}' is both the file and its --source-map")
    loaded = load()
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            sources[name] = loaded.emit(name, template)
        except CompileError as error:
            problems += error.problems
    if problems:
        raise CompileError(problems)
    if check:
        from archspec.cli.proving import check_first

        check_first(loaded, names, template)
    written = {paths[name]: source for name, source in sources.items() if paths}
    if mapped is not None:
        found = loaded.source_map(names[0], template)
        written[mapped] = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    write_files(written)
    if paths:
        put("".join(f"{paths[name]}\n" for name in names))
    else:
        put(sources[names[0]])
