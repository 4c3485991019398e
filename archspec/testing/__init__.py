"""Assertions for tests: emitted code, or your own file, computes its spec.

>>> from archspec.testing import assert_equivalent
>>> report = assert_equivalent("resnet18", level="shape")

In pytest, `archspec.testing.plugin` provides the first as a fixture, with options.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from archspec.api import Spec
    from archspec.proof.options import MoreEmitted, MoreOfFile
    from archspec.proof.reports.report import Level
    from archspec.proof.reports.result import Report

__all__ = ["assert_equivalent", "assert_file"]


def assert_equivalent(
    spec: "Spec | str | os.PathLike[str]",
    backends: "Sequence[str] | None" = None,
    level: "Level" = "grad",
    **options: "Unpack[MoreEmitted]",
) -> "Report":
    """Assert that the code emitted for ``spec`` computes it, in each backend.

    Args:
        spec: a spec, a YAML file, or the name of one that comes with the package.
        backends: names of backends; all that are installed if None.
        level: "shape", "init", "forward", "grad" or "train"; each includes those before
            it.
        options: as for `archspec.Spec.verify`: batch, seed, timeout, ...

    Returns:
        The report, which is ok.

    Raises:
        AssertionError: a backend differs, or none is installed; the first line of the
            message names the first node that differs.
        CompileError: the spec is wrong, or a named backend cannot express it.
        ImportError: a named backend is not installed.
        ValueError: no such backend or level.
    """
    __tracebackhide__ = True
    return _held(_loaded(spec).verify(backends, level, **options))


def assert_file(
    spec: "Spec | str | os.PathLike[str]",
    path: "str | os.PathLike[str]",
    backend: str,
    level: "Level" = "grad",
    *,
    class_name: str | None = None,
    **options: "Unpack[MoreOfFile]",
) -> "Report":
    """Assert that a file, edited or written by hand, computes ``spec``.

    Args:
        spec: as for `assert_equivalent`.
        path: the file.
        backend: the framework of the file.
        level: as for `assert_equivalent`.
        class_name: the network in the file; see `archspec.Spec.verify_file`.
        options: as for `archspec.Spec.verify_file`.

    Returns:
        The report, which is ok.

    Raises:
        AssertionError: the file differs; the first line of the message names the first
            node that does.
        CompileError: the spec is wrong.
        ImportError: the backend is not installed.
        OSError: the file cannot be read.
        ValueError: no such backend or level; the file is not text.
    """
    __tracebackhide__ = True
    loaded = _loaded(spec)
    return _held(
        loaded.verify_file(path, backend, level, class_name=class_name, **options)
    )


def _loaded(spec: "Spec | str | os.PathLike[str]") -> "Spec":
    from archspec.api import load

    return load(spec) if isinstance(spec, str | os.PathLike) else spec


def _held(report: "Report") -> "Report":
    from archspec.proof.reports.text import first_difference

    __tracebackhide__ = True
    if not report.ok:
        raise AssertionError(f"{first_difference(report)}\n\n{report}")
    return report
