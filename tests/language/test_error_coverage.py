"""Every message of the front end has a fixture under ``errors/`` or ``lints/``."""

from functools import partial
from pathlib import Path

import pytest

from archspec.expr import parse
from tests.error_cases import FIXTURES, problems_of
from tests.message_coverage import PACKAGE, unreached

PARTS = (
    "front",
    "text",
    "expr",
    "ops",
    "spec",
    "check",
    "lint",
    "graph",
    "backends/contract/refusals.py",
)
FILES = [
    path
    for part in PARTS
    for path in ([PACKAGE / part] if ".py" in part else (PACKAGE / part).rglob("*.py"))
]

# What is no message about a spec in a file, by function: the reason.
OTHERS = {
    "text/files.py:read_source": "a file that cannot be read: test_text_errors.py",
    "text/files.py:too_large": "a file of 4 MiB: test_text_errors.py",
    "text/events.py:parse_events": "of PyYAML's parser in Python: test_text_errors.py",
    "text/files.py:_not_text": "bytes that are no text: test_text_errors.py",
    "text/problems.py:_excerpt": "no message",
    "text/problems.py:__init__": "more than a hundred problems: test_bombs.py",
    "text/syntax.py:flow": "an end that an open bracket explains, as far as is known",
    "text/syntax.py:block": "an end that an open bracket explains, as far as is known",
    "text/syntax.py:second_colon": "a ':' that another rule explains, as far as is known",
    "expr/evaluate.py:evaluate": "names and forms are checked before",
    "expr/evaluate.py:_binary": "no spec can write a number of 309 digits",
    "expr/parse.py:parse": "what Python 3.12 and later say of a null character",
    "expr/show.py:_text": "a mistake in a program",
    "ops/named_activation.py:resolved": "a mistake in a program",
    "ops/base.py:whole": "a mistake in a program",
    "ops/base.py:real": "a mistake in a program",
    "ops/fields/word_kinds.py:enum": "the name of a kind",
    "graph/infer.py:_positive": "every operator checks its output itself, so far",
    "graph/scopes/params.py:network_params": "values of --set: test_graph_errors.py",
    "graph/scopes/params.py:input_shapes": "shapes of --input: test_graph_errors.py",
    "graph/plans/planner.py:operation": "a mistake in a program",
    "front/read.py:_merged": "a chain of 21 files: test_bombs.py",
    "front/read.py:_base": "a text without a file: test_read.py",
}


@pytest.mark.slow
def test_every_message_has_a_fixture() -> None:
    def case(path: Path) -> None:
        parse.cache_clear()
        problems_of(path)

    left = unreached(FILES, OTHERS, (partial(case, path) for path in FIXTURES))
    assert not left, "\n".join(left)
