"""Compares every network that the zoo shares with torchvision; writes
docs/torchvision.md.

``python -m tests.torchvision 'resnet*'`` renews the rows of some of them.
"""

import sys
from collections.abc import Iterator, Sequence

from archspec.backends import BACKENDS
from tests.networks import ROOT, SHARED, load
from tests.reports import Report, apart, main
from tests.torchvision.jobs import (
    FRAMES,
    LARGE,
    LIMITS,
    ROUNDED,
    SIDE,
    Result,
    run,
)

TEXT = f"""\
`make test-torchvision` writes this page. Each emitted PyTorch module loaded the `state_dict` of
torchvision's own network with `strict=True`, and both were run in evaluation mode on two
random images or videos. The other frameworks used the same weights. The columns give the
relative error of the output against torchvision's, at most {LIMITS["float64"]:.0e}. Images
have {SIDE} pixels a side unless stated, and videos {FRAMES} frames. A network whose weights would take too much memory in float64 ran in float32, where the limit is {LIMITS["float32"]:.0e}.
Networks with auxiliary heads were also compared in training, in PyTorch, without dropout:
the same outputs in the same order. Paddle's batch norm keeps epsilon in float32.
If that alone exceeds the limit, the note gives the error relative to torchvision's network
with the same epsilon, and the limit applies to that."""


def results(names: Sequence[str], processes: int) -> Iterator[Result]:
    """Run the networks, each in a process of its own, the large ones alone and last."""
    large = [
        name for name in names if load(f"specs/{name}.yaml").graph.param_count > LARGE
    ]
    rest = [name for name in names if name not in large]
    yield from apart(run, rest, processes)
    yield from apart(run, large, 1)


def cells(result: Result) -> list[str]:
    """The cells in the row of a network."""
    over = result.errors["paddle"] > LIMITS[result.dtype]
    notes = [f"{result.input[-1]} px"] if result.input[-1] != SIDE else []
    notes += [result.dtype] if result.dtype != "float64" else []
    notes += [
        f"{what}: {_spelt(error)}"
        for what, error in result.errors.items()
        if what not in BACKENDS and (what != ROUNDED or over)
    ]
    errors = [_spelt(result.errors[name]) for name in BACKENDS]
    return [f"{result.params:,}", *errors, "; ".join(notes)]


def _spelt(error: float) -> str:
    return f"{error:.0e}" if error else "0"


REPORT = Report(
    path=ROOT / "docs/torchvision.md",
    title="Against torchvision",
    text=TEXT,
    columns=("parameters", *BACKENDS, "notes"),
    names=SHARED,
    packages=("torch", "torchvision", "mxnet", "paddlepaddle", "chainer", "numpy"),
    cells=cells,
)

if __name__ == "__main__":
    sys.exit(main(REPORT, results, "The zoo against torchvision."))
