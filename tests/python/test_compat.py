"""The changes that `revive` makes, and those that it does not."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from archspec.compat import revive
from tests.wording import Wording


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("name", "version"), [("mxnet", "1.9.1"), ("chainer", "7.8.1")]
)
def test_a_fresh_interpreter_can_import(name: str, version: str) -> None:
    code = f"""
from archspec.compat import revive
revive("{name}")
revive("{name}")
import {name}
revive("{name}")
print({name}.__version__)
"""
    result = run(code)
    assert (result.stdout, result.stderr) == (version + "\n", "")


def test_other_names_do_nothing() -> None:
    code = """
import sys
from archspec.compat import revive
before = set(sys.modules)
for name in ("torch", "paddle", "numpy", ""):
    revive(name)
print({name.partition(".")[0] for name in set(sys.modules) - before})
"""
    assert run(code).stdout == "{'archspec'}\n"


def test_names_that_numpy_has_are_not_touched() -> None:
    before = dict(vars(np))
    revive("mxnet")
    revive("chainer")
    assert {name: vars(np)[name] for name in before} == before


def remove(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Remove names from NumPy, as its later versions did."""
    for name in names:
        monkeypatch.delattr(np, name, raising=False)


def test_mxnet_gets_working_functions(
    monkeypatch: pytest.MonkeyPatch, wording: Wording
) -> None:
    remove(monkeypatch, "in1d", "msort", "alltrue", "PZERO", "NINF", "int", "rate")
    revive("mxnet")
    numpy = vars(np)
    grid = np.array([[3, 1], [2, 4]])
    np.testing.assert_array_equal(numpy["in1d"](grid, [1, 4]), [0, 1, 0, 1])
    np.testing.assert_array_equal(
        numpy["in1d"](grid, [1, 4], invert=True), [1, 0, 1, 0]
    )
    np.testing.assert_array_equal(numpy["msort"](grid), [[2, 1], [3, 4]])
    assert numpy["alltrue"]([1, 2]) and not numpy["alltrue"]([1, 0])
    assert str(numpy["PZERO"]) == "0.0" and numpy["NINF"] == -np.inf
    assert numpy["int"] is int
    with wording.raises(RuntimeError):
        numpy["rate"](1)


def test_chainer_gets_the_types_it_tabulates(monkeypatch: pytest.MonkeyPatch) -> None:
    remove(monkeypatch, "sctypes", "float")
    revive("chainer")
    numpy = vars(np)
    assert [np.dtype(t).itemsize for t in numpy["sctypes"]["int"]] == [1, 2, 4, 8]
    assert np.float64 in numpy["sctypes"]["float"]
    assert numpy["float"] is float
