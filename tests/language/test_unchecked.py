"""Nodes under a false condition are neither checked nor printed."""

import pytest

from archspec.backends import BACKENDS
from archspec.text.problems import CompileError
from tests.generator.random_specs import spec_of

HEAD = """\
archspec: 1
name: Net
input: [4, 6, 6]
params: {use: false, width: 4}
"""

# Each is right for `use: false` alone.
BODIES = {
    "operator": "a: {op: dense, units: width, when: use}\n",
    "inside": "a: {op: seq, when: use, body: [flatten, {op: max_pool, kernel: 2}]}\n",
    "ranks": "a: {op: mul, when: use, branches: [[], {b: flatten}]}\n",
    "channels": (
        "a: {op: add, when: use, branches: [[], {op: conv, channels: 3, kernel: 1}]}\n"
    ),
    "shortcut": (
        "a:\n    op: residual\n    skip: use\n    body: {b: relu}\n"
        "    shortcut: {c: {op: conv, channels: 3, kernel: 1}}\n"
    ),
    "in_shortcut": (
        "a: {op: residual, skip: use, body: relu, shortcut: {op: dense, units: 3}}\n"
    ),
}


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", BODIES)
def test_a_param_that_only_allows_errors_is_fixed(name: str, backend: str) -> None:
    text = f"{HEAD}body:\n  {BODIES[name]}  end: {{op: conv, channels: width, kernel: 1}}\n"
    spec = spec_of(text)
    assert set(spec.fixed_params(backend)) == {"use"}
    source = spec.emit(backend)
    compile(source, backend, "exec")
    assert "use" not in source
    with pytest.raises(CompileError):
        spec_of(text.replace("use: false", "use: true"))


@pytest.mark.parametrize("op", ["conv", "max_pool", "avg_pool"])
def test_sizes_that_follow_have_no_bound(op: str) -> None:
    most = 2**53  # of a number that is written
    kernel = 3 if op == "conv" else most
    fields = "channels: 4, kernel: 3" if op == "conv" else f"kernel: {most}, stride: 1"
    padding = most - 1
    rounding = ", rounding: ceil" if op != "conv" else ""
    body = f"body: [{{op: {op}, {fields}, padding: {padding}{rounding}}}]\n"
    side = 6 + 2 * padding - kernel + 1
    graph = spec_of(HEAD.replace("params: {use: false, width: 4}\n", "") + body).graph
    assert side > most and graph.output_shape == (4, side, side)
