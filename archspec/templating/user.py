"""A user's templates, and archspec's own where the user has none."""

import os
import re
import traceback
from collections.abc import Mapping
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from archspec.backends.printing.helpers import without_comments
from archspec.backends.printing.names import defined
from archspec.backends.printing.templates import About, FileParts, variables
from archspec.templating.checks import (
    check_layout,
    refuse_other_encodings,
    refuse_unknown_names,
    refuse_what_is_not_python,
)
from archspec.templating.environment import OWN, Sandbox
from archspec.templating.folder import Folder, line_span
from archspec.text.problems import CompileError, Problem, phase
from archspec.text.source import Source

HEADER = "header.j2"
SKELETON = "module.py.j2"
ROOM = (
    256 * 2**10
)  # characters of a header, and of a file beyond twice what it is given
# What a template raises that asks for something missing, or for too much.
_ERRORS = (
    *(TemplateError, TypeError, ValueError, LookupError, AttributeError),
    *(SyntaxError, ArithmeticError, RecursionError, MemoryError),
)


class UserTemplates:
    """The templates in a folder.

    Args:
        path: the folder.
        backend: the backend whose files are printed.
        helpers: the files of its helpers, by name.

    Raises:
        CompileError: there is no such folder, or a file in it has no effect.
    """

    @phase("template")
    def __init__(
        self, path: "str | os.PathLike[str]", backend: str, helpers: Mapping[str, Path]
    ):
        self._folder = Folder(path)
        self._backend = backend
        self._used: list[str] = []
        check_layout(self._folder, (HEADER, SKELETON), backend, helpers)

    @phase("template")
    def helper(self, name: str, file: Path) -> str:
        """The definition of a helper: the user's, or else that in ``file``."""
        own = f"{self._backend}/{name}.py"
        if not self._folder.has(own):
            return without_comments(file.read_text(encoding="utf-8"))
        self._used.append(own)
        source = self._folder.read(own)
        refuse_what_is_not_python(source)
        if name not in defined(source.text):
            raise CompileError([Problem(f"'{source.path}' does not define {name!r}")])
        return without_comments(re.sub(r"\r\n?", "\n", source.text))

    @phase("template")
    def render(self, parts: FileParts) -> str:
        """The text of a file."""
        given = variables(parts)
        if header := self._own(HEADER):
            about = variables(About(parts.backend, parts.network, parts.source))
            text = _rendered(Sandbox(self._folder, ROOM), header, about).strip("\n")
            shown = f"{self._folder.shown(header)}, as printed"
            refuse_what_is_not_python(Source(shown, text))
            given["header"] = text
        sandbox = Sandbox(self._folder, ROOM + 2 * _length(parts))
        return _rendered(sandbox, self._own(SKELETON) or OWN, given)

    @phase("template")
    def check(self, text: str, network: str) -> None:
        """Check a file that the templates printed.

        Raises:
            CompileError: ``text`` is not Python, reads otherwise as a file, does not
                define ``network``, or uses a name that it does not define.
        """
        shown = [f"'{self._folder.shown(name)}'" for name in dict.fromkeys(self._used)]
        # Headers and helpers are Python by themselves, so the skeleton is at fault.
        skeletons = [name for name in shown if name.endswith(f"{SKELETON}'")]
        names = ", ".join(skeletons or shown)
        refuse_what_is_not_python(Source(f"the file printed by {names}", text))
        refuse_other_encodings(text, ", ".join(shown))
        if network not in defined(text):
            raise CompileError(
                [Problem(f"{names} does not print the class {network!r}")]
            )
        refuse_unknown_names(text, ", ".join(shown))

    def _own(self, name: str) -> str:
        """The user's file for the backend, or else for all; empty if there is none."""
        for one in (f"{self._backend}/{name}", name):
            if self._folder.has(one):
                self._used.append(one)
                return one
        return ""


def _length(parts: FileParts) -> int:
    """The number of characters that a skeleton is given."""
    lines = (
        line for item in parts.classes for method in item.methods for line in method
    )
    return sum(map(len, (*parts.helpers, *lines)))


def _rendered(sandbox: Sandbox, name: str, given: Mapping[str, object]) -> str:
    """The text that a template prints. Raises CompileError at the line at fault."""
    try:
        return sandbox.get_template(name).render(given)
    except _ERRORS as error:
        raise CompileError([_problem(error, sandbox.files.sources, name)]) from None


def _problem(error: BaseException, sources: Mapping[str, Source], name: str) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        source = sources[error.name or name]
        return Problem(str(error.message), line_span(source, error.lineno))
    # Python refuses to compile or to run what is nested too deeply.
    deep = isinstance(error, SyntaxError | RecursionError | MemoryError)
    message = (
        "templates nested too deeply, or one inside itself" if deep else str(error)
    )
    frames = (
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
    )
    places = [(sources[file], line) for file, line in frames if file in sources]
    return Problem(message, line_span(*(places[-1] if places else (sources[name], 1))))
