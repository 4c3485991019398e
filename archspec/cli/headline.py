"""What ``check`` tells about a spec that is right, in a line."""

from archspec.api import Spec
from archspec.check.walk import walk
from archspec.ops import WEIGHTED
from archspec.spec import Definition, Network
from archspec.view.line import line
from archspec.view.words import plural


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
