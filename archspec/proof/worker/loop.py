"""A worker: ``python BACKEND.pyz PACKAGE FOLDER``, then one command per line on its
input.

A command is JSON, {"key": word, "do": name, ...arguments}. The answer is a line on its
output: the key of its command, a space, and JSON. Anything else on the output is not an
answer. The worker ends with its input, or with the answer {"failed": ...}.

A file under proof may change any module, so this loop binds everything that it needs at
the start.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from json import JSONDecoder, JSONEncoder
from os import _exit, getpid
from typing import Any, BinaryIO

from archspec.proof.worker.supervisor import supervise

LONGEST = 2000  # characters of a message from a file


def main() -> None:
    """Answer commands until the input ends; never returns."""
    package, folder = sys.argv[1:]
    # Prints and reads of a framework or the file must not mix with commands and
    # answers.
    questions, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    supervise(questions, answers, folder)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            after_in_child=partial(_close_pipes, null, questions, answers)
        )
    _Loop(package, os.fdopen(questions, "rb"), os.fdopen(answers, "wb")).run()


def _close_pipes(null: int, *pipes: int) -> None:
    """Close the worker's pipes in a process that the file forks."""
    for pipe in pipes:
        os.dup2(null, pipe, inheritable=False)


class _Loop:
    """Answers commands with a session, one after the other."""

    def __init__(self, package: str, questions: BinaryIO, answers: BinaryIO):
        self._package, self._pid = package, getpid()
        self._questions, self._answers = questions, answers
        self._encode = JSONEncoder().encode
        self._decode = JSONDecoder().decode
        self._session: Any = None
        self._key = ""

    def run(self) -> None:
        try:
            while line := self._questions.readline():
                self._answer(self._do(self._decode(line.decode())))
        except BaseException as error:  # any exception of the file is a result
            self._fail(error)
        # Not sys.exit: frameworks may hang during shutdown.
        _exit(0)

    def _do(self, command: dict[str, Any]) -> dict[str, Any]:
        self._key = command.pop("key")
        if self._session is None:
            # Late import, so that a failing import of the framework is also an answer.
            from archspec.proof.worker.session import Session

            self._session = Session(self._package)
        return getattr(self._session, command.pop("do"))(**command)

    def _fail(self, error: BaseException) -> None:
        try:
            failed: dict[str, Any] = {
                "type": type(error).__name__,
                "message": _message(error),
                "line": None,
                "calls": [],
                "files": [],
            }
            if self._session is not None:
                failed.update(self._session.error_lines(error))
                failed.update(self._session.seen())
            self._answer({"failed": failed})
        finally:
            _exit(1)

    def _answer(self, result: dict[str, Any]) -> None:
        if getpid() != self._pid:  # a process that the file forked has returned here
            _exit(0)
        text = self._encode({**result, "peak": _peak()})
        self._answers.write(f"{self._key} {text}\n".encode())
        self._answers.flush()


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:  # the file defines it
        return ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."


def _peak() -> int | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # in KiB, on Linux
