"""Weights that Paddle stores in parts, whose ``g`` gives a size but no axis."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import paddle
import pytest
from paddle.nn import utils

import archspec
from archspec.backends import BACKENDS
from archspec.front.read import read_network
from archspec.text.source import Source
from archspec.weights.errors import Malformed, WeightsError
from archspec.weights.fitting.fold import Folding, folded
from archspec.weights.formats import own_format
from archspec.weights.formats.held import Ready
from tests.weights.test_weights_fold import SPEC, TEXT, Wrap
from tests.wording import Wording

ODD_TEXT = TEXT.replace("conv, channels: 4", "conv, channels: 5").replace(
    "units: 4", "units: 6"
)
ODD = archspec.compile(read_network(Source("odd.yaml", ODD_TEXT)))
NORMS: dict[str, tuple[Wrap, dict[str, Any]]] = {
    "weight_norm": (utils.weight_norm, {}),
    "weight_norm of another axis": (utils.weight_norm, {"dim": 1}),
    "weight_norm of all": (utils.weight_norm, {"dim": None}),
    "spectral_norm": (utils.spectral_norm, {}),
    "spectral_norm of another axis": (utils.spectral_norm, {"dim": 1}),
}


def layers(way: str, dtype: str = "float64", square: bool = False) -> dict[str, Any]:
    """Layers of Paddle with a norm, called once."""
    wrap, options = NORMS[way]
    middle, units = (4, 4) if square else (5, 6)
    paddle.seed(0)
    paddle.set_default_dtype(dtype)
    try:
        made = {
            "conv": wrap(paddle.nn.Conv2D(4, middle, 3), **options),
            "up": wrap(paddle.nn.Conv2DTranspose(middle, 4, 2, 2), **options),
            "fc": wrap(paddle.nn.Linear(4, units), **options),
        }
        for layer in made.values():
            if (length := layer.state_dict().get("weight_g")) is not None:
                length.set_value(paddle.rand(length.shape) + 0.5)
            layer.eval()
        made["up"](made["conv"](paddle.ones([1, 4, 8, 8])))
        made["fc"](paddle.ones([1, 4]))
    finally:
        paddle.set_default_dtype("float32")
    return made


def state(made: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{name}.{key}": tensor
        for name, layer in made.items()
        for key, tensor in layer.state_dict().items()
    }


def neutral(made: dict[str, Any]) -> dict[str, Any]:
    whole = {f"{name}.weight": layer.weight.numpy() for name, layer in made.items()}
    return {**whole, "fc.weight": whole["fc.weight"].T}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("way", NORMS)
def test_folded_weights_are_those_of_paddle(
    way: str, dtype: str, tmp_path: Path
) -> None:
    made, path = layers(way, dtype), tmp_path / "w.pdparams"
    paddle.save(state(made), str(path))
    found = ODD.load_weights(path, fold=True)
    for name, weight in neutral(made).items():
        assert found[name].dtype == dtype
        near = 4 * np.finfo(dtype).eps * np.abs(weight).max()
        assert np.abs(found[name] - weight).max() <= near
    with pytest.raises(WeightsError):
        ODD.load_weights(path)


@pytest.mark.parametrize("scale", [0.0, 1e-13, 1e-6])
@pytest.mark.parametrize("dim", [0, None])
def test_small_weights_are_folded_as_in_paddle(
    dim: int | None, scale: float, tmp_path: Path
) -> None:
    way = "weight_norm of all" if dim is None else "weight_norm"
    made, path = layers(way), tmp_path / "w.pdparams"
    for layer in made.values():
        direction = layer.state_dict()["weight_v"]
        direction.set_value(direction * scale)
    made["up"](made["conv"](paddle.ones([1, 4, 8, 8], "float64")))
    made["fc"](paddle.ones([1, 4], "float64"))
    paddle.save(state(made), str(path))
    found = ODD.load_weights(path, fold=True)
    for name, weight in neutral(made).items():
        near = 4 * np.finfo("float64").eps * np.abs(weight).max()
        assert np.abs(found[name] - weight).max() <= near


@pytest.mark.parametrize("way", NORMS)
def test_an_axis_that_sizes_leave_open_is_asked_for(
    way: str, tmp_path: Path, wording: Wording
) -> None:
    made, path = layers(way, square=True), tmp_path / "w.pdparams"
    paddle.save(state(made), str(path))
    dim = NORMS[way][1].get("dim", "default")
    if dim is not None:
        with wording.raises(WeightsError):
            SPEC.load_weights(path, fold=True)
        with wording.raises(WeightsError):
            SPEC.load_weights(path, fold_dim=2)
    found = SPEC.load_weights(path, fold=True, fold_dim=dim)
    for name, weight in neutral(made).items():
        assert np.abs(found[name] - weight).max() < 1e-14


def test_whose_parts_they_are_is_asked_for_where_it_matters(
    tmp_path: Path, wording: Wording
) -> None:
    text = "name: N\ninput: [4]\nbody: {a: {op: dense, units: 3}}"
    spec = archspec.compile(read_network(Source("n.yaml", text)))
    held = {
        "a.bias": np.zeros(3),
        "a.weight_g": np.ones(()),
        "a.weight_v": np.ones((3, 4)),
    }
    path = tmp_path / "w.pkl"
    path.write_bytes(pickle.dumps(held))
    with wording.raises(WeightsError):
        spec.load_weights(path, fold=True)
    found = spec.load_weights(path, fold=True, format="torch")
    assert np.array_equal(found["a.weight"], np.ones((3, 4)) / np.sqrt(12))


def test_parts_of_any_shape_are_folded_or_refused() -> None:
    rng = np.random.default_rng(0)

    def drawn() -> Ready:
        shape = tuple(rng.integers(0, 4, size=rng.integers(0, 4)))
        return Ready(rng.normal(size=shape).astype(rng.choice(["f2", "f4", "f8"])))

    count = 0
    ways = [own_format(backend).norms for backend in BACKENDS]
    for parts in [("v", "g"), ("orig", "u", "v")] * 2000:
        items = {f"a.weight_{part}": drawn() for part in parts}
        norms = ways[rng.integers(len(ways))]
        way = Folding(norms, int(rng.integers(3)), lambda _: "dense")
        try:
            whole = folded(items, way)[0]["a.weight"]
        except Malformed:
            continue
        assert isinstance(whole, Ready)
        assert whole.shape == items[f"a.weight_{parts[0]}"].shape
        count += 1
    assert count > 100
