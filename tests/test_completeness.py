"""Every backend and the reference have every operator; helpers have the names of their
files.
"""

import ast
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from archspec import ops
from archspec.backends import BACKENDS, dialect
from archspec.ops import OPS, operators
from archspec.ops.named_activation import Activation
from archspec.reference.ops import RULES
from archspec.spec.reserved import reserved_class

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_backend_answers_every_operator(backend: str) -> None:
    # `activation` is resolved into the operator that its kind names.
    assert set(dialect(backend).rows) == set(OPS) - {Activation}


def test_every_operator_has_a_reference() -> None:
    assert set(RULES) == set(OPS) - {Activation}
    for op, rule in RULES.items():  # in a module of the same name
        module = op.__module__.replace("archspec.", "archspec.reference.")
        assert op in import_module(module).RULES, (op, rule)


def test_no_module_of_operators_is_forgotten() -> None:
    names = (module.name for module in iter_modules(ops.__path__))
    modules = [import_module(f"archspec.ops.{name}") for name in names]
    assert set(operators(*modules)) == set(OPS)


def test_the_template_names_no_operator() -> None:
    text = (ROOT / "templates/module.py.j2").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z_0-9]+", text.lower()))
    assert words.isdisjoint(op.NAME for op in OPS)
    assert len(text.splitlines()) < 40


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_helper_is_a_file_that_defines_its_name(backend: str) -> None:
    files = dialect(backend).helpers
    assert {*files.values()} == {*(ROOT / "templates" / backend).iterdir()}
    for name, file in files.items():
        (node,) = ast.parse(file.read_text(encoding="utf-8")).body
        assert isinstance(node, ast.ClassDef | ast.FunctionDef), file
        assert (node.name, file.name) == (name, f"{name}.py")


@pytest.mark.parametrize("backend", BACKENDS)
def test_no_block_can_be_called_like_a_helper(backend: str) -> None:
    for name in dialect(backend).helpers:
        if name[0].isupper():
            assert reserved_class(name), name
