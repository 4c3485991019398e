"""The content of a weight file determines its format, whatever its name."""

import argparse
import bz2
import datetime
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.commands import bad
from tests.weights.framework_files import (
    SPEC,
    WEIGHTS,
    Own,
    arrays,
    of_npz,
    of_paddle,
    saved,
    tarred,
    tensors,
)
from tests.weights.own_calls import assert_bits
from tests.wording import Wording

pytestmark = pytest.mark.quick

AROUND = {
    "epoch": 3,
    "args": argparse.Namespace(lr=0.1, betas=(0.9, 0.99)),
    "device": torch.device("cpu"),
    "when": datetime.datetime(2020, 1, 2),
    "best": np.float64(0.9),
    "names": np.array(["a", "b"], object),
    "own": Own(),
    "seen": {1, 2},
    "dtype": torch.float16,
    "size": torch.Size([1, 2]),
    "rng": torch.get_rng_state(),
    ("a", 1): 2,
}

# Files that need no option, by what they are.
FILES: dict[str, Callable[[], bytes]] = {
    "state dict": lambda: saved(tensors()),
    "before 1.6": lambda: saved(tensors(), _use_new_zipfile_serialization=False),
    "tar": lambda: tarred(tensors()),
    "arrays of numpy": lambda: saved(arrays()),
    "arrays of numpy before 1.6": lambda: saved(
        arrays(), _use_new_zipfile_serialization=False
    ),
    "pickle of tensors": lambda: pickle.dumps(tensors()),
    **{f"pickle {n}": lambda n=n: pickle.dumps(arrays(), n) for n in range(6)},
    "state_dict": lambda: saved({"state_dict": tensors(), **AROUND}),
    "all around, before 1.6": lambda: saved(
        {**AROUND, "model": tensors()}, _use_new_zipfile_serialization=False
    ),
    "all around, pickle": lambda: pickle.dumps({**AROUND, "model": arrays()}),
    "all around, pickle 0": lambda: pickle.dumps({**AROUND, "model": arrays()}, 0),
    "net": lambda: saved({"net": tensors(), "acc": torch.tensor(0.5)}),
    "deep": lambda: saved({"a": [{"b": {"c": tensors()}}]}),
    "big-endian": lambda: pickle.dumps(
        {
            name: array.astype(array.dtype.newbyteorder(">"))
            for name, array in arrays().items()
        }
    ),
    "parameters": lambda: saved(
        {n: torch.nn.Parameter(t) if t.ndim else t for n, t in tensors().items()}
    ),
    "optimizer": lambda: saved(
        {
            "model": tensors(),
            "optimizer": torch.optim.Adam([torch.ones(2)], lr=0.1).state_dict(),
        }
    ),
    "paddle": of_paddle,
    "paddle in a checkpoint": lambda: pickle.dumps(
        {"model": pickle.loads(of_paddle()), "epoch": 3}
    ),
    "arrays in a zip": lambda: of_npz(arrays()),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_what_its_content_says(kind: str, tmp_path: Path) -> None:
    data = FILES[kind]()
    for name in ("w", "w.pth.tar", "w.npz", "w.params"):
        path = tmp_path / name
        path.write_bytes(data)
        assert_bits(SPEC.load_weights(path), WEIGHTS)


def test_the_tar_file_is_what_pytorch_reads(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(tarred(tensors()))
    found = torch.load(tmp_path / "w", weights_only=False)
    for name, tensor in tensors().items():
        assert torch.equal(found[name], tensor)


NO_WEIGHTS = {
    "empty": b"",
    "HDF5": b"\x89HDF\r\n\x1a\n" + b"\0" * 100,
    "HTML": b"<!DOCTYPE html>",
    "Git LFS": b"version https://git-lfs.github.com/spec/v1\n",
    "bzip2": bz2.compress(b"x"),
    "NumPy": b"\x93NUMPY\1\0",
    "JSON": b'{"a": 1}',
    "TorchScript": b"",
    "combined": b"\0" * 16 + b"\x08\0\0\0\x08\5",
    "text": b"some text",
}


@pytest.mark.parametrize("kind", NO_WEIGHTS)
def test_what_is_no_file_of_weights_is_named(
    kind: str, tmp_path: Path, wording: Wording
) -> None:
    path = tmp_path / "w.pt"
    data = NO_WEIGHTS[kind]
    if kind == "TorchScript":
        module = torch.jit.trace(torch.nn.Linear(2, 2), torch.ones(1, 2))
        torch.jit.save(module, path)
        data = path.read_bytes()
    path.write_bytes(data)
    wording(bad(1, "weights", "show", str(path)))
