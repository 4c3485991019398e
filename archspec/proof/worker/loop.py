"""A worker: ``python worker.pyz BACKEND``, then a command a line on its input.

A command is JSON, {"do": name, ...arguments}; so is the answer, a line on its output.
The worker ends with its input, or with the answer {"failed": ...}.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any, TextIO


def main() -> None:
    (backend,) = sys.argv[1:]
    # Whatever else prints, a framework or the file, must not end up among the answers.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    files: set[str] = set()
    session: Any = None
    try:
        session = _session(backend)
        _answer(answers, session.version())
        for line in sys.stdin:
            command: dict[str, Any] = json.loads(line)
            files.add(command.get("filename", ""))
            _answer(answers, getattr(session, command.pop("do"))(**command))
    except BaseException as error:  # whatever the file raises is a result
        _answer(answers, {"failed": _failure(error, files, session)})
        traceback.print_exc()
        answers.flush()
        # Not sys.exit: frameworks may hang while they are torn down.
        os._exit(1)
    answers.flush()
    os._exit(0)


def _session(backend: str) -> Any:
    # Late, so that a framework that cannot be imported is an answer too.
    from archspec.proof.worker.session import Session

    return Session(backend)


def _failure(error: BaseException, files: set[str], session: Any) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename in files]
    return {
        "type": type(error).__name__,
        "message": str(error),
        "line": lines[-1] if lines else getattr(error, "lineno", None),
        **(session.seen() if session is not None else {}),
    }


def _answer(answers: TextIO, result: dict[str, Any]) -> None:
    try:
        import resource

        peak = (
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        )  # of KiB, on Linux
    except ImportError:  # Windows
        peak = None
    answers.write(json.dumps({**result, "peak": peak}) + "\n")
