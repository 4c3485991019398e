"""Comparison of two specs, in code and on the command line."""

import json
from pathlib import Path

import pytest

import archspec
from archspec.diff.result import Diff
from tests.commands import bad, good, run
from tests.wording import Wording

pytestmark = pytest.mark.quick

NET = """\
archspec: 1
name: Net
input: [3, 8, 8]
params: {classes: 4}
init: {weight: he_normal, bias: zeros}
blocks:
  Unit:
    body:
      conv: {op: conv, channels: 6, kernel: 3, padding: 1}
      relu: relu
body:
  stem: {op: conv, channels: 6, kernel: 1}
  unit: Unit
  more: {op: repeat, times: 2, body: Unit}
  flatten: flatten
  fc: {op: dense, units: classes}
"""


def compare(tmp_path: Path, *changes: tuple[str, str]) -> Diff:
    """The difference between the net and a changed net."""
    text = NET
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    before, after = tmp_path / "a.yaml", tmp_path / "b.yaml"
    before.write_text(NET)
    after.write_text(text)
    return archspec.load(before).diff(archspec.load(after))


def lines(diff: Diff) -> list[list[str]]:
    return [line.split() for line in str(diff).splitlines()]


# --- the zoo -----------------------------------------------------------------------


def test_resnet34_is_resnet18_with_more_blocks() -> None:
    before, after = archspec.load("resnet18"), archspec.load("resnet34")
    diff = before.diff(after)
    assert not diff.equal and not diff.removed and not diff.renamed
    assert len(diff.added) == 8 * 7 == len(after.graph.nodes) - len(before.graph.nodes)
    added = sum(facts["parameters"] for facts in diff.added.values())
    assert added == after.graph.param_count - before.graph.param_count
    # What follows a new block reads it, and differs in nothing else.
    assert {item.path: set(item.facts) for item in diff.changed} == {
        path: {"inputs"}
        for stage in (2, 3, 4)
        for path in (f"layer{stage}.0.conv1", f"layer{stage}.0.downsample.0")
    } | {"avgpool": {"inputs"}}
    table = lines(diff)
    assert [
        "+",
        "layer1.2",
        "BasicBlock,",
        "7",
        "nodes",
        "+73,984",
        "+231,211,008",
    ] in (table)
    assert sum(line[:1] == ["+"] for line in table) == 8
    assert not any(line[:1] in (["~"], ["-"], [">"]) for line in table)
    assert "[2, 2, 2, 2]" in str(diff) and "+10,108,160 (+86.5%)" in str(diff)


def test_resnext_is_resnet_with_groups() -> None:
    before, after = archspec.load("resnet50"), archspec.load("resnext50_32x4d")
    diff = before.diff(after)
    assert not (diff.added or diff.removed or diff.renamed)
    changed = {item.path: item.facts for item in diff.changed}
    assert changed["layer1.0.conv2"]["groups"] == (1, 32)
    assert changed["layer1.0.conv2"]["channels"] == (64, 128)
    assert changed["layer1.0.conv2"]["shape"] == ([64, 56, 56], [128, 56, 56])
    assert set(changed["layer1.0.conv3"]) == {"parameters", "macs"}
    for name in ("parameters", "macs"):
        pairs = [facts.get(name, (0, 0)) for facts in changed.values()]
        old, new = diff.totals[name]
        assert sum(new - old for old, new in pairs) == new - old
    assert "channels 64 -> 128, groups 1 -> 32" in str(diff)


def test_backwards_everything_is_the_other_way_round() -> None:
    before, after = archspec.load("resnet18"), archspec.load("resnet50")
    there, back = before.diff(after), after.diff(before)
    assert there.added.keys() == back.removed.keys()
    assert there.removed.keys() == back.added.keys()
    assert {(i.path, i.to) for i in there.changed} == {
        (i.to, i.path) for i in back.changed
    }


@pytest.mark.parametrize("name", ["lenet5", "googlenet", "unet", "densenet121"])
def test_nothing_differs_from_itself(name: str) -> None:
    diff = archspec.load(name).diff(archspec.load(name))
    assert diff.equal and len(str(diff).splitlines()) == 1
    assert repr(diff).endswith("equal>")


# --- one change at a time ----------------------------------------------------------


def test_a_new_name_is_no_new_node(tmp_path: Path) -> None:
    diff = compare(tmp_path, ("  fc:", "  head:"), ("  stem:", "  first:"))
    assert diff.renamed == {"stem": "first", "fc": "head"}
    assert not (diff.added or diff.removed or diff.changed) and not diff.equal
    assert [">", "fc", "renamed", "to", "head"] in lines(diff)


def test_a_new_name_of_a_block_is_one_line(tmp_path: Path) -> None:
    diff = compare(tmp_path, ("  more:", "  stage:"))
    assert diff.renamed["more.1.conv"] == "stage.1.conv" and len(diff.renamed) == 4
    assert [">", "more", "renamed", "to", "stage,", "4", "nodes"] in lines(diff)


def test_nodes_that_come_and_go(tmp_path: Path) -> None:
    diff = compare(
        tmp_path, ("  flatten:", "  pool: {op: max_pool, kernel: 2}\n  flatten:")
    )
    assert diff.added["pool"]["inputs"] == ["more.1.relu"]
    assert ["+", "pool", "max_pool,", "kernel:", "2"] in lines(diff)
    assert {item.path for item in diff.changed} == {"flatten", "fc"}
    gone = compare(tmp_path, ("  unit: Unit\n", ""))
    assert list(gone.removed) == ["unit.conv", "unit.relu"]
    assert ["-", "unit", "Unit,", "2", "nodes", "-330", "-20,736"] in lines(gone)
    # What it was read by reads what it read, which is no news.
    assert [(i.path, set(i.facts)) for i in gone.changed] == [
        ("more.0.conv", {"inputs"})
    ]
    assert not any(line[:1] == ["~"] for line in lines(gone))


def test_another_operator_under_the_same_name(tmp_path: Path) -> None:
    diff = compare(tmp_path, ("      relu: relu", "      relu: {op: elu, alpha: 2}"))
    assert {item.path for item in diff.changed} == {
        "unit.relu",
        "more.0.relu",
        "more.1.relu",
    }
    assert diff.changed[0].facts == {"op": ("relu", "elu"), "alpha": (None, 2.0)}


def test_initialisers_and_params_count(tmp_path: Path) -> None:
    diff = compare(tmp_path, ("he_normal", "{normal: 0.1}"))
    assert {item.path for item in diff.changed} == {
        "stem",
        *("unit.conv", "more.0.conv", "more.1.conv", "fc"),
    }
    old, new = diff.changed[0].facts["init"]
    assert old == {"bias": "zeros", "weight": "he_normal"}
    assert new == {"bias": "zeros", "weight": "normal(0.1)"}
    named = compare(
        tmp_path, ("classes: 4", "units: 4"), ("units: classes", "units: units")
    )
    assert not named.changed and not named.equal
    assert ["param", "classes", "4", "-"] in lines(named)


def test_other_wiring_of_the_same_nodes(tmp_path: Path) -> None:
    diff = compare(
        tmp_path, ("  flatten: flatten", "  flatten: {op: flatten, from: stem}")
    )
    assert [item.facts for item in diff.changed] == [
        {"inputs": (["more.1.relu"], ["stem"])}
    ]
    assert "inputs more.1.relu -> stem" in str(diff)


def test_outputs_and_modes(tmp_path: Path) -> None:
    both = "outputs: {main: fc, aux: {from: stem, only: train}}\nbody:"
    diff = compare(tmp_path, ("\nbody:", f"\n{both}"))
    assert ["output", "aux", "-", "stem", "(train", "only)"] in lines(diff)
    assert not diff.changed and not diff.equal


# --- the command -------------------------------------------------------------------


def test_the_exit_code_tells(tmp_path: Path, wording: Wording) -> None:
    diff = compare(tmp_path, ("  fc:", "  head:"))
    a, b = str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")
    wording(good("diff", a, a))
    done = run("diff", a, b)
    assert (done.exit_code, done.stdout, done.stderr) == (1, str(diff), "")
    wording(bad(1, "diff", a, "c"))
    bad(2, "diff", a)


def test_options_are_for_both(tmp_path: Path) -> None:
    compare(tmp_path, ("  fc:", "  head:"))
    a, b = str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")
    done = run(
        "diff", a, b, "--set", "classes=7", "--input", "3,4,4", "--format", "json"
    )
    data = json.loads(done.stdout)
    assert data["archspec_diff"] == 1 and data["equal"] is False
    assert data["renamed"] == {"fc": "head"} and data["changed"] == {}
    assert data["totals"]["params"] == [{"classes": 7}, {"classes": 7}]
    assert json.loads(good("diff", a, a, "--format", "json"))["equal"] is True
