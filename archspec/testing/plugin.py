"""The pytest plugin: specs as tests, and `assert_equivalent` as a fixture.

pytest imports this plugin whenever archspec is installed, so it imports everything else
only when a test needs it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from archspec.testing import assert_equivalent as _assert_equivalent

if TYPE_CHECKING:
    from archspec.proof.reports.result import Report

Made = TypeVar("Made", bound=pytest.Collector | pytest.Item)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--archspec-backends`` and ``--archspec-level``, and the same in the ini file."""
    group = parser.getgroup("archspec", "proofs of networks")
    group.addoption(
        "--archspec-backends",
        metavar="NAME,...",
        help="Backends in which networks are proved; by default, all that are "
        "installed.",
    )
    group.addoption(
        "--archspec-level",
        choices=("shape", "init", "forward", "grad", "train"),
        help="The level of the proof; by default, 'grad'.",
    )
    parser.addini("archspec_backends", "as --archspec-backends, one or more", "args")
    parser.addini("archspec_level", "as --archspec-level", default="grad")
    parser.addini("archspec_specs", "patterns of YAML files that are tests", "args")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "SpecFile | None":
    """A test for each file that matches a pattern of ``archspec_specs``."""
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    patterns: list[str] = parent.config.getini("archspec_specs")
    if any(file_path.match(pattern) for pattern in patterns):
        return _made(SpecFile, parent, path=file_path)
    return None


@pytest.fixture(scope="session")
def assert_equivalent(pytestconfig: pytest.Config) -> "Callable[..., Report]":
    """`archspec.testing.assert_equivalent`, with the options of this run as defaults."""
    return partial(_assert_equivalent, **_options(pytestconfig))


def _options(config: pytest.Config) -> dict[str, Any]:
    from archspec.backends import backend_name
    from archspec.proof.options import Options

    given: str | None = config.getoption("--archspec-backends")
    names: list[str] = given.split(",") if given else config.getini("archspec_backends")
    level: Any = config.getoption("--archspec-level") or config.getini("archspec_level")
    try:
        backends = [backend_name(name.strip()) for name in names]
        return {"backends": backends or None, "level": Options(level).level}
    except ValueError as error:
        raise pytest.UsageError(f"archspec: {error}") from None


def _made(cls: "type[Made]", parent: pytest.Collector, **about: Any) -> "Made":
    make: Callable[..., Made] = cls.from_parent  # pyright: ignore  (untyped in pytest)
    return make(parent, **about)


class SpecFile(pytest.File):
    """A spec file as a collection of tests."""

    def collect(self) -> Iterator["SpecItem"]:
        """The one test of a spec: its proof in all backends."""
        yield _made(SpecItem, self, name="proof")


class SpecItem(pytest.Item):
    """The proof of a spec."""

    def runtest(self) -> None:
        """Prove the spec with the options of this run."""
        _assert_equivalent(self.path, **_options(self.config))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        """The difference or the error, without a traceback."""
        from archspec.text.problems import CompileError

        expected = (AssertionError, CompileError, ImportError, pytest.UsageError)
        if isinstance(excinfo.value, expected):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The location for reports: the file."""
        return self.path, 0, f"{self.path.name}: proof"
