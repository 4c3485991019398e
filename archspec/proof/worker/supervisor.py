"""The parent process of a worker, which ends everything that the worker has started.

A file under proof may fork, start processes, begin a new session or ignore signals. The
supervisor is the parent of the worker and, on Linux, of all processes below it that
lose their parent. When the worker ends, or the process that requested the proof does,
for any reason, the supervisor kills all of them. Without fork (Windows), there is no
supervisor.
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import signal
import sys
import threading
import time
from contextlib import suppress

GIVE_UP = 2.0  # seconds after which processes that multiply faster than they die are abandoned

_SET_DEATH_SIGNAL, _SET_SUBREAPER = 1, 36  # of Linux's prctl


def supervise(questions: int, answers: int, folder: str) -> None:
    """Fork: the worker returns, and the supervisor stays to exit with its status.

    Args:
        questions: a pipe that ends with the process at its other end.
        answers: a pipe for the worker alone.
        folder: removed if the process at the other end is gone; that process sends a
            signal before it closes the pipe for another reason.
    """
    if not hasattr(os, "fork"):
        return
    _prctl(_SET_SUBREAPER, 1)
    supervisor = os.getpid()
    # A signal before its handler is set would end only the supervisor.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    worker = os.fork()
    if worker:
        os.close(answers)
        _stay(worker, questions, folder)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    os.setpgid(0, 0)
    _prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != supervisor:
        os._exit(1)


def kill_below(pid: int) -> None:
    """Kill every process that descends from ``pid``, on Linux."""
    until = time.monotonic() + GIVE_UP
    while time.monotonic() < until:
        below = _descendants(pid)
        for one in below:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        if not below:
            return
        time.sleep(0.001)


def _stay(worker: int, questions: int, folder: str) -> None:
    """Wait until the worker ends, end the processes it leaves, and exit like it."""

    def end() -> None:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)

    gone, dismissed = threading.Event(), threading.Event()

    def dismiss(*_: object) -> None:
        dismissed.set()
        end()

    def listen() -> None:
        watched = select.poll()
        watched.register(questions, 0)  # end of file: the other end is closed
        watched.poll()
        gone.set()
        end()

    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, dismiss)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    threading.Thread(target=listen, daemon=True).start()
    ended, status = 0, 0
    while ended != worker:  # others are orphans of the worker
        ended, status = os.waitpid(-1, 0)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(worker, signal.SIGKILL)
    kill_below(os.getpid())
    if gone.is_set() and not dismissed.is_set():
        shutil.rmtree(folder, ignore_errors=True)
    _exit_like(status)


def _exit_like(status: int) -> None:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        _without_core()
        with suppress(OSError):  # some signals cannot be handled, and need not be
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        os._exit(128 + number)
    os._exit(os.WEXITSTATUS(status))


def _without_core() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _descendants(pid: int) -> list[int]:
    """The processes below ``pid`` that are not dead, as /proc lists them."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else ():
        if name.isdigit():
            parent, state = _parent(name)
            children.setdefault(parent, []).append(int(name) if state != "Z" else 0)
    found = [pid]
    for one in found:
        found += [child for child in children.get(one, ()) if child]
    return found[1:]


def _parent(name: str) -> tuple[int, str]:
    """The parent of a process, and its state."""
    try:
        with open(f"/proc/{name}/stat", "rb") as file:
            # The name of the program is in brackets, and may contain anything.
            state, parent = file.read().rpartition(b")")[2].split()[:2]
    except OSError:  # it has ended
        return 0, "Z"
    return int(parent), state.decode()


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3)
