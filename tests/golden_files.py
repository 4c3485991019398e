"""The emitted files that tests/golden keeps."""

from collections.abc import Iterator
from pathlib import Path

import archspec
from archspec.backends import BACKENDS
from tests.networks import FAMILIES

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests/golden"
SPECS = [ROOT / f"specs/{name}.yaml" for name in FAMILIES]
SPECS += sorted(ROOT.glob("specs/tutorials/*.yaml"))
CASES = sorted(ROOT.glob("tests/cases/*.yaml"))


def golden_path(path: Path, backend: str) -> Path:
    """The golden file of a spec."""
    folder = "cases" if path.parent.name == "cases" else "specs"
    return GOLDEN / folder / f"{path.stem}_{backend}.py"


def emitted(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """The golden path and the source of every file emitted for ``paths``."""
    for path in paths:
        spec = archspec.load(path)
        for backend in BACKENDS:
            yield golden_path(path, backend), spec.emit(backend)
