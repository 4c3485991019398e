"""A worker's process: its questions, its answers, its time limit."""

import json
import os
import queue
import secrets
import signal
import subprocess
import threading
import time
from contextlib import suppress
from typing import IO, Any

from archspec.proof.processes.answers import NO_ANSWER, read_answer
from archspec.proof.processes.stderr import StderrTail
from archspec.proof.worker.supervisor import kill_below

PREFIX = 33  # bytes of the key of an answer, with the space after it
LONGEST = 2**26  # bytes of the rest
PATIENCE = 1.0  # seconds within which a process must end on request

# Proofs compare results of the CPU; a framework built for a GPU would use the GPU.
_ENVIRONMENT = {"CUDA_VISIBLE_DEVICES": "-1", "PYTHONDONTWRITEBYTECODE": "1"}
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class WorkerError(Exception):
    """A worker without an answer.

    Attributes:
        late: whether it took too long rather than died.
        answer: its report of the failure, if any.
    """

    def __init__(self, message: str, late: bool, answer: dict[str, Any]):
        super().__init__(message)
        self.late = late
        self.answer = answer


class Worker:
    """A running worker, which proves one network after another.

    Nothing here waits for a pipe, because a process left by the worker may hold it.
    Threads read and write the pipes, and end with the worker.

    Args:
        command: the interpreter, the bundle and its arguments.
        threads: the number of threads for its linear algebra.

    Attributes:
        seconds: the time of its answers since `begin`.
        peak: its peak memory so far, in bytes.
        version: the version of the framework, once it is known.
        ended: whether it can no longer be used.

    Raises:
        OSError: the interpreter does not run.
    """

    def __init__(self, command: list[str], threads: int):
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Signals of the terminal are for the process that requested the proof.
            start_new_session=True,
            env={
                **os.environ,
                **dict.fromkeys(_THREADS, str(threads)),
                **_ENVIRONMENT,
            },
        )
        self._stderr = StderrTail(_pipe(self._process.stderr))
        self._questions: queue.Queue[bytes] = queue.Queue()
        self._answers: queue.Queue[bytes] = queue.Queue()
        self._key = b""
        for task in (self._speak, self._listen, self._stderr.listen):
            threading.Thread(target=task, daemon=True).start()
        self._limit = 0.0
        self._worker = 0  # the process below the supervisor
        self.seconds = 0.0
        self.peak: int | None = None
        self.version = ""
        self.ended = False

    def begin(self, limit: float, folder: str) -> None:
        """Start with the network in ``folder``, which may take ``limit`` seconds.

        Raises WorkerError, above all if the framework cannot be imported.
        """
        self._limit, self.seconds = limit, 0.0
        if not self.version:
            answer = self.ask("version")
            self.version, self._worker = answer["version"], answer["pid"]
        self.ask("open", folder=folder)

    def end(self) -> None:
        """Request its end, with everything that it has started."""
        self._process.terminate()
        self._questions.put(b"")
        self._answers.put(b"")

    def close(self) -> None:
        """End it, and wait for its end."""
        self.end()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            kill_below(self._process.pid)
            self._process.kill()
            self._process.wait()
        if self._worker and hasattr(os, "killpg"):
            # If its supervisor was killed, the worker died, but not its forks.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._worker, signal.SIGKILL)

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """The answer to a command. Raises WorkerError if there is none."""
        key = secrets.token_hex(PREFIX // 2)
        self._key = f"{key} ".encode()
        text = json.dumps({"key": key, "do": do, **arguments})
        self._questions.put(f"{text}\n".encode())
        self.ended = True
        begun = time.monotonic()
        try:
            line = self._line(begun + self._limit - self.seconds)
        finally:
            self.seconds += time.monotonic() - begun
        if not line:
            raise WorkerError(self._death(), False, {})
        answer = read_answer(do, line.removeprefix(self._key))
        if answer is None or not line.startswith(self._key):
            raise WorkerError(NO_ANSWER, False, {})
        self.peak = answer["peak"]
        if "failed" in answer:
            failure = answer["failed"]
            message = ": ".join(filter(None, (failure["type"], failure["message"])))
            raise WorkerError(message, False, failure)
        self.ended = False
        return answer

    def _line(self, until: float) -> bytes:
        """The next line of the worker, empty if it is gone."""
        while True:
            left = until - time.monotonic()
            try:
                return self._answers.get(timeout=max(0.0, min(left, PATIENCE)))
            except queue.Empty:
                pass
            if left <= 0:
                message = f"no answer within {self._limit:.0f} s (see --timeout)"
                raise WorkerError(message, True, {})
            if self._process.poll() is not None and self._answers.empty():
                return b""

    def _speak(self) -> None:
        stream = _pipe(self._process.stdin)
        with suppress(OSError), stream:
            while question := self._questions.get():
                stream.write(question)
                stream.flush()

    def _listen(self) -> None:
        with _pipe(self._process.stdout) as stream:
            while line := stream.readline(PREFIX):
                if line == self._key:
                    line += stream.readline(LONGEST)
                self._answers.put(line)
                if not line.endswith(b"\n"):
                    break  # it may send endless invalid answers
        self._answers.put(b"")

    def _death(self) -> str:
        try:
            code = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return "the process closed the pipe of its answers"
        how = f"exit code {code}"
        if code < 0:
            how = f"signal {signal.Signals(-code).name}"
            if -code == getattr(signal, "SIGKILL", None):
                how += ", as when memory runs out"
        return "\n".join([f"the process ended ({how})", *self._stderr.last()])


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream
