"""The public API: typed, documented, and nothing imported too early."""

import inspect
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import archspec
from archspec import testing
from tests.commands import ROOT, process
from tests.wording import Wording


def test_a_strict_type_checker_knows_every_type(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "typed" / "user.py", tmp_path)
    # Names that there are not, and arguments of other types, have to be seen.
    (tmp_path / "wrong.py").write_text(
        "import archspec\narchspec.lode('x')\narchspec.load(3)\n"
        "archspec.load('x').verify(level='all')\narchspec.load('x').verify(bach=2)\n"
    )
    config = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.10",
        "extraPaths": [str(ROOT)],
        "include": ["."],
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(config))
    options = "--outputjson", "-p", str(tmp_path), "--pythonpath", sys.executable
    done = process("-m", "pyright", *options)
    found = json.loads(done.stdout)["generalDiagnostics"]
    by_file = {name: [] for name in ("user.py", "wrong.py")}
    for item in found:
        by_file[Path(item["file"]).name].append(item)
    assert by_file["user.py"] == []
    lines = {item["range"]["start"]["line"] for item in by_file["wrong.py"]}
    assert lines == {1, 2, 3, 4}


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """All public functions and methods of the facade."""
    yield "load", archspec.load
    yield "compile", archspec.compile
    for name in testing.__all__:
        yield name, getattr(testing, name)
    for cls in (archspec.Spec, archspec.Graph, archspec.Report, archspec.Diff):
        for name, member in inspect.getmembers(cls, inspect.isfunction):
            if not name.startswith("_"):
                yield f"{cls.__name__}.{name}", member


@pytest.mark.quick
@pytest.mark.parametrize(
    ("name", "function"), [pytest.param(*pair, id=pair[0]) for pair in functions()]
)
def test_every_function_says_what_it_takes(
    name: str, function: Callable[..., Any]
) -> None:
    doc = inspect.getdoc(function) or ""
    assert re.match(r"[A-Z].*[.:?]", doc), name
    params = [
        param for param in inspect.signature(function).parameters if param != "self"
    ]
    if len(params) > 1:
        assert "Args:\n" in doc, name
    for param in params:
        assert re.search(rf"\b{param}(: |``)", doc), (name, param)


@pytest.mark.quick
def test_all_that_is_offered_is_there(wording: Wording) -> None:
    assert dir(archspec) == sorted(archspec.__all__)
    for name in archspec.__all__:
        assert getattr(archspec, name) is not None
    with wording.raises(AttributeError):
        archspec.lode  # type: ignore[attr-defined]  # noqa: B018
    assert (ROOT / "archspec" / "py.typed").is_file()


@pytest.mark.quick
def test_the_page_names_all_that_is_offered() -> None:
    page = (ROOT / "docs" / "python.md").read_text()
    for name in {*archspec.__all__, *testing.__all__} - {"__version__"}:
        assert re.search(rf"\b{name}\b", page), name


@pytest.mark.quick
def test_importing_it_imports_nothing_else() -> None:
    code = "import sys, archspec; print(*(m for m in sys.modules if 'archspec' in m))"
    assert process("-c", code).stdout.split() == ["archspec"]
