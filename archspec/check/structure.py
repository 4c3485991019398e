"""The structure of bodies: allowed forms, and unique names on every level."""

from archspec.check.report import CheckProblems
from archspec.check.walk import Loc, NodePlace, branches_of
from archspec.ops import OP_BY_NAME, WEIGHTED, Op
from archspec.spec import BlockCall, Definition, Init, Node, OpNode, Repeat, Seq
from archspec.spec.reserved import tensor_names

_SEQ = "write {op: seq, body: [...]}"


def check_structure(
    definition: Definition, sites: list[NodePlace], report: CheckProblems
) -> None:
    """Check the branches of joins, the names on every level, and the places of
    ``init``.
    """
    _check_fans(definition.init, sites[0].loc[:-2] if sites else (), report)
    taken: dict[tuple[tuple[NodePlace, ...], str], NodePlace] = {}
    for site in sites:
        _check_branches(site, report)
        _check_name(site, taken, definition, report)
        _check_bare(site, report)
        _check_copy(site, report)
        _check_init(site.node, site.loc, report)


def _check_branches(site: NodePlace, report: CheckProblems) -> None:
    for _, place, branch in branches_of(site.node):
        loc = (*site.loc, *place)
        if isinstance(branch, list) and branch:
            help = f"a branch is a mapping, a single node or []: {_SEQ}"
            report.add("a branch cannot be a list of nodes", loc, help)
        elif isinstance(branch, dict) and site.name is None:
            help = "name the nodes inside a seq or a block: {op: seq, body: {...}}"
            message = (
                f"{site.called} has no name, so its branches cannot hold named nodes"
            )
            report.add(message, loc, help)


def _check_name(
    site: NodePlace,
    taken: dict[tuple[tuple[NodePlace, ...], str], NodePlace],
    definition: Definition,
    report: CheckProblems,
) -> None:
    if site.name is None:
        return
    if site.name in definition.input_names and not site.made:
        report.add(
            f"{site.name!r} is the name of an input", site.loc, "rename one", key=True
        )
    other = taken.setdefault((site.level, site.name), site)
    if other is site:
        return
    if site.made or other.made:
        made = site if site.made else other
        message = f"{site.name!r} is also the path of the unnamed '{made.node.op}' in a branch"
        help = "rename it, or give the node in the branch a name"
        report.add(message, (other if site.made else site).loc, help, key=True)
        return
    help = "a join opens no level: its branches share names with the nodes around it"
    report.add(
        f"there is another node {site.name!r} on this level", site.loc, help, key=True
    )


def _check_bare(site: NodePlace, report: CheckProblems) -> None:
    """Check the place of a node whose tensor is named by the path of the node alone."""
    node = site.node
    if not isinstance(node, OpNode) or not OP_BY_NAME[node.op].BARE:
        return
    if site.name in tensor_names():
        message = f"{site.name!r} cannot be the name of a {node.op}"
        help = (
            "its tensor would have this name, which a framework gives to other tensors"
        )
        report.add(message, site.loc, help, key=True)
    outer = site.parent.node if site.parent else None
    if isinstance(outer, Repeat) and outer.body is node and outer.names is not None:
        message = f"a named copy of a repeat cannot be a {node.op}"
        help = f"give it a name of its own: body: {{scale: {node.op}}}"
        report.add(message, site.loc, help)


def _check_copy(site: NodePlace, report: CheckProblems) -> None:
    """Refuse keys that a copied node cannot have.

    With ``from`` on a single node, all copies but the last would be computed in vain.
    ``only`` on a node with tensors needs a choice around it, and the path of a copy has
    no place for one.
    """
    node, outer = site.node, site.parent
    if outer is None or not isinstance(outer.node, Repeat):
        return
    single = outer.node.body is node
    if single and node.from_ is not None:
        names = " and ".join(map(repr, node.sources))
        message = f"every copy would read {names}, and not the copy before it"
        help = "put 'from' on the repeat: its first copy reads that"
        if len(node.sources) > 1:
            help = (
                "name the value of a copy and the node: "
                f"body: {{x: identity, y: {{op: {node.op}, from: [x, ...]}}}}"
            )
        report.add(message, (*site.loc, "from"), help, key=True)
    spliced = outer.name is None and outer.node.names is None
    listed = spliced and isinstance(outer.node.body, list)
    if node.only is not None and (single or listed) and _has_tensors(node):
        message = (
            f"'only' needs a level of names, and a copy of this {node.op} has none"
        )
        help = "put it on the repeat" if single else "write the body as a mapping"
        report.add(message, (*site.loc, "only"), help, key=True)


def _has_tensors(node: Node) -> bool:
    """Whether a node can have tensors at its own path."""
    if isinstance(node, OpNode):
        return OP_BY_NAME[node.op].tensors is not Op.tensors
    return isinstance(node, (BlockCall, Seq, Repeat))


def _check_init(node: Node, loc: Loc, report: CheckProblems) -> None:
    if not node.init:
        return
    if not isinstance(node, OpNode):
        help = "put 'init' on a node with weights, on a block, or on the file"
        report.add(
            f"'{node.op}' has no tensors of its own", (*loc, "init"), help, key=True
        )
    elif not _has_tensors(node):
        report.add(
            f"'{node.op}' has no tensors", (*loc, "init"), "delete 'init'", key=True
        )
    elif not OP_BY_NAME[node.op].TRAINED:
        message = f"the tensors of '{node.op}' are constants from a file of weights"
        report.add(message, (*loc, "init"), "delete 'init'", key=True)
    else:
        _check_fans(node.init, loc, report, node.op)


def _check_fans(init: Init, loc: Loc, report: CheckProblems, op: str = "") -> None:
    """Refuse laws that scale by a fan if the tensor has none in some framework."""
    for tensor, start in init.items():
        scheme = start.kind.partition("_")[0]
        if scheme not in ("he", "lecun", "xavier"):
            continue
        help = "write ones, zeros, {constant: v}, {normal: std} or {uniform: [a, b]}"
        place = (*loc, "init", tensor)
        if op and op not in WEIGHTED:
            message = (
                f"{start.kind} needs a fan-in, which a tensor of '{op}' does not have"
            )
            report.add(message, place, help)
        elif scheme == "xavier" and tensor != "weight":
            message = f"{start.kind} needs a fan-out, which a {tensor} does not have"
            report.add(message, place, help)
