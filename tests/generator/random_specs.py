"""Specs from texts and from what texts hold."""

from typing import Any

from pydantic import ValidationError

from archspec.api import Spec
from archspec.check import check_names
from archspec.front.read import read_network
from archspec.graph.elaborate import elaborate
from archspec.graph.nodes import Graph
from archspec.spec import Network
from archspec.spec.network import Definition
from archspec.text.problems import CompileError
from archspec.text.source import Source

# Values for params of a network that have no default.
GIVEN = {"int": 3, "float": 0.5, "bool": True, "str": "tanh"}
GIVEN |= {f"[{kind}]": [value, value] for kind, value in GIVEN.items()}
APART = "\n---\n"  # between a spec and one that extends it


def spec_of(text: str) -> Spec:
    """The spec of ``text``, its names checked. Raises CompileError.

    A text may hold two, the second of which extends the first.
    """
    *base, last = text.split(APART)
    sources = [Source("base.yaml", part) for part in base]
    network = read_network(Source("random.yaml", last), lambda *_: sources[0])
    check_names(network)
    return Spec(network, given(network), None)


def given(network: Definition) -> dict[str, Any]:
    """Values for the params without a default."""
    params = network.params.items()
    return {name: GIVEN[param.type] for name, param in params if param.required}


def graph_of(spec: dict[str, Any]) -> Graph | None:
    """The graph of a text, None if the compiler refuses it."""
    try:
        network = Network.model_validate(spec)
        check_names(network)
        return elaborate(network, given(network))
    except (CompileError, ValidationError):
        return None
