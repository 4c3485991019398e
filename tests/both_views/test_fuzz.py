"""Random specs and all cases, proved at level train in every framework."""

import os
from collections.abc import Callable, Iterator

import pytest
import yaml

from archspec import load
from archspec.atomic import write_whole
from archspec.backends import BACKENDS
from archspec.proof.judgement import initial
from archspec.proof.options import Options
from archspec.proof.processes.workers import Workers
from archspec.proof.specs import verify
from archspec.text.problems import CompileError
from tests.both_views.test_cases import CASES, FOLDER
from tests.fuzz import BATCH, TIMEOUT, prove
from tests.generator.features import REFUSED, features, wanted
from tests.generator.fixed_seeds import COUNT, SEEDS
from tests.generator.forms_placed import all_placed, placed, places
from tests.generator.forms_written import DEFINITIONS, all_written, written
from tests.generator.random_specs import graph_of, spec_of
from tests.generator.shrink import shrink
from tests.generator.steady import noise
from tests.generator.strategies import spec_of_seed

CHUNK = 10
CHUNKS = [SEEDS[start : start + CHUNK] for start in range(0, len(SEEDS), CHUNK)]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    options = Options(level="train", batch=BATCH, timeout=TIMEOUT, jobs=2)
    with Workers(options) as started:
        yield started


@pytest.fixture
def few_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge initial values from fewer networks: they would take half of the time."""
    monkeypatch.setattr(initial, "MOST_TENSORS", 300)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], str]:
    """The spec of a seed, drawn once for all processes of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def draw(seed: int) -> str:
        path = folder / f"seed-{seed}.yaml"
        if not path.exists():
            write_whole(os.fspath(path), spec_of_seed(seed).encode())
        return path.read_text()

    return draw


@pytest.mark.slow
@pytest.mark.usefixtures("few_networks")
@pytest.mark.parametrize("seeds", CHUNKS, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_random_specs_are_proved(
    seeds: tuple[int, ...], workers: Workers, drawn: Callable[[int], str]
) -> None:
    found = {seed: prove(drawn(seed), workers) for seed in seeds}
    assert {seed: one.failures for seed, one in found.items() if one.failures} == {}
    # The others are no measure of anything.
    good = sum(not (one.unsteady or one.refused) for one in found.values())
    assert good >= 0.8 * len(seeds)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, len(CASES), CHUNK))
def test_cases_are_proved(start: int, workers: Workers) -> None:
    for case in CASES[start : start + CHUNK]:
        report = verify(load(FOLDER / f"{case}.yaml"), workers, BACKENDS)
        assert report.ok, (case, [one.findings[:1] for one in report.backends])


def test_the_fixed_seeds_have_everything(drawn: Callable[[int], str]) -> None:
    """If no seed has a form, make the generator draw it, and choose the seeds anew."""
    assert len(set(SEEDS)) == COUNT
    found = set().union(*(features(drawn(seed)) for seed in SEEDS))
    assert wanted() - found == set()


@pytest.mark.quick
@pytest.mark.parametrize("form", REFUSED)
def test_forms_that_are_not_asked_for_are_refused(form: str) -> None:
    spec = {"name": "Net", "input": [4, 4, 4], "body": [REFUSED[form]]}
    assert form in written(spec)
    assert graph_of(spec) is None


@pytest.mark.quick
def test_forms_are_read_off_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key, a word or a place that is added to the schema is one more form."""
    before = all_written()
    field = {"anyOf": [{"enum": ["left", "right"]}, {"$ref": "#/definitions/branch"}]}
    monkeypatch.setitem(DEFINITIONS["op-seq"]["properties"], "side", field)
    new = {"op-seq.side", "op-seq.side|word", "op-seq.side|word=left"}
    assert all_written() - before >= new
    assert {"seq.side child", "seq.side single"} <= set(places())
    node = {"op": "seq", "body": ["relu"], "side": "left"}
    assert new <= written({"name": "Net", "input": [4, 4, 4], "body": [node]})


@pytest.mark.quick
def test_a_key_on_the_node_that_is_copied_is_a_form_where_it_is_taken() -> None:
    single = {"op": "repeat", "times": 2, "body": {"op": "tanh", "when": "i > 0"}}
    spec = {"name": "Net", "input": [4, 4, 4], "body": {"one": single}}
    assert {"when at repeat.body single", "when on operator"} <= placed(spec)
    assert {"when at repeat.body single", "when on operator"} <= all_placed()
    assert "reuse at repeat.body single" not in all_placed()


FAILING = """\
archspec: 1
name: Net
input: [3, 8, 8]
params: {width: 6, deep: true}
blocks:
  Unit:
    params: {channels: 4}
    body:
      conv: {op: conv, channels: channels, kernel: 3, padding: 1}
      pool: {op: avg_pool, kernel: 2, padding: 1, count_padding: false}
body:
  first: {op: conv, channels: width, kernel: 1, when: deep}
  units: {op: repeat, times: 2, body: {op: Unit, channels: width * 2}}
  flatten: flatten
  fc: {op: dense, units: 10}
"""


@pytest.mark.quick
def test_a_failing_spec_is_made_small() -> None:
    """The failure here is a pool with ``count_padding: false``."""

    def fails(text: str) -> bool:
        try:
            nodes = spec_of(text).graph.nodes
        except CompileError:
            return False
        return any(getattr(node.op, "count_padding", True) is False for node in nodes)

    small = yaml.safe_load(shrink(FAILING, fails))
    assert small["body"] in ({"units": "Unit"}, {"units": {"op": "Unit"}})
    assert list(small["blocks"]["Unit"]["body"]) == ["pool"]
    assert "params" not in small and "params" not in small["blocks"]["Unit"]
    assert small["input"] == [1, 1]


def body(text: str) -> str:
    return f"archspec: 1\nname: Net\ninput: [1, 4, 4]\nbody:\n{text}"


@pytest.mark.quick
def test_noise_is_told_from_differences() -> None:
    """A convolution of nothing but padding is constant, and the bn after it divides
    rounding errors.
    """
    steady = body("  - {op: conv, channels: 3, kernel: 3}\n  - bn\n  - relu\n")
    assert noise(spec_of(steady).graph, BATCH) < 1e-11
    blind = "  - {op: conv, channels: 3, kernel: 2, dilation: 8, padding: 4}\n"
    constant = body(f"{blind}  - {{op: bn, affine: false}}\n")
    assert noise(spec_of(constant).graph, BATCH) > 1e-3
    single = body("  - layer_norm\n  - tanh\n")
    assert noise(spec_of(single).graph, BATCH) > 1e-9
