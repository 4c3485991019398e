"""Networks live in a framework, compared with the graph and the NumPy reference."""

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import archspec
from archspec.api import Spec
from archspec.backends.contract.runtime import load_runtime
from archspec.zoo import catalog

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "tests/reference"
ROWS: list[dict[str, Any]] = json.loads((REFERENCE / "tutorials.json").read_text())
ZOO = [name for name in catalog.names() if "/" not in name]
# What torchvision 0.29.1 has: counts and outputs, and names and shapes of all tensors.
COUNTS: dict[str, dict[str, Any]] = json.loads(
    (REFERENCE / "torchvision.json").read_text()
)
TENSORS: dict[str, dict[str, list[int]]] = json.loads(
    gzip.decompress((REFERENCE / "torchvision_tensors.json.gz").read_bytes())
)
SHARED = sorted(set(ZOO) & set(TENSORS))
LIMIT = 1e-9  # relative error in float64

# One network of each family, which is run live: those that extend no other. Their inputs
# are as small as they may be, since size proves nothing.
FAMILIES = {
    "alexnet": (3, 63, 63),
    "convnext_tiny": (3, 64, 64),
    "darknet53": (3, 64, 64),
    "deeplabv3_mobilenet_v3_large": (3, 32, 32),
    "deeplabv3_resnet50": (3, 32, 32),
    "densenet121": (3, 64, 64),
    "dla34": (3, 64, 64),
    "efficientnet_b0": (3, 64, 64),
    "efficientnet_v2_s": (3, 64, 64),
    "fcn_resnet50": (3, 32, 32),
    "ghostnet": (3, 64, 64),
    "googlenet": (3, 64, 64),
    "hrnet_w18": (3, 64, 64),
    "inception_v3": (3, 299, 299),
    "inception_v4": (3, 96, 96),
    "inception_resnet_v2": (3, 96, 96),
    "lenet5": (1, 32, 32),
    "lraspp_mobilenet_v3_large": (3, 32, 32),
    "mc3_18": (3, 4, 32, 32),
    "mnasnet1_0": (3, 64, 64),
    "mobilenet_v1": (3, 64, 64),
    "mobilenet_v2": (3, 64, 64),
    "mobilenet_v3_large": (3, 64, 64),
    "mobilenet_v3_small": (3, 64, 64),
    "nin": (3, 32, 32),
    "preresnet50": (3, 64, 64),
    "r2plus1d_18": (3, 8, 32, 32),
    "r3d_18": (3, 8, 32, 32),
    "regnet_x_400mf": (3, 64, 64),
    "regnet_y_400mf": (3, 64, 64),
    "repvgg_a0": (3, 64, 64),
    "resnet18": (3, 64, 64),
    "resnet50": (3, 64, 64),
    "resnet50_fpn": (3, 64, 64),
    "resnext50_32x4d": (3, 64, 64),
    "s3d": (3, 13, 209, 209),
    "se_resnet50": (3, 64, 64),
    "shufflenet_v2_x1_0": (3, 64, 64),
    "squeezenet1_0": (3, 64, 64),
    "unet": (3, 32, 32),
    "vgg16": (3, 32, 32),
    "vovnet39": (3, 64, 64),
    "xception": (3, 96, 96),
}

# An input that makes the work small, where the network allows another one.
SMALL: Mapping[str, tuple[int, ...]] = {
    "pytorch_alexnet": (3, 63, 63),
    "gluon_googlenet": (1, 96, 96),
    "gluon_googlenet_intended": (1, 96, 96),
    "gluon_resnet18": (1, 96, 96),
    "gluon_vgg13": (1, 32, 32),
    "pytorch_basic_block": (64, 9, 8),
    "pytorch_cifar_resnet": (3, 32, 32),
    "pytorch_inception_block": (192, 7, 6),
    "pytorch_vgg16": (3, 32, 32),
    **dict.fromkeys(
        (
            *("chainer_resnet50", "chainer_resnet101", "chainer_resnet152"),
            *("paddle_resnet50", "paddle_resnet101", "paddle_resnet152"),
        ),
        (3, 32, 32),
    ),
    **FAMILIES,
}


@dataclass(frozen=True)
class Outcome:
    """The values of one live network."""

    params: int
    buffers: int
    shapes: dict[str, tuple[int, ...]]
    output: tuple[int, ...]
    error: float


def load(
    path: str, params: Mapping[str, Any] = {}, input: Sequence[int] | None = None
) -> Spec:
    """A spec of the project by its path from the root."""
    return archspec.load(ROOT / path, input=input, **params)


def example(spec: Spec, batch: int = 2) -> list[np.ndarray]:
    """Inputs that are not constant, one per input of the network."""
    rng = np.random.default_rng(7)
    graph = spec.graph
    shapes = [graph.nodes[index].shape for index in graph.inputs.values()]
    return [rng.normal(size=(batch, *shape)) for shape in shapes]


def relative(got: np.ndarray, wanted: np.ndarray) -> float:
    """Norm of the difference over the norm."""
    assert got.shape == wanted.shape, (got.shape, wanted.shape)
    return float(np.linalg.norm(got - wanted) / np.linalg.norm(wanted))


@dataclass(frozen=True)
class Oracle:
    """A spec with weights, inputs and the reference's outputs for them."""

    spec: Spec
    weights: dict[str, np.ndarray]
    inputs: list[np.ndarray]
    outputs: tuple[np.ndarray, ...]

    def compare(self, backend: str) -> Outcome:
        """Build the network in ``backend`` in float64 and run it."""
        runtime = load_runtime(backend)
        net = self.spec.build(backend, weights=self.weights, dtype="float64")
        got = runtime.run(net, self.inputs)
        assert len(got) == len(self.outputs)
        errors = [relative(a, b) for a, b in zip(got, self.outputs, strict=True)]
        tensors = runtime.tensors(net)
        return Outcome(
            params=runtime.param_count(net),
            buffers=runtime.buffer_count(net),
            shapes={name: array.shape for name, array in tensors.items()},
            output=got[0].shape[1:],
            error=max(errors),
        )


def oracle(spec: Spec, batch: int = 2) -> Oracle:
    """The reference's answer for random weights and inputs."""
    weights = spec.init_weights(seed=3)
    inputs = example(spec, batch)
    outputs = spec.reference(weights, *inputs)
    several = outputs if isinstance(outputs, tuple) else (outputs,)
    return Oracle(spec, weights, inputs, several)


def agree(given: Oracle, outcome: Outcome, limit: float = LIMIT) -> None:
    """Assert that a live network agrees with the graph and the reference."""
    graph = given.spec.graph
    assert outcome.params == graph.param_count
    assert outcome.buffers == graph.buffer_count
    assert outcome.shapes == {n: t.shape for n, t in graph.tensors.items()}
    assert outcome.error <= limit, f"relative error {outcome.error:.2e}"


def row_name(row: Mapping[str, Any]) -> str:
    """A row of the reference as a test id."""
    settings = [f"{key}={value}" for key, value in row["set"].items()]
    size = "x".join(map(str, row["input"]))
    return "-".join([Path(row["spec"]).stem, *settings, size])


def row_shapes(row: Mapping[str, Any]) -> Counter[tuple[int, ...]]:
    """The multiset of parameter shapes of a row, in PyTorch's layouts.

    Rows hold shapes as the tutorial's framework has them: Paddle's dense weight is
    (in, out).
    """
    paddle = Path(row["spec"]).name.startswith("paddle")
    return Counter(
        tuple(shape[::-1]) if paddle and len(shape) == 2 else tuple(shape)
        for shape in row["shapes"]
    )


def param_shapes(spec: Spec) -> Counter[tuple[int, ...]]:
    """The multiset of parameter shapes of a graph."""
    tensors = spec.graph.tensors.values()
    return Counter(tensor.shape for tensor in tensors if tensor.role == "param")


@cache
def cached(path: str, input: tuple[int, ...] | None = None) -> Oracle:
    """The oracle of a shipped spec, kept for all backends of one test process."""
    return oracle(load(path, input=input))
