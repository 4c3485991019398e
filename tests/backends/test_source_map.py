"""Source maps: every counted node has a line, every statement a node."""

import json
from pathlib import Path
from typing import Any

import pytest

from archspec import load
from archspec.backends import BACKENDS
from archspec.graph.nodes import Graph
from archspec.text.problems import CompileError
from tests.commands import bad, good
from tests.golden_files import CASES, SPECS
from tests.wording import Wording


def needed(graph: Graph) -> set[str]:
    """The paths of the nodes that outputs depend on."""
    wanted = [out.index for out in graph.outputs]
    found: set[int] = set()
    while wanted:
        index = wanted.pop()
        if index not in found:
            found.add(index)
            wanted += graph.nodes[index].inputs
    return {graph.nodes[i].path for i in found if graph.nodes[i].kind != "input"}


@pytest.mark.parametrize("path", [*SPECS, *CASES], ids=lambda path: path.stem)
def test_all_that_counts_is_there_both_ways(path: Path) -> None:
    spec = load(path)
    for backend in BACKENDS:
        try:
            source = spec.emit(backend).splitlines()
        except CompileError:
            continue
        found = spec.source_map(backend)
        without = {name for name, node in found["nodes"].items() if not node["lines"]}
        assert without.isdisjoint(needed(spec.graph)), backend
        last = 0
        for statement in found["statements"]:
            first, end = statement["lines"]
            assert last < first <= end <= len(source)
            # What other values of the params need has no node here, but a place.
            assert statement["nodes"] or statement["spec"], (backend, source[first - 1])
            last = end
        for path_, node in found["nodes"].items():
            for lines in node["lines"]:
                (back,) = (s for s in found["statements"] if s["lines"] == lines)
                assert path_ in back["nodes"]


NET = """\
archspec: 1
name: Net
input: [3, 8, 8]
blocks:
  Unit:
    params: {kind: str}
    body:
      conv: {op: conv, channels: 4, kernel: 1}
      act: {op: activation, kind: kind}
body:
  first: {op: Unit, kind: relu}
  second: {op: Unit, kind: silu}
"""


@pytest.fixture
def net(tmp_path: Path) -> Path:
    path = tmp_path / "net.yaml"
    path.write_text(NET)
    return path


def texts(source: list[str], found: dict[str, Any], path: str) -> list[str]:
    """The lines of a node, without their indentation."""
    return [
        source[number].strip()
        for first, last in found["nodes"][path]["lines"]
        for number in range(first - 1, last)
    ]


def test_a_block_in_two_forms(net: Path) -> None:
    spec = load(net)
    source, found = spec.emit("torch").splitlines(), spec.source_map("torch")
    assert texts(source, found, "first.act") == ["return F.relu(self.conv(x))"]
    assert texts(source, found, "second.act") == ["return F.silu(self.conv(x))"]
    assert found["nodes"]["second.act"]["spec"] == {
        "file": str(net),
        "line": 9,
        "column": 7,
    }
    calls = [s for s in found["statements"] if s["nodes"] == ["first"]]
    assert [source[s["lines"][0] - 1].strip() for s in calls] == [
        "self.first = Unit(3)",
        "x = self.first(x)",
    ]
    assert calls[0]["spec"] == [{"file": str(net), "line": 11, "column": 3}]


def test_what_is_not_there_with_these_params(tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(
        "archspec: 1\nname: Net\ninput: [3, 8, 8]\nparams: {deep: false}\nbody:\n"
        "  a: {op: conv, channels: 3, kernel: 1}\n"
        "  b: {op: conv, channels: 3, kernel: 1, when: deep}\n"
    )
    spec = load(path)
    source, found = spec.emit("torch").splitlines(), spec.source_map("torch")
    assert texts(source, found, "a") == [
        "self.a = nn.Conv2d(3, 3, 1)",
        "x = self.a(x)",
    ]
    assert "b" not in found["nodes"]
    (b,) = (s for s in found["statements"] if "self.b =" in source[s["lines"][0] - 1])
    assert (b["nodes"], b["spec"][0]["line"]) == ([], 7)


def test_one_file_and_another(net: Path, tmp_path: Path, wording: Wording) -> None:
    one = ["--source-map", str(tmp_path / "net.py")]
    wording(bad(2, "emit", str(net), "-b", "all", "-o", f"{tmp_path}/", *one))
    same = ["-o", str(tmp_path / "x" / ".." / "net.py")]
    told = bad(2, "emit", str(net), "-b", "torch", *same, *one)
    assert "both" in told and not (tmp_path / "net.py").exists()


def test_the_command_writes_it(net: Path, tmp_path: Path) -> None:
    target = tmp_path / "map.json"
    args = ["emit", str(net), "-b", "chainer", "--source-map", str(target)]
    assert "class Net" in good(*args)
    assert json.loads(target.read_text()) == load(net).source_map("chainer")
