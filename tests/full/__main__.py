"""Runs every row and network at its natural size and writes docs/full-run.md."""

import platform
import sys
import time
from datetime import date
from importlib.metadata import version
from multiprocessing import get_context

from archspec.backends import BACKENDS
from tests.full.jobs import Result, jobs, run
from tests.networks import ROOT

PROCESSES = 2  # heavy ones: a VGG in float64 takes several gigabytes
REPORT = ROOT / "docs/full-run.md"
PACKAGES = ("torch", "mxnet", "paddlepaddle", "chainer", "numpy")


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
    # A process runs a few networks only: what frameworks keep of each adds up.
    with get_context("spawn").Pool(PROCESSES, maxtasksperchild=4) as pool:
        for result in pool.imap_unordered(run, todo):
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
