"""``archspec weights`` on the command line."""

import pickle
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from archspec import load
from archspec.weights.files import read_raw
from tests.commands import ROOT, bad, good, process, run
from tests.weights.own_calls import assert_bits
from tests.wording import Wording

SPEC = str(ROOT / "tests/cases/op_norms.yaml")


@pytest.fixture
def file(tmp_path: Path) -> str:
    spec = load(SPEC)
    spec.save_weights(tmp_path / "w.pt", spec.init_weights(dtype="float32"))
    return str(tmp_path / "w.pt")


def test_every_command_has_an_example() -> None:
    for name in ("convert", "show", "diff"):
        assert f"  archspec weights {name}" in good("weights", name, "--help")
        assert f"archspec weights {name}" in good("weights", "--help")


def test_convert_and_back(file: str, tmp_path: Path) -> None:
    way = [file, *(str(tmp_path / f"o{s}") for s in (".params", ".npz", ".pt"))]
    for source, target in pairwise(way):
        assert (
            good("weights", "convert", source, target, "--spec", SPEC) == target + "\n"
        )
    assert Path(way[-1]).read_bytes() == Path(file).read_bytes()


def test_convert_takes_the_params_of_the_network(
    tmp_path: Path, wording: Wording
) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(
        "archspec: 1\nname: Net\ninput: [4]\nparams: {n: 2}\n"
        "body:\n  fc: {op: dense, units: n}\n"
    )
    torch.save(torch.nn.Linear(4, 3).state_dict(), tmp_path / "w.pt")
    source, target = str(tmp_path / "w.pt"), str(tmp_path / "o.pdparams")
    options = ("--spec", str(path), "--map", "^=fc.")
    text = bad(1, "weights", "convert", source, target, *options)
    wording(text)
    good("weights", "convert", source, target, *options, "--set", "n=3")
    assert read_raw(target)["fc.weight"].shape == (4, 3)
    wide = ("--set", "n=3", "--input", "5")
    text = bad(1, "weights", "convert", source, target, *options, *wide)
    wording(text)


def test_suffixes_that_tell_nothing(
    file: str, tmp_path: Path, wording: Wording
) -> None:
    odd = tmp_path / "w.bin"
    text = bad(1, "weights", "convert", file, str(odd), "--spec", SPEC)
    wording(text)
    assert not odd.exists()
    good("weights", "convert", file, str(odd), "--spec", SPEC, "--to", "chainer")
    back = str(tmp_path / "back.pt")
    good("weights", "convert", str(odd), back, "--spec", SPEC, "--from", "chainer")
    assert_bits(read_raw(back), read_raw(file))
    assert "gn/gamma" in good("weights", "show", str(odd))
    wrong = bad(1, "weights", "show", str(odd), "--from", "gluon")
    wording(wrong)


def test_wrong_use(file: str, tmp_path: Path, wording: Wording) -> None:
    target = str(tmp_path / "o.npz")
    for rule in ("(=x", "x", "=x", r"a=\3"):
        arguments = (file, target, "--spec", SPEC, "--map", rule)
        assert "--map" in bad(2, "weights", "convert", *arguments)
    assert "--spec" in bad(2, "weights", "convert", file, target)
    np.savez(target, a=np.ones(1))
    assert "--spec" in bad(2, "weights", "diff", file, target)
    Path(target).unlink()
    wording(bad(2, "weights", "diff", file, file, "--set", "n=1"))
    assert not Path(target).exists()
    wrong = bad(
        1, "weights", "convert", file, target, "--spec", str(tmp_path / "no.yaml")
    )
    assert wrong.startswith("error: ")


def test_show(file: str, tmp_path: Path, wording: Wording) -> None:
    lines = good("weights", "show", file).splitlines()
    assert lines[0].split() == [
        *("name", "dtype", "shape", "least", "largest", "mean", "deviation"),
    ]
    row = next(line for line in lines if line.startswith("bn.running_var "))
    values = read_raw(file)["bn.running_var"].astype(np.float64)
    numbers = (values.min(), values.max(), values.mean(), values.std())
    assert row.split() == [
        *("bn.running_var", "float32", "(6,)"),
        *(f"{number:.4g}" for number in numbers),
    ]
    wording(lines[-1])
    neutral = str(tmp_path / "w.safetensors")
    good("weights", "convert", file, neutral, "--spec", SPEC)
    text = good("weights", "show", neutral)
    assert "\nspec: Norms\ngraph: sha256:" in text
    assert "num_batches_tracked" not in text


def test_names_cannot_steer_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    torch.save({"a\x1b[2Jb": torch.full((2,), float("nan"))}, path)
    assert "\x1b" not in good("weights", "show", str(path))
    assert "\x1b" not in bad(
        1, "weights", "convert", str(path), "o.npz", "--spec", SPEC
    )


def test_diff(file: str, tmp_path: Path, wording: Wording) -> None:
    other = str(tmp_path / "o.npz")
    good("weights", "convert", file, other, "--spec", SPEC)
    same = good("weights", "diff", file, other, "--spec", SPEC)
    wording(same)
    wording(good("weights", "diff", file, file))
    held = torch.load(file)
    held["bn.weight"][2] += 0.5
    held["gn.bias"] = held["gn.bias"].double()
    held["ln.bias"] = torch.zeros(3)
    del held["bn.bias"]
    held["new"] = torch.ones(2)
    changed = str(tmp_path / "changed.pt")
    torch.save(held, changed)
    done = run("weights", "diff", file, changed)
    assert (done.exit_code, done.stderr) == (1, "")
    rows = {
        line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line
    }
    before = float(torch.load(file)["bn.weight"][2])
    assert rows["bn.weight"][-2:] == ["0.5", f"{0.5 / (before + 0.5):.3g}"]
    assert rows["gn.bias"] == ["float32", "(6,)", "float64", "(6,)", "0", "0"]
    assert rows["ln.bias"][-2:] == ["-", "-"]
    assert rows["bn.bias"] == ["float32", "(6,)", "-", "-", "-"]
    assert rows["new"] == ["-", "float32", "(2,)", "-", "-"]
    wording(done.stdout.splitlines()[-1])


def test_diff_reads_as_convert_does(
    file: str, tmp_path: Path, wording: Wording
) -> None:
    held = torch.load(file)
    wrapped = {f"module.{name}": tensor for name, tensor in held.items()}
    other = str(tmp_path / "ddp.pt")
    torch.save({**wrapped, "module.extra": torch.ones(2)}, other)
    rules = ("--map", r"^module\.=", "--ignore", "^extra$")
    wording(good("weights", "diff", file, other, *rules))
    wording(good("weights", "diff", file, other, *rules, "--spec", SPEC))
    text = bad(1, "weights", "diff", file, other, "--map", "^.*=a")
    wording(text)


def test_diff_folds_what_is_kept_in_parts(tmp_path: Path, wording: Wording) -> None:
    layer = torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(4, 4))
    torch.save(layer.state_dict(), tmp_path / "parts.pt")
    whole = {"weight": layer.weight.detach(), "bias": layer.bias.detach()}
    torch.save(whole, tmp_path / "whole.pt")
    (tmp_path / "n.yaml").write_text(
        "archspec: 1\nname: N\ninput: [4]\nbody: {fc: {op: dense, units: 4}}\n"
    )
    paths = (str(tmp_path / "parts.pt"), str(tmp_path / "whole.pt"))
    spec = ("--spec", str(tmp_path / "n.yaml"), "--map", "^=fc.")
    assert "--fold" in bad(1, "weights", "diff", *paths, *spec)
    done = run("weights", "diff", *paths, *spec, "--fold")
    # Rounded once, a weight may differ from PyTorch's in its last bit.
    assert "fc.bias" not in done.stdout
    wording(done.stderr)
    for option in (("--fold",), ("--fold-dim", "0"), ("--symbol", "s.json")):
        wording(bad(2, "weights", "diff", *paths, *option))


def test_diff_takes_options_for_each_side(tmp_path: Path, wording: Wording) -> None:
    weights = {"fc.weight": np.ones((4, 4)), "fc.bias": np.zeros(4)}
    paths = [str(tmp_path / name) for name in ("a.pkl", "b.pkl")]
    for path in paths:
        Path(path).write_bytes(pickle.dumps(weights))
    (tmp_path / "n.yaml").write_text(
        "archspec: 1\nname: N\ninput: [4]\nbody: {fc: {op: dense, units: 4}}\n"
    )
    command = ("weights", "diff", *paths, "--spec", str(tmp_path / "n.yaml"))
    wording(bad(1, *command))
    each = ("--from", "torch", "--from", "paddle")
    wording(good(*command, *each))
    wording(bad(2, *command, *each, "--from", "torch"))


def test_no_framework_is_imported(file: str, tmp_path: Path) -> None:
    script = (
        "import sys; from archspec.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(sorted({'torch', 'mxnet', 'paddle', 'chainer', 'safetensors'}"
        " & {name.partition('.')[0] for name in sys.modules}))"
    )
    source = file
    for suffix in (".safetensors", ".params", ".npz", ".pdparams", ".pth"):
        target = str(tmp_path / f"o{suffix}")
        arguments = ("weights", "convert", source, target, "--spec", SPEC)
        done = process("-c", script, *arguments)
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"{target}\n[]\n"
        source = target


def test_numpy_may_be_missing(file: str, wording: Wording) -> None:
    script = (
        "import sys; sys.modules['numpy'] = None\n"
        "from archspec.cli import main; main(sys.argv[1:])"
    )
    done = process("-c", script, "weights", "show", file)
    assert (done.returncode, done.stdout) == (1, "")
    wording(done.stderr)
