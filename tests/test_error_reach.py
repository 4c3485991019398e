"""Every message of the front end is given by a fixture under ``errors/`` or ``lints/``."""

import ast
import sys
from collections.abc import Iterator
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
FILES = [
    path
    for part in (*PARTS, "extend.py", "place.py", "read.py")
    for path in ([PACKAGE / part] if ".py" in part else (PACKAGE / part).rglob("*.py"))
]

# What is no message about a spec in a file, by function: the reason.
OTHERS = {
    "text/load.py:read_source": "a file that cannot be read: test_text_errors.py",
    "text/load.py:_too_large": "a file of 4 MiB: test_text_errors.py",
    "text/events.py:parse_events": "of PyYAML's parser in Python: test_text_errors.py",
    "text/problems.py:_excerpt": "no message",
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
    "read.py:_base": "a text without a file: test_read.py",
}
NUMERIC = ("reference", "backward", "statistics", "training", "differences", "numpy_")


def messages(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """The statements with a text of several words, and the function around each."""
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.FunctionDef):
            continue
        for statement in ast.walk(function):
            simple = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Return)
            if isinstance(statement, simple) and any(
                map(_is_text, ast.walk(statement))
            ):
                yield function.name, statement


def _is_text(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and " " in text.strip() and "\n  " not in text


def test_every_message_has_a_fixture() -> None:
    names = {str(path) for path in FILES}
    seen: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename not in names:
            return None
        seen.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    for path in FIXTURES:
        parse.cache_clear()
        sys.settrace(trace)
        try:
            problems_of(path)
        finally:
            sys.settrace(before)
    unseen = [
        f"{place}:{statement.lineno}: {ast.unparse(statement)}"
        for path in FILES
        if not path.stem.startswith(NUMERIC) and "numpy" not in str(path)
        for name, statement in messages(path)
        if (place := f"{path.relative_to(PACKAGE)}:{name}") not in OTHERS
        and not _is_docstring(statement)
        and all(
            (str(path), line) not in seen
            for line in range(statement.lineno, (statement.end_lineno or 0) + 1)
        )
    ]
    assert not unseen, "\n".join(unseen)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@pytest.mark.quick
def test_nothing_is_excepted_in_vain() -> None:
    known = {
        f"{path.relative_to(PACKAGE)}:{name}"
        for path in FILES
        for name, _ in messages(path)
    }
    assert set(OTHERS) <= known
