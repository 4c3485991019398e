"""Checks of a user's templates: what has no effect, and what is not a program."""

import builtins
import re
from collections.abc import Collection, Sequence
from importlib.util import decode_source

from archspec.backends import REGISTRY, installed
from archspec.backends.printing.names import unbound
from archspec.templating.folder import Folder, line_span
from archspec.text.problems import CompileError, Problem, suggest
from archspec.text.source import Source


def check_layout(
    folder: Folder, templates: Sequence[str], backend: str, helpers: Collection[str]
) -> None:
    """Raise CompileError where a file or an inner folder has no effect.

    Args:
        templates: the names of the templates that a folder may have.
        backend: the backend whose files are printed.
        helpers: the names of its helpers.
    """
    problems: list[Problem] = []
    known = [entry.name for entry in REGISTRY]
    names = folder.names()
    inner = [name for name in names if folder.is_folder(name)]
    if not {*known}.issuperset(inner):
        known += installed()
    for name in names:
        shown = f"'{folder.shown(name)}'"
        if name.endswith(".py"):
            help = "a helper belongs in the folder of its backend"
            problems.append(Problem(f"{shown} has no effect", None, help))
        elif name in inner and name not in known:
            help = f"the folders are {', '.join(known)}"
            message = f"{shown} does not have the name of a backend"
            problems.append(Problem(message, None, help))
    if not problems and {*templates, *known}.isdisjoint(names):
        help = f"it has {', '.join(templates)} or a folder with the name of a backend"
        problems.append(Problem(f"'{folder.path}' has no templates", None, help))
    for name in folder.names(backend):
        stem = name.removesuffix(".py")
        if stem not in (name, *helpers):
            shown = folder.shown(f"{backend}/{name}")
            message = f"'{shown}' has no effect: {backend} has no helper {stem!r}"
            problems.append(Problem(message, None, suggest(stem, helpers)))
    if problems:
        raise CompileError(problems)


def refuse_what_is_not_python(source: Source) -> None:
    """Raise CompileError at the line that is not Python."""
    try:
        compile(source.text, "<emitted>", "exec", dont_inherit=True)
    except SyntaxError as error:
        message = f"{source.path} is not Python: {error.msg}"
        span = line_span(source, error.lineno or 1)
        raise CompileError([Problem(message, span)]) from None
    except (ValueError, RecursionError, MemoryError) as error:
        message = f"{source.path} is not Python: {error}"
        raise CompileError([Problem(message)]) from None


def refuse_other_encodings(text: str, names: str) -> None:
    """Raise CompileError if Python would read a file of ``text`` as another text."""
    try:
        read = decode_source(text.encode())
    except (SyntaxError, LookupError, ValueError):
        read = None
    if read != text:
        message = f"the file printed by {names} declares another encoding than UTF-8"
        raise CompileError([Problem(message)])


def refuse_unknown_names(text: str, names: str) -> None:
    """Raise CompileError if a program uses a name that it does not define."""
    if re.search(r"^\s*from .* import \*", text, re.M):
        return
    unknown = unbound(text) - {*dir(builtins)}
    for name in sorted(name for name in unknown if not name.startswith("__")):
        message = f"the file printed by {names} does not define {name[:80]!r}"
        help = "a skeleton can import it in its block 'imports'"
        raise CompileError([Problem(message, None, help)])
