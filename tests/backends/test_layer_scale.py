"""The weight of a layer_scale in every framework: its name and initial values."""

from typing import Any

import pytest

from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import load_runtime
from tests.networks import load


@pytest.mark.parametrize("backend", BACKENDS)
def test_first_values(backend: str) -> None:
    spec = load("tests/cases/op_layer_scale.yaml")
    tensors = load_runtime(backend).tensors(spec.build(backend))
    values = {
        "first": 1,
        "unit.layer_scale": 1e-6,
        "unit.after": 1,
        "copies.c1.s": 1,
        "a-b": 1,
        "listed.1": 2,
        "listed.2.body": 0,
        "listed.4": 1,
        "both_1": 1,
    }
    for name, value in values.items():
        assert tensors[name].shape == spec.graph.tensors[name].shape
        assert tensors[name] == pytest.approx(value)
    assert tensors["flat.s"].std() == pytest.approx(0.3, rel=0.25)
    low, high = tensors["flat.t"].min(), tensors["flat.t"].max()
    assert 0.5 <= low < 0.7 and 1.8 < high <= 2


def test_a_named_one_is_a_parameter_of_its_class() -> None:
    """The names of PyTorch's state are therefore those of the language."""
    net: Any = load("tests/cases/op_layer_scale.yaml").build("torch")
    state = net.state_dict()
    assert state["unit.layer_scale"].shape == (4, 1, 1)
    assert state["listed.1.factors"].shape == (6, 1, 1)
