"""Specs, proved: which backends there are, what they emit, and the report."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Protocol

from archspec.backends import BACKENDS, backend_name
from archspec.expr import Value
from archspec.graph.nodes import Graph
from archspec.proof.few import refuse_few_values
from archspec.proof.options import Options, Progress
from archspec.proof.report import LEVELS, BackendReport, Finding, Level, Report
from archspec.proof.talk import File
from archspec.proof.verify import prove, quiet
from archspec.spec import Network
from archspec.text.problems import CompileError


class Provable(Protocol):
    """What a proof needs of an `archspec.Spec`."""

    network: Network
    graph: Graph
    params: dict[str, Value]

    @property
    def name(self) -> str: ...

    def emit(self, backend: str) -> str: ...


PACKAGES = {"gluon": "mxnet"}  # what a backend imports, where the name differs


def verify(
    spec: Provable,
    backends: Sequence[str] | None = None,
    level: Level = "forward",
    progress: Progress = quiet,
    **options: Any,
) -> Report:
    """Prove the files that ``spec`` is emitted as. See `archspec.Spec.verify`."""
    chosen = _options(level, options)
    named = None if backends is None else [backend_name(name) for name in backends]
    files: dict[str, File] = {}
    aside: list[BackendReport] = []
    for backend in named or BACKENDS:
        if backend not in chosen.pythons and not _installed(backend):
            if named is not None:
                raise ImportError(f"backend {backend!r} is not installed")
            aside.append(BackendReport(backend, "missing"))
            continue
        try:
            source = spec.emit(backend)
        except CompileError as error:
            if named is not None:
                raise
            finding = Finding("shape", str(error))
            aside.append(BackendReport(backend, "refused", findings=(finding,)))
            continue
        files[backend] = File(source, f"{spec.name}_{backend}.py", spec.name)
    return _report(spec, files, chosen, aside, progress)


def verify_file(
    spec: Provable,
    backend: str,
    file: File,
    level: Level = "forward",
    progress: Progress = quiet,
    **options: Any,
) -> Report:
    """Prove a file that someone wrote. Raises as `verify` does."""
    name = backend_name(backend)
    chosen = _options(level, options)
    if name not in chosen.pythons and not _installed(name):
        raise ImportError(f"backend {name!r} is not installed")
    return _report(spec, {name: file}, chosen, [], progress)


def _options(level: Level, options: Mapping[str, Any]) -> Options:
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}; levels are: {', '.join(LEVELS)}")
    return Options(level=level, **options)


def _installed(backend: str) -> bool:
    return find_spec(PACKAGES.get(backend, backend)) is not None


def _report(
    spec: Provable,
    files: Mapping[str, File],
    options: Options,
    aside: Sequence[BackendReport],
    progress: Progress,
) -> Report:
    graph = spec.graph
    if options.level == "train":
        refuse_few_values(spec.network, graph, options.batch)
    found = prove(spec.network, graph, spec.params, files, options, progress)
    by_name = {report.backend: report for report in (*found, *aside)}
    tree = spec.network.tree
    return Report(
        spec=spec.name if tree is None else tree.span.source.path,
        level=options.level,
        batch=options.batch,
        seed=options.seed,
        inputs={name: graph.nodes[i].shape for name, i in graph.inputs.items()},
        backends=tuple(by_name[name] for name in BACKENDS if name in by_name),
    )
