"""``archspec verify`` and ``emit --check``, end to end in the real frameworks."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import archspec
from archspec.backends import BACKENDS
from archspec.proof.reports.report import LEVELS
from archspec.proof.reports.result import Report
from tests.commands import SPEC, bad, good, run
from tests.wording import Wording

NET = """\
archspec: 1
name: Net
input: [3, 8, 8]
params: {classes: 4}
body:
  conv: {op: conv, channels: 6, kernel: 3, padding: 1}
  bn: bn
  relu: relu
  pool: {op: max_pool, kernel: 2}
  flatten: flatten
  drop: dropout
  fc: {op: dense, units: classes}
"""


@pytest.fixture
def net(tmp_path: Path) -> Path:
    path = tmp_path / "net.yaml"
    path.write_text(NET)
    return path


def edited(net: Path, old: str, new: str, backend: str = "torch") -> Path:
    """The emitted file with one change."""
    source = good("emit", str(net), "--backend", backend)
    assert source.count(old) == 1, source
    path = net.with_name("edited.py")
    path.write_text(source.replace(old, new))
    return path


def test_all_backends_hold_at_every_level(net: Path) -> None:
    report = archspec.load(net).verify(level="train")
    assert report.ok
    assert [one.backend for one in report.backends] == list(BACKENDS)
    for one in report.backends:
        assert [result.level for result in one.levels] == list(LEVELS)
        shape, init, forward, grad, train = one.levels
        assert (shape.compared, init.compared) == (7, 4)  # the tensors of bn
        assert (forward.compared, forward.unseen) == (7, ())
        assert (grad.compared, train.compared) == (7, 8)
        assert max(result.worst or 0 for result in one.levels) < 1e-9
        assert forward.float32 and forward.float32[0] < 1e-5
        assert one.version and one.memory and one.seconds
    known = {one.backend: len(one.known) for one in report.backends}
    assert known == {"torch": 0, "gluon": 2, "paddle": 2, "chainer": 0}


def test_a_network_written_in_python_is_proved_too() -> None:
    from archspec.spec import Network, node

    network = Network(name="T", input=[3, 4, 4], body={"a": node("relu")})
    report = archspec.compile(network).verify(["torch"], level="train")
    assert report.ok and report.spec == "T"


def test_the_table_and_json_say_the_same(net: Path) -> None:
    table = good("verify", str(net), "-b", "torch", "-b", "chainer")
    rows = table.partition("\n\n")[0].splitlines()
    assert [line.split()[-1] for line in rows] == ["result", "ok", "ok"]
    plain = json.loads(good("verify", str(net), "-b", "torch", "--format", "json"))
    assert plain["archspec_report"] == 1
    assert plain["ok"] is True
    assert plain["backends"][0]["levels"][2]["compared"] == 7


def test_several_specs_make_a_matrix(net: Path) -> None:
    tiny = net.with_name("tiny.yaml")
    tiny.write_text(SPEC)
    options = ("-b", "pytorch", "--level", "shape", "--format", "json")
    reports = json.loads(good("verify", str(net), str(tiny), *options))
    assert [Path(one["spec"]).name for one in reports] == ["net.yaml", "tiny.yaml"]


def test_a_spec_that_is_refused_leaves_the_others(net: Path, wording: Wording) -> None:
    few = net.with_name("few.yaml")
    few.write_text(NET.replace("input: [3, 8, 8]", "input: [3, 2, 2]"))
    wrong = net.with_name("wrong.yaml")
    wrong.write_text(NET.replace("units: classes", "units: clases"))
    options = ("-b", "torch", "--level", "train", "--batch", "1", "--format", "json")
    result = run("verify", str(few), str(wrong), str(net), *options)
    assert result.exit_code == 1
    wording(result.stderr)
    assert [Path(one["spec"]).name for one in json.loads(result.stdout)] == ["net.yaml"]


def test_a_file_that_differs_is_located(net: Path, wording: Wording) -> None:
    path = edited(net, "nn.BatchNorm2d(6)", "nn.BatchNorm2d(6, eps=1e-4)")
    options = ("--file", str(path), "-b", "torch")
    result = run("verify", str(net), *options)
    assert result.exit_code == 1
    assert "DIFFERS" in result.stdout
    below = result.stdout.split("\n\n")[1].splitlines()
    wording(below[0], hide=r"\d[\d.e-]*")
    assert below[1] == f"  --> {net}:7:3"
    assert below[2] == f"  --> {path}:11: self.bn = nn.BatchNorm2d(6, eps=1e-4)"
    assert below[3] == f"  --> {path}:17"
    assert [line.split()[0] for line in below[4:]] == ["expected", "found"]


def test_tensors_are_renamed(net: Path, wording: Wording) -> None:
    source = good("emit", str(net), "--backend", "torch")
    path = net.with_name("mine.py")
    path.write_text(
        source.replace("self.fc", "self.head").replace("class Net", "class M")
    )
    options = ("--file", str(path), "-b", "torch", "--level", "shape")
    result = run("verify", str(net), *options)
    assert result.exit_code == 1
    wording(result.stdout.partition("\n\n")[2])
    good("verify", str(net), *options, "--map", "^head=fc")


def test_arguments_of_another_file_are_the_params(net: Path) -> None:
    path = edited(net, "classes=4", "classes")
    options = ("--file", str(path), "-b", "torch")
    good("verify", str(net), *options, "--set", "classes=9")


def test_a_crash_is_told_and_disturbs_nobody(net: Path, wording: Wording) -> None:
    path = edited(net, "import nn\n", "import nn\nimport os\n")
    path.write_text(
        path.read_text().replace("        x =", "        os._exit(7)\n        x =", 1)
    )
    result = run("verify", str(net), "--file", str(path), "-b", "torch")
    assert result.exit_code == 1
    wording(result.stdout.partition("\n\n")[2])
    good("verify", str(net), "-b", "torch", "--level", "shape")


@pytest.mark.slow
def test_a_hang_ends(net: Path) -> None:
    path = edited(net, "import nn\n", "import nn\nimport time\n")
    path.write_text(
        path.read_text().replace(
            "        x =", "        time.sleep(600)\n        x =", 1
        )
    )
    options = ("--file", str(path), "-b", "torch", "--timeout", "20")
    result = run("verify", str(net), *options)
    assert result.exit_code == 1
    assert "TOO LATE" in result.stdout


def test_another_interpreter(net: Path) -> None:
    good("verify", str(net), "-b", "torch", "--python", f"torch={sys.executable}")


def test_too_few_values_are_refused(net: Path, wording: Wording) -> None:
    options = ("--level", "train", "--batch", "2", "--input", "3,1,1")
    net.write_text(NET.replace("  pool: {op: max_pool, kernel: 2}\n", ""))
    error = bad(1, "verify", str(net), *options)
    wording(error)
    good(
        "verify", str(net), *options[:2], "--batch", "8", *options[4:], "-b", "chainer"
    )


@pytest.mark.quick
@pytest.mark.parametrize(
    "options",
    [
        ("--file", __file__),
        ("--file", __file__, "-b", "all"),
        ("--map", "a=b"),
        ("--map", "(=b", "--file", __file__, "-b", "torch"),
        ("--map", "a=\\2", "--file", __file__, "-b", "torch"),
        ("--level", "all"),
        ("--backend", "jax"),
        ("--python", "chainer"),
        ("--python", "chainer=/no/python"),
    ],
)
def test_wrong_usage(net: Path, options: tuple[str, ...], wording: Wording) -> None:
    wording(bad(2, "verify", str(net), *options))


def test_emit_checks_before_it_writes(
    net: Path, monkeypatch: Any, wording: Wording
) -> None:
    out = net.with_name("out.py")
    good("emit", str(net), "-b", "torch", "--check", "-o", str(out))
    assert out.exists()
    out.unlink()
    emitted = archspec.api.Spec.emit

    def wrong(self: archspec.api.Spec, *given: Any, **options: Any) -> str:
        return emitted(self, *given, **options).replace("F.relu(", "F.tanh(")

    monkeypatch.setattr(archspec.api.Spec, "emit", wrong)
    error = bad(1, "emit", str(net), "-b", "torch", "--check", "-o", str(out))
    wording(error.splitlines()[-1])
    assert not out.exists()


def test_a_backend_that_is_missing_is_named(
    net: Path, monkeypatch: Any, wording: Wording
) -> None:
    monkeypatch.setattr(
        "archspec.proof.specs.find_spec", lambda name: name == "torch" or None
    )
    report: Report = archspec.load(net).verify(level="shape")
    assert report.ok
    status = {one.backend: one.status for one in report.backends}
    assert status == {"torch": "ok"} | dict.fromkeys(BACKENDS[1:], "missing")
    wording(bad(1, "verify", str(net), "-b", "mxnet"))
