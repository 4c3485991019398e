"""Random specs, proved in every framework: ``python -m tests.fuzz -n 500``.

Each seed gives a spec; each backend proves it at level train, or refuses it. What fails is
made small and printed; under ``--save`` it is kept, to become a case.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.proof.judgement.gradients import TOLERANCE
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.specs import verify
from archspec.text.problems import CompileError
from tests.generator.random_specs import spec_of
from tests.generator.shrink import shrink
from tests.generator.steady import noise
from tests.generator.strategies import spec_of_seed

BATCH = 8  # a bn over single pixels then sees the 8 values that level train asks for
TIMEOUT = 60.0  # seconds that a backend may take for a spec
FRESH = 100  # specs, after which workers are new: what frameworks keep of each adds up
NOISE = 1e-9  # a network whose own gradients move by more is no measure of others'
MARGIN = 1000  # how much further than the reference's a framework's may move then


@dataclass(frozen=True)
class Failure:
    """A backend that fails to prove a spec."""

    backend: str
    status: str
    level: str = ""
    op: str = ""
    text: str = ""

    @property
    def kind(self) -> tuple[str, ...]:
        """The kind of a failure, which stays while the spec is made smaller."""
        return self.backend, self.status, self.level, self.op


@dataclass
class Outcome:
    """The result for one spec."""

    failures: list[Failure] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unsteady: bool = False


def prove(text: str, workers: Workers, backends: Sequence[str] = BACKENDS) -> Outcome:
    """Prove the spec of ``text`` in ``backends``."""
    outcome = Outcome()
    try:
        spec = spec_of(text)
    except CompileError as error:
        outcome.failures.append(Failure("spec", "invalid", text=str(error)))
        return outcome
    able: list[str] = []
    for backend in backends:
        try:
            spec.emit(backend)
            able.append(backend)
        except CompileError:
            outcome.refused.append(backend)
        except Exception as error:  # whatever goes wrong is a finding
            outcome.failures.append(_crash(backend, "emit", error))
    if not able:
        return outcome
    try:
        report = verify(spec, workers, able)
    except Exception as error:
        outcome.failures.append(_crash("reference", "", error))
        return outcome
    failed = [one for one in report.backends if one.status != "ok"]
    if failed and is_noise(spec, failed):
        outcome.unsteady = True
    else:
        outcome.failures += map(failure_of, failed)
    return outcome


def _crash(where: str, level: str, error: Exception) -> Failure:
    name = type(error).__name__
    return Failure(where, "crashed", level, name, f"{level} {name}: {error}".strip())


def failure_of(report: BackendReport) -> Failure:
    first = report.findings[0]
    where = f" at {first.node} ({first.op})" if first.node else ""
    error = "" if first.error is None else f" (relative error {first.error:.1e})"
    text = f"{first.level}{where}: {first.message}{error}"
    return Failure(report.backend, report.status, first.level, first.op, text)


def is_noise(spec: Spec, failed: Sequence[BackendReport]) -> bool:
    """Whether values differ by no more than the rounding of weights explains."""
    if any(report.status != "differs" for report in failed):
        return False
    found = [report.findings[0].error for report in failed]
    errors = [error for error in found if error is not None]
    own = noise(spec.graph, BATCH)
    # A difference without a number is excused where the reference would fail as well.
    least = NOISE if len(errors) == len(found) else TOLERANCE
    return own > least and max(errors, default=0.0) <= MARGIN * own


def run(
    seeds: Sequence[int], workers: Workers, backends: Sequence[str]
) -> Iterator[tuple[int, Outcome]]:
    """The outcome of each seed, in turn."""
    for number, seed in enumerate(seeds):
        if number and number % FRESH == 0:
            for backend in backends:
                workers.of(backend)
                workers.drop(backend)
        yield seed, prove(spec_of_seed(seed), workers, backends)


def minimal(seed: int, failure: Failure, workers: Workers) -> str:
    """The smallest spec found that fails in the same way as that of ``seed``."""
    backends = [failure.backend] if failure.backend in BACKENDS else BACKENDS

    def fails(text: str) -> bool:
        found = prove(text, workers, backends).failures
        return any(other.kind == failure.kind for other in found)

    return shrink(spec_of_seed(seed), fails)


def main() -> int:
    """Prove the seeds named on the command line, and return 1 if one fails."""
    options = parse()
    backends: list[str] = options.backend or list(BACKENDS)
    seeds = range(options.start, options.start + options.n)
    begun = time.perf_counter()
    count = {"proved": 0, "refused": 0, "unsteady": 0, "failed": 0}
    with Workers(
        Options(level="train", batch=BATCH, timeout=options.timeout)
    ) as workers:
        for seed, outcome in run(seeds, workers, backends):
            count["refused"] += len(outcome.refused)
            count["unsteady"] += outcome.unsteady
            count["failed"] += bool(outcome.failures)
            count["proved"] += not (outcome.failures or outcome.unsteady)
            progress(f"{seed - seeds.start + 1}/{options.n} specs, {said(count)}")
            for failure in outcome.failures:
                print(f"seed {seed}: {failure.backend}: {failure.text}", flush=True)
            if outcome.failures and not options.no_shrink:
                keep(seed, outcome.failures[0], workers, options.save)
    progress("")
    seconds = time.perf_counter() - begun
    print(f"{options.n} specs in {', '.join(backends)}: {said(count)}, {seconds:.0f} s")
    return int(count["failed"] > 0)


def said(count: dict[str, int]) -> str:
    return ", ".join(f"{number} {what}" for what, number in count.items())


def progress(line: str) -> None:
    """One line of a terminal, written over and over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def keep(seed: int, failure: Failure, workers: Workers, folder: Path | None) -> None:
    """Print the minimal spec, and write it to ``folder``."""
    text = minimal(seed, failure, workers)
    print(f"{text}", flush=True)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        said = failure.text.replace("\n", "\n# ")
        head = f"# seed {seed}: {failure.backend}: {said}\n"
        (folder / f"seed{seed}_{failure.backend}.yaml").write_text(head + text)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("-n", type=int, default=200, help="how many seeds")
    parser.add_argument("--start", type=int, default=0, help="the first of them")
    parser.add_argument("--backend", action="append", choices=BACKENDS)
    parser.add_argument("--save", type=Path, help="a folder for minimal specs")
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds")
    parser.add_argument("--no-shrink", action="store_true", help="leave specs large")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
