"""The installation of a framework, and the changes that its import needs."""

import shlex
import sys

from archspec.backends import load_part
from archspec.record import record


@record
class InstallStep:
    """One call of ``pip install``.

    Attributes:
        arguments: the arguments of the call.
        since: the oldest Python that needs it.
    """

    arguments: tuple[str, ...]
    since: tuple[int, int] = (3, 10)


@record
class Install:
    """The steps that install a framework in the version that archspec is tested with.

    Attributes:
        steps: in their order.
        compat: the changes of `archspec.compat` before the import; empty if none.
    """

    steps: tuple[InstallStep, ...]
    compat: str = ""

    def commands(
        self, version: tuple[int, int] = sys.version_info[:2], python: str = ""
    ) -> list[str]:
        """A line for a shell per step.

        Args:
            version: the version of the Python to install into.
            python: its path; this interpreter if empty.
        """
        pip = [python or sys.executable, "-m", "pip", "install"]
        return [
            shlex.join([*pip, *step.arguments])
            for step in self.steps
            if step.since <= version
        ]


def install_of(backend: str) -> Install:
    """The installation of the framework of ``backend``; imports no framework.

    Raises MissingPart if it is experimental and has none.
    """
    install: Install = load_part(backend, "install").INSTALL
    return install
