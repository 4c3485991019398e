"""The shipped networks give the reference's numbers in every framework."""

import pytest

from archspec.backends import BACKENDS
from tests.networks import FAMILIES, ROOT, ZOO, agree, cached, load, oracle

TUTORIALS = sorted(path.stem for path in (ROOT / "specs/tutorials").glob("*.yaml"))

# Tutorial networks of over 30 million parameters, which `make full` runs: each is of a
# family above.
HEAVY = {
    "chainer_resnet101",
    "chainer_resnet152",
    "chainer_vgg16",
    "gluon_alexnet",
    "gluon_vgg13",
    "paddle_resnet101",
    "paddle_resnet152",
    "pytorch_alexnet",
    "pytorch_vgg16",
}
# Dense layers, and a long clip, take a minute; `make full` runs them, and test_families proves
# their convolutions.
LARGE = {"s3d", "vgg16"}
# Residual networks of the tutorials end in a global pool: any image serves.
POOLED = {
    "chainer_resnet50": (3, 64, 64),
    "paddle_resnet50": (3, 64, 64),
}


@pytest.mark.quick
def test_every_network_is_compared() -> None:
    texts = {name: (ROOT / f"specs/{name}.yaml").read_text() for name in ZOO}
    assert {n for n, text in texts.items() if "\nextends:" not in text} == set(FAMILIES)
    assert set(TUTORIALS) >= HEAVY | set(POOLED)


@pytest.mark.parametrize("name", [name for name in FAMILIES if name not in LARGE])
def test_families(name: str) -> None:
    """The network as shipped, in one framework; test_families proves a narrow one in
    all.
    """
    given = oracle(load(f"specs/{name}.yaml", input=FAMILIES[name]))
    backend = BACKENDS[list(FAMILIES).index(name) % len(BACKENDS)]
    agree(given, given.compare(backend))


@pytest.mark.parametrize("name", [name for name in TUTORIALS if name not in HEAVY])
def test_tutorials(name: str) -> None:
    given = cached(f"specs/tutorials/{name}.yaml", POOLED.get(name))
    for backend in BACKENDS:
        agree(given, given.compare(backend))


@pytest.mark.quick
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_small_network_is_quick(backend: str) -> None:
    given = cached("specs/tutorials/chainer_lenet5.yaml")
    agree(given, given.compare(backend))
