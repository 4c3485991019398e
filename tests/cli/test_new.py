"""The spec that ``archspec new`` writes."""

import os
import shlex
from pathlib import Path

import pytest

import archspec
from archspec.backends import BACKENDS
from archspec.spec.reserved import reserved_class
from archspec.testing import assert_equivalent
from archspec.zoo.starter import class_name
from tests.commands import ROOT, bad, good, run
from tests.wording import Wording


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.quick
def test_the_starter_is_right_and_says_what_to_do_next(
    here: Path, wording: Wording
) -> None:
    path, _, title, *commands = good("new", "my-net").splitlines()
    assert (path, title, len(commands)) == ("my-net.yaml", "Next:", 3)
    check, emit, verify = (shlex.split(command) for command in commands)
    result = run(*check[1:])
    assert result.exit_code == 0
    # Nothing that it does could be done better: no problem, no note.
    assert result.stderr == ""
    wording(result.stdout)
    assert "class MyNet(nn.Module):" in good(*emit[1:])
    assert verify == ["archspec", "verify", "my-net.yaml"]
    for line in (here / "my-net.yaml").read_text().splitlines():
        if line.startswith("#   archspec"):
            good(*shlex.split(line)[2:])


def test_the_starter_is_proved_in_every_backend() -> None:
    good("new", "net")
    report = assert_equivalent("net.yaml", BACKENDS, level="train")
    assert not any(result.unseen for one in report.backends for result in one.levels)


@pytest.mark.quick
def test_the_params_of_the_starter_work() -> None:
    good("new", "net")
    small = archspec.load("net.yaml", depth=1, width=4, num_classes=2)
    assert small.graph.output_shape == (2,)
    assert small.graph.param_count < archspec.load("net.yaml").graph.param_count
    for backend in BACKENDS:
        assert set(small.fixed_params(backend)) == set()


@pytest.mark.quick
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("my-net", "MyNet"),
        ("resNet50", "ResNet50"),
        ("3d_net", "Net3dNet"),
        ("résumé 2", "Resume2"),
        ("residual-unit", "ResidualUnitNet"),
        ("true", "TrueNet"),
        ("ordered-dict", "OrderedDictNet"),
        ("import", "Import"),
    ],
)
def test_any_name_becomes_one_that_a_network_may_have(name: str, made: str) -> None:
    assert class_name(name) == made
    assert made.isidentifier() and not reserved_class(made)
    good("new", name)
    assert f"ok: {made}:" in good("check", f"{name}.yaml")


@pytest.mark.quick
@pytest.mark.parametrize(
    "name", ["", "---", "日本", "a/b", "../x", "a\nb", "$(touch x)/"]
)
def test_what_is_no_name_is_refused(name: str, here: Path) -> None:
    bad(2, "new", "--", name)
    assert list(here.iterdir()) == []


@pytest.mark.quick
def test_hostile_names_stay_names(here: Path) -> None:
    good("new", "--", "$(touch x); `id` 'q'")
    (path,) = here.iterdir()
    good("check", path.name)
    good("new", "--", "-v")
    good("check", os.path.join(".", "-v.yaml"))


@pytest.mark.quick
def test_nothing_is_overwritten_without_force(here: Path, wording: Wording) -> None:
    (here / "net.yaml").write_text("mine")
    wording(bad(1, "new", "net"))
    assert (here / "net.yaml").read_text() == "mine"
    good("new", "net.yaml", "--force")
    good("check", "net.yaml")


@pytest.mark.quick
@pytest.mark.parametrize(
    ("output", "file"),
    [("d/", "d/net.yaml"), ("other.yaml", "other.yaml"), (".", "./net.yaml")],
)
def test_it_goes_where_it_is_told(output: str, file: str) -> None:
    assert good("new", "net", "-o", output).splitlines()[0] == file
    good("check", file)


@pytest.mark.quick
def test_standard_output_has_the_spec_alone(here: Path) -> None:
    text = good("new", "net", "-o", "-")
    assert "name: Net\n" in text and "$" not in text
    assert list(here.iterdir()) == []
    template = (ROOT / "templates" / "starter.yaml").read_text()
    assert len(text.splitlines()) == len(template.splitlines())
