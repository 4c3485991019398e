"""Specs from texts."""

from archspec.api import Spec
from archspec.check import check_names
from archspec.read import read_network
from archspec.text.source import Source


def spec_of(text: str) -> Spec:
    """The spec of ``text``, its names checked. Raises CompileError."""
    network = read_network(Source("random.yaml", text))
    check_names(network)
    return Spec(network, {}, None)
