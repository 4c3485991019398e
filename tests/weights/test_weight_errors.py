"""Every file under ``errors/weights/`` gets the messages in its leading comment."""

from pathlib import Path

import pytest

from tests.error_cases import read, split
from tests.weight_cases import FIXTURES, said_of

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_weights_that_do_not_fit(path: Path) -> None:
    expected, _ = split(read(path))
    assert said_of(path) == expected
