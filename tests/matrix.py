"""Proves networks at level train in every framework and writes docs/matrix.md.

``python -m tests.matrix 'resnet*'`` renews the rows of some of them.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import archspec
from archspec.backends import BACKENDS
from archspec.proof.expectation.few_values import refuse_few_values
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.result import Report as Proof
from archspec.proof.specs import verify
from archspec.text.problems import CompileError
from tests.networks import ROOT, SMALL, ZOO
from tests.reports import Report, main

PATHS: dict[str, Path] = {
    **{path.stem: path for path in sorted(ROOT.glob("specs/*.yaml"))},
    **{path.stem: path for path in sorted(ROOT.glob("specs/tutorials/*.yaml"))},
}
BATCHES = (2, 8)  # the larger where a batch norm would see too few values per channel
TIMEOUT = 3600.0

TEXT = f"""\
`make matrix` writes this page: networks of the zoo and of tutorials, proved at level train
in every framework, with random weights in float64. A network without a row has not been
proved at this level since the page was started; the largest ones need more memory than that
machine had. The networks are complete; their inputs are small if possible, in batches of
{BATCHES[0]}, or {BATCHES[1]} if a batch norm needs them. The numbers are the largest
relative errors of any node's output (at most 1e-9), of any gradient (at most 1e-7), and of
any tensor after two training steps."""


@dataclass(frozen=True)
class Result:
    """The proof of one network, or the reason for its absence, and the time taken."""

    name: str
    proved: Proof | CompileError
    seconds: float

    @property
    def faults(self) -> list[str]:
        """The faults that keep each framework from a row."""
        if isinstance(self.proved, CompileError):
            return [str(self.proved)]
        return [
            f"{one.backend} {one.status} {[item.message for item in one.findings]}"
            for one in self.proved.backends
            if one.status != "ok"
        ]


def results(names: Sequence[str], processes: int) -> Iterator[Result]:
    """Prove the networks, one after the other; their frameworks are processes."""
    for name in names:
        start = time.perf_counter()
        proved = prove(name, processes)
        yield Result(name, proved, time.perf_counter() - start)


def prove(name: str, processes: int) -> Proof | CompileError:
    """The proof of a network, or the refusal of one that needs too much memory."""
    spec = archspec.load(PATHS[name], input=size(name))
    batch = next(size for size in BATCHES if enough(spec, size))
    options = Options(level="train", batch=batch, timeout=TIMEOUT, jobs=processes)
    with Workers(options) as workers:  # new ones: what they keep of each adds up
        try:
            return verify(spec, workers, BACKENDS)
        except CompileError as error:
            return error


def size(name: str) -> tuple[int, ...] | None:
    """The input of a network; that of VGG-16 for its larger variants."""
    if name in ZOO and name.startswith("vgg"):
        return SMALL["vgg16"]
    return SMALL.get(name, (3, 64, 64) if name in ZOO else None)


def enough(spec: archspec.Spec, batch: int) -> bool:
    """Whether every batch norm sees enough values."""
    try:
        refuse_few_values(spec.network, spec.graph, batch)
    except CompileError:
        return False
    return True


def cells(result: Result) -> list[str]:
    """The cells in the row of a network."""
    report = result.proved
    assert not isinstance(report, CompileError)
    shapes = ((report.batch, *shape) for shape in report.inputs.values())
    inputs = ", ".join(" x ".join(map(str, shape)) for shape in shapes)
    found = [
        " ".join(f"{one.worst:.0e}" for one in backend.levels if one.worst is not None)
        for backend in report.backends
    ]
    return [inputs, *found]


REPORT = Report(
    path=ROOT / "docs/matrix.md",
    title="Matrix",
    text=TEXT,
    columns=("input", *BACKENDS),
    names=list(PATHS),
    packages=("torch", "mxnet", "paddlepaddle", "chainer", "numpy"),
    cells=cells,
)

if __name__ == "__main__":
    sys.exit(main(REPORT, results, "Networks at level train."))
