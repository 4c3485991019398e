"""Files in packages, in other encodings, and with other line ends."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

import archspec
from archspec.api import Spec
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from tests.commands import bad
from tests.proof.own_files import HEAD, NET, SPEC, Prover
from tests.wording import Wording


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    path = tmp_path_factory.mktemp("spec") / "net.yaml"
    path.write_text(SPEC)
    return archspec.load(path)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(timeout=60)) as started:
        yield started


@pytest.fixture
def prover(tmp_path: Path, spec: Spec, workers: Workers) -> Prover:
    return Prover(tmp_path, spec, workers)


PARTS = (
    "import chainer.links as L\n\n\ndef layer():\n    return L.Convolution2D(3, 2, 1)\n"
)


def with_parts(line: str) -> str:
    net = NET.replace("L.Convolution2D(3, 2, 1)", "layer()")
    return HEAD + line + net


@pytest.mark.parametrize(
    ("line", "parts", "net"),
    [
        ("from .parts import layer\n", "pack/parts.py", "pack/net.py"),
        ("from ..parts import layer\n", "pack/parts.py", "pack/nets/net.py"),
        ("from pack.parts import layer\n", "pack/parts.py", "pack/net.py"),
        ("from .parts import layer\n", "pack/parts.py", "pack/my-net.v2.py"),
        ("from .parts import layer\n", "pack/parts.py", "pack/__init__.py"),
        ("from parts import layer\n", "parts.py", "net.py"),
        ("from parts import layer\n", "pack/parts.py", "pack/net.py"),
        (
            "from .. import nets\nfrom ..nets import parts\nlayer = parts.layer\n",
            "pack/nets/parts.py",
            "pack/nets/net.py",
        ),
    ],
)
def test_a_file_imports_what_belongs_to_it(
    prover: Prover, line: str, parts: str, net: str
) -> None:
    for folder in {*Path(net).parents, *Path(parts).parents} - {Path()}:
        prover.write(f"{folder}/__init__.py", "")
    prover.write(parts, PARTS)
    prover.right(prover.write(net, with_parts(line)))


def test_a_package_that_imports_the_file_itself(prover: Prover) -> None:
    prover.write("pack/__init__.py", "from .net import Net\n\nMADE = Net\n")
    line = "import pack\nassert __name__ == 'pack.net', __name__\n"
    path = prover.write("pack/net.py", HEAD + line + NET)
    prover.right(path)
    path.write_text(path.read_text().replace("F.relu(", "F.tanh("))
    report = prover.prove(path)
    assert report.status == "differs"
    assert report.findings[0].node == "relu"
    assert report.findings[0].file == f"{path}:15"


def test_an_exception_beside_the_file_is_told_with_the_line_that_imports(
    prover: Prover,
) -> None:
    prover.write("pack/__init__.py", "")
    prover.write("pack/parts.py", "layer = 1 / 0\n")
    path = prover.write("pack/net.py", with_parts("from .parts import layer\n"))
    (finding,) = prover.prove(path).findings
    assert finding.message.startswith("ZeroDivisionError: ")
    assert finding.file == f"{path.with_name('parts.py')}:1"
    assert finding.text == "layer = 1 / 0"
    assert finding.around == (f"{path}:4: from .parts import layer",)


def test_classes_can_be_found_by_their_names(prover: Prover) -> None:
    more = """\
    import pickle
    from dataclasses import dataclass


    @dataclass
    class Widths:
        conv: int = 2


    assert pickle.loads(pickle.dumps(Widths())) == Widths()

    if __name__ == "__main__":
        raise SystemExit("a script")
    """
    text = HEAD + textwrap.dedent(more) + NET
    prover.right(prover.write("net.py", text))
    prover.write("pack/__init__.py", "")
    prover.right(prover.write("pack/net.py", text))


@pytest.mark.parametrize(
    ("before", "encoding"),
    [
        ("\ufeff", "utf-8"),
        ("\ufeff# coding: utf-8\n", "utf-8"),
        ("# coding: latin-1\n# é\n", "latin-1"),
        ("#!/usr/bin/python\n# -*- coding: cp1252 -*-\n# “é”\n", "cp1252"),
        ("# é\f\n\f\n# \x85 \u2028 \x1c\n", "utf-8"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends(
    prover: Prover, before: str, encoding: str, end: str
) -> None:
    text = before + HEAD + NET.replace("F.relu(", "F.tanh(").replace("    ", "\t")
    path = prover.write("net.py", text.replace("\n", end).encode(encoding))
    finding = prover.prove(path).findings[0]
    assert finding.node == "relu"
    assert finding.file == f"{path}:{text.split('F.tanh')[0].count(chr(10)) + 1}"
    assert finding.text == "return F.tanh(self.conv(x))"


@pytest.mark.quick
@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00",
        b"a = 1\nb = 1\nc = '\xe9'\n",
        b"# coding: klingon\n",
        b"a = '\0'\n",
        b"# coding: rot13\n",
    ],
)
def test_what_is_no_text_is_refused(
    tmp_path: Path, data: bytes, wording: Wording
) -> None:
    path, net = tmp_path / "net.py", tmp_path / "net.yaml"
    path.write_bytes(data)
    net.write_text(SPEC)
    error = bad(1, "verify", str(net), "--file", str(path), "-b", "chainer")
    wording(error)
    with pytest.raises(ValueError):
        archspec.load(net).verify_file(path, "chainer")
