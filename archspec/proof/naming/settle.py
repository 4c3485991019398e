"""A match by order, checked by the numbers and put right where they say otherwise."""

from collections.abc import Callable

from archspec.graph.nodes import GraphNode
from archspec.proof.naming.order import Match

TRIALS = 40  # orders that are tried at most

# Gives the network the weights that a match says, runs it, and names the first node whose
# value is wrong, if there is one.
Try = Callable[[Match], "GraphNode | None"]


def settle(match: Match, attempt: Try) -> Match:
    """``match`` with layers exchanged until as many nodes as can be are right.

    The layer at the first node that is wrong is exchanged for others with tensors of the
    same shapes; what brings the first wrong node further is kept. The last attempt is that
    of the match that is returned.
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
