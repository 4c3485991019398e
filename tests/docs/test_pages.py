"""Every block of code in the README and under docs works as shown.

A page is worked through from its top in a folder of its own: files are written, specs
are compiled, Python runs, commands run and print what is shown. See
``tests.docs.pages`` for how a block says what it is.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from archspec import spec
from archspec.front.read import load_network
from tests.commands import ROOT, run
from tests.docs.page_files import suppose
from tests.docs.pages import PAGES, Block, agrees, blocks, sessions, values

# Commands that are shown and not run here, and why.
LEFT_OUT = {
    r".*\b(SPEC|SRC|DST|FILE|FOLDER|NAME)\b": "says how to use it",
    r"(pip|pipx|uvx|git|code) ": "needs a network, or an editor",
    r"make ": "works on the repository",
    r"archspec verify (\S*resnet50\S*|specs/\*.yaml)": "takes minutes at natural size",
    r"pytest --archspec": "works on tests of one's own",
    r"archspec completion \w+ >": "changes the settings of a shell",
    r"archspec verify \S*resnet18\S* --level train": "takes minutes in four frameworks",
}
# Pages whose commands prove networks in several frameworks.
SLOW = {
    *("README.md", "docs/tutorial.md", "docs/verify.md"),
    *("docs/guides/mxnet.md", "docs/guides/pytorch-to-paddle.md"),
}
# What these print has measured numbers in it.
MEASURED = re.compile(r"archspec (verify|bench)\b")
DATA = {"json": json.loads, "yaml": yaml.safe_load}
TEXT = ("text", "diff", "makefile", "toml", "ini", "html")
SHELL = re.compile(r"[|&;<>*?$`~]|\A(?!archspec )")
# What a fragment is completed with, and the keys of networks and of blocks.
NETWORK = {"name": "Fragment", "input": "[3, 32, 32]", "body": "[identity]"}
KEYS = {*spec.Network.written_keys(), *spec.Block.written_keys()}


class Page:
    """A page whose blocks are tried one after the other, in the working folder."""

    def __init__(self, text: str):
        self.text = text
        self.names: dict[str, Any] = {"__name__": "page"}

    def check(self, block: Block) -> None:
        """Try a block. Raises AssertionError, or the exception of its code, if it is
        wrong.
        """
        suppose(block.text)
        if block.file:
            self.file(block)
        elif block.command:
            self.prints(block.command, block.text)
        elif block.language == "yaml":
            self.yaml(block)
        elif block.language == "python":
            code = compile("\n" * (block.line - 1) + block.text, block.place, "exec")
            exec(code, self.names)
            for expression, value in values(block.text):
                found = eval(expression, self.names)
                assert found == value, f"{expression} is {found!r}"
        elif block.language == "console":
            for command, printed in sessions(block.text):
                self.prints(command, printed)
        elif block.language == "sh":
            lines = re.sub(r"\\\n", " ", block.text).splitlines()
            script = "\n".join(line for line in lines if not left_out(line))
            done = shell(script)
            assert done.returncode == 0, done.stdout
        elif block.language in DATA:
            DATA[block.language](block.text)
        else:
            assert block.language in TEXT, f"unknown language {block.language!r}"

    def file(self, block: Block) -> None:
        """A file, or a part of a file of the repository."""
        if block.language == "python":
            compile(block.text, block.place, "exec")
        elif block.language in DATA:
            DATA[block.language](block.text)
        if not (ROOT / block.file).exists():
            path = Path(block.file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text)
            if re.search(r"^(archspec|extends|body):", block.text, re.M):
                self.spec(path)

    def yaml(self, block: Block) -> None:
        """A spec, or a fragment of one: a part of a network, or nodes of a body."""
        path = Path(f"block{block.line}.yaml")
        if re.search(r"^(archspec|extends):", block.text, re.M):
            path.write_text(block.text)
            self.spec(path)
            return
        keys, text = set(re.findall(r"^(\w+):", block.text, re.M)), block.text
        if not keys or not keys <= KEYS:
            item = "  - " if "op" in keys else "  "
            text = "body:\n" + item + textwrap.indent(text, " " * len(item)).lstrip()
            keys = {"body"}
        lines = [f"{key}: {NETWORK[key]}" for key in NETWORK if key not in keys]
        path.write_text("\n".join(["archspec: 1", *lines, text]))
        load_network(path)  # of a fragment, the names may be elsewhere

    def spec(self, path: Path) -> None:
        """A spec that compiles for all backends, or whose error the page shows."""
        done = run("emit", str(path), "--backend", "all", "-o", "emitted/")
        error = done.stderr.partition("\n")[0]
        assert done.exit_code == 0 or error in self.text, done.stderr

    def prints(self, command: str, shown: str) -> None:
        """A command prints the output shown."""
        suppose(command)
        if left_out(command):
            return
        if SHELL.search(command):
            printed = shell(command).stdout
        else:
            printed = run(*shlex.split(command)[1:]).output
        right = agrees(shown, printed, bool(MEASURED.search(command)))
        assert right, f"$ {command}\n{printed}"


def left_out(command: str) -> bool:
    """Whether a command is only shown."""
    if found := re.match(r"make ([\w-]+)", command):
        assert re.search(rf"^{found[1]}:", (ROOT / "Makefile").read_text(), re.M)
    return any(re.match(pattern, command) for pattern in LEFT_OUT)


def shell(script: str) -> "subprocess.CompletedProcess[str]":
    """Run a script whose ``archspec`` and ``python`` are those of this process."""
    folder = Path("bin").absolute()
    folder.mkdir(exist_ok=True)
    for name, words in {"archspec": '-m archspec "$@"', "python": '"$@"'}.items():
        (folder / name).write_text(f"#!/bin/sh\nexec {sys.executable} {words}\n")
        (folder / name).chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder.parent),  # what a page puts there is not for the user's own
    }
    return subprocess.run(
        ["sh", "-ec", script],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def marked(path: Path) -> Any:
    """A page with the mark of a slow test, if it is one."""
    slow = [pytest.mark.slow] if name_of(path) in SLOW else []
    return pytest.param(path, marks=slow)


def problems(path: Path) -> Iterator[str]:
    """The faults in the blocks of a page, each with its place."""
    page = Page(path.read_text())
    for block in blocks(path):
        try:
            page.check(block)
        except (AssertionError, Exception) as error:
            yield f"{block.place}: {type(error).__name__}: {error}"


@pytest.mark.parametrize("path", [*map(marked, PAGES)], ids=name_of)
def test_the_blocks_of_a_page(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "specs").symlink_to(ROOT / "specs")
    monkeypatch.chdir(tmp_path)
    found = list(problems(path))
    assert not found, "\n\n".join(found)


WRONG = """\
`net.yaml`:

```yaml
archspec: 1
name: Net
input: [3]
body: [rulu]
```

```yaml
conv: {op: conv, chanels: 3, kernel: 1}
```

```python
2 * 2  # 5
```

```console
$ archspec zoo resnet18
resnet18
```

```sh
false
```

```yml
a: 1
```
"""


@pytest.mark.quick
def test_wrong_blocks_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tests.docs.pages.ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(WRONG)
    found = list(problems(page))
    assert [line.partition(": ")[0] for line in found] == [
        f"page.md:{line}" for line in (4, 11, 15, 19, 24, 28)
    ]
    for fault, line in zip(("'rulu'", "'chanels'", "2 * 2 is 4"), found, strict=False):
        assert fault in line
