"""The four runtimes on hand-written networks, in place of emitted ones.

The networks of one kind have to be the same function in every framework: same counts,
names, layouts and float64 outputs.
"""

from __future__ import annotations

import gc
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from archspec.backends.contract.runtime import (
    Array,
    Net,
    Runtime,
    by_neutral_name,
    load_runtime,
)
from tests.wording import Wording

BACKENDS = ("torch", "gluon", "paddle", "chainer")
HERE = Path(__file__).parent.parent / "handwritten"


@dataclass(frozen=True)
class Kind:
    stem: str
    name: str
    input_shape: tuple[int, ...]
    params: int
    buffers: int


RESNET50 = Kind("resnet50", "ResNet50", (2, 3, 64, 64), 25_557_032, 53_120)
DENSENET121 = Kind("densenet121", "DenseNet121", (2, 3, 64, 64), 7_978_856, 83_648)
# 114 + 12 + 6 + 12 for the image, 42 + 12 + 1 + 36 for the vector.
MIXED = Kind("mixed", "Mixed", (4, 4, 8, 8), 235, 24)


def create(kind: Kind, backend: str, dtype: str, **arguments: object) -> Net:
    path = HERE / f"{kind.stem}_{backend}.py"
    runtime = load_runtime(backend)
    cls = runtime.load_class(path.read_text(), kind.name, str(path))
    return runtime.create(cls, arguments, dtype)


def draw(shapes: dict[str, tuple[int, ...]], seed: int = 0) -> dict[str, Array]:
    """Weights of a size that keeps activations near 1, variances near 1."""
    rng = np.random.default_rng(seed)
    weights: dict[str, Array] = {}
    for name, shape in sorted(shapes.items()):
        if name.endswith("running_var") or (len(shape) == 1 and "weight" in name):
            weights[name] = rng.uniform(0.5, 1.5, shape)
        else:
            fan_in = np.prod(shape[1:]) if len(shape) > 1 else 10
            weights[name] = rng.standard_normal(shape) / np.sqrt(fan_in)
    return weights


def shapes_of(tensors: dict[str, Array]) -> dict[str, tuple[int, ...]]:
    return {name: tensor.shape for name, tensor in tensors.items()}


@dataclass(frozen=True)
class Four:
    """One kind of network in the four frameworks, with the same weights."""

    kind: Kind
    nets: dict[str, Net]
    shapes: dict[str, dict[str, tuple[int, ...]]]
    weights: dict[str, Array]

    def run(self, backend: str, train: bool = False) -> tuple[Array, ...]:
        x = np.random.default_rng(1).standard_normal(self.kind.input_shape)
        return load_runtime(backend).run(self.nets[backend], [x], train)


@pytest.fixture(
    scope="module", params=[RESNET50, DENSENET121, MIXED], ids=lambda kind: kind.stem
)
def four(request: pytest.FixtureRequest) -> Iterator[Four]:
    yield make_four(request.param)
    gc.collect()  # 200 MB for each ResNet-50


def make_four(kind: Kind) -> Four:
    nets = {backend: create(kind, backend, "float64") for backend in BACKENDS}
    shapes = {
        backend: shapes_of(load_runtime(backend).tensors(net))
        for backend, net in nets.items()
    }
    weights = draw(shapes["torch"])
    for backend, net in nets.items():
        load_runtime(backend).assign(net, weights)
    return Four(kind, nets, shapes, weights)


def assert_close(actual: tuple[Array, ...], expected: tuple[Array, ...]) -> None:
    assert len(actual) == len(expected)
    for a, b in zip(actual, expected, strict=True):
        assert a.shape == b.shape
        assert a.dtype == np.float64
        assert np.abs(a - b).max() <= 1e-9 * np.abs(b).max()


@pytest.mark.parametrize("backend", BACKENDS)
def test_counts(four: Four, backend: str) -> None:
    runtime, net = load_runtime(backend), four.nets[backend]
    assert runtime.param_count(net) == four.kind.params
    assert runtime.buffer_count(net) == four.kind.buffers
    assert sum(w.size for w in four.weights.values()) == (
        four.kind.params + four.kind.buffers
    )


@pytest.mark.parametrize("backend", BACKENDS)
def test_names_and_shapes_are_those_of_torch(four: Four, backend: str) -> None:
    assert four.shapes[backend] == four.shapes["torch"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_tensors_return_what_was_assigned(four: Four, backend: str) -> None:
    read = load_runtime(backend).tensors(four.nets[backend])
    assert read.keys() == four.weights.keys()
    for name, expected in four.weights.items():
        assert read[name].dtype == np.float64
        np.testing.assert_array_equal(read[name], expected)


@pytest.mark.parametrize("backend", BACKENDS)
def test_outputs_agree(four: Four, backend: str) -> None:
    assert_close(four.run(backend), four.run("torch"))


@pytest.mark.parametrize("backend", BACKENDS)
def test_training_mode_lasts_for_one_call(backend: str) -> None:
    four = make_four(MIXED)
    before = four.run(backend)
    assert_close(four.run(backend, train=True), four.run("torch", train=True))
    # A call may have moved the running statistics.
    load_runtime(backend).assign(four.nets[backend], four.weights)
    assert_close(four.run(backend), before)


@pytest.mark.parametrize("backend", BACKENDS)
def test_arguments_reach_the_class(backend: str) -> None:
    net = create(MIXED, backend, "float64", units=5)
    assert load_runtime(backend).tensors(net)["fc1.weight"].shape == (5, 6)


@pytest.mark.parametrize("backend", BACKENDS)
def test_float32_stays_float32(backend: str) -> None:
    runtime, net = load_runtime(backend), create(MIXED, backend, "float32")
    weights = draw(shapes_of(runtime.tensors(net)))
    runtime.assign(net, weights)
    read = runtime.tensors(net)
    assert {tensor.dtype for tensor in read.values()} == {np.dtype("float32")}
    for name, expected in weights.items():
        np.testing.assert_array_equal(read[name], expected.astype("float32"))
    outputs = runtime.run(net, [np.ones(MIXED.input_shape)])
    assert {output.dtype for output in outputs} == {np.dtype("float32")}


@pytest.mark.parametrize("backend", BACKENDS)
def test_tensors_are_copies_and_assign_copies(backend: str) -> None:
    runtime, net = load_runtime(backend), create(MIXED, backend, "float64")
    weights = draw(shapes_of(runtime.tensors(net)))
    kept = {name: weight.copy() for name, weight in weights.items()}
    runtime.assign(net, weights)
    for array in (*runtime.tensors(net).values(), *weights.values()):
        array[...] = np.nan
    for name, tensor in runtime.tensors(net).items():
        np.testing.assert_array_equal(tensor, kept[name])


@pytest.mark.parametrize("backend", BACKENDS)
def test_assign_takes_read_only_and_reversed_arrays(backend: str) -> None:
    runtime, net = load_runtime(backend), create(MIXED, backend, "float64")
    weights = draw(shapes_of(runtime.tensors(net)))
    weights["fc1.weight"] = weights["fc1.weight"][::-1, ::-1]
    weights["fc2.weight"].setflags(write=False)
    runtime.assign(net, weights)
    for name in ("fc1.weight", "fc2.weight"):
        np.testing.assert_array_equal(runtime.tensors(net)[name], weights[name])


@pytest.mark.parametrize("backend", BACKENDS)
def test_assign_names_all_that_does_not_fit(backend: str, wording: Wording) -> None:
    runtime, net = load_runtime(backend), create(MIXED, backend, "float64", units=5)
    before = runtime.tensors(net)
    weights = {name: np.zeros_like(tensor) for name, tensor in before.items()}
    del weights["bn.running_mean"]
    weights["bn.num_batches_tracked"] = np.zeros(1)
    weights["fc1.weight"] = np.zeros((6, 5))
    weights["slope.weight"] = np.zeros(())
    with pytest.raises(ValueError) as caught:
        runtime.assign(net, weights)
    wording("\n".join(sorted(str(caught.value).splitlines())))
    for name, tensor in runtime.tensors(net).items():
        np.testing.assert_array_equal(tensor, before[name])


def test_frozen_gluon_parameters_are_still_read() -> None:
    net = create(MIXED, "gluon", "float64")
    before = load_runtime("gluon").tensors(net).keys()
    net.collect_params().setattr("grad_req", "null")
    assert load_runtime("gluon").tensors(net).keys() == before


DEFERRED = {
    "torch": "from torch import nn\nclass Net(nn.Sequential):\n"
    "    def __init__(self):\n        super().__init__(nn.LazyLinear(2))\n",
    "gluon": "from mxnet.gluon import nn\nclass Net(nn.HybridSequential):\n"
    "    def __init__(self):\n        super().__init__()\n"
    "        self.add(nn.Dense(2))\n",
    "chainer": "import chainer\nimport chainer.links as L\n"
    "class Net(chainer.ChainList):\n"
    "    def __init__(self):\n        super().__init__(L.Linear(None, 2))\n"
    "    def forward(self, x):\n        return self[0](x)\n",
}


@pytest.mark.parametrize("backend", DEFERRED)
def test_shapes_left_to_the_first_call(backend: str, wording: Wording) -> None:
    runtime = load_runtime(backend)
    cls = runtime.load_class(DEFERRED[backend], "Net", "deferred.py")
    net = runtime.create(cls, {}, "float64")
    with wording.raises(ValueError):
        runtime.tensors(net)
    (output,) = runtime.run(net, [np.ones((1, 3))])
    assert output.dtype == np.float64
    assert runtime.tensors(net)["0.weight"].shape == (2, 3)


def test_two_tensors_of_one_neutral_name_are_refused(wording: Wording) -> None:
    native = [("a.gamma", 1), ("a.N", 2), ("b.gamma", 3)]
    leaves = {"gamma": "weight", "N": None}
    assert by_neutral_name(native, leaves) == {"a.weight": 1, "b.weight": 3}
    with wording.raises(ValueError):
        by_neutral_name([*native, ("a.weight", 4)], leaves)


@pytest.mark.parametrize("backend", BACKENDS)
def test_version(backend: str) -> None:
    assert load_runtime(backend).version()[0].isdigit()


def test_the_modules_follow_the_protocol() -> None:
    functions = [name for name in vars(Runtime) if not name.startswith("_")]
    assert len(functions) == 8
    for backend in BACKENDS:
        runtime = load_runtime(backend)
        for name in functions:
            expected = list(inspect.signature(getattr(Runtime, name)).parameters)[1:]
            actual = inspect.signature(getattr(runtime, name)).parameters
            assert list(actual) == expected, (backend, name)
