"""The proof of one spec: a process for each backend, all against one reference."""

import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archspec.expr import Value
from archspec.graph.nodes import Graph
from archspec.proof.check import check
from archspec.proof.expected import Expected
from archspec.proof.options import Progress
from archspec.proof.places import Places
from archspec.proof.report import BackendReport
from archspec.proof.talk import File, Talk
from archspec.proof.workers import Workers
from archspec.spec import Network


def quiet(backend: str, doing: str) -> None:
    """Progress that nobody follows."""
    del backend, doing


def prove(
    network: Network,
    graph: Graph,
    params: Mapping[str, Value],
    files: Mapping[str, File],
    workers: Workers,
    progress: Progress = quiet,
) -> tuple[BackendReport, ...]:
    """Prove that each of ``files`` is the function of ``graph``.

    Args:
        network: where the graph comes from, for places in the spec.
        graph: the network with numbers.
        params: what a constructor may be given, for files that are not emitted.
        files: the file of each backend.
        workers: where they run, and how.
        progress: is told what goes on, from several threads.
    """
    options = workers.options
    with (
        tempfile.TemporaryDirectory(prefix="archspec-") as folder,
        Expected(graph, options, Path(folder)) as expected,
        ThreadPoolExecutor(workers.jobs) as pool,
    ):

        def one(backend: str) -> BackendReport:
            file, worker = files[backend], workers.of(backend)
            places = Places(network, graph, file.name, file.source)
            talk = Talk(backend, file, params, options, expected, places, worker)
            report = check(talk, folder, progress)
            if report.status in ("crashed", "timeout") or worker.ended:
                workers.drop(backend)
            return report

        return tuple(pool.map(one, files))
