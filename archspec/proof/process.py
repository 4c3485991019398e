"""A worker's process: questions to it, answers from it, a limit on its time."""

import json
import os
import queue
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

SHOWN = 12  # lines of what a dead worker wrote to standard error

# Proofs are about the numbers of the CPU; a framework built for a GPU would take it.
_ENVIRONMENT = {"CUDA_VISIBLE_DEVICES": "-1", "PYTHONDONTWRITEBYTECODE": "1"}
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class WorkerError(Exception):
    """A worker that gives no answer.

    Attributes:
        late: whether it took too long, rather than died.
        answer: what it could tell of its failure, if anything.
    """

    def __init__(self, message: str, late: bool, answer: dict[str, Any]):
        super().__init__(message)
        self.late = late
        self.answer = answer


class Worker:
    """One running worker, which proves one network after another.

    Args:
        command: the interpreter, the bundle and its arguments.
        threads: of its linear algebra.

    Attributes:
        seconds: that its answers took since `begin`.
        peak: the most memory it took so far, in bytes.
        version: of the framework, once it is known.
        ended: whether it is of no more use.
    """

    def __init__(self, command: list[str], threads: int):
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={
                **os.environ,
                **dict.fromkeys(_THREADS, str(threads)),
                **_ENVIRONMENT,
            },
        )
        self._answers: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._limit = 0.0
        self.seconds = 0.0
        self.peak: int | None = None
        self.version = ""
        self.ended = False

    def begin(self, limit: float, folder: str) -> None:
        """Turn to the network of ``folder``, which may take ``limit`` seconds.

        Raises WorkerError, above all if the framework cannot be imported.
        """
        self._limit, self.seconds = limit, 0.0
        if not self.version:
            self.version = self._answer()["version"]
        self.ask("open", folder=folder)

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                _close(stream)
        self._errors.close()

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """The answer to a command. Raises WorkerError if there is none."""
        stream = self._process.stdin
        assert stream is not None
        try:
            stream.write(json.dumps({"do": do, **arguments}) + "\n")
            stream.flush()
        except BrokenPipeError:
            pass  # it died; the answer that is missing tells
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        begun = time.monotonic()
        self.ended = True
        try:
            line = self._answers.get(timeout=max(0.0, self._limit - self.seconds))
        except queue.Empty:
            message = f"no answer within {self._limit:.0f} s (see --timeout)"
            raise WorkerError(message, True, {}) from None
        finally:
            self.seconds += time.monotonic() - begun
        if not line:
            raise WorkerError(self._death(), False, {})
        answer: dict[str, Any] = json.loads(line)
        self.peak = answer.pop("peak")
        if "failed" in answer:
            failure = answer["failed"]
            message = f"{failure['type']}: {failure['message']}"
            raise WorkerError(message, False, failure)
        self.ended = False
        return answer

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        for line in stream:
            self._answers.put(line)
        self._answers.put("")

    def _death(self) -> str:
        code = self._process.wait()
        how = f"exit code {code}"
        if code < 0:
            how = f"signal {signal.Signals(-code).name}"
            if -code == getattr(signal, "SIGKILL", None):
                how += ", as when memory runs out"
        self._errors.seek(0)
        said = self._errors.read().decode(errors="replace").splitlines()[-SHOWN:]
        return "\n".join([f"the process ended ({how})", *said])


def worker_command(python: str, bundle: Path, backend: str, folder: Path) -> list[str]:
    """How a worker is run by the interpreter ``python``."""
    return [python, str(bundle), backend, str(folder)]


def _close(stream: IO[Any]) -> None:
    with suppress(BrokenPipeError):  # of what a dead worker never read
        stream.close()
