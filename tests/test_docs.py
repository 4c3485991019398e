"""The documentation says what the code does."""

import re
from typing import Any

import pytest

from archspec.backends.refusals import Refusal
from archspec.cli import main
from archspec.ops import OPS
from archspec.ops.base import Field, Op
from archspec.spec import OPERATORS
from tests.commands import ROOT
from tests.pages import PAGES

README = ROOT / "README.md"
LANGUAGE = ROOT / "docs" / "language.md"


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


# --- what the pages name -----------------------------------------------------------


@pytest.mark.quick
def test_commands_and_files_on_a_page_exist() -> None:
    for path in [*PAGES, ROOT / "CHANGELOG.md"]:
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
