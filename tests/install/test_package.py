"""The package contains everything that archspec needs at run time, and nothing else."""

import ast
import re
import sys
import tarfile
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
import yaml
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import archspec
from archspec.backends import BACKENDS
from tests.commands import ROOT
from tests.core import CORE, FRAMEWORKS, files

NAME = f"archspec_nn-{archspec.__version__}"


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder))
    assert Path(built).name == f"{NAME}-py3-none-any.whl"
    return contents(Path(built))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, as a folder."""
    folder = tmp_path_factory.mktemp("sdist")
    (built,) = SdistBuilder(str(ROOT)).build(directory=str(folder))
    with tarfile.open(built) as file:
        for member in file:
            assert member.isfile() and ".." not in member.name
            path = folder / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            source = file.extractfile(member)
            assert source
            path.write_bytes(source.read())
    return folder / NAME


@pytest.fixture(scope="module")
def metadata(wheel: dict[str, bytes]) -> Message:
    return message_from_bytes(wheel[f"{NAME}.dist-info/METADATA"])


def relative(folder: Path, pattern: str) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob(pattern)}


def test_the_wheel_holds_the_package_templates_and_specs(
    wheel: dict[str, bytes],
) -> None:
    parts = {
        "archspec": relative(ROOT / "archspec", "*.py") | {"py.typed"},
        "archspec/_templates": relative(ROOT / "templates", "*.*"),
        "archspec/_specs": relative(ROOT / "specs", "*.yaml"),
        f"{NAME}.dist-info": {
            *("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
        },
    }
    expected = {f"{part}/{name}" for part, names in parts.items() for name in names}
    expected.add("archspec_nn.py")
    assert set(wheel) == expected
    assert "archspec/_templates/module.py.j2" in expected
    assert "archspec/_templates/gluon/PadConv2D.py" in expected
    assert "archspec/_specs/tutorials/gluon_nin.yaml" in expected


def test_the_sdist_builds_the_same_wheel(
    wheel: dict[str, bytes], unpacked: Path, tmp_path: Path
) -> None:
    (built,) = WheelBuilder(str(unpacked)).build(directory=str(tmp_path))
    assert contents(Path(built)) == wheel


def test_the_sdist_holds_what_is_tracked_and_nothing_else(unpacked: Path) -> None:
    tops = {path.name for path in unpacked.iterdir()}
    assert tops == {
        *("CHANGELOG.md", "CITATION.cff", "LICENSE", "Makefile", "PKG-INFO"),
        *("README.md", "archspec", "benchmarks", "constraints.txt", "docs"),
        *("mkdocs.yml", "pyproject.toml", "specs", "templates", "tests"),
        *(".gitignore", ".pre-commit-hooks.yaml", "archspec_nn.py"),
    }
    foreign = re.compile(r"__pycache__|\.pyc$|\.so$|\.whl$|/\.venv|/\.git/")
    packed = {path for path in unpacked.rglob("*") if path.is_file()}
    assert not [path for path in packed if foreign.search(path.as_posix())]
    for path in packed - {unpacked / "PKG-INFO"}:
        assert path.read_bytes() == (ROOT / path.relative_to(unpacked)).read_bytes()


def test_the_metadata(metadata: Message) -> None:
    assert metadata["Name"] == "archspec-nn"
    assert metadata["Version"] == archspec.__version__
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.10"
    assert str(metadata.get_payload()).startswith("# archspec\n")
    versions = {
        classifier.split(" :: ")[-1]
        for classifier in metadata.get_all("Classifier", [])
        if re.search(r":: 3\.\d+$", classifier)
    }
    assert versions == {"3.10", "3.11", "3.12", "3.13"}
    assert metadata.get_all("Project-URL") is None


def test_every_framework_is_an_extra(metadata: Message) -> None:
    extras = set(metadata.get_all("Provides-Extra", []))
    assert extras >= {*BACKENDS, "mxnet", "numpy", "all", "test"}


def test_what_is_imported_is_declared(metadata: Message) -> None:
    """Frameworks and NumPy are extras; pytest is there where its plugin runs.

    pydantic_core is the part of pydantic that its release pins.
    """
    needed = metadata.get_all("Requires-Dist", [])
    plain = {re.split(r"[<>=]", line)[0] for line in needed if "extra ==" not in line}
    declared = {name.replace("-", "_") for name in plain - {"pyyaml"}} | {"yaml"}
    imported = {
        name.partition(".")[0]
        for path in (ROOT / "archspec").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imports(node)
    }
    others = {
        "archspec",
        "archspec_nn",
        *FRAMEWORKS,
        "numpy",
        "pydantic_core",
        "pytest",
    }
    assert imported - others - sys.stdlib_module_names == declared


def imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_the_version_stands_in_one_place() -> None:
    assert f'__version__ = "{archspec.__version__}"' in (
        ROOT / "archspec/__init__.py"
    ).read_text(encoding="utf-8")
    assert archspec.__version__ not in (ROOT / "pyproject.toml").read_text()
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == archspec.__version__
    assert citation["license"] == "Apache-2.0"
    assert citation["cff-version"] == "1.2.0"
    assert {"authors", "message", "title"} <= citation.keys()


def test_the_change_log_is_kept() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.*)$", text, re.M)
    assert heads[0] == "[Unreleased]"
    dated = re.compile(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d")
    assert all(dated.fullmatch(head) for head in heads[1:])
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.*)$", text, re.M)) <= kinds


# --- the tests that need no framework ------------------------------------------------


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_the_core_imports_no_framework(path: Path) -> None:
    assert path.is_file()
    assert len(set(CORE)) == len(CORE)
    named = "|".join(FRAMEWORKS)
    found = re.search(rf"^\s*(import|from) ({named})\b", path.read_text(), re.M)
    assert not found
