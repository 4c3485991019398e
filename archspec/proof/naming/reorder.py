"""Checks a match by order with values, and corrects it."""

from collections.abc import Callable

from archspec.graph.nodes import GraphNode
from archspec.proof.naming.order import Match

TRIALS = 40  # the most orders to try

# Sets the weights of the network by a match, runs it, and returns the first node with a
# wrong value, if any.
Try = Callable[[Match], "GraphNode | None"]


def reorder(match: Match, attempt: Try) -> Match:
    """``match`` with layers exchanged until as many nodes as possible are correct.

    The layer at the first wrong node is exchanged for others with tensors of the same
    shapes; an exchange is kept if the first wrong node comes later. The last attempt is
    that of the returned match.
    """
    wrong, trials = attempt(match), 0
    while wrong is not None:
        better = None
        for other in match.alike(wrong.owner)[: TRIALS - trials]:
            trials += 1
            exchanged = match.swapped(wrong.owner, other)
            found = attempt(exchanged)
            if found is None or found.index > wrong.index:
                better = exchanged, found
                break
        if better is None:
            attempt(match)
            return match
        match, wrong = better
    return match
