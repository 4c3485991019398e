"""Completion in the installed shells, as typed by a user."""

import os
import pty
import re
import select
import shlex
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archspec.backends import BACKENDS
from archspec.cli import main
from archspec.zoo import catalog
from tests.commands import ROOT, bad, good
from tests.wording import Wording

# How each starts without anyone's configuration, and what that must hold before.
STARTS = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        "PS1='> '; bind 'set bell-style none'",
    ),
    "zsh": (["zsh", "-f", "-i"], "PS1='> '; autoload -Uz compinit; compinit -D -u"),
    "fish": (["fish", "--no-config", "-i"], "function fish_prompt; echo '> '; end"),
}
SHELLS = [shell for shell in STARTS if shutil.which(shell)]


class Terminal:
    """A shell in a terminal, with keys to press."""

    def __init__(self, shell: str, folder: Path):
        command, setup = STARTS[shell]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            path = f"{folder}/bin:{os.environ['PATH']}"
            os.environ.update(
                PATH=path, TERM="dumb", HOME=str(folder), INPUTRC="/dev/null"
            )
            os.execvp(command[0], command)
        self.type(f"{setup}\n")
        self.until("> ")
        script = folder / "completion"
        script.write_text(good("completion", shell))
        self.type(f". {script}; echo re'ady'\n")
        self.until("ready")

    def type(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def until(self, wanted: str, seconds: float = 60) -> str:
        """The text on the screen once ``wanted`` has appeared."""
        seen, end = "", time.monotonic() + seconds
        while wanted not in seen:
            left = end - time.monotonic()
            assert left > 0 and select.select([self.fd], [], [], left)[0], seen
            raw = os.read(self.fd, 4096).decode(errors="replace")
            seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r", "", raw)
        return seen

    def complete(self, typed: str, whole: str) -> None:
        """Type ``typed`` and TAB, and wait until the line is ``whole``."""
        self.type("echo be'gin'\n")
        self.until("begin")
        self.type(f"{typed}\t")
        self.until(whole)
        self.type("\x15")  # take the line away


@contextmanager
def shell_in(shell: str, folder: Path) -> Iterator[Terminal]:
    (folder / "bin").mkdir()
    program = folder / "bin" / "archspec"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from archspec.cli import main\nmain()\n"
    )
    program.chmod(0o755)
    (folder / "nets").mkdir()
    (folder / "nets" / "mine.yaml").write_text("")
    terminal = Terminal(shell, folder)
    yield terminal
    os.close(terminal.fd)
    os.waitpid(terminal.pid, 0)


@pytest.fixture(scope="module", params=SHELLS)
def terminal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    with shell_in(request.param, tmp_path_factory.mktemp(request.param)) as terminal:
        yield terminal


def test_there_is_a_shell() -> None:
    assert "bash" in SHELLS


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("archspec weig", "archspec weights "),
        ("archspec weights conv", "archspec weights convert "),
        ("archspec emit lenet5 --backe", "archspec emit lenet5 --backend "),
        ("archspec emit lenet5 --backend chai", "--backend chainer "),
        ("archspec emit lenet5 -b padd", "-b paddle "),
        ("archspec verify lenet5 --level for", "--level forward "),
        ("archspec show googlen", "archspec show googlenet "),
        ("archspec check ne", "archspec check nets/"),
        ("archspec check nets/mi", "archspec check nets/mine.yaml "),
        ("archspec diff lenet5 alexn", "archspec diff lenet5 alexnet "),
        ("archspec weights show nets/mi", "show nets/mine.yaml "),
        ("archspec completion fi", "archspec completion fish "),
    ],
)
def test_tab_completes(terminal: Terminal, typed: str, whole: str) -> None:
    terminal.complete(typed, whole)


def test_after_an_equals_sign(terminal: Terminal) -> None:
    terminal.complete("archspec emit lenet5 --backend=glu", "--backend=gluon ")
    terminal.complete("archspec verify lenet5 --level=gr", "--level=grad ")
    terminal.complete("archspec emit lenet5 --backend=", "--backend=")


# --- without a shell ---------------------------------------------------------------


def offered(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """The words that the command offers a shell."""
    from click.shell_completion import BashComplete

    asked = BashComplete(main, {}, "archspec", "_ARCHSPEC_COMPLETE")
    monkeypatch.setenv("COMP_WORDS", shlex.join(["archspec", *words]))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    return asked.complete().splitlines()


@pytest.mark.quick
def test_everything_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    specs = [f"plain,{name}" for name in catalog.names()]
    assert offered(monkeypatch, "emit", "") == [*specs, "file,"]
    assert offered(monkeypatch, "zoo", "") == specs
    backends = [f"plain,{name}" for name in (*BACKENDS, "all")]
    for command in ("emit", "verify"):
        assert offered(monkeypatch, command, "x", "--backend", "") == backends
    commands = offered(monkeypatch, "")
    assert commands == [f"plain,{name}" for name in sorted(main.commands)]


@pytest.mark.quick
def test_another_shell_is_refused(wording: Wording) -> None:
    wording(bad(2, "completion", "tcsh"))
