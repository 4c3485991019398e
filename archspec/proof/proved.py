"""The proof in the Python API."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from archspec.proof.options import Folder, More, MoreOfFile
    from archspec.proof.reports.report import Level
    from archspec.proof.reports.result import Report
    from archspec.proof.specs import Provable


class Proved:
    """The methods of `archspec.Spec` that prove it."""

    def verify(
        self: "Provable",
        backends: "Sequence[str] | None" = None,
        level: "Level" = "grad",
        *,
        template: "Folder | None" = None,
        **options: "Unpack[More]",
    ) -> "Report":
        """Prove that the emitted files compute this network; see `archspec.proof`.

        Args:
            backends: names of backends; all that are installed if None.
            level: "shape", "init", "forward", "grad" or "train"; each includes those
                before it.
            template: as for `emit`.
            options: batch, seed, timeout in seconds of each backend's process, jobs at
                a time, pythons (other interpreters, by backend).

        Raises:
            CompileError: a backend that is named cannot express the network, or a
                batch norm sees too few values to be compared at level "train".
            ImportError: a backend that is named is not installed.
            ValueError: no such backend or level.
        """
        from archspec.proof.options import Options
        from archspec.proof.processes.workers import Workers
        from archspec.proof.specs import verify

        with Workers(Options(level=level, **options)) as workers:
            return verify(self, workers, backends, template=template)

    def verify_file(
        self: "Provable",
        path: "str | os.PathLike[str]",
        backend: str,
        level: "Level" = "grad",
        *,
        class_name: str | None = None,
        call: str | None = None,
        **options: "Unpack[MoreOfFile]",
    ) -> "Report":
        """Prove that a file, edited or written by hand, computes this network.

        Args:
            path: Python code, which is executed in a process of its own.
            backend: the framework of the file.
            level: as for `verify`.
            class_name: the class, or the function that returns the network; if None,
                the one with the name of the spec, or the only one.
            call: its arguments, if it takes more than its inputs: ``"x, t=zeros"``.
            options: as for `verify`, and rules: patterns and replacements that rename
                its tensors to those of the spec; and ignore: patterns for names of
                tensors and outputs that are not in the spec.

        Raises:
            CompileError: a batch norm sees too few values to be compared at level
                "train".
            ImportError: the backend is not installed.
            OSError: the file cannot be read.
            ValueError: no such backend or level; the file is not text; ``call`` is not
                a call of the network.
        """
        from archspec.proof.backend_proof import File
        from archspec.proof.calling import read_call
        from archspec.proof.options import Options
        from archspec.proof.processes.workers import Workers
        from archspec.proof.source import read_source
        from archspec.proof.specs import verify_file

        text = read_source(Path(path))
        name, exact = class_name or self.name, class_name is not None
        called = None if call is None else read_call(call, list(self.graph.inputs))
        file = File(text, os.fspath(path), name, False, exact, called)
        with Workers(Options(level=level, **options)) as workers:
            return verify_file(self, workers, backend, file)
