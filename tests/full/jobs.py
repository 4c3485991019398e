"""The networks of a full run, and the run of one of them."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archspec.backends import BACKENDS
from tests.networks import (
    FAMILIES,
    LIMIT,
    ROWS,
    load,
    oracle,
    param_shapes,
    row_name,
    row_shapes,
)


@dataclass(frozen=True)
class Job:
    """One network to run; ``row`` has its expected numbers, None in the zoo."""

    name: str
    path: str
    params: dict[str, Any]
    input: list[int] | None
    row: dict[str, Any] | None = None


@dataclass(frozen=True)
class Result:
    """The result of a job: the errors per backend, or the failure."""

    name: str
    params: int
    buffers: int
    errors: dict[str, float]
    faults: list[str]
    seconds: float


def jobs() -> Iterator[Job]:
    """One network of each family, then those of the tutorials with all settings."""
    for name in FAMILIES:
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
