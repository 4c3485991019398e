"""Files that the pages expect, created when a block names one."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

import archspec
from archspec.weights.formats import FORMATS

WRONG = """\
archspec: 1
name: Wrong
input: [3, 8, 8]
params: {width: 8}





body:
  first: {op: conv, channels: width, kernel: 1}
  conv: {op: conv, channels: widht * 2, kernel: 1}
"""
NET = """\
archspec: 1
name: Net
input: [3]
body:
  fc: {op: dense, units: 2, bias: false}
"""


def _resnet50() -> bytes:
    spec = archspec.load("resnet50")
    weights = spec.init_weights(seed=0, dtype="float32")
    path = Path("made.pt")
    spec.save_weights(path, weights)
    return path.read_bytes()


def _parallel() -> bytes:
    """The weights of NET, with the names that DistributedDataParallel gives them."""
    tensor = {"module.fc.weight": np.zeros((2, 3), np.float32)}
    return FORMATS["torch"].codec.serialize(tensor, {})


def _edited() -> bytes:
    """ResNet-18 with another epsilon in the first norm of its blocks."""
    source = archspec.load("resnet18").emit("torch")
    norm = "self.bn1 = nn.BatchNorm2d(width"
    assert f"{norm})" in source
    return source.replace(f"{norm})", f"{norm}, eps=1e-4)", 1).encode()


SUPPOSED: dict[str, Callable[[], bytes]] = {
    "wrong.yaml": WRONG.encode,
    "net.yaml": NET.encode,
    "resnet50.pt": _resnet50,
    "ddp.pt": _parallel,
    "edited.py": _edited,
}


def suppose(text: str) -> None:
    """Make the files named in ``text``, in the working folder."""
    for name in re.findall(r"[\w-]+\.\w+", text):
        if name in SUPPOSED and not Path(name).exists():
            Path(name).write_bytes(SUPPOSED[name]())
