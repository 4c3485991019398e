"""The wording of messages: a pytest plugin that compares them with recorded texts.

A test that takes the fixture ``wording`` calls it with a message. The texts are kept in
``golden/wording/``, in one file for each file of tests, under the name of the test.
``make wording`` runs these tests and renews the files: read the difference.
"""

import difflib
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml

from archspec.text.problems import Problem, render

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests/golden/wording"

E = TypeVar("E", bound=BaseException)

# What Click says above an error about wrong usage.
USAGE = re.compile(r"\AUsage: .*\nTry .*\n\n")

Texts = dict[str, list[str]]  # by the name of a test, in the order of its calls

# The names of the tests that take the fixture, in each file that was collected in full.
COLLECTED = pytest.StashKey[dict[Path, list[str]]]()
RENEWED = pytest.StashKey[dict[Path, Texts]]()


class Wording:
    """Takes the messages of one test, and compares each with the recorded one."""

    def __init__(self, name: str, clean: Callable[[str], str]) -> None:
        self.name = name
        self.clean = clean
        self.expected: list[str] | None = None  # None while the texts are renewed
        self.found: list[str] = []

    def __call__(self, said: object, hide: str = "") -> None:
        """Take a message, an error or a problem; whatever matches ``hide`` varies."""
        __tracebackhide__ = True
        text = render(said) if isinstance(said, Problem) else str(said)
        text = self.clean(re.sub(hide, "...", text) if hide else text).rstrip()
        self.found.append(text)
        if not text:
            self.fail("an empty text")
        if self.expected is not None:
            self.compare(text, self.expected[len(self.found) - 1 :])

    def compare(self, text: str, expected: list[str]) -> None:
        __tracebackhide__ = True
        if not expected:
            self.fail(f"a text that is not recorded:\n{text}")
        if text != expected[0]:
            pair = expected[0].splitlines(), text.splitlines()
            lines = difflib.unified_diff(*pair, "recorded", "found", lineterm="")
            self.fail("another text:\n" + "\n".join(lines))

    def fail(self, why: str) -> None:
        __tracebackhide__ = True
        help = "`make wording` renews the recorded texts: read the difference"
        pytest.fail(f"{self.name}: {why}\n  = help: {help}", pytrace=False)

    @contextmanager
    def raises(self, kind: type[E]) -> "Iterator[pytest.ExceptionInfo[E]]":
        """``pytest.raises``; the text of the exception is the message."""
        __tracebackhide__ = True
        with pytest.raises(kind) as caught:
            yield caught
        self(caught.value)

    @contextmanager
    def warns(self, kind: type[Warning]) -> Iterator[None]:
        """``pytest.warns`` for a single warning, whose text is the message."""
        __tracebackhide__ = True
        with pytest.warns(kind) as caught:
            yield
        (one,) = [each.message for each in caught if issubclass(each.category, kind)]
        self(one)


@pytest.fixture
def wording(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Wording]:
    """Compares the messages that it is called with: one recorded text for each call."""
    temporary = re.escape(str(tmp_path_factory.getbasetemp())) + r"/[\w.-]+"

    def clean(text: str) -> str:
        text = re.sub(USAGE, "", re.sub(temporary, "<tmp>", text))
        return text.replace(sys.executable, "<python>").replace(str(ROOT), "<root>")

    path, name = request.path, request.node.name
    taken = Wording(name, clean)
    renews = request.config.getoption("--renew-wording")
    expected = [] if renews else recorded(path).get(name, [])
    taken.expected = None if renews else expected
    failed = request.session.testsfailed
    yield taken
    if request.session.testsfailed > failed:
        return
    if renews:
        request.config.stash[RENEWED].setdefault(path, {})[name] = taken.found
    elif len(taken.found) < len(expected):
        taken.fail(f"{len(expected)} texts are recorded, {len(taken.found)} were found")


def file_of(path: Path) -> Path:
    """The file of the texts that are recorded for a file of tests."""
    return FOLDER / f"{path.stem}.yaml"


def recorded(path: Path) -> Texts:
    """The texts that are recorded for a file of tests."""
    file = file_of(path)
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}


def stale(config: pytest.Config) -> list[str]:
    """The recorded tests that do not exist, of the files that this run collected."""
    return [
        f"{path.name}: {name}"
        for path, names in config.stash[COLLECTED].items()
        for name in recorded(path)
        if name not in names
    ]


def write(file: Path, texts: Texts) -> None:
    """Record texts; a file without any is removed."""
    if not texts:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(exist_ok=True)
    kept = yaml.dump(
        texts, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=1e9
    )
    file.write_text(kept, encoding="utf-8")


class Dumper(yaml.SafeDumper):
    """Writes texts of several lines, or with quotes in them, as they are."""


def block_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text or "'" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


Dumper.add_representer(str, block_text)


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "run the tests that take messages, and record these"
    parser.addoption("--renew-wording", action="store_true", help=told)


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--renew-wording") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--renew-wording writes files: it runs without -n")


@pytest.hookimpl(tryfirst=True)  # before -k and -m leave some out
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    found: dict[Path, list[str]] = {}
    chosen: dict[bool, list[Any]] = {True: [], False: []}
    for item in items:
        takes = "wording" in getattr(item, "fixturenames", ())
        chosen[takes].append(item)
        found.setdefault(item.path, []).extend([item.name] * takes)
    partial = any("::" in argument for argument in config.args)
    config.stash[COLLECTED] = {} if partial else found
    config.stash[RENEWED] = {}
    if config.getoption("--renew-wording"):
        config.hook.pytest_deselected(items=chosen[False])
        items[:] = chosen[True]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not session.config.getoption("--renew-wording"):
        return
    collected = session.config.stash[COLLECTED]
    renewed = session.config.stash[RENEWED]
    for path in collected.keys() | renewed.keys():
        texts = {**recorded(path), **renewed.get(path, {})}
        names = collected.get(path, list(texts))
        write(file_of(path), {name: texts[name] for name in names if texts.get(name)})
