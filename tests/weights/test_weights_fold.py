"""Weights that PyTorch stores in parts, and a hook of Chainer that is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations, spectral_norm, weight_norm

import archspec
from archspec.api import Spec
from archspec.backends.contract.runtime import load_runtime
from archspec.front.read import read_network
from archspec.text.source import Source
from archspec.weights.errors import WeightsError
from tests.commands import run
from tests.wording import Wording

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
    """A network with ``wrapped`` weights."""

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
    with pytest.raises(WeightsError):
        SPEC.load_weights(path, map=rules)


@pytest.mark.filterwarnings("ignore:`torch.nn.utils.weight_norm` is deprecated")
def test_what_was_folded_is_listed(tmp_path: Path, wording: Wording) -> None:
    path, spec, out = (tmp_path / name for name in ("w.pt", "net.yaml", "o.pt"))
    torch.save(network("weight_norm").state_dict(), path)
    with wording.raises(WeightsError):
        SPEC.load_weights(path)
    spec.write_text(TEXT)
    done = run("weights", "convert", str(path), str(out), "--spec", str(spec), "--fold")
    assert done.exit_code == 0
    wording(done.stderr)


def test_parts_that_do_not_belong_together(tmp_path: Path, wording: Wording) -> None:
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
        with wording.raises(WeightsError):
            spec.load_weights(tmp_path / "w.pt", fold=True)
    torch.save(
        {**bias, "a.weight_g": torch.ones(1, 1, 1), "a.weight_v": torch.ones(3, 4)},
        tmp_path / "w.pt",
    )
    with wording.raises(WeightsError):
        spec.load_weights(tmp_path / "w.pt", fold=True)
    half = {n: t.bfloat16() for n, t in {**bias, **held}.items()}
    torch.save(half, tmp_path / "w.pt")
    with wording.raises(WeightsError):
        spec.load_weights(tmp_path / "w.pt", fold=True, dtype="float32")


# --- of Chainer, whose iteration goes on in each call ----------------------------------------


def test_spectral_normalization_of_chainer_is_refused(
    tmp_path: Path, wording: Wording
) -> None:
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
        with wording.raises(WeightsError):
            SPEC.load_weights(path, fold=True, ignore=["W_u"])
        net.up.W.array[...] = hook.normalize_weight(net.up).array
    net.up.delete_hook(hook.name)
    chainer.serializers.save_npz(str(path), net)
    found = SPEC.reference(SPEC.load_weights(path), x.astype("float64"))
    assert np.abs(found - known).max() < 1e-6
