"""The names phase: every name in a well-formed network is defined.

After it, both views may assume that expressions read known names, calls match their
blocks, ``from`` names an earlier visible node, and no two nodes of a level share a
name.
"""

from archspec.check.blocks import check_blocks
from archspec.check.report import CheckProblems
from archspec.check.scope import check_scope
from archspec.check.structure import check_structure
from archspec.check.walk import Loc, NodePlace, walk
from archspec.check.wiring import check_wiring
from archspec.spec import Definition, Network
from archspec.text.problems import phase

__all__ = ["Loc", "NodePlace", "check_names", "walk"]


@phase("names")
def check_names(network: Network) -> None:
    """Check all names of a network.

    Raises:
        CompileError: all problems with their positions; for a network written in
            Python, the message names the place.
    """
    report = CheckProblems(network.tree)
    classes: dict[str, tuple[Definition, Loc]] = {"": (network, ())}
    classes |= {
        name: (block, ("blocks", name)) for name, block in network.blocks.items()
    }
    sites = {name: walk(definition, loc) for name, (definition, loc) in classes.items()}
    for name, (definition, loc) in classes.items():
        check_structure(definition, sites[name], report)
        check_scope(network, definition, loc, sites[name], report)
        check_wiring(network, definition, loc, sites[name], report)
    check_blocks(network, sites, report)
    report.problems.raise_if_any()
