"""Every message of the front end is given by a fixture under ``errors/`` or ``lints/``."""

import ast
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from archspec.expr import parse
from tests.commands import ROOT
from tests.error_cases import FIXTURES, problems_of

PACKAGE = ROOT / "archspec"
PARTS = (
    "text",
    "expr",
    "ops",
    "spec",
    "check",
    "lint",
    "graph",
    "backends/refusals.py",
)
# What computes, and is given no spec but a graph that is right.
NUMERIC = ("reference", "backward", "statistics", "training", "differences")
FILES = [
    path
    for part in (*PARTS, "extend.py", "place.py", "read.py")
    for path in ([PACKAGE / part] if ".py" in part else (PACKAGE / part).rglob("*.py"))
    if not path.stem.startswith(NUMERIC) and "numpy" not in str(path.parent)
]

# What is no message about a spec in a file, by function: the reason.
OTHERS = {
    "text/load.py:read_source": "a file that cannot be read: test_text_errors.py",
    "text/load.py:_too_large": "a file of 4 MiB: test_text_errors.py",
    "text/events.py:parse_events": "of PyYAML's parser in Python: test_text_errors.py",
    "text/load.py:_not_text": "bytes that are no text: test_text_errors.py",
    "text/problems.py:_excerpt": "no message",
    "text/problems.py:__init__": "more than a hundred problems: test_bombs.py",
    "text/syntax.py:flow": "an end that an open bracket explains, as far as is known",
    "text/syntax.py:block": "an end that an open bracket explains, as far as is known",
    "text/syntax.py:second_colon": "a ':' that another rule explains, as far as is known",
    "expr/evaluate.py:evaluate": "names and forms are checked before",
    "expr/evaluate.py:_binary": "no spec can write a number of 309 digits",
    "expr/parse.py:parse": "what Python 3.12 and later say of a null character",
    "expr/show.py:text": "a mistake in a program",
    "ops/activation.py:resolved": "a mistake in a program",
    "ops/base.py:whole": "a mistake in a program",
    "ops/base.py:real": "a mistake in a program",
    "ops/join.py:join_shape": "a join of nothing, which the format refuses",
    "ops/kinds.py:enum": "the name of a kind",
    "graph/infer.py:_positive": "every operator checks its output itself, so far",
    "graph/params.py:network_params": "values of --set: test_graph_errors.py",
    "graph/params.py:input_shapes": "shapes of --input: test_graph_errors.py",
    "graph/planner.py:what": "a mistake in a program",
    "read.py:_merged": "a chain of 21 files: test_bombs.py",
    "read.py:_base": "a text without a file: test_read.py",
}


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
            if any(map(_is_text, ast.walk(statement))):
                found[statement] = function.name
    return list(found.items())


def _is_text(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and " " in text.strip()


def test_every_message_has_a_fixture() -> None:
    unseen: dict[tuple[str, str], dict[int, ast.stmt]] = {}
    for path in FILES:
        for statement, name in messages(path):
            if f"{path.relative_to(PACKAGE)}:{name}" not in OTHERS:
                lines = unseen.setdefault((str(path), name), {})
                lines |= dict.fromkeys(_lines(statement), statement)

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        lines = unseen.get((frame.f_code.co_filename, frame.f_code.co_name))
        if not lines:
            return None
        if found := lines.get(frame.f_lineno):
            for line in _lines(found):
                del lines[line]
        return trace

    before = sys.gettrace()
    for path in FIXTURES:
        parse.cache_clear()
        sys.settrace(trace)
        try:
            problems_of(path)
        finally:
            sys.settrace(before)
    left = [
        f"{Path(path).relative_to(ROOT)}:{line}: {ast.unparse(statement)}"
        for (path, _), lines in unseen.items()
        for line, statement in lines.items()
    ]
    assert not left, "\n".join(left)


def _lines(statement: ast.stmt) -> range:
    return range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)


@pytest.mark.quick
def test_nothing_is_excepted_in_vain() -> None:
    known = {
        f"{path.relative_to(PACKAGE)}:{name}"
        for path in FILES
        for _, name in messages(path)
    }
    assert set(OTHERS) <= known
