"""Proofs of specs: selects backends, emits files, and builds the report."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Protocol

from archspec.backends import BACKENDS, backend_name, backend_of, require
from archspec.expr import Value
from archspec.graph.nodes import Graph
from archspec.graph.report import GraphProblems as Gathered
from archspec.graph.scopes.params import network_params
from archspec.proof.backend_proof import File
from archspec.proof.expectation.few_values import refuse_few_values
from archspec.proof.options import Folder, Options, Progress
from archspec.proof.processes.memory import refuse_if_too_large
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport, Finding
from archspec.proof.reports.result import Report
from archspec.proof.verify import prove, quiet
from archspec.spec import Network
from archspec.text.problems import CompileError


class Provable(Protocol):
    """The part of an `archspec.Spec` that a proof needs."""

    network: Network
    graph: Graph
    params: dict[str, Value]

    @property
    def name(self) -> str: ...

    def emit(self, backend: str, template: Folder | None = None) -> str: ...


def verify(
    spec: Provable,
    workers: Workers,
    backends: Sequence[str] | None = None,
    progress: Progress = quiet,
    template: Folder | None = None,
) -> Report:
    """Prove the files emitted for ``spec``.

    Args:
        spec: the spec that they must compute.
        workers: the processes, with the options.
        backends: names of backends; all that are installed if None.
        progress: called with each step, from several threads.
        template: as for `archspec.Spec.emit`.

    Raises:
        CompileError: a named backend cannot express the network, or a batch
            norm sees too few values to be compared at level "train", or the
            proof needs more memory than the machine has.
        ImportError: a named backend is not installed.
        MissingPart: a named backend is experimental, and cannot be proved yet.
        ValueError: no such backend.
    """
    named = None if backends is None else [_provable(name) for name in backends]
    files: dict[str, File] = {}
    aside: list[BackendReport] = []
    for backend in named or BACKENDS:
        if not _there(backend, workers.options):
            if named is not None:
                raise ImportError(f"backend {backend!r} is not installed")
            aside.append(BackendReport(backend, "missing"))
            continue
        try:
            source = spec.emit(backend, template)
        except CompileError as error:
            if named is not None:
                raise
            finding = Finding("shape", str(error))
            aside.append(BackendReport(backend, "refused", findings=(finding,)))
            continue
        files[backend] = File(source, f"{spec.name}_{backend}.py", spec.name)
    return _report(spec, files, workers, aside, progress)


def verify_file(
    spec: Provable,
    workers: Workers,
    backend: str,
    file: File,
    progress: Progress = quiet,
) -> Report:
    """Prove a hand-written file. Raises as `verify` does."""
    name = _provable(backend)
    if not _there(name, workers.options):
        raise ImportError(f"backend {name!r} is not installed")
    return _report(spec, {name: file}, workers, [], progress)


def _provable(word: str) -> str:
    """The backend with the name or alias ``word``. Raises MissingPart if it has no probe."""
    name = backend_name(word)
    for part in ("rows", "runtime", "probe"):
        require(name, part)
    return name


def _there(backend: str, options: Options) -> bool:
    """Whether its interpreter was named, or this one has its framework."""
    if backend in options.pythons:
        return True
    return find_spec(backend_of(backend).module) is not None


def _report(
    spec: Provable,
    files: Mapping[str, File],
    workers: Workers,
    aside: Sequence[BackendReport],
    progress: Progress,
) -> Report:
    graph, options = spec.graph, workers.options
    if options.level == "train":
        refuse_few_values(spec.network, graph, options.batch)
    refuse_if_too_large(spec.name, graph, options.level, options.batch)
    params = network_params(spec.network, spec.params, Gathered(None))
    found = prove(spec.network, graph, params, files, workers, progress)
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
