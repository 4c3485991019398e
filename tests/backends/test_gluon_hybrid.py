"""Every case of the language, hybridized: the same values, in both modes."""

from pathlib import Path

import numpy as np
import pytest

import archspec
from tests.backends.gluon_nets import GLUON, inputs_of

FOLDER = Path(__file__).parent.parent / "cases"
CASES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("case", CASES)
def test_a_case_hybridizes(case: str) -> None:
    spec = archspec.load(FOLDER / f"{case}.yaml")
    net = spec.build("gluon", spec.init_weights(seed=3), "float64")
    inputs = inputs_of(spec, 1.0, 2)
    plain = GLUON.run(net, inputs)
    shapes = [y.shape for y in GLUON.run(net, inputs, train=True)]
    net.hybridize()
    for ours, theirs in zip(GLUON.run(net, inputs), plain, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)
    assert [y.shape for y in GLUON.run(net, inputs, train=True)] == shapes
    for ours, theirs in zip(GLUON.run(net, inputs), plain, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)
