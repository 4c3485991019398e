"""Output: results to standard output, problems to standard error."""

import errno
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from archspec.text.problems import Problem, render


def put(text: str) -> None:
    """Write a result to standard output. Exits with code 1 if that fails."""
    _tolerate(sys.stdout)
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        leave_quietly()
    except OSError as error:
        if error.errno == errno.EPIPE:
            leave_quietly()
        _discard_output()
        fail(f"cannot write to standard output: {error.strerror}")


def complain(problems: Sequence[Problem]) -> None:
    """Write problems to standard error, in colour on a terminal."""
    color = colored(sys.stderr)
    text = "\n\n".join(render(problem, color) for problem in problems)
    click.echo(text, err=True, color=color)


def fail(message: str, help: str = "") -> NoReturn:
    """Report a problem that has no position in a spec, and exit with code 1."""
    complain([Problem(message, help=help)])
    raise SystemExit(1)


def colored(stream: object) -> bool:
    """Whether to write colour: ``stream`` is a terminal that allows it, or it is forced."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("TERM") == "dumb":
        return False
    isatty = getattr(stream, "isatty", None)
    return bool(isatty and isatty())


def leave_quietly() -> NoReturn:
    """Exit with code 0 after the reader has closed the pipe."""
    _discard_output()
    raise SystemExit(0)


def _discard_output() -> None:
    # On exit, the interpreter flushes standard output, which would fail again.
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def _tolerate(stream: object) -> None:
    """Escape characters that the encoding of ``stream`` does not have."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
