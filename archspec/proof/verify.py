"""The proof of one spec: a process for each backend, compared with one reference."""

import tempfile
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from archspec.expr import Value
from archspec.graph.nodes import Graph
from archspec.proof.backend_proof import BackendProof, File
from archspec.proof.check import check
from archspec.proof.expectation.expected import Expected
from archspec.proof.expectation.limits import Limit, known, limits_of, rounded
from archspec.proof.judgement.places import Places
from archspec.proof.options import Progress
from archspec.proof.processes.memory import jobs_that_fit
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport, Finding
from archspec.proof.source import Sources
from archspec.proof.variants.variant import Variants
from archspec.record import field, record, replace
from archspec.reference.backward import NONE
from archspec.reference.ops import Gradient
from archspec.spec import Network


def quiet(backend: str, doing: str) -> None:
    """Ignore progress."""
    del backend, doing


def prove(
    network: Network,
    graph: Graph,
    params: Mapping[str, Value],
    files: Mapping[str, File],
    workers: Workers,
    progress: Progress = quiet,
) -> tuple[BackendReport, ...]:
    """Prove that each of ``files`` computes the function of ``graph``.

    Args:
        network: the network of the graph, for positions in the spec.
        graph: the unrolled network.
        params: the params that a constructor may take, for files that are not emitted.
        files: the file of each backend.
        workers: the processes, with the options.
        progress: called with each step, from several threads.
    """
    return _Proof(network, graph, params, files, workers, progress).run()


ROUNDING = 1e-3  # relative error of a value, above the effect of any kernel's rounding


def _first(report: BackendReport) -> Finding:
    """The difference that stopped the proof, or else the first difference.

    Wrong initial values do not stop a proof.
    """
    stops = (one for one in report.findings if one.level != "init")
    return next(stops, report.findings[0])


def _may_be_rounding(report: BackendReport) -> bool:
    """Whether a limit of a kernel may explain the difference that stopped the proof.

    It cannot explain a shape or a large difference of a value. A gradient may differ by
    any amount, because large terms may cancel in it.
    """
    first = _first(report)
    if first.level == "forward":
        return first.error is None or first.error < ROUNDING
    return first.level in ("grad", "train")


@record
class _Proof:
    """The arguments of `prove`, and the proof of each backend."""

    network: Network
    graph: Graph
    params: Mapping[str, Value]
    files: Mapping[str, File]
    workers: Workers
    progress: Progress
    open: list[Expected] = field(factory=list[Expected])

    def run(self) -> tuple[BackendReport, ...]:
        with (
            self._expected(self.graph) as expected,
            ThreadPoolExecutor(self._jobs()) as pool,
            self._giving_up(),
        ):
            variants = self._variants(expected)
            return tuple(pool.map(partial(self.one, expected, variants), self.files))

    def _variants(self, expected: Expected, limits: Sequence[Limit] = ()) -> Variants:
        return Variants(
            *(self.network, self.params, self.graph),
            *(expected, self.workers.options.seed),
            lambda graph: rounded(graph, limits)[0],
        )

    @contextmanager
    def _giving_up(self) -> Generator[None]:
        """On an interruption, end the processes and tasks that the pool waits for."""
        try:
            yield
        except BaseException:
            self.workers.stop()
            for expected in tuple(self.open):
                expected.stop()
            raise

    @contextmanager
    def _expected(
        self, graph: Graph, own: Mapping[str, Gradient] = NONE
    ) -> Generator[Expected]:
        options, parent = self.workers.options, self.workers.folder
        with (
            tempfile.TemporaryDirectory(dir=parent) as folder,
            Expected(graph, options, Path(folder), own) as expected,
        ):
            self.open.append(expected)
            yield expected

    def _jobs(self) -> int:
        given = self.workers.options
        return jobs_that_fit(self.graph, given.level, given.batch, self.workers.jobs)

    def one(
        self, expected: Expected, variants: Variants, backend: str
    ) -> BackendReport:
        """The report of ``backend``, with its own limits if it needs them."""
        report = self.against(expected, variants, backend)
        emitted = self.files[backend].emitted
        applied: list[Limit] = []
        left: list[Limit] = limits_of(backend, self.graph, emitted)
        while report.status == "differs" and left and _may_be_rounding(report):
            # Some layers of a hand-written file may be exact, so try one kind after the
            # other.
            here: list[Limit] = [
                limit for limit in left if limit.kind == _first(report).op
            ]
            for some in (left,) if emitted or not here else (here, left):
                again = self._limited([*applied, *some], backend)
                if again.status == "ok" or self._reached(again) > self._reached(report):
                    break
            else:
                return report
            report, applied = again, [*applied, *some]
            left = [limit for limit in left if limit not in applied]
        if not applied:
            return report
        return replace(report, known=(*report.known, *known(self.graph, applied)))

    def _limited(self, limits: Sequence[Limit], backend: str) -> BackendReport:
        """The report of ``backend``, compared with a reference that has its limits."""
        graph, own = rounded(self.graph, limits)
        with self._expected(graph, own) as expected:
            return self.against(expected, self._variants(expected, limits), backend)

    def _reached(self, report: BackendReport) -> tuple[int, int]:
        """The number of levels reached, and the index of the first node that differs."""
        first = _first(report).node
        index = next((node.index for node in self.graph.nodes if node.path == first), 0)
        return len(report.levels), index

    def against(
        self, expected: Expected, variants: Variants, backend: str
    ) -> BackendReport:
        """The report of ``backend``, compared with ``expected``."""
        file = self.files[backend]
        try:
            worker = self.workers.of(backend)
        except OSError as error:
            finding = Finding("shape", f"its interpreter does not run: {error}")
            return BackendReport(
                backend, "crashed", file=file.name, findings=(finding,)
            )
        sources = Sources(file.name, file.source)
        places = Places(self.network, self.graph, sources)
        proof = BackendProof(
            *(backend, file, self.params, self.workers.options),
            *(expected, places, worker, variants),
        )
        report = check(proof, self.progress)
        if report.status in ("crashed", "timeout") or worker.ended:
            self.workers.drop(backend)
        return report
