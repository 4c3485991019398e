"""Runs every row and network at its natural size and writes docs/full-run.md."""

import platform
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from multiprocessing import get_context
from typing import Any

from archspec.backends import BACKENDS
from tests.networks import (
    LIMIT,
    ROOT,
    ROWS,
    ZOO,
    load,
    oracle,
    param_shapes,
    row_name,
    row_shapes,
)

PROCESSES = 2  # heavy ones: a VGG in float64 takes several gigabytes
REPORT = ROOT / "docs/full-run.md"
PACKAGES = ("torch", "mxnet", "paddlepaddle", "chainer", "numpy")


@dataclass(frozen=True)
class Job:
    """One network to run; ``row`` is what it must come to, None in the zoo."""

    name: str
    path: str
    params: dict[str, Any]
    input: list[int] | None
    row: dict[str, Any] | None = None


@dataclass(frozen=True)
class Result:
    """What a job gave: the errors per backend, or what went wrong."""

    name: str
    params: int
    buffers: int
    errors: dict[str, float]
    faults: list[str]
    seconds: float


def jobs() -> Iterator[Job]:
    """All networks, those of the zoo first."""
    for name in ZOO:
        yield Job(name, f"specs/{name}.yaml", {}, None)
    for row in ROWS:
        yield Job(row_name(row), row["spec"], row["set"], row["input"], row)


def run(job: Job) -> Result:
    """Build and run one network in all frameworks, one after the other."""
    start = time.perf_counter()
    spec = load(job.path, job.params, job.input)
    graph = spec.graph
    faults: list[str] = []
    if job.row is not None:
        given = (graph.output_shape, graph.param_count, graph.buffer_count)
        wanted = (tuple(job.row["output"]), job.row["params"], job.row["buffers"])
        if given != wanted or param_shapes(spec) != row_shapes(job.row):
            faults.append(f"graph {given}, row {wanted}")
    expected = {name: tensor.shape for name, tensor in graph.tensors.items()}
    errors: dict[str, float] = {}
    answer = oracle(spec)
    for backend in BACKENDS:
        outcome = answer.compare(backend)
        errors[backend] = outcome.error
        counts = (outcome.params, outcome.buffers)
        if counts != (graph.param_count, graph.buffer_count):
            faults.append(f"{backend}: counts {counts}")
        if outcome.shapes != expected:
            faults.append(f"{backend}: tensors differ")
        if not outcome.error <= LIMIT:
            faults.append(f"{backend}: relative error {outcome.error:.1e}")
    seconds = time.perf_counter() - start
    return Result(
        job.name, graph.param_count, graph.buffer_count, errors, faults, seconds
    )


def report(results: list[Result], seconds: float) -> str:
    """The results as a page of docs/."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    lines = [
        "# Full run",
        "",
        f"{date.today():%Y-%m-%d}, Python {platform.python_version()}, {versions}. "
        f"{len(results)} networks at their natural sizes, {len(BACKENDS)} frameworks, "
        f"{seconds / 60:.0f} minutes in {PROCESSES} processes. Written by `make full`.",
        "",
        "Each network was built live with the same random weights in float64 and run in",
        "evaluation mode on two random images. The columns give the relative error",
        "against the NumPy reference; parameters and buffers were counted in the graph",
        "and in each live network, and are equal.",
        "",
        f"| network | parameters | buffers | {' | '.join(BACKENDS)} |",
        f"|---|--:|--:|{'--:|' * len(BACKENDS)}",
    ]
    for result in results:
        errors = " | ".join(f"{result.errors[backend]:.0e}" for backend in BACKENDS)
        lines.append(
            f"| {result.name} | {result.params:,} | {result.buffers:,} | {errors} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run all jobs; 0 when every one of them agrees."""
    start = time.perf_counter()
    todo = list(jobs())
    done: dict[str, Result] = {}
    pool = ProcessPoolExecutor(
        PROCESSES, mp_context=get_context("spawn"), max_tasks_per_child=4
    )
    with pool:
        futures = {pool.submit(run, job): job for job in todo}
        for future in as_completed(futures):
            result = future.result()
            done[result.name] = result
            state = "; ".join(result.faults) or "ok"
            print(
                f"[{len(done)}/{len(todo)}] {result.name}: {state} "
                f"({result.seconds:.0f} s)",
                flush=True,
            )
    results = [done[job.name] for job in todo]
    failed = sum(bool(result.faults) for result in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    if failed:
        return 1
    REPORT.write_text(report(results, time.perf_counter() - start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
