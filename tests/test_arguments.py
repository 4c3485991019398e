"""Arguments are real: the default file's class, called with other values.

For every param of every spec the class that the file emits for its defaults, called with
another value, is the network of the spec loaded with that value.
"""

from collections.abc import Iterator, Mapping
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

ROOT = Path(__file__).parent.parent
ZOO = [ROOT / f"specs/{name}.yaml" for name in FAMILIES]
TUTORIALS = list(ROOT.glob("specs/tutorials/*.yaml"))
CASES = list(ROOT.glob("tests/cases/*.yaml"))
LIGHT = 12_000_000  # parameters; of heavier networks the tensors alone are compared

HEAVY = ("alexnet", "pytorch_alexnet", "pytorch_vgg16", "vgg16")  # whatever is given
HEAD = "num_classes"  # which all classifiers have alike

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
    ("convnext_tiny", "depths"): [[1, 1, 1, 1], [2, 1, 3, 1]],
    ("convnext_tiny", "widths"): [[8, 12, 8, 16], [6, 8, 12, 10]],
    ("efficientnet_b0", "decay"): [0.8, 0.99],
    ("efficientnet_b0", "layers"): [[1] * 7, [1, 2, 1, 3, 1, 2, 2]],
    ("efficientnet_b0", "widths"): [[8] * 8, [16, 8, 16, 12, 24, 8, 16, 20]],
    ("efficientnet_v2_s", "layers"): [[1] * 6, [2, 1, 3, 2, 1, 2]],
    ("efficientnet_v2_s", "widths"): [[8] * 6, [8, 12, 16, 8, 24, 16]],
    ("shufflenet_v2_x1_0", "channels"): [[8, 16, 12, 32, 20], [6, 4, 8, 16, 8]],
    ("shufflenet_v2_x1_0", "repeats"): [[2, 2, 2], [3, 2, 4]],
    ("darknet53", "layers"): [[1, 1, 1, 1, 1], [2, 1, 2, 1, 1]],
    ("densenet121", "growth"): [8, 12],
    ("densenet121", "layers"): [[1, 1, 1, 1], [2, 1, 3, 2]],
    ("hrnet_w18", "width"): [4, 6],
    ("mnasnet1_0", "widths"): [[8] * 8, [16, 8, 8, 12, 8, 16, 8, 20]],
    ("preresnet50", "layers"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("regnet_x_400mf", "depths"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("regnet_x_400mf", "group_width"): [8, 160],
    ("regnet_x_400mf", "widths"): [[16, 16, 16, 32], [16, 32, 32, 48]],
    ("regnet_y_400mf", "depths"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("regnet_y_400mf", "group_width"): [4, 104],
    ("regnet_y_400mf", "widths"): [[16, 16, 16, 32], [16, 32, 32, 48]],
    ("repvgg_a0", "layers"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("repvgg_a0", "widths"): [[8, 8, 8, 8, 8], [4, 8, 6, 6, 12]],
    ("resnet18", "layers"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("resnet50", "layers"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("resnext50_32x4d", "group_width"): [2, 1],
    ("resnext50_32x4d", "groups"): [1, 8],
    ("resnext50_32x4d", "layers"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("se_resnet50", "layers"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("squeezenet1_0", "kernel"): [5, 3],
    ("squeezenet1_0", "pools"): [[2], [1, 3, 5]],
    ("unet", "width"): [4, 6],
    ("vgg16", "convs"): [[1, 1, 1, 1, 1], [2, 1, 2, 1, 3]],
    ("vovnet39", "layers"): [[1, 1, 1, 1], [2, 1, 2, 1]],
    ("expressions", "kind"): ["small", "tiny"],
    ("lists", "widths"): [[3, 4, 6, 5], [4, 6, 5]],
    ("lists", "depths"): [[2, 1], [1, 1]],
    ("lists", "kernel"): [[1, 1], [2, 1]],
    ("lists", "hidden"): [[7, 5, 4], [6, 5]],
    ("expressions", "rates"): [[0.2, 0.1], [0.1, 0.2, 0.3]],
    ("names_template", "tag"): ["part", "k"],
    ("when_empty", "widths"): [[4, 6], [3]],
    ("words_in_quotes", "tag"): ["it's", 'both "and" it\'s'],
    ("op_channel_shuffle", "groups"): [1, 6],
    ("params", "act"): ["leaky", "none"],
    ("params", "sizes"): [[1, 1], [2, 1]],
    ("params", "flags"): [[False, True], [True, True]],
    ("params", "words"): [["relu", "relu"], ["relu", "none"]],
    ("params", "rates"): [[0.2, 0.1], [0.5, 0.3]],
}

# Networks that are deep and have few shortcuts damp what an image changes.
DAMPED = {
    "efficientnet_b0": 1e-7,
    "efficientnet_v2_s": 1e-7,
    "mobilenet_v1": 1e-5,
    "mobilenet_v3_small": 1e-5,
}

# Arguments that make a network shallow; both sides get them.
SHALLOW: Mapping[str, Mapping[str, Any]] = {
    "convnext_tiny": {"depths": [1, 1, 1, 1], "widths": [8, 8, 16, 16]},
    "efficientnet_b0": {"layers": [1] * 7, "widths": [8] * 8},
    "efficientnet_v2_s": {"layers": [1] * 6, "widths": [8] * 6},
    **{
        name: {"layers": [1, 1, 1, 1]}
        for name in ("preresnet50", "repvgg_a0", "resnet50", "resnext50_32x4d")
    },
    "se_resnet50": {"layers": [1, 1, 1, 1]},
    "darknet53": {"layers": [1, 1, 1, 1, 1]},
    "densenet121": {"layers": [1, 1, 1, 1]},
    "hrnet_w18": {"width": 4},
    "regnet_x_400mf": {"depths": [1, 1, 1, 1]},
    "regnet_y_400mf": {"depths": [1, 1, 1, 1]},
    "unet": {"width": 4},
    "paddle_resnet50": {"layers": 50},
    "paddle_resnet101": {"layers": 50},
    "paddle_resnet152": {"layers": 50},
}

# Params that are no constructor arguments, in every backend or those of FIXED_IN, and
# what the reason names.
FIXED: Mapping[tuple[str, str], str] = {
    ("enums", "act"): "decides what is printed",
    ("enums", "mode"): "decides what is printed",
    ("input_params", "deep"): "a size of the input",
    ("input_params", "size"): "a size of the input",
    ("input_params", "width"): "a size of the input",
    ("list_shifts", "use"): "numbers of a list",
    ("repeat_empty", "kind"): "decides what is printed",
    ("repeat_spliced", "plan"): "no plain form",
    ("repeat_spliced", "depth"): "no plain form",
    ("repeat_running", "widths"): "runs along a repeat",
    ("repeat_running", "deep"): "runs along a repeat",
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


def calls(paths: list[Path], each: int = 2, skip: str = "") -> Iterator[Any]:
    for path in sorted(paths):
        spec = default_of(path)
        for param, declared in spec.network.params.items():
            if (path.stem, param) in FIXED or param == skip:
                continue
            for value in other_values(path.stem, param, declared.default)[-each:]:
                values = {**SHALLOW.get(path.stem, {}), param: value}
                name = f"{path.stem}-{param}-{value}".replace(" ", "")
                yield pytest.param(path, values, id=name)


def check(path: Path, values: Mapping[str, Any], backend: str) -> None:
    spec = load(path, input=SMALL.get(path.stem), **values)
    cls = class_of(path, backend)
    if spec.graph.param_count < LIGHT:
        assert_same(spec, backend, cls, values, DAMPED.get(path.stem, FAR))
    else:
        assert_tensors(
            spec, backend, load_runtime(backend).create(cls, values, "float32")
        )


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("path", "values"), list(calls(CASES)))
def test_cases(path: Path, values: Mapping[str, Any], backend: str) -> None:
    check(path, values, backend)


@pytest.mark.parametrize(("path", "values"), [*calls(TUTORIALS), *calls(ZOO, each=1)])
def test_networks(path: Path, values: Mapping[str, Any]) -> None:
    check(path, values, "torch")


@pytest.mark.parametrize("backend", [name for name in BACKENDS if name != "torch"])
@pytest.mark.parametrize(
    ("path", "values"),
    [
        *calls([path for path in TUTORIALS if path.stem not in HEAVY], each=1),
        *calls([path for path in ZOO if path.stem not in HEAVY], each=1, skip=HEAD),
    ],
)
def test_networks_elsewhere(
    path: Path, values: Mapping[str, Any], backend: str
) -> None:
    check(path, values, backend)


@pytest.mark.quick
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
