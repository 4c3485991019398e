"""The structure of the project: import directions and file lengths."""

import ast
import re
import statistics
import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from archspec.backends import BACKENDS

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "archspec").rglob("*.py"))
FRAMEWORKS = {"torch", "mxnet", "paddle", "chainer"}

# What each part may import, besides itself and records. The two views know nothing of
# each other.
MAY_IMPORT: dict[str, set[str]] = {
    "record": set(),
    "text": set(),
    "expr": set(),
    "ops": {"expr"},
    "assets": set(),
    "spec": {"assets", "expr", "ops", "text"},
    "zoo": {"assets", "spec", "text"},
    "front": {"expr", "ops", "spec", "text", "zoo"},
    "schema": {"expr", "front", "ops", "spec"},
    "cut": {"check", "expr", "graph", "ops", "spec", "text"},
    "check": {"expr", "ops", "spec", "text"},
    "model": {"expr", "ops", "spec"},
    "graph": {"expr", "ops", "spec", "text"},
    "reference": {"graph", "ops"},
    "lint": {"check", "expr", "graph", "ops", "spec", "text"},
    "atomic": set(),
    "weights": {"atomic", "backends", "graph", "ops", "reference", "text"},
    "backends": {"assets", "expr", "model", "ops", "reference"},
    "compat": {"backends"},
    "templating": {"assets", "backends", "text"},
    "pipeline": {
        "backends",
        "check",
        "expr",
        "graph",
        "model",
        "front",
        "spec",
        "templating",
        "text",
    },
    "view": {"backends", "graph", "ops", "spec", "text"},
    "diff": {"check", "expr", "graph", "ops", "spec", "view"},
    "proof": {
        "backends",
        "expr",
        "graph",
        "ops",
        "reference",
        "spec",
        "text",
        "view",
        "weights",
    },
    "api": {
        "backends",
        "check",
        "cut",
        "diff",
        "expr",
        "graph",
        "pipeline",
        "proof",
        "reference",
        "spec",
        "text",
        "view",
        "weights",
    },
    "cli": {
        "__version__",
        "api",
        "atomic",
        "backends",
        "check",
        "cut",
        "diff",
        "expr",
        "graph",
        "lint",
        "model",
        "ops",
        "pipeline",
        "proof",
        "reference",
        "schema",
        "spec",
        "text",
        "view",
        "weights",
        "zoo",
    },
    "testing": {"api", "backends", "proof", "text"},
    "__init__": {"api", "diff", "graph", "proof", "spec", "text", "weights"},
    "__main__": {"cli"},
}


# What any part may import: they import nothing but each other.
REGISTRY = {
    "archspec.backends",
    "archspec.backends.contract.facts.reserved",
    "archspec.backends.contract.tensor_names",
}

# What each room of a backend may import of the others. A framework's folder imports
# none of another's.
ROOMS: dict[str, set[str]] = {
    "python": set(),
    "contract": {"python"},
    "printing": {"contract", "python"},
    "forward": {"contract", "printing", "python"},
    "containers": {"contract", "python"},
    "lowering": {"containers", "contract", "forward", "printing", "python"},
    **{name: {"contract", "python"} for name in BACKENDS},
}


def imports(path: Path) -> Iterator[str]:
    """The dotted names of all modules that a file imports, late imports included."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "archspec":
            yield from (f"archspec.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def part_of(path: Path) -> str:
    """The part of the package that a file belongs to."""
    return path.relative_to(ROOT / "archspec").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    part = part_of(path)
    for module in imports(path):
        top, _, rest = module.partition(".")
        if top == "archspec" and rest and module not in REGISTRY:
            other = rest.split(".")[0]
            assert other in {part, "record"} | MAY_IMPORT[part], module


def test_the_registry_imports_nothing_else() -> None:
    paths = {module_of(path): path for path in SOURCES}
    for name in REGISTRY:
        # The types that it names are imported for the sake of types alone.
        needs = imported_files(paths[name], paths) - {
            "archspec.backends.contract.dialect"
        }
        assert needs <= REGISTRY | {"archspec.record"}, name


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_of_a_backend_import_one_way(room: str) -> None:
    for path in (ROOT / "archspec" / "backends" / room).rglob("*.py"):
        for module in imports(path):
            if module.startswith("archspec.backends."):
                assert module.split(".")[2] in {room} | ROOMS[room], (path, module)


def module_of(path: Path) -> str:
    """``archspec.expr`` for archspec/expr/__init__.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_files(path: Path, modules: Collection[str]) -> set[str]:
    """The modules that a file imports, whether at the top, late or for types alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (names & set(modules)) or {node.module}
    return found & set(modules)


def test_no_file_imports_what_imports_it() -> None:
    paths = {module_of(path): path for path in SOURCES}
    waiting = {name: imported_files(path, paths) for name, path in paths.items()}
    while free := {name for name, needs in waiting.items() if not needs - {name}}:
        waiting = {
            name: needs - free for name, needs in waiting.items() if name not in free
        }
    assert not waiting, sorted(waiting)


def test_only_runtimes_import_a_framework() -> None:
    for path in SOURCES:
        found = {module.split(".")[0] for module in imports(path)} & FRAMEWORKS
        runtime = (
            path.name in ("runtime.py", "probe.py") and part_of(path) == "backends"
        )
        assert not found or runtime, path


def test_numpy_stays_with_the_reference_the_weights_and_the_runtimes() -> None:
    allowed = re.compile(
        r"archspec/(reference/(\w+/)?\w+"
        r"|backends/(\w+/)+(compat|probe|rounding|runtime)|(proof|weights)/(\w+/)*\w+)\.py"
    )
    for path in SOURCES:
        if any(module.split(".")[0] == "numpy" for module in imports(path)):
            assert allowed.fullmatch(path.relative_to(ROOT).as_posix()), path


def test_a_class_has_a_name_of_its_own() -> None:
    """The frameworks' folders are left out: each has the same classes."""
    owners: dict[str, list[str]] = {}
    for path in SOURCES:
        if path.parent.name in BACKENDS:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                owners.setdefault(node.name, []).append(module_of(path))
    assert {name: where for name, where in owners.items() if len(where) > 1} == {}


def test_classes_of_values_are_records() -> None:
    # Dataclasses cost too much where a command has to define a hundred of them.
    for path in SOURCES:
        if path.name != "record.py":
            assert "dataclasses" not in imports(path), path


def test_files_are_short() -> None:
    golden = ROOT / "tests" / "golden"
    tests = [p for p in (ROOT / "tests").rglob("*.py") if golden not in p.parents]
    lengths = {path: len(path.read_text().splitlines()) for path in [*SOURCES, *tests]}
    assert {str(path): count for path, count in lengths.items() if count > 300} == {}
    assert statistics.median(lengths[path] for path in SOURCES) < 120


def test_nothing_is_put_off() -> None:
    put_off = re.compile(r"\b(TODO|FIXME|XXX)\b|pytest\.skip|\.xfail")
    for path in [*SOURCES, *(ROOT / "tests").rglob("*.py")]:
        if path != Path(__file__):
            assert not put_off.search(path.read_text()), path
    for path in SOURCES:
        assert not re.search(r"except Exception|except:", path.read_text()), path


def test_the_tree_holds_no_stray_files() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    tops = {name.split("/")[0] for name in listed}
    assert tops <= {
        *(
            ".ci",
            ".gitignore",
            ".pre-commit-hooks.yaml",
            "CHANGELOG.md",
            "CITATION.cff",
        ),
        *("LICENSE", "Makefile", "README.md", "archspec", "archspec_nn.py"),
        "benchmarks",
        *("constraints.txt", "docs", "mkdocs.yml", "pyproject.toml", "specs"),
        *("templates", "tests"),
    }
