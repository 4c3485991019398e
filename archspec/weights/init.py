"""Random weights by neutral name, the same for every backend.

They are for comparing programs, not for training, which starts from the ``init`` of the
spec.
"""

import hashlib
from collections.abc import Mapping

import numpy as np

from archspec.graph.nodes import Graph, TensorInfo
from archspec.reference.ops import Array

SCALES = (
    *("bn", "frozen_bn", "group_norm", "instance_norm", "layer_norm", "rms_norm"),
    "layer_scale",
)


def init_weights(
    graph: Graph,
    seed: int = 0,
    dtype: str = "float64",
    given: Mapping[str, Array] = {},
) -> dict[str, Array]:
    """Every tensor of ``graph`` in definition order, params and buffers.

    Each has its own generator, seeded by ``seed`` and its name, so it does not depend
    on other tensors. Tensors of ``given`` with the correct shape are used unchanged.
    """
    weights: dict[str, Array] = {}
    for node in graph.nodes:
        if node.owner == node.path:
            for name, info in graph.tensors_of(node).items():
                path = node.tensor_path(name)
                if path in given and given[path].shape == info.shape:
                    weights[path] = given[path]
                    continue
                drawn = _draw(_generator(seed, path), node.kind, name, info)
                weights[path] = drawn.astype(dtype)
    return weights


def blank_inputs(graph: Graph) -> list[Array]:
    """A batch of one example for each input, all zeros, in the order of the inputs."""
    shapes = (graph.nodes[index].shape for index in graph.inputs.values())
    return [np.zeros((1, *shape), np.float32) for shape in shapes]


def _generator(seed: int, path: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}:{path}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def _draw(rng: np.random.Generator, kind: str, name: str, info: TensorInfo) -> Array:
    if name == "running_var" or (name == "weight" and kind in SCALES):
        # Away from 0: a small variance would magnify the rounding of epsilon.
        return rng.uniform(0.5, 1.5, info.shape)
    if name in ("bias", "running_mean"):
        return rng.uniform(-0.1, 0.1, info.shape)
    if kind == "prelu":
        return rng.uniform(0.2, 0.3, info.shape)
    return rng.normal(0.0, 1 / np.sqrt(info.fan_in), info.shape)
