"""Every node of one network of each family, proved in every framework.

Blocks are what a proof looks at, so no more than three of a kind follow one another, and the
networks have a fourth of their channels, or fewer where their params allow it. As they ship,
their outputs are compared in test_networks.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import archspec
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.specs import verify
from tests.networks import FAMILIES, ROOT

SHALLOW: dict[str, dict[str, Any]] = {
    "convnext_tiny": {"depths": [1, 1, 2, 1], "widths": [8, 16, 24, 32]},
    "darknet53": {"layers": [1, 1, 2, 1, 1]},
    "deeplabv3_resnet50": {"layers": [1, 2, 1, 1], "rates": [1, 2, 3]},
    "densenet121": {"layers": [2, 1, 1, 2]},
    "efficientnet_b0": {"layers": [1, 2, 1, 1, 1, 1, 1]},
    "efficientnet_v2_s": {"layers": [1, 2, 1, 1, 1, 2]},
    "fcn_resnet50": {"layers": [1, 2, 1, 1]},
    "hrnet_w18": {"width": 4},
    "mc3_18": {"layers": [1, 2, 1, 1]},
    "preresnet50": {"layers": [1, 2, 1, 1]},
    "r2plus1d_18": {"layers": [1, 2, 1, 1]},
    "r3d_18": {"layers": [1, 2, 1, 1]},
    "regnet_x_400mf": {"depths": [1, 2, 1, 1], "widths": [16, 32, 48, 64]},
    "regnet_y_400mf": {"depths": [1, 2, 1, 1], "widths": [16, 32, 48, 64]},
    "repvgg_a0": {"layers": [1, 2, 1, 1], "widths": [8, 8, 16, 24, 32]},
    "resnet18": {"layers": [1, 2, 1, 1]},
    "resnet50": {"layers": [1, 2, 1, 1]},
    "resnext50_32x4d": {"layers": [1, 2, 1, 1]},
    "se_resnet50": {"layers": [1, 2, 1, 1]},
    "shufflenet_v2_x1_0": {"repeats": [2, 3, 2]},
    "unet": {"width": 8},
    "vgg16": {"batch_norm": True},
    "vovnet39": {"layers": [1, 1, 2, 1]},
}
# Without an auxiliary head that has to have 17x17 values at its input, without dense layers
# of 4096 units, and without what is as wide and has blocks that are proved already.
PARTS = {
    "alexnet": (["avgpool"], (3, 63, 63)),
    "dla34": (["level4"], (3, 32, 32)),
    "hrnet_w18": (["stage4_1.a", "stage4_1.d"], (3, 64, 64)),
    "inception_resnet_v2": (["flatten"], (3, 75, 75)),
    "inception_v3": (["logits"], (3, 75, 75)),
    "inception_v4": (["flatten"], (3, 75, 75)),
    "s3d": (["features"], (3, 5, 32, 32)),
    "vgg16": (["features"], (3, 32, 32)),
}


MEMORY = 3 * 2**29  # bytes: a process that took more is not used again


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="forward", jobs=2)) as started:
        yield started


def quarter(found: re.Match[str]) -> str:
    """A quarter of a number that may be a number of channels; any other value
    unchanged.
    """
    number = int(found.group())
    return str(number // 4) if number % 8 == 0 else found.group()


def small(name: str, folder: Path) -> Spec:
    """The network of a family, with few classes, few blocks and a smaller image."""
    text = (ROOT / f"specs/{name}.yaml").read_text()
    path = folder / f"{name}.yaml"
    text = re.sub(r"\btimes: ([4-9]|\d\d)\b", "times: 2", text)
    head, body = re.split(r"(?<=\n)(?=blocks:|body:)", text, maxsplit=1)
    path.write_text(head + re.sub(r"\b\d{2,4}\b", quarter, body))
    params = dict(SHALLOW.get(name, {}))
    if "num_classes" in text:
        params["num_classes"] = 5
    if name not in PARTS:
        shape = FAMILIES[name]
        half = (shape[0], 32, 32) if shape[1:] == (64, 64) else shape
        return archspec.load(path, input=half, **params)
    outputs, size = PARTS[name]
    part = archspec.load(path, **params).cut(outputs)
    return archspec.compile(part.network, input=size, **part.params)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_node(name: str, tmp_path: Path, workers: Workers) -> None:
    report = verify(small(name, tmp_path), workers, BACKENDS)
    for one in report.backends:
        if (one.memory or 0) > MEMORY:
            workers.drop(one.backend)
    assert report.ok, [one.findings[:1] for one in report.backends]
    assert [one.backend for one in report.backends] == list(BACKENDS)
