"""Fixtures of the tests of the language."""

import pytest
import yaml


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with each of PyYAML's two parsers."""
    if request.param == "python":
        monkeypatch.setattr(yaml, "__with_libyaml__", False)
