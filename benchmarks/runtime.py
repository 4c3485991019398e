"""Emitted networks against the frameworks' own models: time and memory of a forward pass.

``python -m benchmarks.runtime --python torch=PATH`` runs a framework in another
interpreter, which needs archspec, that framework and the package with its models.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import ratios, table
from benchmarks.models import MODELS, Model
from benchmarks.page import renew

ROOT = Path(__file__).parent.parent
SECONDS = 30.0  # of processor time for the rounds of a row
PROCESSES = 2  # of which each measures memory once
THREADS = "1"
LIBRARIES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
CLOCK, PROCESSOR = 0, 1
HEAD = (
    "network",
    "rounds",
    "own, ms",
    "time",
    "processor time",
    "again",
    "middle half of again",
    "own, MiB",
    "memory",
)


def section(
    pythons: Mapping[str, str], seconds: float = SECONDS, processes: int = PROCESSES
) -> str:
    """The results, in Markdown."""
    rows: list[Sequence[str]] = []
    versions: list[str] = []
    for backend, models in MODELS.items():
        python = pythons.get(backend, sys.executable)
        missing = lacking(python, models)
        if missing:
            print(f"runtime: {backend} is skipped: {missing}", file=sys.stderr)
            rows.append((f"{backend}: skipped, {missing}", *[""] * (len(HEAD) - 1)))
            continue
        for number, model in enumerate(models):
            print(f"runtime: {backend} {model.name}", file=sys.stderr)
            row, version = compared(python, backend, number, seconds, processes)
            rows.append((f"`{model.module}.{model.name}`", *row))
        versions.append(version)
    return f"""## Runtime

One forward pass for inference of one image of 3x224x224 in float32, with {THREADS} thread:
the framework's own model, and the code that archspec emits for the same network. If the
framework's model differs from the zoo's network, a spec in `benchmarks/specs` describes it:
Gluon's ResNet-50 has its stride on the first 1x1 convolution, and its MobileNetV2 ends in
a convolution. Both have the same weights, and the same outputs to a relative error of 1e-4. Gluon's are
hybridized. {", ".join(versions)}.

The columns *time*, *processor time* and *memory* give the ratio of the emitted network to
the framework's model. Times are medians over rounds in one process. In each round, every
network runs once, in random order, and ratios are taken within the round. *Again* compares
a second instance of the emitted network with the first, in processor time: a difference
from 1 is noise, and the next column gives the middle half of its ratios. Memory is the peak
of a separate process, minus that of the imported framework; processes of each: {processes}.

{table(HEAD, rows)}"""


def lacking(python: str, models: Sequence[Model]) -> str:
    """Why the models cannot be had in an interpreter, or "" if they can."""
    module = models[0].module
    code = f"""
import archspec.compat
for name in ("mxnet", "chainer"):
    archspec.compat.revive(name)
import {module}"""
    done = subprocess.run(
        [python, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def compared(
    python: str, backend: str, number: int, seconds: float, processes: int
) -> tuple[Sequence[str], str]:
    """The numbers of a row, and the version of the framework."""
    job = {"backend": backend, "number": number}
    found = asked(python, {**job, "seconds": seconds})
    own, emitted, again = (
        found["seconds"][name] for name in ("own", "emitted", "again")
    )
    noise = ratios(column(again, PROCESSOR), column(emitted, PROCESSOR))
    low, _, high = statistics.quantiles(noise)
    memory = {
        name: statistics.median(
            asked(python, {**job, "which": name}) for _ in range(processes)
        )
        for name in ("own", "emitted")
    }
    row = (
        str(len(own)),
        f"{1000 * statistics.median(column(own, PROCESSOR)):.0f}",
        *(
            f"{statistics.median(ratios(column(emitted, of), column(own, of))):.3f}"
            for of in (CLOCK, PROCESSOR)
        ),
        f"{statistics.median(noise):.3f}",
        f"{low:.2f} to {high:.2f}",
        f"{memory['own']:.0f}",
        f"{memory['emitted'] / memory['own']:.2f}",
    )
    return row, f"{backend} {found['version']}"


def column(pairs: Sequence[Sequence[float]], of: int) -> list[float]:
    """Seconds on the clock, or of the processor."""
    return [pair[of] for pair in pairs]


def asked(python: str, job: Mapping[str, object]) -> Any:
    """What the process of a framework answers."""
    environment = os.environ | dict.fromkeys(LIBRARIES, THREADS)
    done = subprocess.run(
        [python, "-W", "ignore", "-m", "benchmarks.forward", json.dumps(job)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    # Frameworks may print on import, before it.
    return json.loads(done.stdout.splitlines()[-1])


def interpreters(arguments: Sequence[str]) -> dict[str, str]:
    """Those of ``--python BACKEND=PATH``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", action="append", default=[], metavar="BACKEND=PATH")
    given = parser.parse_args(arguments).python
    return dict(text.split("=", 1) for text in given)


if __name__ == "__main__":
    renew(section(interpreters(sys.argv[1:])))
