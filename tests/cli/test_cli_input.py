"""The command line: wrong values, unreadable files, streams and imports."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archspec.backends import BACKENDS
from archspec.cli import main
from archspec.cli.output.report import colored
from tests.commands import ROOT, SPEC, bad, good, process
from tests.wording import Wording

pytestmark = pytest.mark.quick

FRAMEWORKS = ("torch", "mxnet", "paddle", "chainer", "numpy")
HEAVY = ("pydantic", "jinja2", "rich", "yaml")

TWO_INPUTS = """\
archspec: 1
name: Two
input: {left: [2, 4, 4], right: [3]}
body:
  a: {op: flatten, from: left}
  both: {op: concat, from: [a, right]}
"""


@pytest.fixture
def spec(tmp_path: Path) -> str:
    path = tmp_path / "tiny.yaml"
    path.write_text(SPEC)
    return str(path)


# --- values of --set and --input ---------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "name", "value"),
    [
        ("classes=10", "classes", 10),
        ("widths=[4, 4]", "widths", [4, 4]),
        ("scale=1e-1", "scale", 0.1),
        ("bias=false", "bias", False),
        ("kind=tanh", "kind", "tanh"),
        ("kind = 'sigmoid'", "kind", "sigmoid"),
    ],
)
def test_set_reads_yaml(spec: str, setting: str, name: str, value: object) -> None:
    data = json.loads(good("show", spec, "--format", "json", "--set", setting))
    assert data["params"][name] == value
    assert type(data["params"][name]) is type(value)


@pytest.mark.parametrize(
    ("code", "setting"),
    [
        (1, "clases=3"),
        (1, "classes=many"),
        (1, "classes=null"),
        (1, "bias=no"),
        (2, "classes"),
        (2, "classes="),
        (2, "widths=[4"),
        (2, "widths={a: 1}"),
    ],
)
def test_set_with_a_wrong_value(
    spec: str, code: int, setting: str, wording: Wording
) -> None:
    wording(bad(code, "show", spec, "--set", setting))


def test_several_inputs_have_names(tmp_path: Path, wording: Wording) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(TWO_INPUTS)
    args = ["show", str(path), "--format", "json", "--input"]
    out = json.loads(good(*args, "left=2,6,6", "--input", "right=5"))
    assert out["inputs"] == {"left": [2, 6, 6], "right": [5]}
    assert out["outputs"]["output"]["shape"] == [77]
    wording(bad(1, *args, "2,6,6"))
    wording(bad(1, *args, "top=2"))
    wording(bad(2, *args, "2,6,6", "--input", "right=5"))


@pytest.mark.parametrize("shape", ["", "3,", "3x8x8", "-3,8,8", "3,8.5,8", "9" * 30])
def test_a_shape_is_made_of_whole_numbers(
    spec: str, shape: str, wording: Wording
) -> None:
    wording(bad(2, "show", spec, "--input", shape))


# --- bad files ---------------------------------------------------------------------

FILES = {
    "empty.yaml": b"",
    "binary.yaml": bytes(range(256)),
    "list.yaml": b"[1, 2]",
    "text.yaml": b"just words",
    "broken.yaml": b"archspec: 1\nname: [",
    "deep.yaml": b"a: " + b"[" * 5000,
    "bomb.yaml": b"a: &a [1,1,1,1,1,1,1,1,1]\n"
    + b"".join(
        b"%c: &%c [%s]\n" % (c + 1, c + 1, b",".join([b"*%c" % c] * 9))
        for c in range(ord("a"), ord("i"))
    ),
}


@pytest.mark.parametrize("name", [*FILES, "missing.yaml", "folder", "nul\0.yaml", ""])
@pytest.mark.parametrize("command", [["emit", "-b", "torch"], ["show"]])
def test_a_bad_file_is_a_problem_not_a_crash(
    tmp_path: Path, name: str, command: list[str]
) -> None:
    (tmp_path / "folder").mkdir()
    if name in FILES:
        (tmp_path / name).write_bytes(FILES[name])
    path = str(tmp_path / name) if name else ""
    assert bad(1, *command, path).startswith("error: ")


def test_an_unreadable_file_is_a_problem(
    spec: str, monkeypatch: pytest.MonkeyPatch, wording: Wording
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", spec)

    monkeypatch.setattr("builtins.open", refuse)
    text = bad(1, "show", spec)
    monkeypatch.undo()
    wording(text)


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["emit"],
        ["check"],
        ["draw", "x.yaml"],
        ["emit", "x.yaml"],
        ["emit", "x.yaml", "-b", "tensorflow"],
        ["show", "x.yaml", "--stage", "tree"],
        ["show", "x.yaml", "--format", "xml"],
        ["show", "x.yaml", "--no-such-option"],
        ["backends", "torch"],
    ],
)
def test_wrong_usage_has_code_2(args: list[str]) -> None:
    assert "Usage: archspec" in bad(2, *args)


def test_an_unknown_backend_is_told_the_known_ones() -> None:
    text = bad(2, "emit", "x.yaml", "-b", "tensorflow")
    assert all(name in text for name in (*BACKENDS, "pytorch", "mxnet", "all"))


# --- streams -----------------------------------------------------------------------


def test_a_reader_may_stop_reading() -> None:
    # More than a pipe holds, so that the writer is at it when the reader goes.
    args = ["show", "specs/densenet121.yaml", "--format", "json"]
    command = [sys.executable, "-m", "archspec", *args]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as running:
        assert running.stdout and running.stderr
        assert running.stdout.readline() == b"{\n"
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_a_full_disk_is_a_problem(spec: str, wording: Wording) -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "archspec", "check", "--no-lint", spec]
        result = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )
    assert result.returncode == 1
    wording(result.stderr)


def test_an_encoding_without_the_characters_gets_escapes(tmp_path: Path) -> None:
    path = tmp_path / "doc.yaml"
    path.write_text(SPEC + "doc: to \u2192\n", encoding="utf-8")
    result = process(
        "-m", "archspec", "emit", str(path), "-b", "torch", PYTHONIOENCODING="latin-1"
    )
    assert "to \\u2192" in result.stdout


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert colored(Terminal()) and not colored(object())
    monkeypatch.setenv("TERM", "dumb")
    assert not colored(Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colored(Terminal())


# --- imports -----------------------------------------------------------------------


def modules_of(*args: str) -> set[str]:
    """The modules that a command imports."""
    script = (
        "import sys, os\n"
        "from archspec.cli import main\n"
        "out, sys.stdout = sys.stdout, open(os.devnull, 'w')\n"
        f"code = main({list(args)!r}, standalone_mode=False)\n"
        "print(code or 0, *sys.modules, file=out)\n"
    )
    result = process("-c", script)
    code, *modules = result.stdout.split()
    assert code == "0", result.stderr
    return set(modules)


def imported_by(*args: str) -> set[str]:
    """The packages that a command imports."""
    return {name for name in modules_of(*args) if "." not in name}


@pytest.mark.parametrize("args", [["--help"], ["emit", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    assert imported_by(*args).isdisjoint(FRAMEWORKS + HEAVY)


@pytest.mark.parametrize("args", [["--help"], ["emit", "lenet5", "-b", "torch"]])
def test_commands_of_their_own_modules_are_imported_late(args: list[str]) -> None:
    late = set(main.commands) - set(args)
    modules = modules_of(*args)
    assert modules.isdisjoint(f"archspec.cli.commands.{name}" for name in late)


@pytest.mark.parametrize("backend", BACKENDS)
def test_emit_imports_no_framework_and_no_numpy(backend: str) -> None:
    modules = imported_by("emit", "specs/resnet50.yaml", "--backend", backend)
    assert "jinja2" in modules
    assert modules.isdisjoint(FRAMEWORKS)


@pytest.mark.parametrize("backend", BACKENDS)
def test_emit_imports_one_backend(backend: str) -> None:
    modules = modules_of("emit", "specs/resnet50.yaml", "--backend", backend)
    others = set(BACKENDS) - {backend}
    assert f"archspec.backends.{backend}.rows" in modules
    assert modules.isdisjoint(f"archspec.backends.{name}.rows" for name in others)


@pytest.mark.parametrize(
    "args",
    [
        ["check", "specs/resnet50.yaml"],
        ["emit", "specs/unet.yaml", "--backend", "torch"],
    ],
)
def test_what_is_not_asked_for_is_not_imported(args: list[str]) -> None:
    # Tables are for `show`, suggestions for what is misspelt.
    assert imported_by(*args).isdisjoint({"rich", "difflib"})


def test_no_garbage_is_searched_for_at_the_end() -> None:
    script = (
        "import gc\n"
        "from archspec.cli import main\n"
        "main(['--version'], standalone_mode=False)\n"
        "print(gc.get_freeze_count() > 0)\n"
    )
    assert process("-c", script).stdout.splitlines()[-1] == "True"


@pytest.mark.parametrize(
    "args", [["check", "specs/unet.yaml"], ["show", "specs/unet.yaml"], ["backends"]]
)
def test_no_command_imports_a_framework(args: list[str]) -> None:
    assert imported_by(*args).isdisjoint(FRAMEWORKS)
