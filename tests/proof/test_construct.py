"""Finding the network of a file, and passing the params of the spec."""

from pathlib import Path
from typing import Any

import pytest

from archspec.backends.contract.loading import load_module
from archspec.proof.worker.network.construct import Factory, Unbuilt, find
from tests.commands import good, run
from tests.wording import Wording

LAYERS = """\
class Layer:
    def __init__(self, prefix=None, **kwargs):
        self.taken = kwargs
"""

FILE = """\
import functools

from archspec_layers import Layer


def plainly(function):
    def wrapped(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapped


def politely(function):
    @functools.wraps(function)
    def wrapped(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapped


class Net(Layer):
    def __init__(self, classes, width=8):
        super().__init__()
        self.taken = {"classes": classes, "width": width}

    @classmethod
    def small(cls, **options):
        return cls(width=2, **options)

    @staticmethod
    def large(classes):
        return Net(classes, 64)


class KeywordOnly(Net):
    def __init__(self, *, classes):
        super().__init__(classes)


class Inherits(Net):
    pass


class PassesOn(Net):
    def __init__(self, depth=1, **kwargs):
        super(PassesOn, self).__init__(**kwargs)


class ByHand(Net):
    def __init__(self, **kwargs):
        Net.__init__(self, 3, **kwargs)


class Reads(Layer):
    def __init__(self, **kw):
        super().__init__(**kw)
        self.taken = {"classes": kw["classes"], "width": kw.get("width", 1)}
        self.taken["depth"] = kw.pop("depth", 2)


class TakesNone(Layer):
    def __init__(self, **kwargs):
        super().__init__()
        self.taken = {}


class Made(Net):
    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)


class MadeWith(Layer):
    def __new__(cls, classes):
        made = super().__new__(cls)
        made.__init__(classes=classes)
        return made

    def __init__(self, **kwargs):
        self.taken = kwargs


class Maker:
    def __call__(self, classes):
        return Net(classes)


@plainly
def decorated(classes, width=3):
    return Net(classes, width)


@politely
def wrapped(classes, width=3):
    return Net(classes, width)


def by_position(classes, width=5, /, depth=1):
    return Net(classes, width)


def many(*sizes, classes):
    return Net(classes)


def splat(**kwargs):
    return Net(*[1], **kwargs)


def itself(**kwargs):
    return itself(**kwargs)


half = functools.partial(Net, width=4)
first = functools.partial(Net, 6)
short = lambda **kw: Net(**kw)
maker = Maker()
ready = Net(1)
number = 7
"""


@pytest.fixture(scope="module")
def module() -> Any:
    import sys

    layers = load_module(LAYERS, "archspec_layers.py")
    sys.modules["archspec_layers"] = layers
    return load_module(FILE, "archspec_constructed.py")


@pytest.fixture
def made(module: Any) -> Any:
    def make(name: str, params: dict[str, object]) -> Any:
        return factory(module, name).given(params)()

    return make


def factory(module: Any, name: str) -> Factory:
    return find(module, name, True, module.Layer)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("name", "takes"),
    [
        ("Net", "classes width"),
        ("Net.small", "classes"),
        ("Net.large", "classes"),
        ("KeywordOnly", "classes"),
        ("Inherits", "classes width"),
        ("PassesOn", "classes depth width"),
        ("ByHand", "width"),
        ("Reads", "classes depth width"),
        ("TakesNone", ""),
        ("Made", "classes width"),
        ("MadeWith", "classes"),
        ("decorated", "classes width"),
        ("wrapped", "classes width"),
        ("by_position", "classes depth width"),
        ("many", "classes"),
        ("splat", ""),
        ("itself", ""),
        ("half", "classes width"),
        ("first", "width"),
        ("short", "classes width"),
        ("maker", "classes"),
    ],
)
def test_arguments_are_found(module: Any, name: str, takes: str) -> None:
    assert sorted(factory(module, name).takes) == takes.split()


@pytest.mark.quick
@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("Net", {"classes": 7, "width": 9}),
        ("Net.small", {"classes": 7, "width": 2}),
        ("KeywordOnly", {"classes": 7, "width": 8}),
        ("PassesOn", {"classes": 7, "width": 9}),
        ("ByHand", {"classes": 3, "width": 9}),
        ("Reads", {"classes": 7, "width": 9, "depth": 2}),
        ("TakesNone", {}),
        ("Made", {"classes": 7, "width": 9}),
        ("MadeWith", {"classes": 7}),
        ("decorated", {"classes": 7, "width": 9}),
        ("by_position", {"classes": 7, "width": 9}),
        ("half", {"classes": 7, "width": 9}),
        ("first", {"classes": 6, "width": 9}),
        ("short", {"classes": 7, "width": 9}),
        ("maker", {"classes": 7, "width": 8}),
    ],
)
def test_params_are_given_where_they_are_taken(
    made: Any, name: str, taken: dict[str, int]
) -> None:
    params = {"width": 9, "classes": 7, "other": 1}
    assert made(name, params).taken == taken


@pytest.mark.quick
def test_a_default_before_a_param_by_position_is_given_too(made: Any) -> None:
    assert made("by_position", {"classes": 7}).taken == {"classes": 7, "width": 5}


@pytest.mark.quick
@pytest.mark.parametrize(
    "name",
    [
        "Net",
        "decorated",
        "ready",
        "number",
        "Net.tiny",
    ],
)
def test_what_cannot_be_constructed_says_why(
    made: Any, name: str, wording: Wording
) -> None:
    with wording.raises(Unbuilt):
        made(name, {"width": 9})


SPEC = """\
archspec: 1
name: Net
input: [3]
params: {classes: 4}
body:
  fc: {op: dense, units: classes}
"""
NET = """\
from torch import nn


class Net(nn.Module):
    def __init__(self, *, classes, **kwargs):
        super().__init__(**kwargs)
        self.fc = nn.Linear(3, classes)

    def forward(self, x):
        return self.fc(x)


def make(classes):
    return Net(classes=classes)


def sized(inside, classes=4):
    return Net(classes=classes)
"""


def test_params_of_the_spec_go_to_the_file(tmp_path: Path, wording: Wording) -> None:
    spec, file = tmp_path / "net.yaml", tmp_path / "net.py"
    spec.write_text(SPEC)
    file.write_text(NET)
    options = ("--file", str(file), "-b", "torch", "--level", "shape")
    good("verify", str(spec), *options)
    good("verify", str(spec), *options, "--set", "classes=9")
    good("verify", str(spec), *options, "--set", "classes=9", "--class", "make")
    result = run("verify", str(spec), *options, "--class", "sized")
    assert result.exit_code == 1 and "DIFFERS" in result.stdout
    wording(result.stdout.partition("\n\n")[2])
