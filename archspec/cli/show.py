"""What ``show`` and ``check`` tell about a spec, as plain data and as text."""

import json

from archspec.api import Spec
from archspec.check.walk import walk
from archspec.cli.model import model_data, model_text
from archspec.cli.written import to_yaml, written
from archspec.ops import WEIGHTED
from archspec.pipeline import model
from archspec.spec import Definition, Network
from archspec.view.graph import graph_data, graph_text, input_shape
from archspec.view.line import line
from archspec.view.words import plural


def describe(what: Spec | Network, stage: str, style: str) -> str:
    """One stage of a spec: as a "table", "json" or "yaml".

    Args:
        what: the network for the stage "spec", else the spec.
        stage: "spec", "model" or "graph".
        style: the format.
    """
    if isinstance(what, Network):
        data = written(what)
        style = "yaml" if style == "table" else style
    elif stage == "model":
        shapes = {name: input_shape(what.graph, name) for name in what.graph.inputs}
        data = model_data(model(what.network, what.params, shapes))
    else:
        data = graph_data(what)
    if style == "json":
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if style == "yaml":
        return to_yaml(data)
    return model_text(data) if stage == "model" else graph_text(data)


# --- check -------------------------------------------------------------------------


def headline(spec: Spec) -> str:
    """``ResNet50: (3, 224, 224) -> (1000,), 25,557,032 parameters``"""
    layers = unstated(spec.network)
    init = f", {plural(layers, 'layer')} without 'init'" if layers else ""
    return f"{line(spec.graph)}{init}"


UNSTATED = (
    "note: layers without 'init' start by each framework's own rule, and no two of them "
    "are alike: state it where trainings are to be compared"
)


def unstated(network: Network) -> int:
    """How many layers, as written, say nothing about how their weights start."""
    classes: list[tuple[Definition, tuple[str, ...]]] = [(network, ())]
    classes += [(block, ("blocks", name)) for name, block in network.blocks.items()]
    return sum(
        "weight" not in {**network.init, **definition.init, **site.node.init}
        for definition, loc in classes
        for site in walk(definition, loc)
        if site.node.op in WEIGHTED
    )
