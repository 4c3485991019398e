"""The messages of the package that fixtures cover, and those that they do not."""

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from tests.commands import ROOT

PACKAGE = ROOT / "archspec"
_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Return)


def messages(path: Path) -> list[tuple[ast.stmt, str]]:
    """The statements with a text of several words, and the function around each."""
    found: dict[ast.stmt, str] = {}
    for function in ast.walk(ast.parse(path.read_text())):  # the outer ones first
        if not isinstance(function, ast.FunctionDef):
            continue
        for statement in ast.walk(function):
            docstring = isinstance(statement, ast.Expr) and _is_text(statement.value)
            if not isinstance(statement, _SIMPLE) or docstring:
                continue
            if any(map(_is_text, _said(statement))):
                found[statement] = function.name
    return list(found.items())


def _said(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes within ``node``, except types, which may be texts."""
    yield node
    for child in ast.iter_child_nodes(node):
        cast = isinstance(node, ast.Call) and ast.unparse(node.func) == "cast"
        if not (cast and child is node.args[0]):
            yield from _said(child)


def _is_text(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and " " in text.strip()


def unreached(
    files: Iterable[Path],
    others: Mapping[str, str],
    cases: Iterable[Callable[[], object]],
) -> list[str]:
    """The messages in ``files`` that none of the ``cases`` gives.

    ``others`` are functions that are left out, as "part/file.py:function".
    """
    unseen: dict[tuple[str, str], dict[int, ast.stmt]] = {}
    for path in files:
        for statement, name in messages(path):
            if f"{path.relative_to(PACKAGE)}:{name}" not in others:
                lines = unseen.setdefault((str(path), name), {})
                lines |= dict.fromkeys(_lines(statement), statement)

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        lines = unseen.get((frame.f_code.co_filename, frame.f_code.co_name))
        if not lines:
            return None
        if found := lines.get(frame.f_lineno):
            for line in _lines(found):
                lines.pop(line, None)
        return trace

    before = sys.gettrace()
    for case in cases:
        sys.settrace(trace)
        try:
            case()
        finally:
            sys.settrace(before)
    return list(
        dict.fromkeys(
            f"{Path(path).relative_to(ROOT)}:{statement.lineno}: {ast.unparse(statement)}"
            for (path, _), lines in unseen.items()
            for statement in lines.values()
        )
    )


def _lines(statement: ast.stmt) -> range:
    return range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
