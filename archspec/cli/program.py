"""Settings of a process that runs one command; a library must not change them."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType, ModuleType

# SIGHUP is sent when the terminal closes; Windows has none.
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_SOON = 0.01  # seconds
_POSTPONES = hasattr(signal, "setitimer")  # Windows has none
_IMPORTS = "<frozen importlib._bootstrap>"


class Interrupted(SystemExit):
    """A signal that ends the command, with the exit code that shells give it."""

    def __init__(self, number: int):
        super().__init__(128 + number)
        self.number = number


@contextmanager
def program() -> Generator[None, None, None]:
    """Run a command in a process that ends with it."""
    # Imported modules live to the end. Repeated garbage collection over them, and once
    # more on exit, took a quarter of the time.
    gc.set_threshold(200_000)
    _without_plugins()
    try:
        with _interruptible():
            yield
    except Interrupted:
        raise  # whatever is half done cleans up
    except SystemExit as end:
        _leave_at_once(end.code)
        raise
    finally:
        gc.freeze()


def _leave_at_once(code: "str | int | None") -> None:
    """Leave without freeing each object, which took a tenth of the time of ``emit``.

    Returns if anything may be left to clean up: a thread, a profiler, or a framework,
    each of which needs NumPy.
    """
    observed = sys.gettrace() or sys.getprofile()
    busy = threading.active_count() > 1 or "numpy" in sys.modules
    if observed or busy or isinstance(code, str):
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # a closed pipe or stream: Python knows what to do
        return
    os._exit(code or 0)


def _has_to_finish(frame: FrameType | None) -> bool:
    """Whether an import is on the stack, or the making of a temporary file.

    Modules catch exceptions while they try an import, and an exception from a signal
    can leave import locks in a wrong state. Between making a file and noting that it has
    to be removed, an exception would leave it behind.
    """
    while frame is not None:
        if frame.f_code.co_filename == _IMPORTS:
            return True
        if frame.f_globals.get("__name__") == "tempfile":
            return True
        frame = frame.f_back
    return False


@contextmanager
def _interruptible() -> Generator[None, None, None]:
    """Signals that end a process raise `Interrupted`, so that nothing is left behind."""
    before: dict[int, object] = {}
    if threading.current_thread() is threading.main_thread():
        found = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
        # An ignored signal stays ignored, as in a background job.
        before = {
            number: signal.getsignal(number)
            for number in found
            if signal.getsignal(number) is not signal.SIG_IGN
        }

    def interrupt(number: int, frame: FrameType | None) -> None:
        if _POSTPONES and _has_to_finish(frame):
            return postpone(number)
        for one in before:  # once is enough: clean-up follows
            signal.signal(one, signal.SIG_IGN)
        raise Interrupted(number)

    def postpone(number: int) -> None:
        signal.signal(signal.SIGALRM, lambda _, frame: interrupt(number, frame))
        signal.setitimer(signal.ITIMER_REAL, _SOON)

    def lost(told: "sys.UnraisableHookArgs") -> None:
        # Python discards an exception in a callback, such as the garbage collector's,
        # and would discard one that is raised here.
        if _POSTPONES and isinstance(told.exc_value, Interrupted):
            postpone(told.exc_value.number)
        else:
            hook(told)

    for number in before:
        signal.signal(number, interrupt)
    hook, sys.unraisablehook = sys.unraisablehook, lost
    try:
        yield
    finally:
        sys.unraisablehook = hook
        if _POSTPONES:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)  # pyright: ignore  (None is no handler)


def _without_plugins() -> None:
    """Stop pydantic from searching all installed packages for plugins.

    No model here has one, and the search takes a twentieth of the time of ``emit``. If
    pydantic has no such module, this does nothing.
    """
    loader = ModuleType("pydantic.plugin._loader")
    setattr(loader, "get_plugins", tuple)  # noqa: B010
    sys.modules.setdefault(loader.__name__, loader)
