"""Runs networks at full size and writes docs/full-run.md.

``python -m tests.full 'resnet*'`` renews the rows of some of them.
"""

import sys
from collections.abc import Iterator, Sequence

from archspec.backends import BACKENDS
from tests.full.jobs import Result, jobs, run
from tests.networks import ROOT
from tests.reports import Report, apart, main

TEXT = """\
`make full` writes this page. Each network was built live with the same random weights in
float64 and run at full size in evaluation mode on two random images. The columns give the
relative error against the NumPy reference; parameters and buffers were counted in the graph
and in each live network, and are equal."""


def results(names: Sequence[str], processes: int) -> Iterator[Result]:
    """Run the networks; a heavy one, such as a VGG in float64, takes several gigabytes."""
    todo = [job for job in jobs() if job.name in names]
    # What frameworks keep of each adds up.
    return apart(run, todo, processes)


def cells(result: Result) -> list[str]:
    """The cells in the row of a network."""
    errors = [f"{result.errors[backend]:.0e}" for backend in BACKENDS]
    return [f"{result.params:,}", f"{result.buffers:,}", *errors]


REPORT = Report(
    path=ROOT / "docs/full-run.md",
    title="Full run",
    text=TEXT,
    columns=("parameters", "buffers", *BACKENDS),
    names=[job.name for job in jobs()],
    packages=("torch", "mxnet", "paddlepaddle", "chainer", "numpy"),
    cells=cells,
)

if __name__ == "__main__":
    sys.exit(main(REPORT, results, "Networks at their natural size."))
