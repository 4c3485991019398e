"""What makes a process that runs one command quick; a library must not do this."""

import gc
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType, ModuleType

# SIGHUP is sent when the terminal closes; Windows has none.
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Interrupted(SystemExit):
    """A signal that ends the command, with the exit code that shells give it."""

    def __init__(self, number: int):
        super().__init__(128 + number)


@contextmanager
def program() -> Generator[None, None, None]:
    """Around a command, in a process that ends with it."""
    # What is imported lives to the end. Looking through it for cycles of garbage, again
    # and again and a last time on leaving, took a quarter of the time.
    gc.set_threshold(200_000)
    _without_plugins()
    try:
        with _interruptible():
            yield
    finally:
        gc.freeze()


@contextmanager
def _interruptible() -> Generator[None, None, None]:
    """Signals that end a process raise `Interrupted`, so that nothing is left behind."""
    before: dict[int, object] = {}
    if threading.current_thread() is threading.main_thread():
        found = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
        # A signal that is ignored, as of a command in the background, stays so.
        before = {
            number: signal.getsignal(number)
            for number in found
            if signal.getsignal(number) is not signal.SIG_IGN
        }

    def interrupt(number: int, frame: FrameType | None) -> None:
        del frame
        for one in before:  # once is enough: what follows is tidying up
            signal.signal(one, signal.SIG_IGN)
        raise Interrupted(number)

    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)  # pyright: ignore  (None is no handler)


def _without_plugins() -> None:
    """Keep pydantic from a search of all installed packages for plugins.

    No model here has one, and the search takes a twentieth of the time of ``emit``.
    Where pydantic has no such module, this does nothing.
    """
    loader = ModuleType("pydantic.plugin._loader")
    setattr(loader, "get_plugins", tuple)  # noqa: B010
    sys.modules.setdefault(loader.__name__, loader)
