"""Settings of every test process."""

import gc

import pytest

from archspec.compat import revive

pytest_plugins = ["tests.wording"]

# pytest-xdist's controller imports the module of a warning's class, so the old
# frameworks have to be importable there too.
revive("mxnet")
revive("chainer")


@pytest.fixture(scope="module", autouse=True)
def _collect_once() -> None:
    """Later collections skip tests and frameworks, which exist until the end."""
    gc.collect()
    gc.freeze()
