"""Unreadable tensors and files of frameworks are refused by their kind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import archspec
from archspec.front.read import read_network
from archspec.text.source import Source
from archspec.weights.errors import WeightsError
from tests.commands import good
from tests.weights.own_calls import assert_bits
from tests.wording import Wording

pytestmark = pytest.mark.quick

TEXT = "name: Net\ninput: [4]\nbody: {fc: {op: dense, units: 3}}\n"
SPEC = archspec.compile(read_network(Source("net.yaml", TEXT)))
WEIGHTS = SPEC.init_weights(dtype="float32")

TENSORS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "quantised": lambda t: torch.quantize_per_tensor(t, 0.1, 0, torch.qint8),
    "sparse": lambda t: t.to_sparse(),
    "sparse rows": lambda t: t.to_sparse_csr(),
    "meta": lambda t: t.to("meta"),
    "float8_e4m3fn": lambda t: t.to(torch.float8_e4m3fn),
    "float8_e5m2": lambda t: t.to(torch.float8_e5m2),
    "complex": lambda t: t.to(torch.complex64),
}


def tensors(prefix: str = "") -> dict[str, Any]:
    return {prefix + n: torch.from_numpy(a.copy()) for n, a in WEIGHTS.items()}


@pytest.mark.parametrize("kind", TENSORS)
@pytest.mark.filterwarnings("ignore:Sparse CSR tensor support", "ignore:.*deprecated")
def test_tensors_of_pytorch_that_are_not_read(
    kind: str, tmp_path: Path, wording: Wording
) -> None:
    held = tensors()
    held["fc.weight"] = TENSORS[kind](held["fc.weight"])
    path = tmp_path / "w.pt"
    torch.save(held, path)
    with wording.raises(WeightsError):
        SPEC.load_weights(path)
    wording(good("weights", "show", str(path)))
    # Beside what is asked for, they do not matter.
    torch.save({"model": tensors(), "other": {"a": held["fc.weight"]}}, path)
    assert_bits(SPEC.load_weights(path), WEIGHTS)


def test_a_key_may_lead_into_the_names_of_a_nested_dict(
    tmp_path: Path, wording: Wording
) -> None:
    held = {**tensors("net."), "loss.weight": torch.ones(3)}
    path = tmp_path / "last.ckpt"
    torch.save({"epoch": 1, "state_dict": held, "optimizer_states": [{}]}, path)
    for key in ("net", "state_dict.net"):
        assert_bits(SPEC.load_weights(path, key=key), WEIGHTS)
    torch.save({"state_dict": held, "ema": dict(held)}, path)
    with wording.raises(WeightsError):
        SPEC.load_weights(path, key="net")


def test_the_state_of_an_optimizer_is_named(tmp_path: Path, wording: Wording) -> None:
    parameter = torch.nn.Parameter(torch.ones(2))
    optimizer = torch.optim.Adam([parameter])
    for _ in range(2):
        torch.save(optimizer.state_dict(), tmp_path / "w.pt")
        with wording.raises(WeightsError):
            SPEC.load_weights(tmp_path / "w.pt")
        parameter.sum().backward()
        optimizer.step()


def test_a_dict_in_an_array_is_named(tmp_path: Path, wording: Wording) -> None:
    for shape, held in (((), WEIGHTS), ((1,), [WEIGHTS])):
        np.save(tmp_path / "w.npy", np.array(held, object).reshape(shape))
        with wording.raises(WeightsError):
            SPEC.load_weights(tmp_path / "w.npy")
    np.savez(tmp_path / "w.npz", params=np.array(WEIGHTS, object))
    with wording.raises(WeightsError):
        SPEC.load_weights(tmp_path / "w.npz")
