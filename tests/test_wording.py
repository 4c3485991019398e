"""No test contains the wording of a message; recorded texts belong to tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import wording
from tests.wording import Wording

pytestmark = pytest.mark.quick

FOLDER = Path(__file__).parent
DATA = {"faults", "golden", "handwritten"}  # folders of Python that is no test
MODULES = [
    path
    for path in sorted(FOLDER.rglob("*.py"))
    if not DATA & set(path.relative_to(FOLDER).parts) and path.stem != "__init__"
]
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


def compared(module: ast.Module) -> Iterator[ast.AST]:
    """The parts of a file that its tests compare with their findings."""
    tables = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Assert):
            yield node.test
        if isinstance(node, ast.keyword) and node.arg == "match":
            yield node.value
        if isinstance(node, ast.For) and is_asserted(node):
            yield node.iter
        if isinstance(node, ast.Call) and takes_messages(node):
            table = node.args[1]
            known = isinstance(table, ast.Name) and table.id in tables
            yield tables[table.id] if known else table


def is_asserted(loop: ast.For) -> bool:
    """Whether a loop asserts that something contains its variable, or equals it."""
    tests = [node.test for node in ast.walk(loop) if isinstance(node, ast.Assert)]
    used = {
        name.id
        for test in tests
        for name in ast.walk(test)
        if isinstance(name, ast.Name)
    }
    names = {name.id for name in ast.walk(loop.target) if isinstance(name, ast.Name)}
    return bool(MESSAGES & names & used)


def takes_messages(call: ast.Call) -> bool:
    """Whether a call is a parametrize mark with a parameter for messages."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "parametrize":
        return False
    names = ast.literal_eval(call.args[0])
    names = names.split(",") if isinstance(names, str) else names
    return bool(MESSAGES & {name.strip() for name in names})


def found_in(text: str) -> list[str]:
    """The sentences in the assertions of a file."""
    return [one for part in compared(ast.parse(text)) for one in sentences(part)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_messages_are_recorded(path: Path) -> None:
    found = path.stem not in NAMES and found_in(path.read_text())
    assert not found, "take them with the fixture `wording`"


OWN = """
TABLE = {"SENTENCE": 1}
assert x == "SENTENCE"
assert x.startswith(f"{y}: SENTENCE")
with pytest.raises(ValueError, match="SENTENCE"):
    pass
for message in ("SENTENCE",):
    assert message in x
@pytest.mark.parametrize("words", TABLE)
def test(words):
    pass
assert "from a import b" in y, "SENTENCE"
assert found["SENTENCE"] == "a b"
"""


def test_a_sentence_is_told_from_code() -> None:
    found = found_in(OWN.replace("SENTENCE", "no such file"))
    assert len(found) == 5


def test_a_text_is_compared_with_the_recorded_one() -> None:
    taken = Wording("test", str.upper)
    taken.expected = ["ONE"]
    taken("one")
    for other in ("two", ""):
        with pytest.raises(pytest.fail.Exception):
            taken(other)
    taken = Wording("test", str)
    taken.expected = ["two"]
    with pytest.raises(pytest.fail.Exception), taken.raises(ValueError):
        int("one")
    assert len(taken.found) == 1


def test_texts_are_written_as_they_are(tmp_path: Path) -> None:
    texts = {"test": ["one", "it's\n  two: \n", "'"]}
    wording.write(tmp_path / "texts.yaml", texts)
    assert wording.yaml.safe_load((tmp_path / "texts.yaml").read_text()) == texts
    wording.write(tmp_path / "texts.yaml", {})
    assert not list(tmp_path.iterdir())


def test_every_recorded_text_is_of_a_test(pytestconfig: pytest.Config) -> None:
    stems = {path.stem for path in MODULES}
    assert {path.stem for path in wording.FOLDER.iterdir()} <= stems
    # The names of tests are known where this run has collected their files.
    assert wording.stale(pytestconfig) == [], "`make wording` removes them"
