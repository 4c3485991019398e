"""Weights that PyTorch and Paddle keep in parts."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import paddle
import pytest
import torch
from paddle.nn import utils
from torch import nn
from torch.nn.utils import parametrizations, spectral_norm, weight_norm

import archspec
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import load_runtime
from archspec.front.read import read_network
from archspec.text.source import Source
from archspec.weights.errors import Malformed, WeightsError
from archspec.weights.fitting.fold import Folding, folded
from archspec.weights.formats import own_format
from archspec.weights.formats.held import Ready
from tests.commands import run

pytestmark = pytest.mark.quick

TEXT = """\
archspec: 1
name: Net
input: [4, 8, 8]
body:
  conv: {op: conv, channels: 4, kernel: 3, padding: 1}
  up: {op: conv_transpose, channels: 4, kernel: 2, stride: 2}
  pool: global_avg_pool
  flat: flatten
  fc: {op: dense, units: 4}
"""
SPEC = archspec.compile(read_network(Source("net.yaml", TEXT)))
Wrap = Callable[..., Any]
WAYS: dict[str, tuple[Wrap, dict[str, Any]]] = {
    "weight_norm": (weight_norm, {}),
    "weight_norm of the second axis": (weight_norm, {"dim": 1}),
    "weight_norm of all": (weight_norm, {"dim": None}),
    "weight_norm, parametrized": (parametrizations.weight_norm, {}),
    "spectral_norm": (spectral_norm, {}),
    "spectral_norm, parametrized": (parametrizations.spectral_norm, {}),
}


class Net(nn.Module):
    """The network, its weights being ``wrapped``."""

    def __init__(self, wrapped: Callable[[nn.Module], nn.Module]) -> None:
        super().__init__()
        self.conv = wrapped(nn.Conv2d(4, 4, 3, padding=1))
        self.up = wrapped(nn.ConvTranspose2d(4, 4, 2, 2))
        self.fc = wrapped(nn.Linear(4, 4))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc(self.up(self.conv(x)).mean((2, 3)))


def network(way: str) -> Net:
    wrap, options = WAYS[way]
    torch.manual_seed(0)
    net = Net(lambda layer: wrap(layer, **options)).double()
    for name, parameter in net.named_parameters():
        if name.endswith(("_g", "original0")):
            parameter.data += torch.rand_like(parameter.data)
    if "spectral" in way:
        net.train()
        net(torch.ones(1, 4, 8, 8, dtype=torch.float64))
    return net.eval()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("prefix", ["", "module."])
@pytest.mark.filterwarnings("ignore:`torch.nn.utils.weight_norm` is deprecated")
def test_folded_weights_are_those_of_evaluation(
    way: str, prefix: str, tmp_path: Path
) -> None:
    net, path = network(way), tmp_path / "w.pt"
    torch.save({prefix + n: t for n, t in net.state_dict().items()}, path)
    rules = [(rf"^{prefix}", "")]
    # Some are square, where sizes do not tell the axis of spectral_norm.
    found = SPEC.load_weights(path, fold_dim="default", map=rules)
    x = torch.rand(2, 4, 8, 8, dtype=torch.float64)
    with torch.no_grad():
        known = net(x).numpy()
    for name in ("conv", "up", "fc"):
        whole = getattr(net, name).weight.detach().numpy()
        assert np.abs(found[f"{name}.weight"] - whole).max() < 1e-14
    assert np.abs(SPEC.reference(found, x.numpy()) - known).max() < 1e-13
    with pytest.raises(WeightsError, match=r"3 are kept in parts, .*: --fold"):
        SPEC.load_weights(path, map=rules)


@pytest.mark.filterwarnings("ignore:`torch.nn.utils.weight_norm` is deprecated")
def test_what_was_folded_is_listed(tmp_path: Path) -> None:
    path, spec, out = (tmp_path / name for name in ("w.pt", "net.yaml", "o.pt"))
    torch.save(network("weight_norm").state_dict(), path)
    spec.write_text(TEXT)
    done = run("weights", "convert", str(path), str(out), "--spec", str(spec), "--fold")
    lines = "".join(f"\n  {name}.weight (weight_norm)" for name in ("conv", "up", "fc"))
    assert (done.exit_code, done.stderr) == (0, f"note: folded in {path}:{lines}\n")


def test_parts_that_do_not_belong_together(tmp_path: Path) -> None:
    spec: Spec = archspec.compile(
        read_network(
            Source("n.yaml", "name: N\ninput: [4]\nbody: {a: {op: dense, units: 3}}")
        )
    )
    bias = {"a.bias": torch.zeros(3)}
    for held in (
        {"a.weight_g": torch.ones(5), "a.weight_v": torch.ones(3, 4)},
        {"a.weight_g": torch.ones(3, 4), "a.weight_v": torch.ones(3, 4)},
        {
            "a.weight_orig": torch.ones(3, 4),
            "a.weight_u": torch.ones(5),
            "a.weight_v": torch.ones(3),
        },
    ):
        torch.save({**bias, **held}, tmp_path / "w.pt")
        with pytest.raises(WeightsError, match="do not belong together"):
            spec.load_weights(tmp_path / "w.pt", fold=True)
    torch.save(
        {**bias, "a.weight_g": torch.ones(1, 1, 1), "a.weight_v": torch.ones(3, 4)},
        tmp_path / "w.pt",
    )
    with pytest.raises(WeightsError, match="do not belong together"):
        spec.load_weights(tmp_path / "w.pt", fold=True)
    half = {n: t.bfloat16() for n, t in {**bias, **held}.items()}
    torch.save(half, tmp_path / "w.pt")
    with pytest.raises(WeightsError, match=r"'a\.weight_orig' is bfloat16"):
        spec.load_weights(tmp_path / "w.pt", fold=True, dtype="float32")


# --- of Paddle, whose g says its size but not its axis --------------------------------------

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
    """Layers of Paddle with a norm, having been called once."""
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
    with pytest.raises(WeightsError, match=r"3 are kept in parts, .*: --fold"):
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
def test_an_axis_that_sizes_leave_open_is_asked_for(way: str, tmp_path: Path) -> None:
    made, path = layers(way, square=True), tmp_path / "w.pdparams"
    paddle.save(state(made), str(path))
    dim = NORMS[way][1].get("dim", "default")
    if dim is not None:
        with pytest.raises(WeightsError, match=r"along axis 0 or 1, .*\n.*--fold-dim"):
            SPEC.load_weights(path, fold=True)
        with pytest.raises(WeightsError, match="may be along axis"):
            SPEC.load_weights(path, fold_dim=2)
    found = SPEC.load_weights(path, fold=True, fold_dim=dim)
    for name, weight in neutral(made).items():
        assert np.abs(found[name] - weight).max() < 1e-14


def test_whose_parts_they_are_is_asked_for_where_it_matters(tmp_path: Path) -> None:
    text = "name: N\ninput: [4]\nbody: {a: {op: dense, units: 3}}"
    spec = archspec.compile(read_network(Source("n.yaml", text)))
    held = {
        "a.bias": np.zeros(3),
        "a.weight_g": np.ones(()),
        "a.weight_v": np.ones((3, 4)),
    }
    path = tmp_path / "w.pkl"
    path.write_bytes(pickle.dumps(held))
    with pytest.raises(WeightsError, match="--from paddle or --from torch"):
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


# --- of Chainer, whose iteration goes on in each call ----------------------------------------


def test_spectral_normalization_of_chainer_is_refused(tmp_path: Path) -> None:
    load_runtime("chainer")
    import chainer
    from chainer import link_hooks

    net = SPEC.build("chainer", weights=SPEC.init_weights(dtype="float32"))
    hook = link_hooks.SpectralNormalization()
    path = tmp_path / "w.npz"
    net.up.add_hook(hook)
    x = np.ones((1, 4, 8, 8), "float32")
    net(x)
    with chainer.using_config("train", False):
        known = net(x).array
        chainer.serializers.save_npz(str(path), net)
        with pytest.raises(WeightsError, match=r"'up/W' is under Chainer's Spec"):
            SPEC.load_weights(path, fold=True, ignore=["W_u"])
        net.up.W.array[...] = hook.normalize_weight(net.up).array
    net.up.delete_hook(hook.name)
    chainer.serializers.save_npz(str(path), net)
    found = SPEC.reference(SPEC.load_weights(path), x.astype("float64"))
    assert np.abs(found - known).max() < 1e-6
