"""Weight files of one small network, as frameworks and people write them."""

import io
import pickle
import struct
import tarfile
from collections import OrderedDict
from typing import Any

import numpy as np
import paddle
import torch

import archspec
from archspec.api import Spec
from archspec.front.read import read_network
from archspec.text.source import Source

TEXT = """\
archspec: 1
name: Net
input: [3, 8, 8]
body:
  conv: {op: conv, channels: 4, kernel: 3}
  bn: bn
  pool: global_avg_pool
  flat: flatten
  fc: {op: dense, units: 4}
"""


def spec_of(text: str) -> Spec:
    return archspec.compile(read_network(Source("net.yaml", text)))


SPEC = spec_of(TEXT)
WEIGHTS = SPEC.init_weights(dtype="float32")


class Own:
    """A class of the user's."""

    def __init__(self) -> None:
        self.content = [1, 2]


def tensors(add: float = 0.0, prefix: str = "") -> "dict[str, torch.Tensor]":
    held = {prefix + n: torch.from_numpy(a.copy()) + add for n, a in WEIGHTS.items()}
    return {**held, f"{prefix}bn.num_batches_tracked": torch.tensor(7)}


def saved(held: object, **options: Any) -> bytes:
    file = io.BytesIO()
    torch.save(held, file, **options)
    return file.getvalue()


def tarred(held: "dict[str, torch.Tensor]") -> bytes:
    """A file as PyTorch wrote it before 0.1.10, after the reader in
    ``torch.serialization``.
    """
    numbers = io.BytesIO()
    pickle.dump(len(held), numbers, 2)
    places = io.BytesIO()
    pickle.dump(len(held), places, 2)
    for key, tensor in enumerate(held.values()):
        array = tensor.numpy()
        kind = {"float32": torch.FloatStorage, "int64": torch.LongStorage}
        pickle.dump((key, "cpu", kind[array.dtype.name]), numbers, 2)
        numbers.write(struct.pack("<q", array.size) + array.tobytes())
        pickle.dump((100 + key, key, torch.Tensor), places, 2)
        strides = [step // array.itemsize for step in array.strides]
        layout = (array.ndim, *array.shape, *strides, 0)
        places.write(struct.pack(f"<q{len(layout) - 1}q", *layout))
    pickle.dump([], numbers, 2)

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj: Any) -> str | None:
            known = [100 + key for key, t in enumerate(held.values()) if t is obj]
            return str(known[0]) if known else None

    named = io.BytesIO()
    Pickler(named, 2).dump(OrderedDict(held))
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:") as archive:
        parts = {"storages": numbers, "tensors": places, "pickle": named}
        for name, part in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(part.getvalue())
            archive.addfile(info, io.BytesIO(part.getvalue()))
    return file.getvalue()


def arrays() -> dict[str, Any]:
    return {name: tensor.numpy() for name, tensor in tensors().items()}


def of_paddle() -> bytes:
    path = io.BytesIO()
    paddle.save(SPEC.build("paddle", weights=WEIGHTS).state_dict(), path)
    return path.getvalue()


def of_npz(held: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    np.savez(file, **held)
    return file.getvalue()
