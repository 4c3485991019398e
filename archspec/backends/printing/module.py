"""Prints a module: layout in Python, the skeleton of the file in Jinja."""

import re
from collections.abc import Iterator, Mapping

from archspec.backends.contract.dialect import Dialect
from archspec.backends.printing.doc import one_line
from archspec.backends.printing.docstring import docstring
from archspec.backends.printing.document import document
from archspec.backends.printing.helpers import needed
from archspec.backends.printing.layout import PrintedLine, lay_out
from archspec.backends.printing.names import unbound
from archspec.backends.printing.templates import (
    About,
    FileParts,
    PrintedClass,
    Templates,
)
from archspec.backends.python.free_names import assigned, python_names
from archspec.backends.python.nodes import (
    Calls,
    Class,
    Function,
    Module,
    Origin,
    Parameter,
)
from archspec.backends.python.walk import walk
from archspec.record import record, replace

_MARK = re.compile(r"\0(\d{1,9})\0")
STDLIB = ("math", "collections", "functools")


@record
class Place:
    """Lines of a file, counted from 1, and where they come from.

    Attributes:
        definition: the block or the network whose class they are in.
        origin: the places in the spec; empty for code that every class has.
    """

    first: int
    last: int
    definition: str
    origin: Origin


@record
class Printed:
    """A file, the origin of its statements, and the classes that each call constructs."""

    text: str
    places: tuple[Place, ...]
    calls: Calls


def emit(
    module: Module, dialect: Dialect, about: About, templates: Templates
) -> Printed:
    """The source of ``module``; ends with one newline."""
    names = set(_names(module))
    helpers = needed(dialect.helpers, names, templates.helper)
    for helper in helpers:
        names |= unbound(helper)
    marks = _Marks()
    parts = FileParts(
        *(about.backend, about.network, about.source),
        imports=_imports(dialect.imports, names),
        helpers=helpers,
        classes=[_class(item, marks) for item in module.classes],
    )
    text = templates.render(parts).strip("\n") + "\n"
    return Printed(*marks.removed(text), module.calls)


class _Marks:
    """Marks at the ends of lines, to find the lines again in a template's output."""

    def __init__(self) -> None:
        self._of: list[tuple[str, Origin]] = []

    def marked(self, line: PrintedLine, definition: str) -> str:
        self._of.append((definition, line.origin))
        return f"{line.text}\0{len(self._of) - 1}\0"

    def removed(self, text: str) -> tuple[str, tuple[Place, ...]]:
        """``text`` without marks, and the places that they marked."""
        lines: list[str] = []
        places: list[Place] = []
        for number, line in enumerate(text.split("\n"), 1):
            if "\0" in line:
                # A template may join several lines, or append text to one.
                for mark in _MARK.findall(line):
                    self._add(places, number, int(mark))
                line = _MARK.sub("", line)
            lines.append(line)
        return "\n".join(lines), tuple(places)

    def _add(self, places: list[Place], number: int, mark: int) -> None:
        if mark >= len(self._of):
            return  # a template has split a mark
        definition, origin = self._of[mark]
        before = places[-1] if places else None
        if before and before.origin is origin and before.last == number - 1:
            places[-1] = replace(before, last=number)
        else:
            places.append(Place(number, number, definition, origin))


def _names(module: Module) -> Iterator[str]:
    """The names that the methods of ``module`` read but do not bind."""
    for item in module.classes:
        yield from python_names(item.base)
        for method in item.methods:
            bound = {param.name for param in method.params} | assigned(method.body)
            for code in walk(method.body):
                yield from (name for name in python_names(code) if name not in bound)


def _imports(lines: Mapping[str, str], names: set[str]) -> list[list[str]]:
    """The import lines that ``names`` need: the standard library first, then others."""
    used = [line for name, line in lines.items() if name in names]
    standard = [line for line in used if line.split()[1].split(".")[0] in STDLIB]
    third = [line for line in used if line not in standard]
    return [block for block in (standard, third) if block]


def _class(item: Class, marks: _Marks) -> PrintedClass:
    methods = [
        [marks.marked(line, item.definition) for line in _method(method)]
        for method in item.methods
    ]
    return PrintedClass(
        item.name, one_line(document(item.base)), docstring(item.doc, 4), methods
    )


def _method(method: Function) -> list[PrintedLine]:
    params = [_param(param) for param in method.params]
    inner = ", ".join(params)
    head = [f"    def {method.name}({inner}):"]
    if len(head[0]) > 88:
        rows = [f"        {inner}"]
        if len(inner) + 8 > 88:
            rows = [f"        {param}," for param in params]
        head = [f"    def {method.name}(", *rows, "    ):"]
    return [*map(PrintedLine, head), *lay_out(method.body, 8)]


def _param(param: Parameter) -> str:
    if param.default is None:
        return param.name
    return f"{param.name}={one_line(document(param.default))}"
