"""The pages of the documentation, and the blocks of code on them.

What a block is can be seen where it stands:

- The text before it ends in ```name.yaml`:``, or its first line is ``# name.yaml``: it is
  that file, and later blocks of the page find it. If the repository has a file of that
  name, it is a piece of that one.
- The text before it ends in ```command` prints:``: it is the output of the command.
- All else is told by the language of the fence. Of what a command prints, ``...`` stands
  for lines that are left out. In Python, ``expression  # literal`` has that value.
"""

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.commands import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

_OPEN = re.compile(r"( *)(`{3,}) *([\w-]*)")
_NAMED = re.compile(r"`([\w./-]+\.[a-z]\w*)`:\Z")
_COMMENT = re.compile(r"# ([\w./-]+\.[a-z]+)\n")
_MEASURED = re.compile(r"-?\d+\.[\d.]+(e[+-]?\d+)?(\+\w+)?|\d+(?= (MiB|s)\b)")
_PRINTS = re.compile(r"`([^`]+)` prints:\Z")


@dataclass(frozen=True)
class Block:
    """A fenced block: the start of its text, its language, and the text before it."""

    page: Path
    line: int
    language: str
    text: str
    before: str

    @property
    def place(self) -> str:
        """The place of a block for messages: ``docs/weights.md:12``."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def file(self) -> str:
        """The name of the file that a block shows, empty if it shows none."""
        found = _NAMED.search(self.before) or _COMMENT.match(self.text)
        return found[1] if found else ""

    @property
    def command(self) -> str:
        """The command whose output a block shows, empty if it shows none."""
        found = _PRINTS.search(self.before)
        return found[1] if found else ""


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order. Raises ValueError if one does not end."""
    before: list[str] = []
    lines = iter(enumerate(page.read_text().splitlines(), 1))
    for number, line in lines:
        opened = _OPEN.match(line)
        if not opened:
            before.append(line.strip())
            continue
        indent, fence, language = opened.groups()
        inner: list[str] = []
        for _, line in lines:
            if line == indent + fence:
                break
            inner.append(line)
        else:
            raise ValueError(f"{page}:{number}: the block does not end")
        text = textwrap.dedent("\n".join(inner)) + "\n"
        said = "\n".join(before).rstrip()
        yield Block(page, number + 1, language, text, said)
        before = []


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a block that shows a terminal, each with its output."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, rest = re.match(r"((?:.*\\\n)*.*)\n?((?:.*\n)*)", part).groups()  # pyright: ignore
        yield command.replace("\\\n", " "), rest


def values(code: str) -> Iterator[tuple[str, Any]]:
    """The expressions of Python code that are followed by their value, as a comment."""
    lines = code.splitlines()
    for statement in ast.parse(code).body:
        end = statement.end_lineno
        if isinstance(statement, ast.Expr) and end is not None:
            _, _, comment = lines[end - 1].partition("  # ")
            try:
                yield ast.unparse(statement), ast.literal_eval(comment)
            except (SyntaxError, ValueError):
                continue  # it says something else


def agrees(shown: str, printed: str, measured: bool = False) -> bool:
    """Whether a page shows what a command has printed.

    Args:
        shown: with ``...`` for lines that are left out.
        printed: all of it.
        measured: numbers differ from run to run, and with them the widths of columns.
    """
    wanted, found = (_plain(text, measured) for text in (shown, printed))
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in wanted
    )
    return bool(re.fullmatch(pattern, "".join(f"{line}\n" for line in found)))


def _plain(text: str, measured: bool) -> list[str]:
    if measured:
        text = re.sub(r" +", " ", _MEASURED.sub("0", text))
    return [line.rstrip() for line in text.rstrip("\n").splitlines()]
