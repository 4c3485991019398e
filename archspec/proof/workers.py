"""The processes of a run, one for each backend, kept from network to network."""

import os
import sys
import tempfile
from pathlib import Path

from archspec.proof.bundle import write_bundle
from archspec.proof.options import Options
from archspec.proof.process import Worker


class Workers:
    """Workers by backend, started when they are needed.

    A context manager that leaves neither processes nor files behind. Importing a
    framework takes longer than most proofs, so many networks share one.
    """

    def __init__(self, options: Options):
        self.options = options
        self._workers: dict[str, Worker] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="archspec-")
        self._bundle = Path(self._folder.name) / "worker.pyz"
        write_bundle(self._bundle)
        self.jobs = options.jobs or os.cpu_count() or 1

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers.values():
            worker.close()
        self._folder.cleanup()

    def of(self, backend: str) -> Worker:
        """The worker of ``backend``; no two threads may ask for the same."""
        if backend not in self._workers:
            python = self.options.pythons.get(backend, sys.executable)
            threads = max(1, (os.cpu_count() or 1) // self.jobs)
            command = [python, str(self._bundle), backend, self._folder.name]
            self._workers[backend] = Worker(command, threads)
        return self._workers[backend]

    def drop(self, backend: str) -> None:
        """End the worker of ``backend``, which failed; the next one is new."""
        self._workers.pop(backend).close()
