"""No test contains the wording of a message; recorded texts belong to tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import wording

pytestmark = pytest.mark.quick

FOLDER = Path(__file__).parent
MODULES = sorted(FOLDER.rglob("test_*.py"))
NAMES = {
    "test_fuzz"
}  # where names have three words: those of the forms of the language

# Three words in a row, which neither code nor a name has.
SENTENCE = re.compile(r"\b[a-z']{2,}(?:,? [a-z']{1,}){2,}\b", re.IGNORECASE)
# The names of parameters whose values a test compares with a message.
MESSAGES = {"help", "message", "messages", "said", "told", "why", "words"}


def is_sentence(value: object) -> bool:
    """Whether a value is English, and not Python as in an emitted file."""
    if not isinstance(value, str) or not SENTENCE.search(value):
        return False
    place, _, line = value.rpartition(": ")
    if SENTENCE.search(place):
        return True
    return not any(map(is_code, (value, line, f"{line} pass")))


def is_code(text: str) -> bool:
    try:
        ast.parse(text.strip())
    except (SyntaxError, ValueError):
        return False
    return True


def sentences(tree: ast.AST) -> Iterator[str]:
    """The texts in a part of a test that are English."""
    keys = {node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and node not in keys
            and is_sentence(node.value)
        ):
            yield node.value


def compared(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a statement that a test compares with its findings."""
    if isinstance(node, ast.Assert):
        yield node.test
    if isinstance(node, ast.keyword) and node.arg == "match":
        yield node.value
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("parametrize"):
        names = ast.literal_eval(node.args[0])
        names = names.split(",") if isinstance(names, str) else names
        if MESSAGES & {name.strip() for name in names}:
            yield node.args[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_messages_are_recorded(path: Path) -> None:
    parts = [
        part
        for node in ast.walk(ast.parse(path.read_text()))
        for part in compared(node)
    ]
    found = path.stem not in NAMES and [
        text for part in parts for text in sentences(part)
    ]
    assert not found, "take them with the fixture `wording`"


def test_a_sentence_is_told_from_code() -> None:
    own = "assert x == 'no such file'\nassert 'from a import b' in y\nassert 'a b' in z"
    (part, *others) = (part for node in ast.parse(own).body for part in compared(node))
    assert list(sentences(part)) == [" ".join(("no", "such", "file"))]
    assert not [text for other in others for text in sentences(other)]


def test_every_recorded_text_is_of_a_test(pytestconfig: pytest.Config) -> None:
    assert {path.stem for path in wording.FOLDER.iterdir()} <= {p.stem for p in MODULES}
    # The names of tests are known where this run has collected their files.
    assert wording.stale(pytestconfig) == [], "`make wording` removes them"
