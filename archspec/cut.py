"""A part of a network: what other outputs need, under the names that it has."""

from collections.abc import Iterable, Sequence

from archspec.check import check_names
from archspec.check.blocks import called_blocks
from archspec.check.report import listing
from archspec.check.scope import used_names
from archspec.check.walk import Site, innermost, walk
from archspec.spec import Call, Network, Output, Reuse, output
from archspec.text.problems import CompileError, Problem, Problems, suggest


def cut(network: Network, outputs: Sequence[str]) -> Network:
    """The part of ``network`` that gives ``outputs``, and nothing that they do not need.

    No name changes, so the weights of the whole serve the part.

    Args:
        network: as it was written, its names checked.
        outputs: names of its outputs, of nodes of its body (``layer4``), or of outputs
            of block calls (``fpn.p2``, which is then called ``fpn_p2``).

    Raises:
        CompileError: a name that is none of these.
    """
    sites = walk(network, ())
    if not outputs:
        raise CompileError([Problem("a network has at least one output")])
    wanted = _outputs(network, sites, outputs)
    kept = _needed(sites, [out.from_ for out in wanted.values()])
    body = network.body
    if isinstance(body, dict):
        body = {name: node for name, node in body.items() if name in kept}
    part = _tidied(network.model_copy(update={"body": body, "outputs": wanted}))
    check_names(part)
    return part


def _outputs(
    network: Network, sites: Sequence[Site], names: Sequence[str]
) -> dict[str, Output]:
    """The outputs that ``names`` stand for."""
    found: dict[str, Output] = {}
    problems = Problems()
    values = _values(network, sites)
    for name in names:
        key = name.replace(".", "_")
        if key in found:
            problems.add(f"the output '{name}' is named twice", None)
        elif name in network.outputs:
            found[key] = network.outputs[name]
        elif name in values:
            found[key] = output(name)
        else:
            help = _help(name, (*network.outputs, *values))
            problems.add(f"{network.name} has no output or node '{name}'", None, help)
    problems.raise_if_any()
    return found


def _help(name: str, values: Sequence[str]) -> str:
    """What can be an output instead of ``name``."""
    known = listing("nodes", values)
    head = name.partition(".")[0]
    if head in values and head != name:
        return f"'{name}' is inside '{head}', which gives one value; {known}"
    return suggest(name, values) or known


def _values(network: Network, sites: Sequence[Site]) -> list[str]:
    """The names of all values: of nodes, and of the outputs of calls that have several."""
    values: list[str] = []
    for site in sites:
        node, name = site.node, site.name
        if name is None or not site.visible(None):
            continue
        block = network.blocks.get(node.op) if isinstance(node, Call) else None
        several = list(block.outputs) if block and len(block.outputs) > 1 else []
        values += [f"{name}.{out}" for out in several] or [name]
    return values


def _needed(sites: Sequence[Site], sources: Iterable[str]) -> set[str]:
    """The nodes of the body on which the values ``sources`` depend."""
    by_name: dict[str, list[Site]] = {}
    for site in sites:
        by_name.setdefault(site.name or "", []).append(site)
    parts: dict[Site, list[Site]] = {}
    for site in sites:
        parts.setdefault(_top(site), []).append(site)

    def read(source: str, reader: Site | None) -> list[Site]:
        found = innermost(by_name.get(source.partition(".")[0], ()), reader)
        return [_top(found)] if found else []

    waiting = [top for source in sources for top in read(source, None)]
    found = set(waiting)
    while waiting:
        top = waiting.pop()
        reads = [top.previous] if top.previous and top.node.from_ is None else []
        for site in parts[top]:
            node = site.node
            applied = [node.node] if isinstance(node, Reuse) else []
            for source in (*node.sources, *applied):
                reads += read(source, site)
        new = [other for other in reads if other not in found]
        found.update(new)
        waiting += new
    return {top.name for top in found if top.name}


def _top(site: Site) -> Site:
    """The node of the class's own body that ``site`` is, or is a part of."""
    while site.parent is not None:
        site = site.parent
    return site


def _tidied(network: Network) -> Network:
    """``network`` without the params, ``let`` values and blocks that nothing uses."""
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
