"""Parts of a seq that nodes read or that are outputs: paths such as ``features.3`` with a certain number."""

from collections.abc import Iterable, Sequence

from archspec.check.report import listing
from archspec.spec import BlockCall, Network, Node, Repeat, Reuse, Seq
from archspec.text.problems import suggest

Explanation = tuple[str, str]  # a message with its help


class SeqParts:
    """Decides which parts of the seqs of a class can be read by name.

    Args:
        network: the network of the class.
        nodes: all nodes of the class.
    """

    def __init__(self, network: Network, nodes: Iterable[Node]):
        self._network = network
        self._reused = {node.node for node in nodes if isinstance(node, Reuse)}
        # By seq: the nodes that shift items of its list, each with the first such item.
        self._moving: dict[int, Sequence[tuple[int, Node]]] = {}

    def why_none(self, node: Seq, path: Sequence[str]) -> Explanation | None:
        """Why ``path``, starting at ``node``, cannot be read; None if it can."""
        head, *steps = path
        if head in self._reused:
            message = f"no part of '{head}' can be read: it is used again"
            return message, "make it a block with outputs"
        return self._why_not_inside(node, head, steps)

    def _why_not_inside(
        self, node: Node, around: str, steps: list[str]
    ) -> Explanation | None:
        for step in steps:
            said = _why_closed(node, around)
            if said is not None or not isinstance(node, Seq):
                return said
            item = _item(node, step)
            if item is None:
                return _no_part(node, around, step)
            mover = self._mover(node, step, item)
            if mover is not None:
                return _depends(mover, around, step)
            node, around = item, f"{around}.{step}"
        blocks = self._network.blocks
        block = blocks.get(node.op) if isinstance(node, BlockCall) else None
        if block is not None and len(block.outputs) > 1:
            message = (
                f"'{around}' is a call of several outputs, which have no names here"
            )
            return message, "name a node before or after it"
        return None

    def _mover(self, seq: Seq, step: str, item: Node) -> Node | None:
        """The node that may change the number of item ``step``, or leave it out."""
        if isinstance(seq.body, dict):
            return item if item.when is not None else None
        if id(seq) not in self._moving:
            self._moving[id(seq)] = _moving(seq.body)
        number = int(step)
        return next(
            (by for first, by in self._moving[id(seq)] if first <= number), None
        )


def _moving(body: Sequence[Node]) -> list[tuple[int, Node]]:
    """The first item of a list that shifts later ones, and the first that shifts all."""
    repeats = (item for item in body if isinstance(item, Repeat) and item.names)
    found = [
        (number, item)
        for number, item in enumerate(body)
        if item.when is not None or isinstance(item, Repeat)
    ][:1]
    # Named copies have no numbers, so items before them shift as well.
    return [*found, *((0, item) for item in list(repeats)[:1])]


def _item(seq: Seq, step: str) -> Node | None:
    body = seq.body
    if isinstance(body, dict):
        return body.get(step)
    # As written in a path: no sign, no leading zeros, no more digits than the length.
    if not (step.isascii() and step.isdecimal()) or len(step) > len(str(len(body))):
        return None
    number = int(step)
    return body[number] if str(number) == step and number < len(body) else None


def _no_part(seq: Seq, around: str, step: str) -> Explanation:
    body = seq.body
    names = list(body) if isinstance(body, dict) else [str(n) for n in range(len(body))]
    help = suggest(step, names) or listing(f"parts of '{around}'", names)
    return f"'{around}' has no part '{step}'", help


def _depends(mover: Node, around: str, step: str) -> Explanation:
    key = "when" if mover.when is not None else "repeat"
    message = f"'{around}.{step}' depends on a '{key}' in '{around}'"
    return message, f"write its items out, or make '{around}' a block with outputs"


def _why_closed(node: Node, around: str) -> Explanation | None:
    help = f"name '{around}' itself, or make it a block with outputs"
    if not isinstance(node, Seq):
        return f"nothing inside '{around}' can be read: it is not a seq", help
    if node.when is not None or node.only is not None:
        key = "when" if node.when is not None else "only"
        return f"no part of '{around}' can be read: {key!r} may skip it", help
    return None
