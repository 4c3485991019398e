"""What makes a process that runs one command quick; a library must not do this."""

import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def program() -> Generator[None, None, None]:
    """Around a command, in a process that ends with it."""
    # What is imported lives to the end. Looking through it for cycles of garbage, again
    # and again and a last time on leaving, took a quarter of the time.
    gc.set_threshold(200_000)
    _without_plugins()
    try:
        yield
    finally:
        gc.freeze()


def _without_plugins() -> None:
    """Keep pydantic from a search of all installed packages for plugins.

    No model here has one, and the search takes a twentieth of the time of ``emit``.
    Where pydantic has no such module, this does nothing.
    """
    loader = ModuleType("pydantic.plugin._loader")
    setattr(loader, "get_plugins", tuple)  # noqa: B010
    sys.modules.setdefault(loader.__name__, loader)
