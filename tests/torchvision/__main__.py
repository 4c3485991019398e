"""Runs every network that the zoo shares with torchvision; writes docs/torchvision.md.

``python -m tests.torchvision 'resnet*'`` runs some of them, and writes nothing.
"""

import platform
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from fnmatch import fnmatchcase
from importlib.metadata import version
from multiprocessing import get_context

from archspec.backends import BACKENDS
from tests.networks import ROOT, SHARED, load
from tests.torchvision.jobs import LARGE, LIMITS, SIDE, Result, run

PROCESSES = 2  # each may take several gigabytes
REPORT = ROOT / "docs/torchvision.md"
PACKAGES = ("torch", "torchvision", "mxnet", "paddlepaddle", "chainer", "numpy")


def results(names: Sequence[str]) -> Iterator[Result]:
    """Run the networks, each in a process of its own, the large ones alone."""
    large = [
        name for name in names if load(f"specs/{name}.yaml").graph.param_count > LARGE
    ]
    rest = [name for name in names if name not in large]
    for group, processes in ((large, 1), (rest, PROCESSES)):
        with get_context("spawn").Pool(processes, maxtasksperchild=1) as pool:
            yield from pool.imap_unordered(run, group, chunksize=1)
            # Not terminated, which Paddle would report as a crash.
            pool.close()
            pool.join()


def report(done: Sequence[Result], seconds: float) -> str:
    """The results as a page of docs/."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    lines = [
        "# Against torchvision",
        "",
        f"{date.today():%Y-%m-%d}, Python {platform.python_version()}, {versions}. "
        f"{len(done)} networks, {seconds / 60:.0f} minutes in {PROCESSES} processes. "
        "Written by `make test-torchvision`.",
        "",
        "Each emitted PyTorch module loaded the `state_dict` of torchvision's own network",
        "with `strict=True`, and both were run in evaluation mode on two random images. The",
        "same weights went into the other frameworks. The columns give the relative error of",
        f"the output against torchvision's, at most {LIMITS['float64']:.0e}. Images have",
        f"{SIDE} pixels a side where that is not stated. A network whose weights would take",
        "too much memory in float64 was run in float32, where the limit is",
        f"{LIMITS['float32']:.0e}. Networks with auxiliary heads were compared in training as",
        "well, in PyTorch, without dropout.",
        "",
        f"| network | parameters | {' | '.join(BACKENDS)} | |",
        f"|---|--:|{'--:|' * len(BACKENDS)}---|",
    ]
    for result in done:
        errors = " | ".join(_spelt(result.errors[name]) for name in BACKENDS)
        notes = [f"{result.input[-1]} px"] if result.input[-1] != SIDE else []
        notes += [result.dtype] if result.dtype != "float64" else []
        notes += [
            f"{what}: {_spelt(error)}"
            for what, error in result.errors.items()
            if what not in BACKENDS
        ]
        row = (result.name, f"{result.params:,}", errors, ", ".join(notes))
        lines.append(f"| {' | '.join(row)} |".replace("|  |", "| |"))
    return "\n".join(lines) + "\n"


def _spelt(error: float) -> str:
    return f"{error:.0e}" if error else "0"


def main() -> int:
    """Run all networks, or those that a pattern matches; 0 when every one agrees."""
    start = time.perf_counter()
    patterns = sys.argv[1:] or ["*"]
    names = [n for n in SHARED if any(fnmatchcase(n, p) for p in patterns)]
    done: list[Result] = []
    for result in results(names):
        done.append(result)
        state = "; ".join(result.faults) or "ok"
        print(
            f"[{len(done)}/{len(names)}] {result.name}: {state} "
            f"({result.seconds:.0f} s)",
            flush=True,
        )
    failed = sum(bool(result.faults) for result in done)
    print(f"{len(done) - failed} passed, {failed} failed")
    if failed or not done:
        return 1
    if not sys.argv[1:]:
        done.sort(key=lambda result: result.name)
        REPORT.write_text(report(done, time.perf_counter() - start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
