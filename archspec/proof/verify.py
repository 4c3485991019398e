"""The proof of one spec: a process for each backend, all against one reference."""

import os
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archspec.expr import Value
from archspec.graph.nodes import Graph
from archspec.proof.bundle import write_bundle
from archspec.proof.check import check
from archspec.proof.expected import Expected
from archspec.proof.options import Options, Progress
from archspec.proof.places import Places
from archspec.proof.process import Worker
from archspec.proof.report import BackendReport
from archspec.proof.talk import File, Talk
from archspec.spec import Network


def quiet(backend: str, doing: str) -> None:
    """Progress that nobody follows."""
    del backend, doing


def prove(
    network: Network,
    graph: Graph,
    params: Mapping[str, Value],
    files: Mapping[str, File],
    options: Options,
    progress: Progress = quiet,
) -> tuple[BackendReport, ...]:
    """Prove that each of ``files`` is the function of ``graph``.

    Args:
        network: where the graph comes from, for places in the spec.
        graph: the network with numbers.
        params: what a constructor may be given, for files that are not emitted.
        files: the file of each backend.
        options: how.
        progress: is told what goes on, from several threads.
    """
    cores = os.cpu_count() or 1
    jobs = max(1, min(options.jobs or cores, len(files)))
    with tempfile.TemporaryDirectory(prefix="archspec-") as name:
        bundle, arrays = Path(name) / "worker.pyz", Path(name) / "arrays"
        write_bundle(bundle)
        arrays.mkdir()

        def one(backend: str) -> BackendReport:
            python = options.pythons.get(backend, sys.executable)
            command = [python, str(bundle), backend, str(arrays)]
            with Worker(command, options.timeout, max(1, cores // jobs)) as worker:
                file = files[backend]
                places = Places(network, graph, file.name, file.source)
                talk = Talk(backend, file, params, options, expected, places, worker)
                return check(talk, progress)

        with (
            Expected(graph, options, arrays) as expected,
            ThreadPoolExecutor(jobs) as pool,
        ):
            return tuple(pool.map(one, files))
