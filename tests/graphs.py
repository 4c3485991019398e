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
    """The network of a spec, given without its first lines; its names are checked."""
    source = Source("net.yaml", f"archspec: 1\nname: Net\n{text}")
    written = read_network(source)
    check_names(written)
    return written


def graph(text: str, input: Any = None, **params: Any) -> Graph:
    return elaborate(network(text), params, input)


def problems(text: str, input: Any = None, **params: Any) -> list[Problem]:
    """The problems of a network that can be read."""
    written = network(text)
    with pytest.raises(CompileError) as caught:
        elaborate(written, params, input)
    return caught.value.problems


def one(text: str, input: Any = None, **params: Any) -> Problem:
    """The only problem of a network that can be read."""
    (found,) = problems(text, input, **params)
    return found


def of_body(body: str) -> Problem:
    return one(f"input: [4, 8, 8]\nbody:\n{body}")


def place_of(problem: Problem) -> str:
    """The text that the caret underlines."""
    return problem.span.text if problem.span else ""
