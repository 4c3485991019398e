"""The user's modules are imported as Python does, although their values are observed."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

import archspec
from archspec.api import Spec
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import Finding
from archspec.proof.source import Sources
from archspec.proof.worker.opened import files as module
from archspec.proof.worker.opened.files import Files
from tests.proof.own_files import HEAD, NET, SPEC, Prover
from tests.wording import Wording

ACT = (
    "import chainer.functions as F\n\n\ndef act(x):\n    x = F.tanh(x)\n    return x\n"
)
TANH = "x = F.tanh(x)"


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    path = tmp_path_factory.mktemp("spec") / "net.yaml"
    path.write_text(SPEC)
    return archspec.load(path)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(level="forward", timeout=60)) as started:
        yield started


@pytest.fixture
def prover(tmp_path: Path, spec: Spec, workers: Workers) -> Prover:
    return Prover(tmp_path, spec, workers)


def net(lines: str) -> str:
    """A file that begins with ``lines``, which define ``act``."""
    return HEAD + textwrap.dedent(lines) + NET.replace("F.relu(", "act(")


def found(prover: Prover, path: Path) -> Finding:
    (finding,) = prover.prove(path).findings
    return finding


@pytest.mark.parametrize(
    ("line", "beside", "file"),
    [
        ("from .act import act\n", "pack/act.py", "pack/net.py"),
        ("from ..act import act\n", "pack/act.py", "pack/nets/net.py"),
        ("from . import act\n", "pack/__init__.py", "pack/net.py"),
        ("from pack import act\n", "pack/__init__.py", "net.py"),
        ("from space.act import act\n", "space/act.py", "net.py"),
        ("from other.act import act\n", "other/act.py", "pack/net.py"),
        ("from .act import *\n", "pack/act.py", "pack/__init__.py"),
        (
            "def act(x):\n    from act import act\n    return act(x)\n",
            "act.py",
            "net.py",
        ),
        ("import act as made\nact = made.act\n", "act.py", "my-net.v2.py"),
    ],
)
def test_the_line_of_a_module_is_named(
    prover: Prover, line: str, beside: str, file: str
) -> None:
    for folder in {*Path(file).parents, *Path(beside).parents}:
        if folder not in (Path(), Path("space")):
            prover.write(f"{folder}/__init__.py", "")
    other, path = prover.write(beside, ACT), prover.write(file, net(line))
    finding = found(prover, path)
    assert (finding.file, finding.text) == (f"{other}:5", TANH)
    assert finding.call == f"{path}:{13 + line.count(chr(10))}"


def test_a_module_knows_itself(prover: Prover) -> None:
    beside = """\
    import importlib.resources
    import inspect
    import pickle
    import sys
    from collections import namedtuple
    from importlib import import_module
    from pathlib import Path

    from . import net  # which imports this module
    from .net import HERE

    assert __name__ == "pack.act" and __package__ == "pack"
    assert Path(__file__).name == "act.py" and __spec__.origin == __file__
    assert sys.modules[__name__].__dict__ is globals()
    assert import_module(".net", __package__) is net and net.HERE == HERE == 1
    for package in ("pack", __package__):
        held = importlib.resources.files(package).joinpath("held.txt")
        assert held.read_text() == "held"
    assert __loader__.get_data(__file__) == Path(__file__).read_bytes()
    if sys.version_info >= (3, 12):
        assert importlib.resources.files().joinpath("held.txt").read_text() == "held"
    Pair = namedtuple("Pair", "a b")
    assert pickle.loads(pickle.dumps(Pair(1, 2))) == (1, 2)
    assert Pair.__module__ == __name__


    def act(x):
        match {-1: x}:
            case {-1: None}:
                raise ValueError
            case {-1: x} if x is not None:
                return net.F.relu(x)


    assert inspect.getsource(act).startswith("def act(x):")
    """
    lines = """\
    HERE = 1
    from . import act as made


    def act(x):
        return made.act(x)
    """
    prover.write("pack/__init__.py", "from . import act\n")
    prover.write("pack/held.txt", "held")
    prover.write("pack/act.py", textwrap.dedent(beside))
    prover.right(prover.write("pack/net.py", net(lines)))


def test_a_script_that_what_it_imports_imports(prover: Prover) -> None:
    prover.write("act.py", "import net\n\nact = net.tanh\n")
    lines = "def tanh(x):\n    return F.tanh(x)\n\nif __name__ != 'net':\n    from act import act\n"
    path = prover.write("net.py", net(lines))
    finding = found(prover, path)
    assert (finding.file, finding.text) == (f"{path}:5", "return F.tanh(x)")


def test_modules_are_forgotten(prover: Prover) -> None:
    right = ACT.replace("tanh", "relu")
    for line, folder in (
        ("from act import act\n", ""),
        ("from .act import act\n", "pack/"),
    ):
        for number, text in enumerate((right, f"# another\n{ACT}", right, ACT)):
            where = f"{number}/{folder}"
            if folder:
                prover.write(f"{where}__init__.py", "")
            beside = prover.write(f"{where}act.py", text)
            path = prover.write(f"{where}net.py", net(line))
            if text is right:
                prover.right(path)
            else:
                assert found(prover, path).file == f"{beside}:{6 - number // 3}"


@pytest.mark.parametrize("where", ["lib/site-packages", "lib/dist-packages"])
def test_what_is_installed_is_not_looked_into(prover: Prover, where: str) -> None:
    prover.write(f"{where}/installed_act.py", ACT)
    lines = f"import sys\nsys.path.insert(0, {str(prover.folder / where)!r})\n"
    path = prover.write("net.py", net(f"{lines}from installed_act import act\n"))
    finding = found(prover, path)
    assert (finding.file, finding.call) == (f"{path}:16", "")


@pytest.mark.parametrize(
    "more",
    ["# " + "x" * 2**20 + "\n", "a = " + "1 + " * 600 + "1\n"],
    ids=["large", "deep"],
)
def test_what_cannot_be_looked_into_is_imported(prover: Prover, more: str) -> None:
    prover.write("act.py", ACT + more)
    path = prover.write("net.py", net("from act import act\n"))
    assert found(prover, path).file == f"{path}:14"
    prover.write("act.py", ACT.replace("tanh", "relu") + more)
    prover.right(path)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("def act(x):\n    return 1 / 0\n", 2, "ZeroDivisionError: "),
        ("import act\nimport nowhere\n", 2, "ModuleNotFoundError: "),
        ("a = 1\ndef act(x:\n", 2, "SyntaxError: "),
    ],
)
def test_exceptions_are_told_with_both_lines(
    prover: Prover, text: str, line: int, message: str
) -> None:
    beside = prover.write("act.py", text)
    finding = found(prover, prover.write("net.py", net("from act import act\n")))
    assert message in finding.message
    assert finding.call == f"{beside}:{line}" or finding.file == f"{beside}:{line}"
    of_file = f"{prover.folder / 'net.py'}:{14 if 'return' in text else 4}"
    assert any(place.startswith(of_file) for place in finding.around)


def test_a_class_beside_that_cannot_be_made(prover: Prover, wording: Wording) -> None:
    beside = prover.write(
        "made.py", HEAD + NET.replace("def __init__(self)", "def __init__(self, depth)")
    )
    finding = found(prover, prover.write("net.py", "from made import Net\n"))
    wording(finding.message)
    assert (finding.file, finding.text) == (f"{beside}:7", "def __init__(self, depth):")


@pytest.mark.quick
def test_the_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    monkeypatch.setattr(module, "LARGEST", 30)
    files = Files("a\nb", "net.py", "/work/net.py")
    assert files.code_of("/work/a.py", b"#" * 40) is None
    assert files.code_of("/work/a.py", b"a = 1\n" * 4) is not None
    assert files.code_of("/work/b.py", b"a = 1\n" * 4) is None
    assert files.code_of("/work/b.py", b"a = (\n") is None
    assert files.code_of("/work/a.py", b"a = 1\n" * 4) is not None
    assert files.code_of("/work/c.py", b"") is None
    assert [(one["name"], one["offset"]) for one in files.new()] == [
        ("a.py", 2),
        ("b.py", 7),
    ]
    numbers = [files.number(f"/work/{name}.py", 1) for name in "abc"]
    assert [*numbers, files.number("net.py", 2)] == [3, 8, 0, 2]
    assert files.number([], 1) == files.number("net.py", "1") == 0


@pytest.mark.quick
@pytest.mark.parametrize(
    ("filename", "path", "name"),
    [
        ("net.py", "/a/pack/net.py", "../blocks.py"),
        ("pack/net.py", "/a/pack/net.py", "blocks.py"),
        ("/a/pack/net.py", "/a/pack/net.py", "/a/blocks.py"),
        ("../pack/net.py", "/a/pack/net.py", "../blocks.py"),
    ],
)
def test_files_are_called_as_the_first_one_is(
    filename: str, path: str, name: str
) -> None:
    files = Files("", filename, path)
    files.code_of("/a/blocks.py", b"")
    assert files.new()[0]["name"] == name


@pytest.mark.quick
def test_whatever_a_worker_says_of_files() -> None:
    sources = Sources("net.py", "a\nb")
    sources.add(
        [
            {"name": "x\ud800", "offset": -(10**30), "source": ""},
            {"name": "y", "offset": 1, "source": "c\nd"},
            {"name": "y", "offset": 10**30, "source": " c "},
        ]
    )
    assert sources.line(2) == ("net.py:2", "b")
    assert sources.line(3) == ("y:2", "d")
    assert sources.line(10**30 + 1) == ("y:1", "c")
    assert [sources.line(n) for n in (0, -1, 4, 10**40)] == [None] * 4
