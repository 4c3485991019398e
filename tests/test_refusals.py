"""What no backend can print: a short list, refused at the node's position."""

import pytest

from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.contract.refusals import Refusal
from archspec.check import check_names
from archspec.front.read import read_network
from archspec.text.problems import CompileError
from archspec.text.source import Source

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
