"""One network of torchvision, and the spec of the zoo that says the same."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
import torchvision

import archspec
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.runtime import load_runtime
from archspec.weights.init import Array

# The auxiliary heads of this one read 17x17 values, no more and no less.
NATURAL = ("inception_v3",)
SIDE = 64
LIMITS = {"float64": 1e-9, "float32": 1e-4}  # norm of the difference over the norm
LARGE = 300_000_000  # parameters, from which float64 would take too much memory


@dataclass
class Result:
    """What a network gave: errors per framework, or what went wrong."""

    name: str
    params: int
    input: tuple[int, ...]
    dtype: str
    errors: dict[str, float] = field(default_factory=dict[str, float])
    faults: list[str] = field(default_factory=list[str])
    seconds: float = 0.0


def run(name: str) -> Result:
    """Compare the spec ``name`` in all frameworks with torchvision's network."""
    torch.set_num_threads(1)
    start = time.perf_counter()
    size = None if name in NATURAL else (3, SIDE, SIDE)
    spec = archspec.load(name, input=size)
    graph = spec.graph
    dtype = "float32" if graph.param_count > LARGE else "float64"
    result = Result(name, graph.param_count, graph.nodes[0].shape, dtype)
    weights = spec.init_weights(dtype=dtype)
    x = np.random.default_rng(1).normal(size=(2, *result.input)).astype(dtype)
    wanted = _torch(name, spec, weights, x, result)
    for backend in BACKENDS[1:]:
        net = spec.build(backend, weights=weights, dtype=dtype)
        _compare(backend, load_runtime(backend).run(net, [x]), wanted, result)
        del net
        gc.collect()
    result.seconds = time.perf_counter() - start
    return result


def twin(name: str) -> torch.nn.Module:
    """torchvision's network, which takes no time to draw its weights."""
    drawn = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    return torchvision.models.get_model(name, weights=None, **drawn)


def _torch(
    name: str, spec: Spec, weights: dict[str, Array], x: Array, result: Result
) -> tuple[Array, ...]:
    """What torchvision's network computes; compares the emitted module with it."""
    other = twin(name).to(getattr(torch, result.dtype))
    state = other.state_dict()
    counters = {key for key in state if key.endswith(".num_batches_tracked")}
    shapes = {key: tuple(state[key].shape) for key in state if key not in counters}
    if shapes != {key: info.shape for key, info in spec.graph.tensors.items()}:
        result.faults.append("names or shapes of tensors differ")
        return ()
    for key, value in weights.items():
        state[key].copy_(torch.from_numpy(value))
    net = spec.build("torch", dtype=result.dtype)
    net.load_state_dict(state, strict=True)
    inputs = torch.from_numpy(x)
    wanted = _outputs(other.eval(), inputs)
    _compare("torch", _outputs(net.eval(), inputs), wanted, result)
    if len(spec.graph.outputs_in("train")) > 1:
        for module in (*other.modules(), *net.modules()):
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        both = [_outputs(module.train(), inputs) for module in (other, net)]
        _compare("torch, training", both[1], both[0], result)
    return wanted


def _outputs(net: Callable[[Any], Any], x: torch.Tensor) -> tuple[Array, ...]:
    with torch.no_grad():
        found = net(x)
    several = found if isinstance(found, tuple) else (found,)
    return tuple(value.numpy() for value in several)


def _compare(
    what: str, found: tuple[Array, ...], wanted: tuple[Array, ...], result: Result
) -> None:
    if len(found) != len(wanted):
        result.faults.append(f"{what}: {len(found)} outputs, not {len(wanted)}")
        return
    errors: list[float] = []
    for a, b in zip(found, wanted, strict=True):
        if a.shape != b.shape or a.dtype != b.dtype:
            result.faults.append(f"{what}: {a.shape} of {a.dtype}, not {b.shape}")
            return
        norm = float(np.linalg.norm(b))
        if not np.linalg.norm(b[0] - b[1]) > 1e-6 * norm:
            result.faults.append(f"{what}: the output forgets its input")
        errors.append(float(np.linalg.norm(a - b)) / norm)
    error = max(errors)
    result.errors[what] = error
    if not error <= LIMITS[result.dtype]:
        result.faults.append(f"{what}: relative error {error:.1e}")
