"""ResNet-50's weights, from torch.save through every framework and back."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import load_runtime
from tests.commands import good
from tests.networks import ROOT, load
from tests.weights.own_calls import SUFFIXES, assert_bits, restore, save

SPEC = str(ROOT / "specs/resnet50.yaml")
LIMIT = 1e-9  # relative difference of the logits in float64


@pytest.mark.slow
def test_weights_go_through_all_and_the_networks_agree(tmp_path: Path) -> None:
    spec = load("specs/resnet50.yaml", input=(3, 64, 64))
    weights = spec.init_weights(seed=9, dtype="float32")
    net = spec.build("torch", weights=weights)
    first = tmp_path / "resnet50.pt"
    torch.save(net.state_dict(), first)
    files = {"torch": str(first)}
    way = ("torch", "paddle", "gluon", "chainer", "torch")
    for number, (source, target) in enumerate(pairwise(way)):
        path = str(tmp_path / f"{number}{SUFFIXES[target]}")
        good("weights", "convert", files[source], path, "--spec", SPEC)
        files[target] = path
    back = torch.load(files["torch"], weights_only=True)
    original = torch.load(first, weights_only=True)
    assert_bits(*({n: t.numpy() for n, t in d.items()} for d in (back, original)))

    x = np.random.default_rng(1).standard_normal((2, 3, 64, 64))
    logits: dict[str, np.ndarray] = {}
    for backend in BACKENDS:
        runtime = load_runtime(backend)
        cls = runtime.load_class(spec.emit(backend), spec.name, f"<resnet50 {backend}>")
        # The file goes into the class by the framework's own call, in float32.
        single = runtime.create(cls, {}, "float32")
        restore(backend, single, files[backend])
        assert_bits(runtime.tensors(single), weights)
        save(backend, single, files[backend])
        assert_bits(spec.load_weights(files[backend]), weights)
        double = runtime.create(cls, {}, "float64")
        runtime.assign(double, runtime.tensors(single))
        (logits[backend],) = runtime.run(double, [x])
        assert logits[backend].dtype == np.float64
    norm = np.linalg.norm(logits["torch"])
    for backend, values in logits.items():
        assert np.linalg.norm(values - logits["torch"]) <= LIMIT * norm, backend
        assert np.abs(values - logits["torch"]).max() <= LIMIT * np.abs(values).max()
    assert np.linalg.norm(logits["torch"][0] - logits["torch"][1]) > 1e-3 * norm
