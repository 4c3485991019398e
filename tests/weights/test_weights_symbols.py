"""Checkpoints of MXNet's Module, and their symbols."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import archspec
from archspec.api import Spec
from archspec.backends.contract.runtime import Array, load_runtime
from archspec.front.read import read_network
from archspec.text.source import Source
from archspec.weights.errors import WeightsError, WeightsWarning
from archspec.weights.names.symbol import read_symbol
from tests.commands import run
from tests.wording import Wording

pytestmark = pytest.mark.quick

TEXT = """\
archspec: 1
name: Net
input: [3, 8, 8]
body:
  conv: {op: conv, channels: 4, kernel: 3, bias: false}
  stage:
    op: seq
    body:
      bn: {op: bn, eps: 0.001}
  slope: {op: prelu, per_channel: true}
  pool: global_avg_pool
  flat: flatten
  fc: {op: dense, units: 2}
"""
GAMMA = [0.5, 2.0, 3.0, 0.1]


def spec_of(text: str = TEXT) -> Spec:
    return archspec.compile(read_network(Source("net.yaml", text)))


@cache
def module(fixed: str, eps: str) -> tuple[bytes, str, Array, Array]:
    """The parameters of a module, its symbol, an input, and the output of MXNet."""
    load_runtime("gluon")
    import mxnet as mx

    x = mx.sym.Variable("data")
    x = mx.sym.Convolution(x, num_filter=4, kernel=(3, 3), no_bias=True, name="conv")
    options: dict[str, Any] = {"fix_gamma": fixed} if fixed else {}
    options |= {"eps": float(eps)} if eps else {}
    x = mx.sym.BatchNorm(x, name="stage_bn", **options)
    x = mx.sym.LeakyReLU(x, act_type="prelu", name="slope")
    x = mx.sym.Pooling(x, global_pool=True, pool_type="avg", kernel=(1, 1))
    x = mx.sym.FullyConnected(x, num_hidden=2, name="fc")
    mod = mx.mod.Module(x, label_names=None)
    mod.bind([("data", (2, 3, 8, 8))], for_training=False)
    mod.init_params(mx.init.Normal(1))
    arg, aux = mod.get_params()
    arg["stage_bn_gamma"][:] = mx.nd.array(GAMMA)
    mod.set_params(arg, aux)
    named = {f"arg:{n}": a for n, a in arg.items()}
    named |= {f"aux:{n}": a for n, a in aux.items()}
    data = np.random.default_rng(0).normal(size=(2, 3, 8, 8)).astype("float32")
    mod.forward(mx.io.DataBatch([mx.nd.array(data)]))
    return _bytes(mx, named), x.tojson(), data, mod.get_outputs()[0].asnumpy()


def _bytes(mx: Any, named: dict[str, Any]) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w"
        mx.nd.save(str(path), named)
        return path.read_bytes()


def write(folder: Path, params: bytes, symbol: str, name: str) -> Path:
    (folder / name).write_text(symbol)
    path = folder / "net-0003.params"
    path.write_bytes(params)
    return path


@pytest.mark.parametrize("name", ["net-symbol.json", "net.json", "other.json"])
@pytest.mark.parametrize("fixed", ["", "True", "False"])
def test_the_network_computes_what_the_module_did(
    fixed: str, name: str, tmp_path: Path
) -> None:
    params, symbol, x, y = module(fixed, "")
    path = write(tmp_path, params, symbol, name)
    spec = spec_of()
    options: dict[str, Any] = {"symbol": tmp_path / name} if name[0] == "o" else {}
    weights = spec.load_weights(path, dtype="float64", **options)
    known = [1.0] * 4 if fixed != "False" else GAMMA
    assert np.allclose(weights["stage.bn.weight"], known)
    found = spec.reference(weights, x.astype("float64"))
    assert isinstance(found, np.ndarray)
    assert np.abs(found - y).max() < 1e-4 * np.abs(y).max()


def test_diff_reads_the_symbol_of_the_side_that_has_one(
    tmp_path: Path, wording: Wording
) -> None:
    params, symbol, *_ = module("True", "")
    path, spec = write(tmp_path, params, symbol, "other.json"), tmp_path / "net.yaml"
    spec.write_text(TEXT)
    options = ("--spec", str(spec), "--symbol", str(tmp_path / "other.json"))
    target = str(tmp_path / "o.npz")
    assert run("weights", "convert", str(path), target, *options).exit_code == 0
    done = run("weights", "diff", str(path), target, *options)
    assert done.exit_code == 0
    wording(done.stderr)
    done = run("weights", "diff", target, target, *options)
    assert done.exit_code == 1
    wording(done.stderr)


def test_without_a_symbol_there_is_a_warning(tmp_path: Path, wording: Wording) -> None:
    params = module("", "")[0]
    path, spec = tmp_path / "net-0003.params", tmp_path / "net.yaml"
    path.write_bytes(params)
    spec.write_text(TEXT)
    with wording.warns(WeightsWarning):
        weights = spec_of().load_weights(path)
    assert np.allclose(weights["stage.bn.weight"], GAMMA)
    target = str(tmp_path / "o.pt")
    done = run("weights", "convert", str(path), target, "--spec", str(spec))
    assert done.exit_code == 0
    wording(done.stderr)


@pytest.mark.parametrize("eps", ["1e-05", "0.002"])
def test_another_eps_is_an_error(eps: str, tmp_path: Path, wording: Wording) -> None:
    params, symbol, *_ = module("", eps)
    path = write(tmp_path, params, symbol, "net-symbol.json")
    with wording.raises(WeightsError):
        spec_of().load_weights(path)
    spec_of(TEXT.replace("0.001", eps)).load_weights(path)


def test_a_bias_that_the_symbol_lacks(tmp_path: Path, wording: Wording) -> None:
    params, symbol, *_ = module("", "")
    path = write(tmp_path, params, symbol, "net-symbol.json")
    spec = spec_of(TEXT.replace(", bias: false", ""))
    with wording.raises(WeightsError):
        spec.load_weights(path)


def test_what_the_symbol_does_not_use_is_left_out(
    tmp_path: Path, wording: Wording
) -> None:
    params, symbol, *_ = module("", "")
    load_runtime("gluon")
    import mxnet as mx

    (tmp_path / "w").write_bytes(params)
    named = mx.nd.load(str(tmp_path / "w"))
    stray = _bytes(mx, {**named, "arg:conv_bias": mx.nd.ones((4,))})
    path = write(tmp_path, stray, symbol, "net-symbol.json")
    spec_of().load_weights(path)
    with wording.raises(WeightsError):
        spec_of(TEXT.replace(", bias: false", "")).load_weights(path)


def node(op: str, name: str, *inputs: int, **attributes: Any) -> dict[str, Any]:
    return {"op": op, "name": name, "inputs": [[i, 0, 0] for i in inputs], **attributes}


def test_spellings_of_attributes(tmp_path: Path) -> None:
    path = str(tmp_path / "s.json")
    for spelling in ("attrs", "attr", "param"):
        given = {spelling: {"eps": "2e-05", "fix_gamma": "False"}}
        nodes = [
            node("null", "data"),
            *(node("null", name) for name in ("gamma", "other")),
            node("BatchNorm", "a", 0, 1, 1, **given),
            node("BatchNorm", "b", 0, 2, 1),
            node("FullyConnected", "fc", 0, 1, **{spelling: {"no_bias": "1"}}),
            node("Deconvolution", "de", 0, 1),
        ]
        Path(path).write_text(json.dumps({"nodes": nodes}))
        found = read_symbol(path)
        assert (found.norms["gamma"].eps, found.norms["gamma"].fixed) == (2e-5, False)
        assert (found.norms["other"].eps, found.norms["other"].fixed) == (1e-3, True)
        assert found.bare == {"fc", "de"}


WRONG = {
    "half": "{",
    "list": "[]",
    "nodes": '{"nodes": [1]}',
    "eps": json.dumps({"nodes": [node("BatchNorm", "a", 0, 0, attrs={"eps": "x"})]}),
    "fix_gamma": json.dumps(
        {"nodes": [node("BatchNorm", "a", 0, 0, attrs={"fix_gamma": "x"})]}
    ),
    "inputs": json.dumps({"nodes": [node("BatchNorm", "a", 9)]}),
    "twice": json.dumps(
        {
            "nodes": [
                node("BatchNorm", "a", 0, 0),
                node("BatchNorm", "b", 0, 0, attrs={"eps": "1"}),
            ]
        }
    ),
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("kind", WRONG)
def test_symbols_that_are_none(kind: str, tmp_path: Path, wording: Wording) -> None:
    path = write(tmp_path, module("", "")[0], WRONG[kind], "net-symbol.json")
    with wording.raises(WeightsError):
        spec_of().load_weights(path)
    with wording.raises(WeightsError):
        spec_of().load_weights(path, symbol=tmp_path / "none.json")


def test_a_symbol_of_another_network(tmp_path: Path, wording: Wording) -> None:
    symbol = json.dumps({"nodes": [node("null", "data")]})
    path = write(tmp_path, module("", "")[0], symbol, "net-symbol.json")
    with wording.raises(WeightsError):
        spec_of().load_weights(path)
    weights = spec_of().init_weights(dtype="float32")
    spec_of().save_weights(tmp_path / "w.pt", weights)
    with wording.raises(WeightsError):
        spec_of().load_weights(tmp_path / "w.pt", symbol=path)


def test_numbers_that_the_network_has_no_place_for(
    tmp_path: Path, wording: Wording
) -> None:
    """MXNet adds the shift of a batch norm even if its symbol has none."""
    load_runtime("gluon")
    import mxnet as mx

    spec = spec_of(
        "name: N\ninput: [3, 4, 4]\nbody: {bn: {op: bn, affine: false, eps: 0.001}}\n"
    )
    weights = spec.init_weights(dtype="float32")
    path = tmp_path / "w.params"
    spec.save_weights(path, weights)
    named = mx.nd.load(str(path))
    named["bn.beta"][:] = 2
    mx.nd.save(str(path), named)
    with wording.raises(WeightsError):
        spec.load_weights(path)
    found = spec.load_weights(path, ignore=["beta"])
    assert np.array_equal(found["bn.running_var"], weights["bn.running_var"])
