"""The templates of emitted files: their skeleton, and the definitions of helpers."""

from functools import cache
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from archspec import assets
from archspec.backends.printing.helpers import without_comments
from archspec.record import fields, record


@record
class About:
    """The variables of a header.

    Attributes:
        backend: its name.
        network: the name of the network and of its class.
        source: the name of the spec's file, without its folder; empty for a network
            written in Python. It is safe inside comments and strings.
    """

    backend: str
    network: str
    source: str


@record
class PrintedClass:
    """A class as a template sees it: finished lines.

    Attributes:
        name: its name.
        base: its base class.
        doc: the lines of its docstring.
        methods: the lines of each method.
    """

    name: str
    base: str
    doc: list[str]
    methods: list[list[str]]


@record
class FileParts(About):
    """The variables of the skeleton.

    Attributes:
        imports: the import lines, in two blocks: the standard library, then others.
        helpers: the definitions of the helpers that the classes need.
        classes: the classes in the order of the file.
        header: the text of the header; empty without one.
    """

    imports: list[list[str]]
    helpers: list[str]
    classes: list[PrintedClass]
    header: str = ""


class Templates(Protocol):
    """The templates that print the files of a backend."""

    def helper(self, name: str, file: Path) -> str:
        """The definition of a helper; archspec's own definition is in ``file``."""
        ...

    def render(self, parts: FileParts) -> str:
        """The text of a file."""
        ...


class OwnTemplates:
    """The templates that come with archspec."""

    def helper(self, name: str, file: Path) -> str:
        del name
        return _definition(file)

    def render(self, parts: FileParts) -> str:
        return _skeleton().render(variables(parts))


@cache
def _definition(file: Path) -> str:
    return without_comments(file.read_text(encoding="utf-8"))


def variables(parts: About) -> dict[str, object]:
    """The variables of a template by their names."""
    return {name: getattr(parts, name) for name in fields(type(parts))}


@cache
def _skeleton() -> Template:
    environment = Environment(
        loader=FileSystemLoader(assets.folder("templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("module.py.j2")
