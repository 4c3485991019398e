"""The processes of a run, one for each backend, reused from network to network."""

import os
import sys
import tempfile
import threading
from concurrent.futures import CancelledError
from pathlib import Path

from archspec.backends import backend_of
from archspec.proof.options import Options
from archspec.proof.processes.bundle import write_bundle
from archspec.proof.processes.process import Worker


class Workers:
    """Workers by backend, started on demand.

    A context manager that leaves neither processes nor files behind. Importing a
    framework takes longer than most proofs, so networks share a worker.
    """

    def __init__(self, options: Options):
        self.options = options
        self.jobs = options.jobs or os.cpu_count() or 1
        self._workers: dict[str, Worker] = {}
        self._temporary = tempfile.TemporaryDirectory(prefix="archspec-")
        self._starting = threading.Lock()
        self._stopped = False

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._temporary.cleanup()

    @property
    def folder(self) -> str:
        """The folder for temporary files, removed with the workers however this process
        ends.
        """
        # A file under proof may have deleted it.
        os.makedirs(self._temporary.name, mode=0o700, exist_ok=True)
        return self._temporary.name

    def of(self, backend: str) -> Worker:
        """The worker of ``backend``; no two threads may ask for the same.

        Raises:
            CancelledError: the workers have been stopped.
            OSError: its interpreter does not run.
        """
        with self._starting:
            if self._stopped:
                raise CancelledError
            if backend not in self._workers:
                self._workers[backend] = self._start(backend)
            return self._workers[backend]

    def drop(self, backend: str) -> None:
        """End the worker of ``backend``, which failed; the next one is new."""
        with self._starting:
            worker = self._workers.pop(backend, None)
        if worker:
            worker.close()

    def stop(self) -> None:
        """End all of them immediately, and start no others."""
        with self._starting:
            self._stopped = True
            running = tuple(self._workers.values())
        for worker in running:
            worker.end()
        for worker in running:
            worker.close()

    def _start(self, backend: str) -> Worker:
        bundle = Path(self.folder) / f"{backend}.pyz"
        write_bundle(bundle, backend)
        python = self.options.pythons.get(backend, sys.executable)
        threads = max(1, (os.cpu_count() or 1) // self.jobs)
        return Worker(
            [python, str(bundle), backend_of(backend).folder, self.folder], threads
        )
