"""The templates of a user, in the place of those that come with archspec."""

import builtins
import os
import re
import traceback
from collections.abc import Mapping
from importlib.util import decode_source
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from archspec.backends import BACKENDS
from archspec.backends.printing.helpers import without_comments
from archspec.backends.printing.names import defined, unbound
from archspec.backends.printing.templates import About, FileParts, variables
from archspec.templating.environment import OWN, Sandbox
from archspec.templating.folder import Folder
from archspec.text.problems import CompileError, Problem, phase, suggest
from archspec.text.source import Source, Span

HEADER = "header.j2"
SKELETON = "module.py.j2"
ROOM = 256 * 2**10  # characters of a header; of a file, beside twice what it is given
# What a template can raise that asks for what is not there, or for too much.
_ERRORS = (
    *(TemplateError, TypeError, ValueError, LookupError, AttributeError),
    *(SyntaxError, ArithmeticError, RecursionError, MemoryError),
)


class UserTemplates:
    """The templates of a folder, and archspec's own where it has none.

    Args:
        path: the folder.
        backend: whose files are printed.
        helpers: the files of its helpers, by name.

    Raises:
        CompileError: there is no such folder, or something in it overrides nothing.
    """

    @phase("template")
    def __init__(
        self,
        path: "str | os.PathLike[str]",
        backend: str,
        helpers: Mapping[str, Path],
    ):
        self._folder = Folder(path)
        self._backend = backend
        self._used: list[str] = []
        problems = [*_idle(self._folder), *_unknown(self._folder, backend, helpers)]
        if problems:
            raise CompileError(problems)

    @phase("template")
    def helper(self, name: str, file: Path) -> str:
        """The definition of a helper: the folder's, or that of ``file``."""
        own = f"{self._backend}/{name}.py"
        if not self._folder.has(own):
            return without_comments(file.read_text(encoding="utf-8"))
        self._used.append(own)
        source = self._folder.read(own)
        _refuse_what_is_not_python(source)
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
            shown = f"{self._folder.shown(header)}, as it is printed"
            _refuse_what_is_not_python(Source(shown, text))
            given["header"] = text
        sandbox = Sandbox(self._folder, ROOM + 2 * _length(parts))
        return _rendered(sandbox, self._own(SKELETON) or OWN, given)

    def _own(self, name: str) -> str:
        """The folder's file for the backend, or for all; empty if there is none."""
        for one in (f"{self._backend}/{name}", name):
            if self._folder.has(one):
                self._used.append(one)
                return one
        return ""

    @phase("template")
    def check(self, text: str, network: str) -> None:
        """Raises CompileError: ``text``, as it was printed, is no program with ``network``."""
        names = [f"'{self._folder.shown(name)}'" for name in dict.fromkeys(self._used)]
        # A header and helpers are Python by themselves: a skeleton is the first suspect.
        suspects = [name for name in names if name.endswith(f"{SKELETON}'")] or names
        where = Source(f"the file for {self._backend} by {', '.join(suspects)}", text)
        _refuse_what_is_not_python(where)
        if _as_read(text) != text:
            message = f"{' or '.join(names)} declares an encoding or has odd line ends"
            raise CompileError([Problem(message, None, "an emitted file is UTF-8")])
        if network not in defined(text):
            message = f"{' or '.join(suspects)} does not print the class {network!r}"
            raise CompileError([Problem(message)])
        missing = unbound(text) - {*dir(builtins)}
        lost = sorted(name for name in missing if not name.startswith("__"))
        if lost and not re.search(r"^\s*from .* import \*", text, re.M):
            message = f"with {', '.join(names)}, nothing defines {lost[0][:80]!r}"
            help = f"import it in the block 'imports' of '{SKELETON}'"
            raise CompileError([Problem(message, None, help)])


def _idle(folder: Folder) -> list[Problem]:
    """The problems of a folder that overrides nothing, in part or as a whole."""
    problems: list[Problem] = []
    known = (HEADER, SKELETON, *BACKENDS)
    names = folder.names()
    for name in names:
        shown = f"'{folder.shown(name)}'"
        if name.endswith(".py"):
            help = "the helper of a backend is in a folder of its name"
            problems.append(Problem(f"{shown} overrides nothing", None, help))
        elif folder.is_folder(name) and name not in BACKENDS:
            help = f"the folders are called {', '.join(BACKENDS)}"
            problems.append(
                Problem(f"{shown} is not called like a backend", None, help)
            )
    if not problems and {*known}.isdisjoint(names):
        help = f"it has {HEADER}, {SKELETON} or a folder called like a backend"
        problems.append(Problem(f"'{folder.path}' has no templates", None, help))
    return problems


def _unknown(
    folder: Folder, backend: str, helpers: Mapping[str, Path]
) -> list[Problem]:
    """The problems of files that are called like no helper."""
    found = [name for name in folder.names(backend) if name.endswith(".py")]
    problems: list[Problem] = []
    for name in found:
        stem = name.removesuffix(".py")
        if stem not in helpers:
            message = f"{backend} has no helper {stem!r}"
            shown = folder.shown(f"{backend}/{name}")
            help = suggest(stem, helpers) or "see docs/templates.md"
            problems.append(Problem(f"'{shown}': {message}", None, help))
    return problems


def _length(parts: FileParts) -> int:
    """The number of characters of what a skeleton is given."""
    lines = (
        line for item in parts.classes for method in item.methods for line in method
    )
    return sum(map(len, (*parts.helpers, *lines)))


def _rendered(sandbox: Sandbox, name: str, given: Mapping[str, object]) -> str:
    """What the template prints. Raises CompileError at the line that is wrong."""
    try:
        return sandbox.get_template(name).render(given)
    except CompileError:
        raise
    except _ERRORS as error:
        raise CompileError([_problem(error, sandbox.files.sources, name)]) from None


def _problem(error: BaseException, sources: Mapping[str, Source], name: str) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        source = sources[error.name or name]
        return Problem(str(error.message), _line(source, error.lineno))
    # Python refuses what is nested too deeply to be compiled, or to run.
    deep = isinstance(error, SyntaxError | RecursionError | MemoryError)
    message = (
        "templates nested too deeply, or one inside itself" if deep else str(error)
    )
    frames = (
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
    )
    places = [(sources[file], line) for file, line in frames if file in sources]
    return Problem(message, _line(*(places[-1] if places else (sources[name], 1))))


def _line(source: Source, number: int) -> Span:
    """The text of a line, without the spaces around it."""
    number = min(max(number, 1), len(source.line_starts))
    text = source.line_text(number)
    start = source.line_starts[number - 1] + len(text) - len(text.lstrip())
    return Span(source, start, max(start + len(text.strip()), start + 1))


def _refuse_what_is_not_python(source: Source) -> None:
    """Raises CompileError at the line that Python does not understand."""
    try:
        compile(source.text, "<emitted>", "exec", dont_inherit=True)
    except SyntaxError as error:
        message = f"'{source.path}' is not Python: {error.msg}"
        raise CompileError(
            [Problem(message, _line(source, error.lineno or 1))]
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        message = f"'{source.path}' is not Python: {error}"
        raise CompileError([Problem(message)]) from None


def _as_read(text: str) -> str | None:
    """The text of a file that has ``text``, as Python reads it."""
    try:
        return decode_source(text.encode())
    except (SyntaxError, LookupError, ValueError):
        return None
