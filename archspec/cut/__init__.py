"""Cutting a network: the part that other outputs need, with unchanged names."""

from collections.abc import Collection, Sequence

from archspec.check import check_names
from archspec.check.blocks import called_blocks
from archspec.check.report import listing
from archspec.check.scope import used_names
from archspec.check.walk import NodePlace, walk
from archspec.cut.levels import Env, NoSuchPart, cut_short
from archspec.cut.needed import needed, pruned
from archspec.cut.opened import opened
from archspec.expr import Value, evaluate
from archspec.graph.nodes import Graph
from archspec.record import record
from archspec.spec import BlockCall, Network, Node, Output, output
from archspec.text.problems import CompileError, Problem, Problems, suggest


def cut(network: Network, outputs: Sequence[str], graph: Graph) -> Network:
    """The part of ``network`` that computes ``outputs``, and nothing else.

    No name changes, so the part loads the weights of the full network. A part that ends
    inside a seq or a repeat is for the values of the params in ``graph``, and has no
    positions.

    Args:
        network: the network as written, with checked names.
        outputs: names of its outputs, of nodes of its body (``layer4``), of outputs of
            block calls (``fpn.p2``, which is then called ``fpn_p2``), or paths of parts
            of its seqs and repeats (``features.16``, then called ``features_16``).
        graph: the unrolled network.

    Raises:
        CompileError: a name is none of these, or names one of several parts of a seq or
            a repeat but can only be the end of its own cut.
    """
    if not outputs:
        raise CompileError([Problem("a network needs at least one output")])
    values = _values(network, walk(network, ()))
    env = _values_of_names(network, graph)
    wanted: dict[str, _Wanted] = {}
    problems = Problems()
    for name in outputs:
        try:
            found = _wanted(network, name, values, graph.values, env)
        except CompileError as error:
            problems.items += error.problems
            continue
        if found.key in wanted:
            problems.add(f"the output '{name}' is named twice", None)
        wanted[found.key] = found
    problems.raise_if_any()
    return _part(network, wanted, env)


@record
class _Wanted:
    """A requested output.

    Attributes:
        name: the name as requested.
        output: the output of the part.
        path: its path inside the node that it reads; empty for the node itself.
    """

    name: str
    output: Output
    path: Sequence[str] = ()

    @property
    def key(self) -> str:
        """The name of the output in the part."""
        return self.name.replace(".", "_")


def _wanted(
    network: Network,
    name: str,
    values: Sequence[str],
    paths: Collection[str],
    env: dict[str, Value],
) -> _Wanted:
    """The output that ``name`` means; ``values`` are the values that need no cut."""
    if name in network.outputs:
        return _Wanted(name, network.outputs[name])
    if name in values:
        return _Wanted(name, output(name))
    message = f"{network.name} has no output or node '{name}'"
    head, *path = name.split(".")
    if not path or not isinstance(network.body, dict) or head not in network.body:
        candidates = (*network.outputs, *values)
        help = suggest(name, candidates) or listing("nodes", candidates)
        raise CompileError([Problem(message, None, help)])
    try:
        cut_short(network.body[head], path, env)
        return _Wanted(name, output(head), path)
    except NoSuchPart as error:
        around = ".".join([head, *path][: -error.rest])
        help = f"the nearest node that can be an output is '{around}'"
        if name in paths:
            message = f"'{name}' is inside '{around}', which cannot end there"
        elif not error.closed:
            help = listing(f"parts of '{around}'", _parts(around, paths))
        raise CompileError([Problem(message, None, help)]) from None


def _parts(around: str, paths: Collection[str]) -> list[str]:
    depth = around.count(".") + 1
    inside = (path for path in paths if path.startswith(f"{around}."))
    return [path for path in inside if path.count(".") == depth]


def _values_of_names(network: Network, graph: Graph) -> dict[str, Value]:
    """The values of the names that the expressions of the body see."""
    first = graph.nodes[next(iter(graph.inputs.values()))]
    env: dict[str, Value] = {**graph.params, "in_channels": first.shape[0]}
    for name, expr in network.let.items():
        env[name] = evaluate(expr, env)
    return env


def _part(network: Network, wanted: dict[str, _Wanted], env: Env) -> Network:
    body, outputs = network.body, {key: out.output for key, out in wanted.items()}
    inner: dict[str, dict[str, _Wanted]] = {}
    for key, found in wanted.items():
        if found.path:
            inner.setdefault(found.output.from_, {})[key] = found
    for head, parts in inner.items():
        assert isinstance(body, dict)
        others = {out.from_ for key, out in outputs.items() if key not in parts}
        whole = head in needed(body, others)
        if len(parts) == 1 and not whole:
            (part,) = parts.values()
            body = {**body, head: cut_short(body[head], part.path, env)}
        else:
            body = {**body, head: _opened(body[head], [*parts.values()], env, whole)}
            outputs |= {key: output(part.name) for key, part in parts.items()}
    body = pruned(body, [out.from_ for out in outputs.values()])
    part = _tidied(network.model_copy(update={"body": body, "outputs": outputs}))
    check_names(part)
    return part.at(None) if inner else part  # the positions of its nodes changed


def _opened(node: Node, parts: Sequence[_Wanted], env: Env, whole: bool) -> Node:
    """``node`` with several outputs, possibly including its own value."""
    try:
        return opened(node, [part.path for part in parts], env, whole)
    except NoSuchPart:
        raise CompileError([_not_beside(node, parts, env)]) from None


def _not_beside(node: Node, parts: Sequence[_Wanted], env: Env) -> Problem:
    """The first of ``parts`` that can only be at the end of the network."""
    for part in parts:
        try:
            opened(node, [part.path], env, whole=True)
        except NoSuchPart as error:
            around = ".".join(part.name.split(".")[: -error.rest])
            message = f"'{part.name}' cannot be one of several outputs"
            help = f"name '{around}', or cut a part for '{part.name}' alone"
            return Problem(message, None, help)
    raise AssertionError("each of the parts can be an output")


def _values(network: Network, sites: Sequence[NodePlace]) -> list[str]:
    """The names of all values: of nodes, and of outputs of calls with several."""
    values: list[str] = []
    for site in sites:
        node, name = site.node, site.name
        if name is None or not site.visible(None):
            continue
        block = network.blocks.get(node.op) if isinstance(node, BlockCall) else None
        several = list(block.outputs) if block and len(block.outputs) > 1 else []
        values += [f"{name}.{out}" for out in several] or [name]
    return values


def _tidied(network: Network) -> Network:
    """``network`` without unused params, ``let`` values and blocks."""
    blocks = called_blocks(network)
    network = network.model_copy(
        update={"blocks": {n: b for n, b in network.blocks.items() if n in blocks}}
    )
    while True:
        used = used_names(network)
        params = {name: p for name, p in network.params.items() if name in used}
        let = {name: expr for name, expr in network.let.items() if name in used}
        if (len(params), len(let)) == (len(network.params), len(network.let)):
            return network
        network = network.model_copy(update={"params": params, "let": let})
