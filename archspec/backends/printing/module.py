"""Prints a target tree: layout in Python, the skeleton of the file in Jinja."""

import re
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from archspec import assets
from archspec.backends.contract.dialect import Dialect
from archspec.backends.printing.docstring import docstring
from archspec.backends.printing.layout import lay_out
from archspec.backends.python.nodes import Class, Function, Module
from archspec.record import record

STDLIB = ("math", "collections", "functools")

# Docstrings, strings and comments: what they mention, nothing needs.
_TEXT = re.compile(r'"""(?s:.*?)"""|"(?:[^"\\\n]|\\.)*"|#.*')


@record
class PrintedClass:
    """A class as the template sees it: finished lines."""

    name: str
    base: str
    doc: list[str]
    methods: list[list[str]]


def emit(module: Module, dialect: Dialect) -> str:
    """The source of ``module``; ends with one newline."""
    classes = [_class(item) for item in module.classes]
    code = "\n".join(
        [
            *(line for item in classes for method in item.methods for line in method),
            *(f"({item.base})" for item in classes),
        ]
    )
    helpers = _helpers(dialect, code)
    code = "\n".join([*helpers, code])
    text = _template(dialect.name).render(
        imports=_imports(dialect, code), helpers=helpers, classes=classes
    )
    return text.strip("\n") + "\n"


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(assets.folder("templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(f"{name}/module.py.j2")


def _imports(dialect: Dialect, code: str) -> list[list[str]]:
    """The import lines that ``code`` needs: the standard library's, then the others'."""
    named = _TEXT.sub("", code)
    used = [line for pattern, line in dialect.imports if re.search(pattern, named)]
    standard = [line for line in used if line.split()[1].split(".")[0] in STDLIB]
    third = [line for line in used if line not in standard]
    return [block for block in (standard, third) if block]


def _helpers(dialect: Dialect, code: str) -> list[str]:
    """The helpers that ``code`` names, and those that they name, in the table's order."""
    names = "|".join(dialect.helpers)
    named = re.compile(rf'(?<![\w."])(?:{names})(?![\w"]|=[^=])')
    found: set[str] = set()
    text = code
    while text:
        new = {*named.findall(text)} - found
        found |= new
        text = "\n".join(dialect.helpers[name].text for name in new)
    return [helper.text for name, helper in dialect.helpers.items() if name in found]


def _class(item: Class) -> PrintedClass:
    return PrintedClass(
        item.name, item.base, docstring(item.doc, 4), [_method(m) for m in item.methods]
    )


def _method(method: Function) -> list[str]:
    head = f"    def {method.name}({', '.join(method.params)}):"
    lines = [head] if len(head) <= 88 else _exploded(method)
    return lines + lay_out(method.body, 8)


def _exploded(method: Function) -> list[str]:
    inner = ", ".join(method.params)
    if len(inner) + 8 <= 88:
        return [f"    def {method.name}(", f"        {inner}", "    ):"]
    lines = [f"        {param}," for param in method.params]
    return [f"    def {method.name}(", *lines, "    ):"]
