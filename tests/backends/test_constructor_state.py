"""A framework whose constructors take state: a generator, from which layers draw weights."""

import ast

import pytest
import torch

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.loading import load_class
from archspec.backends.lowering.module import lower
from archspec.backends.printing.module import emit
from archspec.backends.printing.templates import About, OwnTemplates
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Identifier
from archspec.backends.torch.dialect import Torch
from archspec.backends.torch.rows import ROWS
from archspec.ops.dense import Dense
from archspec.pipeline import model
from tests.generator.random_specs import spec_of

pytestmark = pytest.mark.quick

# Blocks with and without arguments, a list, a repeat, the class of a group, a condition.
SPEC = """\
archspec: 1
name: Net
input: [6]
params: {width: 5, deep: true}
blocks:
  Unit:
    params: {units: int, again: true}
    body:
      first: {op: dense, units: units}
      act: relu
      second: {op: dense, units: units, when: again}
  Listed:
    body: [{op: dense, units: 4}, relu, {op: dense, units: 6}]
body:
  start: {op: Unit, units: width}
  units: {op: repeat, times: 2, body: {op: Unit, units: width, again: false}}
  part:
    op: seq
    body:
      a: {op: dense, units: 6}
      b: {op: dense, units: 6, from: a, when: deep}
      c: {op: add, from: [a, b]}
  listed: {op: Listed}
"""
HELPER = '''\
class Linear(nn.Linear):
    """A dense layer with weights from a generator."""

    def __init__(self, inputs, units, generator):
        super().__init__(inputs, units)
        for tensor in self.parameters():
            nn.init.uniform_(tensor, generator=generator)
'''


class Drawn(Torch):
    """PyTorch with a generator in each constructor."""

    constructor_state = ("generator",)


def dense(op: Dense, site: Site) -> Layer:
    sizes = lit(site.x[0]), lit(op.units)
    return Layer(module=invoke("Linear", *sizes, Identifier("generator")))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("helpers") / "Linear.py"
    file.write_text(HELPER)
    dialect = Drawn({**ROWS, Dense: dense})
    dialect.helpers = {**Torch.helpers, "Linear": file}
    spec = spec_of(SPEC)
    module = lower(model(spec.network, spec.graph), dialect)
    return emit(module, dialect, About("drawn", "Net", ""), OwnTemplates()).text


def test_every_constructor_takes_the_state_first(source: str) -> None:
    """And hands it to every block."""
    classes = [
        node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)
    ]
    own = {node.name for node in classes} - {"Linear"}
    assert own == {"Unit", "Listed", "Part", "Net"}
    for node in classes:
        init = next(item for item in node.body if isinstance(item, ast.FunctionDef))
        if node.name in own:
            assert [arg.arg for arg in init.args.args[:2]] == ["self", "generator"]
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    made = [
        call
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in own
    ]
    assert len(made) == 4
    for call in made:
        assert ast.unparse(call.args[0]) == "generator"


def test_layers_draw_from_the_state(source: str) -> None:
    cls = load_class(source, "Net", "drawn.py")

    def weights(seed: int) -> dict[str, torch.Tensor]:
        return cls(torch.Generator().manual_seed(seed)).state_dict()

    one, same, other = weights(0), weights(0), weights(1)
    assert len(one) == 16
    for name, tensor in one.items():
        assert torch.equal(tensor, same[name])
        assert not torch.equal(tensor, other[name])
    net = cls(torch.Generator(), width=3, deep=False)
    assert net(torch.zeros(2, 6)).shape == (2, 6)
