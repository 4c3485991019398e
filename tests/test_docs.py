"""The documentation says what the code does."""

import re
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import archspec
from archspec.backends.refusals import Refusal
from archspec.cli import main
from archspec.ops import OPS
from archspec.ops.base import Field, Op
from archspec.spec import OPERATORS
from archspec.weights.formats import FORMATS
from tests.commands import ROOT, good, run

README = ROOT / "README.md"
LANGUAGE = ROOT / "docs" / "language.md"
PAGES = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(), re.M | re.S)


# --- the tables of operators, as the pages must have them --------------------------


def overview() -> str:
    """The README's table."""
    rows = [f"| `{op.NAME}` | {_summary(op)} |" for op in OPS]
    head = ["| operator | meaning |", "|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def reference() -> str:
    """The sections of the language's reference."""
    return "\n".join(_section(op) for op in OPS)


def _summary(op: type[Op]) -> str:
    return (op.__doc__ or "").splitlines()[0].replace("``", "`")


def _section(op: type[Op]) -> str:
    doc = re.sub(r"\n +", "\n", op.__doc__ or "").strip().replace("``", "`")
    lines = [f"### {op.NAME}", "", doc, ""]
    if op.SHAPE != Op.SHAPE:
        lines += [f"Shape: `{op.SHAPE}`.", ""]
    if op.fields():
        lines += ["| field | value | meaning |", "|---|---|---|"]
        lines += [f"| `{_field(f)}` | {f.kind.name} | {f.doc} |" for f in op.fields()]
        lines.append("")
    return "\n".join(lines)


def _field(field: Field) -> str:
    if field.required:
        return field.name
    if field.default is None:
        return f"[{field.name}]"
    return f"{field.name} = {_plain(field.default)}"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return _plain(value[0])  # all defaults have equal sides
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.quick
def test_the_pages_list_all_operators() -> None:
    assert overview() in README.read_text()
    assert reference() in LANGUAGE.read_text()
    for op in OPERATORS:
        assert f"`{op}`" in README.read_text(), op
        assert (
            f"`{op}`" in LANGUAGE.read_text() or f"### {op}\n" in LANGUAGE.read_text()
        )


# --- examples ----------------------------------------------------------------------


@pytest.mark.quick
def test_the_example_of_the_readme_is_what_the_tool_prints(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(blocks(README, "yaml")[0])
    assert blocks(README, "python")[0] == good("emit", str(path), "--backend", "torch")
    shown = good("show", str(path)).splitlines()
    session = re.search(
        r"\$ archspec show small.yaml\n(.*?)```", README.read_text(), re.S
    )
    assert session
    for line in session[1].splitlines():
        assert line == "..." or line in shown


def test_the_python_of_the_readme_runs() -> None:
    first, second = blocks(README, "python")[1:]
    x = np.random.default_rng(0).normal(size=(1, 3, 64, 64))
    names: dict[str, Any] = {"x": x}
    exec(first, names)
    spec = names["spec"]
    assert (spec.graph.output_shape, spec.graph.param_count) == ((10,), 23528522)
    assert names["same"].keys() == names["weights"].keys()
    assert names["y"].shape == (1, 10)
    exec(second, {"archspec": archspec})


def test_the_page_on_weights_shows_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ROOT / "docs" / "weights.md"
    (tmp_path / "specs").symlink_to(ROOT / "specs")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(blocks(page, "python")[0], names)
    found = names["spec"].weights_of("torch", names["net"])
    for other in (names["weights"], names["again"]):
        assert other.keys() == found.keys()
        assert all(np.array_equal(other[name], found[name]) for name in found)

    resnet50 = archspec.load("specs/resnet50.yaml")
    resnet50.save_weights("resnet50.pt", resnet50.init_weights(dtype="float32"))
    Path("net.yaml").write_text(
        "archspec: 1\nname: Net\ninput: [3]\n"
        "body:\n  fc: {op: dense, units: 2, bias: false}\n"
    )
    tensor = {"module.fc.weight": np.zeros((2, 3), np.float32)}
    Path("ddp.pt").write_bytes(FORMATS["torch"].codec.serialize(tensor, {}))
    for block in blocks(page, "console"):
        for session in block.split("$ archspec ")[1:]:
            command, _, output = session.partition("\n")
            done = run(*shlex.split(command))
            assert done.stdout + done.stderr == output.rstrip("\n") + "\n"


@pytest.mark.quick
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_whole_specs_on_a_page_are_right(path: Path, tmp_path: Path) -> None:
    for number, text in enumerate(blocks(path, "yaml")):
        if text.startswith("archspec: 1"):
            file = tmp_path / f"{number}.yaml"
            file.write_text(text)
            done = run("emit", str(file), "--backend", "all", "-o", f"{tmp_path}/")
            # A page may show a mistake, with the error that it gives.
            first = done.stderr.partition("\n")[0]
            assert done.exit_code == 0 or first in path.read_text(), done.stderr


# --- what the pages name -----------------------------------------------------------


@pytest.mark.quick
def test_commands_and_files_on_a_page_exist() -> None:
    for path in PAGES:
        text = path.read_text()
        commands = re.findall(r"(?:\$ |`|&& )archspec ([a-z]+)", text)
        assert set(commands) <= set(main.commands), path
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (path.parent / target).exists(), (path, target)
        for file in re.findall(
            r"`((?:archspec|tests|specs|docs|templates)/[\w/.*]*)`", text
        ):
            assert list(ROOT.glob(file.rstrip("/"))), (path, file)


@pytest.mark.quick
def test_refusals_are_documented() -> None:
    text = " ".join((ROOT / "docs" / "backends.md").read_text().split())
    for refusal in Refusal:
        assert refusal.value in text, refusal
