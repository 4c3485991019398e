"""The forms that no backend can print, each refused at its node's position."""

from collections.abc import Mapping

import pytest

from archspec.api import Spec
from archspec.backends import BACKENDS, dialect
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.refusals import LoweringError, Refusal, Unsupported
from archspec.backends.contract.support import missing, refused
from archspec.backends.lowering.module import lower
from archspec.backends.torch.dialect import Torch
from archspec.backends.torch.rows import ROWS
from archspec.check import check_names
from archspec.front.read import read_network
from archspec.ops import OPS, Op
from archspec.ops.conv import Conv
from archspec.ops.dense import Dense
from archspec.ops.examples import examples
from archspec.ops.join import Concat
from archspec.pipeline import check, model
from archspec.text.problems import CompileError
from archspec.text.source import Source
from tests.wording import Wording

pytestmark = pytest.mark.quick

HEAD = "archspec: 1\nname: Net\ninput: [2, 8, 8]\n"
CONV = "{op: conv, channels: 2, kernel: 1}"

# A file for each refusal, and the line of the node it is about.
CASES = {
    Refusal.NUMBER_AFTER_NAMES: (
        f"""{HEAD}params: {{n: 2}}
body:
  stem:
    op: seq
    body:
      - {{op: repeat, times: n, names: "a{{i}}", body: {CONV}}}
      - {{op: repeat, times: n, body: {CONV}}}
      - {CONV}
""",
        11,
    ),
    Refusal.SPLICED_REPEAT: (
        f"""{HEAD}body:
  - {CONV}
  - {{op: repeat, times: 2, body: {CONV}}}
  - {{op: add, from: [input, input]}}
""",
        6,
    ),
    Refusal.NESTED_LOOPS: (
        f"""{HEAD}body:
  - {"{op: repeat, times: 1, body: " * 17}relu{"}" * 17}
""",
        5,
    ),
}


def test_the_list_is_short_and_whole() -> None:
    assert set(CASES) == set(Refusal)
    assert len(Refusal) == 3


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("refusal", Refusal, ids=lambda refusal: refusal.name)
def test_refused_at_its_place(refusal: Refusal, backend: str) -> None:
    text, line = CASES[refusal]
    network = read_network(Source("net.yaml", text))
    check_names(network)
    spec = Spec(network, {}, None)
    with pytest.raises(CompileError) as caught:
        spec.emit(backend)
    (problem,) = caught.value.problems
    assert refusal.value in problem.message
    assert backend in problem.message
    assert problem.span is not None and problem.span.line == line


STRIDE, POOL = "a convolution with a stride", "use a pool"


def _only_whole(op: Conv, site: Site) -> Layer:
    if op.stride != (1, 1):
        raise Unsupported(STRIDE, POOL)
    return ROWS[Conv](op, site)


@pytest.mark.parametrize(
    ("rows", "own"),
    [
        (
            {op: row for op, row in ROWS.items() if op is not Conv},
            False,
        ),
        ({**ROWS, Conv: _only_whole}, True),
    ],
)
def test_a_backend_may_lack_an_operator_or_some_of_its_fields(
    rows: Mapping[type[Op], Row], own: bool, wording: Wording
) -> None:
    text = f"{HEAD}body: {{conv: {{op: conv, channels: 2, kernel: 1, stride: 2}}}}\n"
    network = read_network(Source("net.yaml", text))
    check_names(network)
    with pytest.raises(LoweringError) as caught:
        lower(model(network, check(network)), Torch(rows))
    assert caught.value.loc == ("body", "conv")
    reason = caught.value.reason
    if own:
        assert (reason.why, reason.help) == (STRIDE, POOL)
    else:
        wording(reason.why)


def test_what_rows_refuse_is_found_by_asking_them() -> None:
    rows = {op: row for op, row in ROWS.items() if op not in (Dense, Concat)}
    some = Torch({**rows, Conv: _only_whole})
    assert missing(some) == ["dense", "concat"]
    assert refused(some) == {"conv": [STRIDE]}


# What MXNet lacks.
REFUSED = {"gluon": {"conv_transpose": 1, "adaptive_avg_pool": 1}}


@pytest.mark.parametrize("backend", BACKENDS)
def test_stable_backends_refuse_few_examples(backend: str) -> None:
    assert not missing(dialect(backend))
    found = {op: len(reasons) for op, reasons in refused(dialect(backend)).items()}
    assert found == REFUSED.get(backend, {})


@pytest.mark.parametrize("op", OPS, ids=lambda op: op.NAME)
def test_every_operator_has_examples_with_each_of_its_fields(op: type[Op]) -> None:
    written = [example.written for example in examples(op)]
    assert written[0].keys() <= set().union(*written)
    assert set().union(*written) == {field.name for field in op.fields()}
