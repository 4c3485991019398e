"""Every tutorial network has the shapes and counts of its authors' code."""

from typing import Any

import pytest

from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import load_runtime
from tests.networks import ROWS, load, param_shapes, row_name, row_shapes

LIGHT = 30_000_000  # parameters; `make full` counts the heavier ones live as well


@pytest.mark.quick
def test_the_rows_are_all_there() -> None:
    assert len(ROWS) == 47
    assert len({row["spec"] for row in ROWS}) == 24


@pytest.mark.quick
@pytest.mark.parametrize("row", ROWS, ids=row_name)
def test_the_graph_equals_the_row(row: dict[str, Any]) -> None:
    spec = load(row["spec"], row["set"], row["input"])
    graph = spec.graph
    assert graph.output_shape == tuple(row["output"])
    assert graph.param_count == row["params"]
    assert graph.buffer_count == row["buffers"]
    assert param_shapes(spec) == row_shapes(row)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["params"] < LIGHT], ids=row_name
)
def test_live_modules_equal_the_row(row: dict[str, Any]) -> None:
    spec = load(row["spec"], row["set"], row["input"])
    expected = {name: tensor.shape for name, tensor in spec.graph.tensors.items()}
    for backend in BACKENDS:
        runtime = load_runtime(backend)
        net = spec.build(backend)
        assert runtime.param_count(net) == row["params"], backend
        assert runtime.buffer_count(net) == row["buffers"], backend
        shapes = {name: array.shape for name, array in runtime.tensors(net).items()}
        assert shapes == expected, backend
