"""A second input size, at which a network is also proved."""

from collections.abc import Iterator, Mapping
from functools import partial
from operator import add, mul

from archspec.expr import Value
from archspec.graph.elaborate import elaborate
from archspec.graph.nodes import Graph
from archspec.ops import spell
from archspec.ops.base import Numbers
from archspec.proof.variants.windows import hidden
from archspec.record import record
from archspec.spec import Network
from archspec.text.problems import CompileError

COST = 4.5  # the most multiply-accumulates of an example, relative to the first size
SMALL = 2_000_000  # multiply-accumulates that are always cheap enough
Shapes = Mapping[str, Numbers]


@record
class SecondSize:
    """A second size, or the reason why there is none.

    Attributes:
        graph: the network at that size; None if there is none.
        why: the first reason that excludes another size.
    """

    graph: Graph | None
    why: str = ""


def second_size(
    network: Network, params: Mapping[str, Value], graph: Graph
) -> SecondSize:
    """The second size for ``graph``, which is ``network`` with ``params``.

    Candidates are larger, keep the shapes of all tensors and cost little. The choice is
    the one at which the fewest windows read only padding; odd sizes, which show
    rounding, come first.
    """
    shapes = shapes_of(graph)
    if all(len(shape) == 1 for shape in shapes.values()):
        return SecondSize(None, "its inputs have no height and width")
    best: tuple[int, Graph] | None = None
    whys: list[str] = []
    for larger in _larger(shapes):
        try:
            found = elaborate(network, params, larger)
        except CompileError as error:
            whys.append(error.problems[0].message)
            continue
        fixed = _fixed(graph, found)
        if fixed:
            whys.append(fixed)
        elif found.macs > max(COST * graph.macs, SMALL):
            whys.append(f"at {spelled(larger)} it takes too long")
        else:
            count = len(hidden(found))
            if best is None or count < best[0]:
                best = count, found
            if not count:
                break
    if best is None:
        return SecondSize(None, whys[0])
    return SecondSize(best[1])


def shapes_of(graph: Graph) -> dict[str, Numbers]:
    """The shapes of the inputs of ``graph``, by name."""
    return {name: graph.nodes[index].shape for name, index in graph.inputs.items()}


def spelled(shapes: Shapes) -> str:
    """``3x65x65``, or ``a 3x65x65, b 7`` for several inputs."""
    texts = {name: "x".join(map(str, shape)) for name, shape in shapes.items()}
    if len(texts) == 1:
        return next(iter(texts.values()))
    return ", ".join(f"{name} {text}" for name, text in texts.items())


def _larger(shapes: Shapes) -> Iterator[dict[str, Numbers]]:
    """Larger sizes: odd ones, then those longer by a power of two, then doubles.

    Equal heights and widths stay equal.
    """
    most = max(side for shape in shapes.values() for side in shape[1:])
    odd = (partial(_odd, more=more) for more in (1, most // 4, most // 2, most))
    near = (partial(add, 2**power) for power in range(most.bit_length()))
    seen: list[dict[str, Numbers]] = []
    for longer in (*odd, *near, partial(mul, 2)):
        grown = {
            name: (*shape[:1], *map(longer, shape[1:]))
            for name, shape in shapes.items()
        }
        if grown not in seen:
            seen.append(grown)
            yield grown


def _odd(side: int, more: int) -> int:
    return (side + more) | 1


def _fixed(first: Graph, second: Graph) -> str:
    """Why ``second`` does not have the tensors of ``first``, if it does not."""
    owners = first.owners
    for name, info in first.tensors.items():
        other = second.tensors.get(name)
        if other != info:
            now = spell(other.shape) if other else "gone"
            return (
                f"{owners[name]} has {name} {spell(info.shape)}, at another size {now}"
            )
    if first.tensors.keys() != second.tensors.keys():
        return "it has other tensors at another size"
    return ""
