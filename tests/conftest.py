"""What every test process needs."""

import gc
from collections.abc import Iterator

import pytest

from archspec.compat import revive

# pytest-xdist's controller imports the module of a warning's class, so the old frameworks
# have to be importable there too.
revive("mxnet")
revive("chainer")


@pytest.fixture(scope="module", autouse=True)
def what_is_there_is_no_garbage() -> Iterator[None]:
    """Thousands of tests and four frameworks are not looked through again and again."""
    gc.collect()
    gc.freeze()
    yield
