"""Other values of a constructor's arguments, with which a network is also proved."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, cast

from archspec.expr import Compare, Const, Expr, Value
from archspec.expr.tree import children
from archspec.graph.elaborate import elaborate
from archspec.graph.nodes import Graph, GraphNode, Loc
from archspec.ops import Op
from archspec.ops.fields.kinds import Real
from archspec.ops.norm import BatchNorm
from archspec.proof.variants.sizes import Shapes
from archspec.record import record, replace
from archspec.spec import BlockCall, Definition, Network, Node
from archspec.text.problems import CompileError

MOST = 3  # the most values of an argument to prove
TRIED = 24  # the most values of an argument to compile
MORE = 12  # the most to compile after the first that works, to reach other conditions
WIDE = 8  # likely channels rather than copies
NUMBER = 1000  # multiply-accumulates that cost as much as one number of a tensor
LIGHT = 500_000_000  # cost below which a network is not made smaller
HEAVY = 10 * LIGHT  # cost above which a network gets all other values together
LOAD = 2  # the most that they may cost one by one, relative to the network

RANDOM = ("dropout", "stochastic_depth")


@record
class OtherValue:
    """Another value of an argument.

    Attributes:
        name: the name of the argument.
        values: the constructor's arguments: this value, and other arguments that make
            the network smaller.
        graph: the network with these values; None if it is not proved.
        why: the reason for that.
        training: whether it changes numbers that only show in training: the rate of a
            dropout, the decay of running statistics.
    """

    name: str
    values: Mapping[str, Value]
    graph: Graph | None = None
    why: str = ""
    training: bool = False


def cost_of(graph: Graph) -> int:
    """The cost of a comparison in multiply-accumulates."""
    return graph.macs + NUMBER * (graph.param_count + graph.buffer_count)


class Choices:
    """Chooses other values of the params of a network.

    Args:
        network: the network as written.
        params: the values that replace its defaults.
        input: the shapes that replace those of its inputs, if any.
        graph: the network with these values.
        taken: the params that its constructor takes.
    """

    def __init__(
        self,
        network: Network,
        params: Mapping[str, Value],
        input: Shapes | None,
        graph: Graph,
        taken: Set[str],
    ):
        self._network, self._params, self._input = network, params, input
        self._graph, self._taken = graph, taken
        self._words = list(dict.fromkeys(_words(network)))

    def all(self) -> list[OtherValue]:
        """Other values of each param, in order.

        For a large network, they are combined to save time.
        """
        small = self._small()
        base = self._compiled(small) or self._graph
        found = [one for name in self._graph.params for one in self._of(name, small)]
        if cost_of(base) <= HEAVY:
            return found
        return self._together(found) or _affordable(found, cost_of(self._graph))

    def _together(self, found: Sequence[OtherValue]) -> list[OtherValue]:
        """One choice that combines all with a graph, if it compiles."""
        first: dict[str, OtherValue] = {}
        for choice in found:
            if choice.graph is not None:
                first.setdefault(choice.name, choice)
        values = {name: choice.values[name] for name, choice in first.items()}
        graph = self._compiled(values)
        if graph is None or len(values) < 2:
            return []
        one = OtherValue(", ".join(values), values, graph, training=self._trains(graph))
        return [one, *(choice for choice in found if choice.graph is None)]

    def _of(self, name: str, small: Mapping[str, Value]) -> list[OtherValue]:
        """Values of one param that make each condition on it true and false."""
        if name not in self._taken:
            return [OtherValue(name, {}, why="the constructor does not take it")]
        others = {key: one for key, one in small.items() if key != name}
        base = self._compiled(others) or self._graph
        seen = {place: set(ways) for place, ways in base.conditions.items()}
        found: list[OtherValue] = []
        training: list[OtherValue] = []
        why = "no other value of it compiles"
        left = TRIED
        for other in _others(self._graph.params[name], self._words):
            if not left or len(found) == MOST:
                break
            left -= 1
            values = {**others, name: other}
            graph = self._compiled(values)
            if graph is None:
                continue
            if _same(base, graph):
                why = "nothing depends on it"
            elif _same(_evaluated(base), _evaluated(graph)):
                training.append(OtherValue(name, values, graph, training=True))
                left = min(left, MORE)
            elif not found or _flips(seen, graph.conditions):
                found.append(
                    OtherValue(name, values, graph, training=self._trains(graph))
                )
                left = min(left, MORE)
                for place, ways in graph.conditions.items():
                    seen.setdefault(place, set()).update(ways)
        return found or training[:1] or [OtherValue(name, {}, why=why)]

    def _small(self) -> dict[str, Value]:
        """Values that make a large network smaller, if there are any."""
        small: dict[str, Value] = {}
        best = cost_of(self._graph)
        for name, value in self._graph.params.items():
            if best <= LIGHT or name not in self._taken:
                continue
            for other in _smaller(value):
                graph = self._compiled({**small, name: other})
                if graph is not None and 2 * cost_of(graph) < best:
                    small[name], best = other, cost_of(graph)
                    break
        return small

    def _trains(self, graph: Graph) -> bool:
        """Whether a node of ``graph`` has a different rate or decay from the network."""
        ops = {node.path: node.op for node in self._graph.nodes}
        return any(
            _in_training(ops.get(node.path, node.op)) != _in_training(node.op)
            for node in graph.nodes
        )

    def _compiled(self, values: Mapping[str, Value]) -> Graph | None:
        given = {**self._params, **values}
        try:
            graph = elaborate(self._network, given, self._input)
        except CompileError:
            return None
        # Joins of equal channels are emitted for equal channels.
        more = graph.repeated_channels - self._graph.repeated_channels
        return None if more else graph


def _flips(seen: Mapping[Loc, Set[bool]], ways: Mapping[Loc, Set[bool]]) -> bool:
    """Whether a condition has a value that it never had before."""
    return any(not way <= seen.get(place, frozenset()) for place, way in ways.items())


def _same(first: Graph, second: Graph) -> bool:
    return first.nodes == second.nodes and first.outputs == second.outputs


def _evaluated(graph: Graph) -> Graph:
    """``graph`` without the numbers that only affect training."""
    return replace(graph, nodes=tuple(map(_still, graph.nodes)))


def _still(node: GraphNode) -> GraphNode:
    if node.kind in RANDOM:
        return replace(node, op=None)
    if isinstance(node.op, BatchNorm):
        return replace(node, op=replace(node.op, decay=0))
    return node


def _in_training(op: Op | None) -> Real | None:
    """The number of ``op`` that only shows in training, if it has one."""
    if isinstance(op, BatchNorm):
        return op.decay
    return getattr(op, "drop_prob", None)


def _affordable(found: Sequence[OtherValue], cost: int) -> list[OtherValue]:
    """``found`` without values that take too long compared with ``cost``."""
    left, kept = LOAD * cost, list[OtherValue]()
    for choice in found:
        if choice.graph is None or cost_of(choice.graph) <= left:
            left -= cost_of(choice.graph) if choice.graph else 0
            kept.append(choice)
        else:
            why = "the network is too large to be proved again"
            kept.append(OtherValue(choice.name, {}, why=why))
    return kept


def _smaller(value: Value) -> list[Value]:
    """Values for a smaller network, the smallest first."""
    if isinstance(value, list):
        items = [item for item in value if type(item) is int]
        if len(items) < len(value) or not items:
            return []
        return [[*shrunk] for shrunk in _shrunk(items)]
    if type(value) is int:
        return [*dict.fromkeys(n for n in (value // 16, value // 4, value // 2) if n)]
    return []


def _shrunk(items: list[int]) -> list[list[int]]:
    """Smaller numbers, as different from each other as possible.

    With equal ones, a file that confuses two of them would pass.
    """
    if min(items) >= WIDE:
        eighths = [max(4, item // 8) for item in items]
        even = [max(8, item // 64 * 8) for item in items]
        return [eighths, even, [item // 2 for item in items]]
    ranks = [number ^ 1 for number in reversed(range(len(items)))]
    return [
        *([[1 + rank for rank in ranks]] if len(items) <= 4 else []),
        [1 + rank % 2 for rank in ranks],
        [1 for _ in items],
    ]


def _others(value: Value, words: Sequence[Value]) -> list[Value]:
    """Other values of the type of ``value``; those of small networks come first."""
    match value:
        case bool():
            return [not value]
        case str():
            return [word for word in words if isinstance(word, str) and word != value]
        case int():
            bounds = [
                n for word in words if type(word) is int for n in (word, word + 1)
            ]
            near = (value - 1, value + 1, value + 2, 2 * value, value + 3)
            found = dict.fromkeys((value // 2, *bounds, *near))
            return [n for n in found if n != value]
        case float():
            return [n for n in (value / 2, value + 0.125, value * 2, 0.5) if n != value]
        case list():
            return _lists(value, words)
        case _:
            return []


def _lists(value: list[Value], words: Sequence[Value]) -> list[Value]:
    """Lists of another length, then with other items."""
    found: list[Value] = [value[:-1], [*value, *value[-1:]]]
    found += [one for one in _smaller(value) if one != value]
    if value[::-1] != value:
        found.append(value[::-1])
    for place, item in enumerate(value):
        for other in _others(item, words)[:4]:
            found.append([*value[:place], other, *value[place + 1 :]])
    return [one for one in found if one]


def _words(network: Network) -> Iterator[Value]:
    """The literals in the comparisons of a network."""
    waiting: list[Any] = [network, *network.blocks.values()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Compare):
            yield from _literals(part)
        elif isinstance(part, Expr):
            waiting += children(part)
        elif isinstance(part, Definition):
            waiting += [part.let, part.body]
        elif isinstance(part, BlockCall):
            waiting += [part.when, part.args]
        elif isinstance(part, Node):
            waiting += vars(part).values()
        elif isinstance(part, Mapping):
            waiting += cast("Mapping[str, Any]", part).values()
        elif isinstance(part, (list, tuple)):
            waiting += cast("Sequence[Any]", part)


def _literals(expr: Expr) -> Iterator[Value]:
    if isinstance(expr, Const):
        yield expr.value
    for part in children(expr):
        yield from _literals(part)
