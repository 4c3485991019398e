"""The process of one framework: ``python -m benchmarks.forward JOB`` prints JSON.

A job is an object with the backend, the number of its model in `MODELS`, and what to
measure: times, for as many ``seconds``, or the memory of ``which`` net.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import archspec
from archspec.backends.contract.runtime import Array, load_runtime
from benchmarks.calls import CALLS, Call
from benchmarks.measure import interleaved
from benchmarks.models import MODELS, Model

CLOSE = 1e-4  # relative error of outputs in float32
PASSES = 3  # before any is measured, and for memory
LEAST = 10  # rounds, however long a pass takes
Times = tuple[float, float]  # seconds on the clock, and of the processor


def times(backend: str, model: Model, seconds: float) -> dict[str, Any]:
    """The seconds of three nets with the same weights, in every round.

    The own model, the emitted one, and the emitted one again; as many rounds as take
    about ``seconds`` of processor time.

    Raises:
        ValueError: they do not compute the same function.
    """
    runtime = load_runtime(backend)
    spec = archspec.load(model.spec)
    x = example(spec)
    own = own_net(backend, model, x)
    nets = {"own": own, "emitted": spec.build(backend), "again": spec.build(backend)}
    weights = spec.init_weights(dtype="float32")
    for name in ("emitted", "again"):
        runtime.assign(nets[name], weights)
    runtime.assign(own, carried(weights, nets["emitted"], own, backend))
    calls = {
        name: CALLS[backend](net, x, model.layer if name == "own" else "")
        for name, net in nets.items()
    }
    errors = [difference(calls[name](), calls["own"]()) for name in nets]
    if not max(errors) <= CLOSE:
        raise ValueError(f"{model.name}: outputs differ by {max(errors):.1e}")
    for call in calls.values():
        for _ in range(PASSES):
            call()
    tasks = {name: clocked(call) for name, call in calls.items()}
    rounds = max(LEAST, int(seconds / sum(task()[1] for task in tasks.values())))
    return {
        "parameters": runtime.param_count(own),
        "error": max(errors),
        "version": runtime.version(),
        "seconds": interleaved(tasks, rounds, random.Random(0)),
    }


def memory(backend: str, model: Model, which: str) -> float:
    """MiB that a net and its passes take on top of the framework."""
    runtime = load_runtime(backend)
    spec = archspec.load(model.spec)
    source = spec.emit(backend)
    x = example(spec)
    model.load()
    before = resident("VmRSS")
    if which == "own":
        net = own_net(backend, model, x)
    else:
        net = runtime.create(
            runtime.load_class(source, spec.name, "<emitted>"), {}, "float32"
        )
    call = CALLS[backend](net, x, model.layer if which == "own" else "")
    for _ in range(PASSES):
        call()
    return resident("VmHWM") - before


def own_net(backend: str, model: Model, x: Array) -> Any:
    """The framework's own model, initialised, all shapes known."""
    return load_runtime(backend).create(model.make, {}, "float32", first=[x])


def example(spec: archspec.Spec) -> Array:
    """One image."""
    (index,) = spec.graph.inputs.values()
    shape = spec.graph.nodes[index].shape
    drawn = np.random.default_rng(0).standard_normal((1, *shape))
    return drawn.astype("float32")


def carried(
    weights: dict[str, Array], emitted: Any, own: Any, backend: str
) -> dict[str, Array]:
    """Weights of the emitted net by the names of the own model.

    They are the same names, or the same tensors in the order in which they were made.
    """
    tensors = load_runtime(backend).tensors
    names, others = tensors(emitted), tensors(own)
    if names.keys() == others.keys():
        return weights
    pairs = zip(names, others, strict=True)
    return {other: weights[name] for name, other in pairs}


def difference(found: Array, wanted: Array) -> float:
    """Norm of the difference over the norm."""
    if found.shape != wanted.shape:
        raise ValueError(f"outputs of {found.shape} and {wanted.shape}")
    return float(np.linalg.norm(found - wanted) / np.linalg.norm(wanted))


def clocked(call: Call) -> Callable[[], Times]:
    """A pass, and what it took."""

    def run() -> Times:
        clock, processor = time.perf_counter(), time.process_time()
        call()
        return time.perf_counter() - clock, time.process_time() - processor

    return run


def resident(field: str) -> float:
    """MiB of this process: VmRSS are those now, VmHWM the most so far (Linux only)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == field:
            return int(value.split()[0]) / 1024
    raise KeyError(field)


def main() -> None:
    job = json.loads(sys.argv[1])
    model = MODELS[job["backend"]][job["number"]]
    if "seconds" in job:
        print(json.dumps(times(job["backend"], model, job["seconds"])))
    else:
        print(json.dumps(memory(job["backend"], model, job["which"])))


if __name__ == "__main__":
    main()
