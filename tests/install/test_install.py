"""``archspec backends`` prints the commands that install missing frameworks for this
Python.
"""

import re
import sys

import pytest

from archspec.backends import BACKENDS
from archspec.backends.contract.facts.install import install_of
from archspec.cli.output.frameworks import to_install
from tests.commands import ROOT
from tests.wording import Wording

pytestmark = pytest.mark.quick

PINS = (ROOT / "constraints.txt").read_text()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("minor", [10, 11, 12, 13])
def test_the_commands_install_what_the_tests_run_with(backend: str, minor: int) -> None:
    commands = install_of(backend).commands((3, minor), "/python")
    assert all(line.startswith("/python -m pip install ") for line in commands)
    (pinned,) = re.findall(r"\S+==\S+", " ".join(commands))
    assert re.search(rf"^{re.escape(pinned)}\b", PINS, re.M)


def test_python_3_12_has_no_distutils_and_mxnet_wants_it() -> None:
    install = install_of("gluon")
    assert "setuptools" not in " ".join(install.commands((3, 11)))
    assert "setuptools" in " ".join(install.commands((3, 12)))


def test_a_missing_framework_gets_its_commands(wording: Wording) -> None:
    versions = {name: "" if name == "gluon" else "1.0" for name in BACKENDS}
    title, *commands = to_install(versions)
    wording(title)
    assert commands == [*(f"  {c}" for c in install_of("gluon").commands()), ""]
    assert sys.executable in commands[0]
