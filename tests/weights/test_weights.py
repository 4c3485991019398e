"""Weights in every format: archspec and each framework read each other's files."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from archspec import load
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import Array, load_runtime
from archspec.backends.contract.tensor_names import native_names
from archspec.graph.nodes import Graph
from archspec.ops import OP_BY_NAME
from archspec.weights.digest import graph_digest
from archspec.weights.files import open_weights, read_raw
from archspec.weights.formats import FORMATS
from tests.networks import ROOT
from tests.weights.own_calls import SUFFIXES, assert_bits, content, restore, save

CASES = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "tests/cases").glob("*.yaml"))
SPECS = ["specs/googlenet.yaml", "specs/resnet18.yaml", "specs/unet.yaml"]
ALL = [suffix for format in FORMATS.values() for suffix in format.suffixes]


@cache
def spec_of(path: str) -> Spec:
    return load(ROOT / path)


def odd_weights(graph: Graph, dtype: str) -> dict[str, Array]:
    """Weights of unusual bits: infinities, payloads of NaN, and negative zeros."""
    rng = np.random.default_rng(5)
    size = np.dtype(dtype).itemsize
    return {
        name: np.frombuffer(rng.bytes(size * int(np.prod(info.shape))), dtype).reshape(
            info.shape
        )
        for name, info in graph.tensors.items()
    }


@pytest.mark.parametrize("suffix", ALL)
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_every_bit_survives_every_format(
    suffix: str, dtype: str, tmp_path: Path
) -> None:
    for case in CASES:
        spec, path = spec_of(case), tmp_path / f"w{suffix}"
        weights = odd_weights(spec.graph, dtype)
        spec.save_weights(path, weights)
        assert_bits(spec.load_weights(path), weights)


@pytest.mark.quick
def test_from_any_format_to_any(tmp_path: Path) -> None:
    spec = spec_of("tests/cases/op_norms.yaml")
    weights = odd_weights(spec.graph, "float32")
    for left in ALL:
        spec.save_weights(tmp_path / f"a{left}", weights)
        first = (tmp_path / f"a{left}").read_bytes()
        for right in ALL:
            found = spec.load_weights(tmp_path / f"a{left}")
            spec.save_weights(tmp_path / f"b{right}", found)
            back = spec.load_weights(tmp_path / f"b{right}")
            spec.save_weights(tmp_path / f"a{left}", back)
        assert (tmp_path / f"a{left}").read_bytes() == first


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("path", CASES + SPECS)
def test_a_written_file_is_the_frameworks_own(
    path: str, backend: str, tmp_path: Path
) -> None:
    """Its names, shapes and types are those of the framework's own file of the emitted
    class, and its own call loads it."""
    spec, runtime = spec_of(path), load_runtime(backend)
    text = spec.emit(backend)
    cls = runtime.load_class(text, spec.name, f"<weights {path} {backend}>")
    net = runtime.create(cls, {}, "float32")
    own, ours = (str(tmp_path / f"{n}{SUFFIXES[backend]}") for n in ("own", "ours"))
    save(backend, net, own)
    weights = spec.init_weights(seed=4, dtype="float32")
    spec.save_weights(ours, weights)

    def kinds(name: str) -> dict[str, object]:
        return {n: (t.dtype, t.shape) for n, t in content(backend, name).items()}

    assert kinds(ours) == kinds(own)
    assert_bits(read_raw(ours), content(backend, ours))
    assert_bits(spec.load_weights(own), runtime.tensors(net))
    restore(backend, net, ours)
    assert_bits(runtime.tensors(net), weights)


@pytest.mark.quick
def test_every_operator_with_tensors_has_a_case() -> None:
    """Without a case, a framework's names for its tensors would not be compared."""
    graphs = [spec_of(case).graph for case in CASES]
    used = {n.kind for graph in graphs for n in graph.nodes if graph.tensors_of(n)}
    for backend in BACKENDS:
        names = native_names(backend)
        assert {*names.leaves, *names.axes} <= used <= set(OP_BY_NAME)


@pytest.mark.quick
def test_a_neutral_file_says_what_it_is_for(tmp_path: Path) -> None:
    spec, path = spec_of("tests/cases/op_norms.yaml"), tmp_path / "w.safetensors"
    weights = spec.init_weights(dtype="float16")
    spec.save_weights(path, weights)
    assert_bits(read_raw(str(path)), weights)
    about = {"spec": spec.name, "graph": graph_digest(spec.graph)}
    assert open_weights(str(path)).about == about
    spec.save_weights(tmp_path / "w.npz", weights)
    assert open_weights(str(tmp_path / "w.npz")).about == {}


@pytest.mark.quick
def test_counters_and_unused_scales_are_no_weights(tmp_path: Path) -> None:
    spec = spec_of("tests/cases/op_norms.yaml")
    weights = spec.init_weights(dtype="float64")
    written: dict[str, dict[str, Array]] = {}
    for backend, suffix in SUFFIXES.items():
        spec.save_weights(tmp_path / f"w{suffix}", weights)
        written[backend] = read_raw(str(tmp_path / f"w{suffix}"))
    assert written["torch"]["bn.num_batches_tracked"] == 0
    assert written["chainer"]["bn/N"] == 0
    assert written["gluon"]["bn_plain.gamma"].tolist() == [1.0] * 6
    assert written["gluon"]["bn_plain.beta"].tolist() == [0.0] * 6
    assert written["gluon"]["bn_plain.gamma"].dtype == np.float64
    assert len(written["paddle"]) == len(weights)
    net = spec.build("torch", weights=weights, dtype="float64")
    load_runtime("torch").run(net, [np.ones((2, 6, 4, 4))], train=True)
    save("torch", net, str(tmp_path / "trained.pt"))
    assert read_raw(str(tmp_path / "trained.pt"))["bn.num_batches_tracked"] == 1
    found = spec.load_weights(tmp_path / "trained.pt")
    assert found.keys() == weights.keys()


@pytest.mark.quick
def test_build_takes_a_file_of_any_format(tmp_path: Path) -> None:
    spec = spec_of("tests/cases/lists.yaml")
    weights = spec.init_weights(dtype="float64")
    for suffix in ALL:
        spec.save_weights(tmp_path / f"w{suffix}", weights)
        net = spec.build("torch", weights=tmp_path / f"w{suffix}", dtype="float64")
        assert_bits(spec.weights_of("torch", net), weights)


def digest(text: str) -> str:
    from archspec.check import check_names
    from archspec.front.read import read_network
    from archspec.text.source import Source

    network = read_network(Source("net.yaml", text))
    check_names(network)
    return graph_digest(Spec(network, {}, None).graph)


HEAD = "archspec: 1\nname: Net\ninput: [3, 8, 8]\n"
BODY = "body:\n  c: {op: conv, channels: 4, kernel: 3}\n  n: {op: bn, eps: 1.0}\n"


@pytest.mark.quick
def test_the_digest_is_of_the_network_not_of_its_text() -> None:
    plain = digest(HEAD + BODY)
    assert plain == (
        "sha256:279aa4b0729dd9dca5f28c79de1de7a715e23ea9b8ccaa62817871b5ebfe6eb3"
    )
    same = [
        HEAD.replace("Net", "Other") + "doc: Words.\n" + BODY,
        HEAD + "# moved\n\n" + BODY.replace("1.0", "1"),
        HEAD + "params: {n: 4}\n" + BODY.replace("channels: 4", "channels: n"),
        HEAD.replace("8, 8", "9, 7") + BODY,
    ]
    assert {digest(text) for text in same} == {plain}
    other = [
        HEAD + BODY.replace("channels: 4", "channels: 5"),
        HEAD + BODY.replace("1.0", "1.5"),
        HEAD + BODY.replace("c:", "d:"),
        HEAD + BODY + "  r: relu\n",
        HEAD + BODY + "outputs: {a: c}\n",
        HEAD.replace("[3,", "[4,") + BODY,
    ]
    found = {digest(text) for text in other}
    assert len(found) == len(other) and plain not in found
