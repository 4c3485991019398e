"""Calls of blocks: existence, arguments, recursion."""

from archspec.check.report import CheckProblems, listing, meant
from archspec.check.walk import NodePlace, walk
from archspec.spec import OPERATORS, Block, BlockCall, Network
from archspec.spec.foreign.operators import meaning
from archspec.text.problems import suggest


def check_blocks(
    network: Network, sites: dict[str, list[NodePlace]], report: CheckProblems
) -> None:
    """Check all calls.

    Args:
        network: the network.
        sites: the nodes of every block, and of the network under "".
        report: collects the problems.
    """
    calls = _calls(sites)
    unknown = False
    for site in (site for own in calls.values() for site in own):
        block = network.blocks.get(site.node.op)
        if block and isinstance(site.node, BlockCall):
            _check_arguments(site, site.node, block, report)
        else:
            unknown = True
            _report_unknown(site, network, report)
    if network.name in network.blocks:
        message = f"the block {network.name!r} has the name of the network"
        report.add(message, ("blocks", network.name), "rename one of them", key=True)
    if not _report_recursion(network, calls, report) and not unknown:
        _report_unused(network, calls, report)


def _calls(sites: dict[str, list[NodePlace]]) -> dict[str, list[NodePlace]]:
    return {
        name: [site for site in own if isinstance(site.node, BlockCall)]
        for name, own in sites.items()
    }


def _report_unknown(site: NodePlace, network: Network, report: CheckProblems) -> None:
    name = site.node.op
    similar = meaning(name) or suggest(name, (*network.blocks, *OPERATORS))
    help = similar or listing("blocks", network.blocks)
    report.add(f"unknown block {name!r}", (*site.loc, "op"), help)


def _check_arguments(
    site: NodePlace, call: BlockCall, block: Block, report: CheckProblems
) -> None:
    misspelt: set[str] = set()
    for name in call.args:
        if name not in block.params:
            similar = suggest(name, block.params)
            misspelt |= meant(similar, block.params)
            help = similar or listing("params", block.params)
            message = f"block '{call.op}' has no param {name!r}"
            report.add(message, (*site.loc, name), help, key=True)
    required = [name for name, param in block.params.items() if param.required]
    missing = [
        name for name in required if name not in call.args and name not in misspelt
    ]
    if missing:
        names = " and ".join(f"'{name}'" for name in missing)
        example = ", ".join(f"{name}: ..." for name in missing)
        help = f"write {{op: {call.op}, {example}}}"
        report.add(f"block '{call.op}' needs {names}", (*site.loc, "op"), help)


def _report_recursion(
    network: Network, calls: dict[str, list[NodePlace]], report: CheckProblems
) -> bool:
    """Report every cycle of blocks at the call that closes it. Returns whether any
    exists.
    """
    left = {
        name: [site for site in calls[name] if site.node.op in network.blocks]
        for name in network.blocks
    }
    found = False
    while left := _peeled(left):
        chain = [next(iter(left))]
        while True:
            site = left[chain[-1]][0]
            if site.node.op in chain:
                break
            chain.append(site.node.op)
        cycle = chain[chain.index(site.node.op) :]
        notes = (" calls ".join([*cycle, site.node.op]),) if len(cycle) > 1 else ()
        message = f"block '{site.node.op}' contains itself"
        report.add(message, (*site.loc, "op"), "use 'repeat' for copies", notes=notes)
        left = {name: own for name, own in left.items() if name not in cycle}
        found = True
    return found


def _peeled(left: dict[str, list[NodePlace]]) -> dict[str, list[NodePlace]]:
    """The blocks that lead into a cycle, with the calls that do."""
    callers: dict[str, list[str]] = {name: [] for name in left}
    waiting = dict.fromkeys(left, 0)  # calls of blocks that may lead into one
    for name, own in left.items():
        for site in own:
            if site.node.op in left:
                callers[site.node.op].append(name)
                waiting[name] += 1
    done = [name for name, count in waiting.items() if not count]
    for name in done:  # grows while it is iterated
        for caller in callers[name]:
            waiting[caller] -= 1
            if not waiting[caller]:
                done.append(caller)
    return {
        name: [site for site in own if waiting.get(site.node.op)]
        for name, own in left.items()
        if waiting[name]
    }


def _report_unused(
    network: Network, calls: dict[str, list[NodePlace]], report: CheckProblems
) -> None:
    used = _reached(calls)
    for name in network.blocks:
        if name not in used:
            message = f"the block {name!r} is not used"
            report.add(message, ("blocks", name), "call it, or delete it", key=True)


def _reached(calls: dict[str, list[NodePlace]]) -> set[str]:
    """The blocks that the network calls, itself or through others."""
    used = {""}
    new = {""}
    while new:
        called = {site.node.op for name in new for site in calls[name]}
        new = called - used
        used |= new
    return used


def called_blocks(network: Network) -> set[str]:
    """The names of the blocks that a checked network calls, itself or through others."""
    classes = {"": network} | network.blocks
    sites = {name: walk(definition, ()) for name, definition in classes.items()}
    return _reached(_calls(sites))
