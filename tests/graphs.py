"""Graphs and problems of short specs, for tests."""

from typing import Any

import pytest

from archspec.check import check_names
from archspec.front.read import read_network
from archspec.graph.elaborate import elaborate
from archspec.graph.nodes import Graph
from archspec.spec import Network
from archspec.text.problems import CompileError, Problem
from archspec.text.source import Source


def network(text: str) -> Network:
    """The network of a spec without its first lines, its names checked."""
    source = Source("net.yaml", f"archspec: 1\nname: Net\n{text}")
    written = read_network(source)
    check_names(written)
    return written


def graph(text: str, input: Any = None, **params: Any) -> Graph:
    return elaborate(network(text), params, input)


def problems(text: str, input: Any = None, **params: Any) -> list[Problem]:
    """What is wrong with a network that can be read."""
    written = network(text)
    with pytest.raises(CompileError) as caught:
        elaborate(written, params, input)
    return caught.value.problems


def one(text: str, input: Any = None, **params: Any) -> tuple[str, str, str]:
    """Message, text at the place, and help of the only problem."""
    found = problems(text, input, **params)
    assert len(found) == 1, [problem.message for problem in found]
    return found[0].message, found[0].span.text if found[0].span else "", found[0].help


def of_body(body: str) -> tuple[str, str, str]:
    return one(f"input: [4, 8, 8]\nbody:\n{body}")
