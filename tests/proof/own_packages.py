"""A network in two files, in every framework, with comments where faults can be."""

from pathlib import Path

SPEC = """\
archspec: 1
name: Net
input: [3, 4, 4]
blocks:
  Unit:
    params: {channels: int}
    body:
      conv: {op: conv, channels: channels, kernel: 1, bias: false}
      bn: bn
      relu: relu
body:
  a: {op: Unit, channels: 4}
  b: {op: Unit, channels: 4}
  tail:
    op: seq
    body:
      - {op: conv, channels: 2, kernel: 1}
      - bn
  act: relu
"""
_TORCH = (
    """\
import torch
from torch import nn
from torch.nn import functional as F


class Unit(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 1, bias=False)
        self.bn = nn.BatchNorm2d(o, 1e-5)  # bn

    def forward(self, x):
        x = self.bn(self.conv(x))
        x = F.relu(x)  # unit
        return x


def tail(c):
    return nn.Sequential(
        nn.Conv2d(c, 2, 1),
        nn.BatchNorm2d(2, 1e-5),  # tail
    )


def act(x):
    x = F.relu(x)  # act
    return x
""",
    """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = Unit(3, 4)
        self.b = Unit(4, 4)
        self.tail = tail(4)

    def forward(self, x):
        return act(self.tail(self.b(self.a(x))))
""",
)
_CHAINER = (
    """\
import chainer
import chainer.functions as F
import chainer.links as L


class Unit(chainer.Chain):
    def __init__(self, i, o):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(i, o, 1, nobias=True)
            self.bn = L.BatchNormalization(o, eps=1e-5)  # bn

    def forward(self, x):
        x = self.bn(self.conv(x))
        x = F.relu(x)  # unit
        return x


def tail(c):
    return chainer.Sequential(
        L.Convolution2D(c, 2, 1),
        L.BatchNormalization(2, eps=1e-5),  # tail
    )


def act(x):
    x = F.relu(x)  # act
    return x
""",
    """\
class Net(chainer.Chain):
    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.a = Unit(3, 4)
            self.b = Unit(4, 4)
            self.tail = tail(4)

    def forward(self, x):
        return act(self.tail(self.b(self.a(x))))
""",
)
_PADDLE = (
    """\
import paddle
from paddle import nn
from paddle.nn import functional as F


class Unit(nn.Layer):
    def __init__(self, i, o):
        super().__init__()
        self.conv = nn.Conv2D(i, o, 1, bias_attr=False)
        self.bn = nn.BatchNorm2D(o, epsilon=1e-5)  # bn

    def forward(self, x):
        x = self.bn(self.conv(x))
        x = F.relu(x)  # unit
        return x


def tail(c):
    return nn.Sequential(
        nn.Conv2D(c, 2, 1),
        nn.BatchNorm2D(2, epsilon=1e-5),  # tail
    )


def act(x):
    x = F.relu(x)  # act
    return x
""",
    """\
class Net(nn.Layer):
    def __init__(self):
        super().__init__()
        self.a = Unit(3, 4)
        self.b = Unit(4, 4)
        self.tail = tail(4)

    def forward(self, x):
        return act(self.tail(self.b(self.a(x))))
""",
)
_GLUON = (
    """\
import mxnet as mx
from mxnet.gluon import nn


class Unit(nn.HybridBlock):
    def __init__(self, i, o):
        super().__init__()
        with self.name_scope():
            self.conv = nn.Conv2D(o, 1, use_bias=False, in_channels=i)
            self.bn = nn.BatchNorm(in_channels=o, epsilon=1e-5)  # bn

    def hybrid_forward(self, F, x):
        x = self.bn(self.conv(x))
        x = F.relu(x)  # unit
        return x


def tail(c):
    made = nn.HybridSequential()
    made.add(nn.Conv2D(2, 1, in_channels=c))
    made.add(nn.BatchNorm(in_channels=2, epsilon=1e-5))  # tail
    return made


def act(F, x):
    x = F.relu(x)  # act
    return x
""",
    """\
class Net(nn.HybridBlock):
    def __init__(self):
        super().__init__()
        with self.name_scope():
            self.a = Unit(3, 4)
            self.b = Unit(4, 4)
            self.tail = tail(4)

    def hybrid_forward(self, F, x):
        return act(F, self.tail(self.b(self.a(x))))
""",
)
# What lies beside the file, and the class of the file.
PARTS = {"torch": _TORCH, "gluon": _GLUON, "paddle": _PADDLE, "chainer": _CHAINER}
IMPORTS = {
    "torch": "from torch import nn\n",
    "gluon": "from mxnet.gluon import nn\n",
    "paddle": "from paddle import nn\n",
    "chainer": "import chainer\n",
}


def write_network(
    folder: Path, backend: str, package: bool, edit: tuple[str, str, str] | None = None
) -> Path:
    """Write a network of two files, and give the path of that with its class.

    ``edit`` is made in the other file: a comment, and what is replaced on its line.
    """
    blocks, net = PARTS[backend]
    if edit is not None:
        blocks = edited(blocks, *edit)
    folder.mkdir(parents=True, exist_ok=True)
    if package:
        (folder / "__init__.py").write_text("")
    (folder / "blocks.py").write_text(blocks)
    imports = f"from {'.' if package else ''}blocks import Unit, act, tail\n\n\n"
    path = folder / "net.py"
    path.write_text(IMPORTS[backend] + imports + net)
    return path


def edited(text: str, comment: str, old: str, new: str) -> str:
    """``text`` with ``new`` in place of ``old`` on the line that ends with ``comment``."""
    lines = text.split("\n")
    number = next(n for n, line in enumerate(lines) if line.endswith(f"# {comment}"))
    assert lines[number].count(old) == 1
    lines[number] = lines[number].replace(old, new)
    return "\n".join(lines)
