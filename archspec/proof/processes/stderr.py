"""The standard error of a worker; its last lines may explain why the worker died."""

import os
import threading
from typing import IO

SHOWN = 12  # lines in a message
KEPT = 2**14  # bytes in memory: a file may write without end

_TRACEBACK = "Traceback (most recent call last)"


class StderrTail:
    """Reads the stream, and keeps its last lines.

    Args:
        stream: the stream; closed at its end.
    """

    def __init__(self, stream: IO[bytes]):
        self._stream = stream
        self._kept = b""
        self._ended = threading.Event()

    def listen(self) -> None:
        """Read until the end, in a thread."""
        with self._stream as stream:
            while data := os.read(stream.fileno(), KEPT):
                self._kept = (self._kept + data)[-KEPT:]
        self._ended.set()

    def last(self) -> list[str]:
        """The last lines, without the frames of Python."""
        self._ended.wait(1)  # another process may hold the pipe
        lines: list[str] = []
        inside = False
        for line in self._kept.decode(errors="replace").splitlines():
            inside = _TRACEBACK in line or (inside and line[:1] in ("", " "))
            if not inside:
                lines.append(line)
        return lines[-SHOWN:]
