"""The benchmarks run, on networks too small for meaningful times."""

import random
import sys
from pathlib import Path

import numpy as np
import pytest

import archspec
from archspec.backends import BACKENDS
from benchmarks import alternatives, check, emit, forward, runtime, startup, verify
from benchmarks.measure import interleaved, ratio, table
from benchmarks.models import MODELS, Model
from benchmarks.page import renew
from tests.commands import process
from tests.wording import Wording

SPEC = "archspec: 1\nname: Net\ninput: [4]\nbody:\n  fc: {op: dense, units: 3}\n"
OWN = {
    "torch": ("torch.nn", "Linear", {"in_features": 4, "out_features": 3}),
    "gluon": ("mxnet.gluon.nn", "Dense", {"units": 3}),
    "paddle": ("paddle.nn", "Linear", {"in_features": 4, "out_features": 3}),
    "chainer": ("chainer.links", "Linear", {"in_size": None, "out_size": 3}),
}


def small(tmp_path: Path, backend: str = "torch", text: str = SPEC) -> Model:
    """A layer of a framework, and the spec of a network with this layer alone."""
    path = tmp_path / "net.yaml"
    path.write_text(text)
    module, name, arguments = OWN[backend]
    return Model(module, name, str(path), arguments)


def test_rounds_are_shuffled_and_the_first_is_not_counted() -> None:
    seen: list[str] = []
    tasks = {
        name: lambda name=name: float(len(seen.append(name) or seen)) for name in "ab"
    }
    taken = interleaved(tasks, 20, random.Random(0))
    assert {len(seconds) for seconds in taken.values()} == {20}
    assert {"ab", "ba"} == {"".join(seen[k : k + 2]) for k in range(0, 42, 2)}
    assert min(taken["a"] + taken["b"]) == 3
    assert ratio([2, 6, 9], [1, 2, 9]) == 2
    assert table(("a", "b"), [("c", "d")]) == "| a | b |\n| --- | ---: |\n| c | d |\n"


def test_a_section_takes_the_place_of_its_own(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Page\n\nHead.\n\n## One\n\nold\n\n## Two\n\ntwo\n")
    renew("## One\n\nnew\n", page)
    renew("## Three\n\nthree", page)
    text = page.read_text()
    assert text.startswith("# Page\n\nHead.\n\n## One\n\nTaken on ")
    assert "old" not in text
    assert text.index("\nnew\n\n## Two\n\ntwo\n\n## Three\n") < text.index("\nthree\n")


def test_start_up_emission_and_check(tmp_path: Path) -> None:
    assert startup.process("-c", "pass")() > 0
    path = tmp_path / "net.yaml"
    for text in check.FORMS.values():
        path.write_text(text(8))
        memory: dict[str, float] = {}
        assert check.checking(path, "8", memory)() > 0
        assert memory["8"] > 1
        for backend in BACKENDS:
            assert emit.emission(archspec.load(path), backend)() > 0


@pytest.mark.parametrize("backend", BACKENDS)
def test_forward_passes_of_a_layer(backend: str, tmp_path: Path) -> None:
    found = forward.times(backend, small(tmp_path, backend), 0.0)
    assert found["parameters"] == 15
    assert found["error"] <= forward.CLOSE
    assert {len(pairs) for pairs in found["seconds"].values()} == {forward.LEAST}
    assert min(min(pair) for pairs in found["seconds"].values() for pair in pairs) > 0


def test_models_of_other_functions_are_not_compared(tmp_path: Path) -> None:
    model = small(tmp_path, text=f"{SPEC}  twice: {{op: scale, factor: 2}}\n")
    with pytest.raises(ValueError, match="Linear"):
        forward.times("torch", model, 0.0)


@pytest.mark.parametrize("which", ["own", "emitted"])
def test_memory_is_on_top_of_the_framework(which: str, tmp_path: Path) -> None:
    # In a process of its own, which has no peak from before.
    script = (
        "from benchmarks import forward; from tests.docs.test_benchmarks import small; "
        "from pathlib import Path; "
        f"print(forward.memory('torch', small(Path({str(tmp_path)!r})), {which!r}))"
    )
    assert 0 <= float(process("-c", script).stdout) < 500


@pytest.mark.quick
def test_the_specs_of_models_compile_for_their_framework() -> None:
    for backend, models in MODELS.items():
        for model in models:
            assert archspec.load(model.spec).emit(backend)


def test_models_that_are_not_there_are_rows_that_say_so(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wording: Wording,
) -> None:
    absent = Model("no_such_package", "net", "lenet5")
    monkeypatch.setattr(runtime, "MODELS", {"torch": (absent,)})
    fault = "torch: skipped, ModuleNotFoundError: No module named 'no_such_package'"
    assert f"| {fault} |" in runtime.section({})
    wording(capsys.readouterr().err)


def test_a_proof_is_timed(tmp_path: Path) -> None:
    spec = small(tmp_path).spec
    text = verify.section(("verify", spec, "--backend", "chainer"), rounds=1)
    assert "| chainer | 7.8.1 |" in text


def test_other_tools_are_reported_as_they_fail(tmp_path: Path) -> None:
    tool = alternatives.Tool("Tool", "job", ("tool.py",))
    script = tmp_path / "tool.py"
    script.write_text("print('on its way')\nimport no_such_package")
    fault = "`ModuleNotFoundError: No module named 'no_such_package'`"
    assert alternatives.tried(sys.executable, tool, tmp_path) == (None, fault)
    script.write_text(
        "from source import report\nreport(1.5, [[1.0, 2.0]], 'tool.py', ['conv1'])"
    )
    (tmp_path / "source.py").write_text(
        (alternatives.SCRIPTS / "source.py").read_text()
    )
    found, fault = alternatives.tried(sys.executable, tool, tmp_path)
    assert found and not fault
    np.save(tmp_path / "y.npy", [[1.0, 4.0]])
    cells = ("1.5", "5e-01", "2", "`conv1`")
    assert alternatives.measured(found, tmp_path) == cells


def test_a_tool_without_its_interpreter_is_a_row_that_says_so(
    tmp_path: Path, wording: Wording
) -> None:
    tool = alternatives.Tool("Tool", "job", ("tool.py",), python="2.0")
    cells = alternatives.row(tool, tmp_path, {})
    wording(cells[3])
    assert len(cells) == len(alternatives.HEAD)
