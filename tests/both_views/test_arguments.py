"""Arguments work: the emitted class, called with other values.

For every param of every tutorial the class that the file emits for its defaults, called
with another value, is the network of the spec loaded with that value. The proofs of the
cases (test_fuzz) and of the zoo (test_families) try other values as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archspec import load
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import load_runtime
from archspec.expr import Value
from tests.live import FAR, assert_same, assert_tensors
from tests.networks import FAMILIES, SMALL

ROOT = Path(__file__).parent.parent.parent
ZOO = [ROOT / f"specs/{name}.yaml" for name in FAMILIES]
TUTORIALS = list(ROOT.glob("specs/tutorials/*.yaml"))
CASES = list(ROOT.glob("tests/cases/*.yaml"))
LIGHT = 12_000_000  # parameters; of heavier networks the tensors alone are compared

HEAVY = ("pytorch_alexnet", "pytorch_vgg16")  # whatever is given

# Other values, where the type of a param does not give them.
VALUES: Mapping[tuple[str, str], list[Any]] = {
    ("chainer_resnet101", "n_blocks"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("chainer_resnet152", "n_blocks"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("chainer_resnet50", "n_blocks"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("gluon_vgg13", "architecture"): [
        [[1, 4], [1, 6], [1, 8], [2, 4]],
        [[1, 8], [2, 4], [1, 5], [1, 6], [1, 4]],
    ],
    ("paddle_resnet101", "layers"): [152, 50],
    ("paddle_resnet152", "layers"): [101, 50],
    ("paddle_resnet50", "layers"): [152, 101],
    ("pytorch_basic_block", "channels"): [64, 8],
    ("pytorch_basic_block", "stride"): [1, 3],
}

# Arguments that make a network shallow; both sides get them.
SHALLOW: Mapping[str, Mapping[str, Any]] = {
    "paddle_resnet50": {"layers": 50},
    "paddle_resnet101": {"layers": 50},
    "paddle_resnet152": {"layers": 50},
}

# Params that are no constructor arguments, in every backend or those of FIXED_IN, and
# what the reason names.
FIXED: Mapping[tuple[str, str], str] = {
    ("enums", "act"): "decides what is printed",
    ("enums", "mode"): "decides what is printed",
    ("init_of_file", "bias"): "initial values in a block",
    ("input_params", "deep"): "a size of the input",
    ("input_params", "size"): "a size of the input",
    ("input_params", "width"): "a size of the input",
    ("list_shifts", "use"): "numbers of a list",
    ("op_pad_modes", "mode"): "decides what is printed",
    ("op_resize", "factor"): "may have a fraction",
    ("repeat_empty", "kind"): "decides what is printed",
    ("repeat_spliced", "plan"): "no plain form",
    ("repeat_spliced", "depth"): "no plain form",
    ("repeat_running", "widths"): "along a repeat",
    ("repeat_running", "deep"): "along a repeat",
    ("when_branches", "mode"): "decides whether 'inner' exists",
    ("when_branches", "skip"): "decides whether 'side' exists",
    ("when_branches", "never"): "other values of it are wrong",
    ("when_hides", "number"): "other values of it are wrong",
}

# Where a repeat is always a class of its own, what runs along it stays within.
FIXED_IN = {"repeat_running": ("gluon", "chainer")}


def other_values(name: str, param: str, default: Value) -> list[Any]:
    """Two other values of a param; one of a flag."""
    if (name, param) in VALUES:
        return VALUES[name, param]
    match default:
        case bool():
            return [not default]
        case int():
            return [default + 1, default + 2]
        case float():
            return [default / 2, default + 0.125]
        case list() if len(default) > 1:
            return [[*default, default[-1]], default[:-1]]
        case _:
            raise ValueError(f"VALUES needs some for {param!r} of {name}")


@cache
def default_of(path: Path) -> Spec:
    return load(path, input=SMALL.get(path.stem))


@cache
def class_of(path: Path, backend: str) -> type:
    spec = default_of(path)
    where = f"<arguments {path.stem} {backend}>"
    return load_runtime(backend).load_class(spec.emit(backend), spec.name, where)


def calls(each: int, left_out: Sequence[str] = ()) -> Iterator[Any]:
    for path in sorted(path for path in TUTORIALS if path.stem not in left_out):
        spec = default_of(path)
        for param, declared in spec.network.params.items():
            for value in other_values(path.stem, param, declared.default)[-each:]:
                values = {**SHALLOW.get(path.stem, {}), param: value}
                name = f"{path.stem}-{param}-{value}".replace(" ", "")
                yield pytest.param(path, values, id=name)


def check(path: Path, values: Mapping[str, Any], backend: str) -> None:
    spec = load(path, input=SMALL.get(path.stem), **values)
    cls = class_of(path, backend)
    if spec.graph.param_count < LIGHT:
        assert_same(spec, backend, cls, values, FAR)
    else:
        assert_tensors(
            spec, backend, load_runtime(backend).create(cls, values, "float32")
        )


@pytest.mark.parametrize(("path", "values"), list(calls(each=2)))
def test_networks(path: Path, values: Mapping[str, Any]) -> None:
    check(path, values, "torch")


@pytest.mark.parametrize("backend", [name for name in BACKENDS if name != "torch"])
@pytest.mark.parametrize(("path", "values"), list(calls(each=1, left_out=HEAVY)))
def test_networks_elsewhere(
    path: Path, values: Mapping[str, Any], backend: str
) -> None:
    check(path, values, backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_fixed_params(backend: str) -> None:
    found: dict[tuple[str, str], str] = {}
    for path in (*ZOO, *TUTORIALS, *CASES):
        fixed = default_of(path).fixed_params(backend)
        found |= {(path.stem, param): reason for param, reason in fixed.items()}
    assert found.keys() == {
        key for key in FIXED if backend in FIXED_IN.get(key[0], BACKENDS)
    }
    for key, reason in found.items():
        assert FIXED[key] in reason


@pytest.mark.quick
@pytest.mark.parametrize("sequence", [list, tuple])
def test_lists_may_be_tuples(sequence: type) -> None:
    path = next(path for path in CASES if path.stem == "lists")
    values = {"widths": [3, 4, 5], "kernel": [3, 1], "hidden": [6, 5, 4]}
    given = {name: sequence(value) for name, value in values.items()}
    assert_same(load(path, **values), "torch", class_of(path, "torch"), given)
