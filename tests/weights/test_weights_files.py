"""Files as users have them, and the errors about those that do not fit."""

import io
import pickle
import re
from pathlib import Path
from typing import Any

import mxnet
import numpy as np
import paddle
import pytest
import torch
from safetensors.numpy import load_file, save_file

from archspec import load
from archspec.api import Spec
from archspec.weights.errors import WeightsError
from archspec.weights.files import read_raw
from archspec.weights.formats import FORMATS
from archspec.weights.names.rename import renamed, rule
from tests.commands import ROOT
from tests.weights.own_calls import assert_bits
from tests.wording import Wording

SPEC = load(ROOT / "tests/cases/op_norms.yaml")
WEIGHTS = SPEC.init_weights(dtype="float32")


def problems(path: Path, spec: Spec = SPEC, **options: Any) -> str:
    with pytest.raises(WeightsError) as caught:
        spec.load_weights(path, **options)
    return str(caught.value)


def torch_dict() -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(array.copy()) for name, array in WEIGHTS.items()}


# --- files that others write ------------------------------------------------------------


@pytest.mark.parametrize("zip", [True, False])
@pytest.mark.parametrize("key", ["", "state_dict", "model_state_dict", "model"])
def test_checkpoints_of_torch(key: str, zip: bool, tmp_path: Path) -> None:
    held: Any = torch_dict()
    if key:
        optimizer = {"state": {}, "param_groups": [{"lr": 0.1, "betas": (0.9, 0.99)}]}
        held = {key: held, "epoch": 3, "best": None, "optimizer": optimizer}
    torch.save(held, tmp_path / "w.pth", _use_new_zipfile_serialization=zip)
    assert_bits(SPEC.load_weights(tmp_path / "w.pth"), WEIGHTS)


@pytest.mark.parametrize("zip", [True, False])
def test_tensors_of_torch_in_any_layout(zip: bool, tmp_path: Path) -> None:
    base = torch.arange(24, dtype=torch.float64).reshape(4, 6)
    held = {
        "plain": base,
        "turned": base.T,
        "part": base[1:3, ::2],
        "image": torch.ones(1, 2, 3, 4).to(memory_format=torch.channels_last),
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
        "parameter": torch.nn.Parameter(base.half()),
        "whole": torch.tensor([1, 2], dtype=torch.int16),
        "flag": torch.tensor([True, False]),
    }
    torch.save(held, tmp_path / "w.pt", _use_new_zipfile_serialization=zip)
    found = read_raw(str(tmp_path / "w.pt"))
    assert_bits(found, {name: t.detach().numpy() for name, t in held.items()})


def test_what_is_written_for_torch_can_be_mapped(tmp_path: Path) -> None:
    SPEC.save_weights(tmp_path / "w.pt", WEIGHTS)
    for options in ({"mmap": True}, {"weights_only": True}, {"weights_only": False}):
        loaded = torch.load(tmp_path / "w.pt", **options)
        assert loaded["bn.num_batches_tracked"].dtype == torch.int64
        found = {name: loaded[name].numpy() for name in WEIGHTS}
        assert_bits(found, WEIGHTS)
        assert all(tensor.data_ptr() % 8 == 0 for tensor in loaded.values())


@pytest.mark.parametrize("protocol", [2, 3, 4])
def test_protocols_of_paddle(protocol: int, tmp_path: Path) -> None:
    net = SPEC.build("paddle", weights=WEIGHTS)
    path = tmp_path / "w.pdparams"
    paddle.save(net.state_dict(), str(path), protocol=protocol)
    assert_bits(SPEC.load_weights(path), WEIGHTS)
    held = {"model": net.state_dict(), "epoch": 3}
    paddle.save(held, str(path), protocol=protocol)
    assert_bits(SPEC.load_weights(path), WEIGHTS)


@pytest.mark.parametrize("module", [b"numpy.core", b"numpy._core"])
def test_pickles_of_other_versions_of_numpy(module: bytes, tmp_path: Path) -> None:
    path = tmp_path / "w.pdparams"
    # Protocol 3 has names without lengths, and no frames whose lengths would change.
    text = pickle.dumps(WEIGHTS, 3)
    assert re.search(rb"numpy\._?core\.multiarray\n_reconstruct\n", text)
    path.write_bytes(re.sub(rb"numpy\._?core", module, text))
    assert_bits(read_raw(str(path)), WEIGHTS)


def test_a_list_of_mxnet_with_numpys_shapes(tmp_path: Path) -> None:
    with mxnet.util.np_shape(True):
        arrays = {
            "a": mxnet.nd.ones((2, 3)),
            "b": mxnet.nd.zeros((4,), dtype="float64"),
        }
        mxnet.nd.save(str(tmp_path / "w.params"), arrays)
    found = read_raw(str(tmp_path / "w.params"))
    assert_bits(found, {"a": np.ones((2, 3), np.float32), "b": np.zeros(4)})


def test_arrays_of_numpy_in_any_order(tmp_path: Path) -> None:
    held = {
        "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "big": np.arange(4, dtype=">f4"),
        "half": np.ones((2, 2), np.float16),
    }
    np.savez_compressed(tmp_path / "w.npz", **held)
    found = read_raw(str(tmp_path / "w.npz"))
    for name, array in held.items():
        assert np.array_equal(found[name], array)


def test_the_neutral_file_is_that_of_safetensors(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    SPEC.save_weights(path, WEIGHTS)
    assert_bits(load_file(path), WEIGHTS)
    save_file(WEIGHTS, path, {"format": "pt"})
    assert_bits(SPEC.load_weights(path), WEIGHTS)
    # As people keep PyTorch's state dicts: with its counters.
    counters = {f"{name}.num_batches_tracked": np.array(7) for name in ("bn", "bn_eps")}
    save_file({**WEIGHTS, **counters}, path)
    assert_bits(SPEC.load_weights(path), WEIGHTS)


def test_the_format_may_be_named(tmp_path: Path, wording: Wording) -> None:
    SPEC.save_weights(tmp_path / "w.tar", WEIGHTS, format="torch")
    assert_bits(SPEC.load_weights(tmp_path / "w.tar", format="torch"), WEIGHTS)
    wording(problems(tmp_path / "w.tar", format="gluon"))
    wording(problems(tmp_path, format="onnx"))
    with wording.raises(WeightsError):
        SPEC.save_weights(tmp_path / "v.tar", WEIGHTS)


# --- files that do not fit ---------------------------------------------------------------


def test_everything_that_does_not_fit_is_listed(
    tmp_path: Path, wording: Wording
) -> None:
    held = dict(WEIGHTS)
    held["bn.wieght"] = held.pop("bn.weight")
    held["extra"] = held.pop("gn.bias")
    held["ln.weight"] = np.zeros((2, 3), np.float32)
    held["ln.bias"] = np.zeros(6, np.int64)
    save_file(held, tmp_path / "w.safetensors")
    text = problems(tmp_path / "w.safetensors")
    wording(text)


@pytest.mark.parametrize("format", ["safetensors", "gluon", "chainer", "paddle"])
def test_names_are_those_of_the_file(
    format: str, tmp_path: Path, wording: Wording
) -> None:
    found = FORMATS[format]
    path = tmp_path / f"w{found.suffixes[0]}"
    SPEC.save_weights(path, WEIGHTS)
    held = read_raw(str(path))
    name = next(iter(held))
    path.write_bytes(found.codec.serialize({**held, name: held[name][:2].copy()}, {}))
    wording(problems(path))


def test_a_prefix_is_recognised_and_renamed(tmp_path: Path, wording: Wording) -> None:
    held = {f"module.{name}": tensor for name, tensor in torch_dict().items()}
    torch.save(held, tmp_path / "w.pt")
    text = problems(tmp_path / "w.pt")
    wording(text)
    rules = [rule(r"^module\.=")]
    assert_bits(SPEC.load_weights(tmp_path / "w.pt", map=rules), WEIGHTS)


def test_rules_of_renaming_are_applied_in_order(
    tmp_path: Path, wording: Wording
) -> None:
    array = np.zeros(1)
    rules = [rule(r"layer(\d+)/=stage\1."), rule("stage1=first"), rule("(?==)x=y")]
    rules = [*rules, ("stage", "stage")]  # from Python, texts will do
    found = renamed({"layer1/a": array, "layer2/b": array}, rules, "w")
    assert list(found) == ["first.a", "stage2.b"]
    with wording.raises(WeightsError):
        renamed({"a": array, "b": array}, [rule("[ab]=c")], "w")
    for wrong in ("", "a", "=b", "(=b", r"a=\1", r"a=\g<name>"):
        with wording.raises(ValueError):
            rule(wrong)


def test_what_is_no_state_dict(tmp_path: Path, wording: Wording) -> None:
    path = tmp_path / "w.pt"
    for held in (
        [1, 2],
        torch.ones(2),
        {"epoch": 3},
        {3: torch.ones(2)},
        {"model": {}, "state_dict": {}},
        torch.nn.Linear(2, 3),
    ):
        torch.save(held, path)
        wording(problems(path))


def test_weights_that_do_not_fit_are_not_written(
    tmp_path: Path, wording: Wording
) -> None:
    path = tmp_path / "w.npz"
    path.write_bytes(b"what was there")
    with wording.raises(WeightsError):
        held = dict(WEIGHTS)
        del held["bn.weight"]
        SPEC.save_weights(path, held)
    assert path.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [path]


def test_files_that_cannot_be_opened_or_written(
    tmp_path: Path, wording: Wording
) -> None:
    wording(problems(tmp_path / "none.pt"))
    (tmp_path / "folder.pt").mkdir()
    wording(problems(tmp_path / "folder.pt"))
    with wording.raises(WeightsError):
        SPEC.save_weights(tmp_path / "folder.pt", WEIGHTS)
    assert list(tmp_path.iterdir()) == [tmp_path / "folder.pt"]
    wording(problems(Path("/dev/null"), format="torch"))


def test_a_network_without_weights_travels_too(tmp_path: Path) -> None:
    spec = load(ROOT / "tests/cases/op_slice.yaml")
    assert not spec.graph.tensors
    for format in FORMATS.values():
        path = tmp_path / f"w{format.suffixes[0]}"
        spec.save_weights(path, {})
        assert spec.load_weights(path) == {}
    assert torch.load(io.BytesIO((tmp_path / "w.pt").read_bytes())) == {}
