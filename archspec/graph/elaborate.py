"""Elaboration: unrolls the definitions of a file into a graph of numbers."""

from collections.abc import Mapping, Sequence

from archspec.expr import Value
from archspec.graph.idle import refuse_idle_calls
from archspec.graph.nodes import Graph, GraphOutput
from archspec.graph.plans.planner import plan_class
from archspec.graph.report import GraphProblems
from archspec.graph.scopes.params import input_shapes, network_params
from archspec.graph.scopes.scope import Flow, Inside, NameLevel, ValueScope
from archspec.graph.unroll import Unroller
from archspec.spec import Network
from archspec.text.problems import phase


@phase("values")
def elaborate(
    network: Network,
    params: Mapping[str, Value] | None = None,
    input: Mapping[str, Sequence[int]] | Sequence[int] | None = None,
) -> Graph:
    """Unroll ``network`` with values for its params.

    Args:
        network: the network as written; ``archspec.check`` has checked its names.
        params: values that replace the defaults, by name.
        input: shapes that replace the written ones, without the batch axis: one for the
            only input, or several by name.

    Raises:
        CompileError: all problems of the network for these values.
    """
    report = GraphProblems(network.tree)
    values = network_params(network, params or {}, report)
    shapes = {} if report.found.items else input_shapes(network, input, values, report)
    usable = not report.found.items
    root = plan_class(network, network, network.name, (), report)
    blocks = {
        name: plan_class(network, block, name, ("blocks", name), report)
        for name, block in network.blocks.items()
    }
    if not usable:
        report.raise_if_any()
    unroller = Unroller(blocks, report)
    graph = unroller.graph
    inputs = {name: graph.input(name, shape) for name, shape in shapes.items()}
    level = NameLevel("", "", ValueScope(), Inside(root, inputs, ()))
    channels = next(iter(shapes.values()))[0]
    flow = unroller.instance(level, values, 0, channels)
    report.raise_if_any()
    made = Graph(
        network.name,
        values,
        inputs,
        tuple(graph.nodes),
        _outputs(flow),
        graph.values,
        tuple(unroller.instances.values()),
        unroller.evaluated.conditions,
        graph.laws.found,
    )
    refuse_idle_calls(made, report)
    report.raise_if_any()
    return made


def _outputs(flow: Flow) -> tuple[GraphOutput, ...]:
    if isinstance(flow, int):
        return (GraphOutput("output", flow),)
    assert flow is not None  # or there was a problem
    return tuple(
        GraphOutput(name, tap.index, tap.only)
        for name, tap in flow.taps.items()
        if tap.index is not None
    )
