"""``archspec check``: its reports, formats and exit codes."""

import json
import re
from pathlib import Path

import pytest

import archspec
from archspec.cli.output.formats import as_annotation
from archspec.lint import CHECKS
from archspec.spec import LINTS
from archspec.text.problems import Problem
from tests.commands import ROOT, SPEC, bad, good, process, run
from tests.error_cases import FOLDER
from tests.wording import Wording

STATED = SPEC + "init: {weight: he_normal, bias: zeros}\n"
DROPS = STATED.replace(
    "again: {op: reuse, node: act}", "again: {op: max_pool, kernel: 3}"
)
UNKNOWN = "name: Net\ninput: [3, 8, 8]\nbody:\n  conv: {op: convv, kernel: 3}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the specs of these tests, in which the commands run."""
    texts = {"tiny": SPEC, "stated": STATED, "drops": DROPS, "wrong": UNKNOWN}
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_a_right_spec_is_told_with_shapes_and_counts(wording: Wording) -> None:
    out = good("check", "stated.yaml", str(ROOT / "specs" / "resnet50.yaml"))
    wording(out)
    wording(good("check", "stated.yaml"))


@pytest.mark.usefixtures("here")
def test_all_problems_of_all_files_are_reported(wording: Wording) -> None:
    result = run("check", "wrong.yaml", "drops.yaml", "missing.yaml", "stated.yaml")
    assert result.exit_code == 1
    wording(result.stderr)
    wording(result.stdout)


@pytest.mark.usefixtures("here")
def test_warnings_fail_where_they_are_to() -> None:
    assert run("check", "drops.yaml").exit_code == 0
    strict = run("check", "--strict", "drops.yaml")
    assert strict.exit_code == 1 and "ok" not in strict.stdout
    good("check", "--strict", "stated.yaml")
    good("check", "--strict", "--no-lint", "drops.yaml")
    good("check", "--strict", "--allow", "dropped-rows", "drops.yaml")


def test_a_spec_may_allow_a_lint(here: Path) -> None:
    (here / "allows.yaml").write_text("allow: [dropped-rows]\n" + DROPS)
    good("check", "--strict", "allows.yaml")
    assert "allow" in good("show", "allows.yaml", "--stage", "spec")
    # What a spec says of another file is left to the check of that file.
    (here / "child.yaml").write_text("extends: drops.yaml\nname: Child\n")
    good("check", "--strict", "child.yaml")


@pytest.mark.usefixtures("here")
def test_only_lints_can_be_allowed(wording: Wording) -> None:
    text = bad(2, "check", "--allow", "dropped-row", "drops.yaml")
    wording(text)


# --- forms for programs ------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_json(wording: Wording) -> None:
    result = run("check", "--format", "json", "drops.yaml", "wrong.yaml", "none.yaml")
    assert result.exit_code == 1 and result.stderr == ""
    data = json.loads(result.stdout)
    warning, error, missing = data.pop("diagnostics")
    assert data == {"version": 1, "specs": 3, "errors": 2, "warnings": 1}
    wording(f"{error.pop('message')}\n{error.pop('help')}")
    assert error == {
        "spec": "wrong.yaml",
        "severity": "error",
        "code": "structure",
        "notes": [],
        "file": "wrong.yaml",
        "line": 4,
        "column": 14,
        "end_line": 4,
        "end_column": 19,
        "related": [],
    }
    assert (warning["severity"], warning["code"]) == ("warning", "dropped-rows")
    assert (missing["spec"], missing["file"], missing["line"]) == (
        "none.yaml",
        None,
        None,
    )
    assert run("check", "--format", "json", "drops.yaml").exit_code == 0


def test_json_has_the_places_that_are_related(wording: Wording) -> None:
    path = str(FOLDER / "shape_in_block.yaml")
    (item,) = json.loads(run("check", path, "--format", "json").stdout)["diagnostics"]
    unit, stage = item["related"]
    wording(unit["message"])
    assert (unit["line"], unit["column"], stage["line"]) == (20, 13, 22)
    assert unit["file"] == path


@pytest.mark.usefixtures("here")
def test_annotations(wording: Wording) -> None:
    result = run("check", "--format", "github", "drops.yaml", "wrong.yaml", "none.yaml")
    assert result.exit_code == 1 and result.stderr == ""
    wording(result.stdout)


def test_annotations_escape_what_would_end_them() -> None:
    problem = Problem("50%: a\r\nb", code="x,y")
    assert as_annotation("a:b,c%.yaml", problem) == (
        "::error file=a%3Ab%2Cc%25.yaml,title=archspec%3A x%2Cy::50%25: a%0D%0Ab"
    )


# --- colour ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "colored"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals_or_on_request(
    here: Path, environment: dict[str, str], colored: bool
) -> None:
    settings = {"NO_COLOR": "", "FORCE_COLOR": "", **environment}
    path = str(here / "wrong.yaml")
    result = process("-m", "archspec", "check", path, **settings)
    assert ("\033[1;31merror\033[0m" in result.stderr) == colored
    assert "\033" not in result.stdout


# --- every fixture, as the command line shows it -----------------------------------


def test_all_fixtures_at_once() -> None:
    paths = sorted(map(str, FOLDER.glob("*.yaml")))
    assert len(paths) > 250
    result = run("check", "--format", "json", *paths)
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    told = {item["spec"] for item in data["diagnostics"] if item["severity"] == "error"}
    # Four are right but for the frameworks, which only `emit` asks.
    assert {Path(path).stem for path in {*paths} - told} == {
        "nested_loops",
        "number_after_names",
        "spliced_repeat_outside",
        "spliced_repeat_read",
    }


def test_the_zoo_has_no_dead_node() -> None:
    paths = sorted(map(str, (ROOT / "specs").rglob("*.yaml")))
    data = json.loads(good("check", "--format", "json", *paths))
    codes = {item["code"] for item in data["diagnostics"]}
    assert codes <= set(LINTS) - {"unread-node"}
    assert data["specs"] == len(paths) and data["errors"] == 0


def test_a_network_of_the_zoo_is_as_it_is() -> None:
    assert run("check", "resnet50").stderr == ""
    assert "unset-init" in run("check", str(ROOT / "specs" / "resnet50.yaml")).stderr


def test_lints_do_not_stop_what_is_not_a_check(here: Path) -> None:
    assert run("emit", str(here / "drops.yaml"), "-b", "torch").stderr == ""
    assert archspec.load(here / "drops.yaml").emit("torch")


# --- the page ----------------------------------------------------------------------

PAGE = ROOT / "docs" / "diagnostics.md"


def test_the_page_lists_the_lints() -> None:
    assert set(CHECKS) == set(LINTS)
    rows = [f"| `{name}` | {text} |" for name, text in LINTS.items()]
    assert "\n".join(rows) in PAGE.read_text()


def test_the_page_shows_what_the_command_says(here: Path) -> None:
    text = PAGE.read_text()
    spec, allow = re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S)[:2]
    (here / "net.yaml").write_text(spec)
    for session in re.findall(r"^```console\n\$ (.*?)^```$", text, re.M | re.S):
        command, _, output = session.partition("\n")
        result = run(*command.split()[1:])
        assert result.exit_code == 0
        assert result.stderr + result.stdout == output
    (here / "net.yaml").write_text(spec + allow)
    assert "conv-bias" not in run("check", "net.yaml").stderr
