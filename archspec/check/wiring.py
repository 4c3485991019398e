"""Wiring: ``from``, ``outputs``, ``reuse``, and calls with several outputs."""

from archspec.check.report import CheckProblems
from archspec.check.sources import NodeSources
from archspec.check.walk import Loc, NodePlace
from archspec.spec import Definition, Join, Network, Residual, Reuse

MODES = ("train", "inference")


def check_wiring(
    network: Network,
    definition: Definition,
    loc: Loc,
    sites: list[NodePlace],
    report: CheckProblems,
) -> None:
    """Check the sources of the nodes and the outputs of a class."""
    wiring = _Wiring(network, definition, loc, sites, report)
    for site in sites:
        wiring.check_count(site)
        wiring.check_sources(site)
        wiring.check_single(site)
        if isinstance(site.node, Reuse):
            wiring.check_reuse(site, site.node)
    wiring.check_outputs()
    wiring.check_inputs()


class _Wiring:
    def __init__(
        self,
        network: Network,
        definition: Definition,
        loc: Loc,
        sites: list[NodePlace],
        report: CheckProblems,
    ):
        self.network, self.definition, self.loc = network, definition, loc
        self.sites, self.report = sites, report
        self.sources = NodeSources(network, definition, sites, report)

    # Sources of a node.

    def check_count(self, site: NodePlace) -> None:
        """Joins and calls with several inputs read a list, all other nodes a single
        one.
        """
        node, given = site.node, len(site.node.sources)
        if isinstance(node, Join):
            return
        wanted = self.sources.inputs_of(site)
        if len(wanted) > 1 and given != len(wanted):
            names = ", ".join(wanted)
            got = f"'from' names {given}" if given else "there is no 'from'"
            message = f"block '{self.sources.target_of(site).op}' has {len(wanted)} inputs ({names}), and {got}"
            help = f"write from: [{names}], with the nodes to read"
            self.report.add(message, (*site.loc, "from" if given else "op"), help)
        elif len(wanted) == 1 and isinstance(node.from_, list):
            help = (
                f"write from: {node.from_[0]}"
                if given == 1
                else "join them with add or concat"
            )
            self.report.add(f"{site.called} reads one node", (*site.loc, "from"), help)

    def check_sources(self, site: NodePlace) -> None:
        listed = isinstance(site.node.from_, list)
        for number, source in enumerate(site.node.sources):
            loc = (*site.loc, "from", number) if listed else (*site.loc, "from")
            self.sources.check_source(source, site, loc)
        for key, source in site.node.also.items():
            self.sources.check_source(source, site, (*site.loc, key))

    # Calls with several outputs.

    def check_single(self, site: NodePlace) -> None:
        """A call with several outputs is read only by name, and is never skipped."""
        node = site.node
        previous = site.previous
        if (
            previous
            and node.from_ is None
            and len(self.sources.outputs_of(previous)) > 1
        ):
            message, help = self.sources.ambiguous(previous)
            self.report.add(
                f"{site.called} has no 'from': {message}", (*site.loc, "op"), help
            )
        outputs = self.sources.outputs_of(site)
        if (
            len(outputs) > 1
            and site.last
            and not (site.parent is None and self.definition.outputs)
        ):
            self.report_last(site)
        for key in ("when", "only"):
            if getattr(node, key) is None:
                continue
            if len(node.sources) > 1:
                message = f"{site.called} reads several nodes: {key!r} cannot skip it"
                help = "the input of a skipped node takes its place, and must be a single value"
                self.report.add(message, (*site.loc, key), help, key=True)
            elif len(outputs) > 1:
                message = f"{site.called} has several outputs: {key!r} cannot skip it"
                help = "call it in a block with one output, and skip that"
                self.report.add(message, (*site.loc, key), help, key=True)

    def report_last(self, site: NodePlace) -> None:
        message, _ = self.sources.ambiguous(site)
        if site.parent is None:
            help = "declare the 'outputs' of the class"
            self.report.add(
                f"the last node is the output, but {message}", (*site.loc, "op"), help
            )
        else:
            help = f"a {site.parent.node.op} has one value: end it with a node that has one"
            message = f"{message} as the value of {site.parent.called}"
            self.report.add(message, (*site.loc, "op"), help)

    # Reuse, outputs and inputs.

    def check_reuse(self, site: NodePlace, node: Reuse) -> None:
        loc = (*site.loc, "node")
        head, _, rest = node.node.partition(".")
        found = self.sources.find(head, site)
        if site.level:
            outer = site.level[-1]
            message = f"'reuse' cannot be inside {outer.called}, a {outer.node.op}"
            help = (
                "it applies a node of the class itself: move it out, or write a block"
            )
            self.report.add(message, (*site.loc, "op"), help)
        elif found is None:
            message, help = self.sources.why_not(head, site)
            self.report.add(message, loc, help)
        elif rest:
            message = f"'reuse' cannot name a node inside {found.called}"
            self.report.add(message, loc, "it applies a named node of the class itself")
        elif isinstance(found.node, Reuse):
            self.report.add(
                f"{head!r} is a reuse itself", loc, f"write node: {found.node.node}"
            )
        elif isinstance(found.node, (Join, Residual)):
            help = "make it a block, and reuse the call of the block"
            self.report.add(
                f"{head!r} is a join, which has no module of its own", loc, help
            )
        elif found.node.also:
            key, help = next(iter(found.node.also)), "write another node"
            self.report.add(f"{head!r} has {key!r}: it reads two nodes", loc, help)

    def check_outputs(self) -> None:
        outputs = self.definition.outputs
        for name, output in outputs.items():
            loc = (*self.loc, "outputs", name, "from")
            self.sources.check_source(output.from_, None, loc)
        for mode in MODES:
            if outputs and all(
                output.only not in (None, mode) for output in outputs.values()
            ):
                help = "drop 'only' from one of them"
                message = f"no output exists in the mode '{mode}'"
                self.report.add(message, (*self.loc, "outputs"), help, key=True)

    def check_inputs(self) -> None:
        """Every input must be read: the first by the first node or by name, the others
        by name.
        """
        first = self.sites[0] if self.sites else None
        implicit = first is None or first.node.from_ is None
        for number, name in enumerate(self.sources.inputs):
            if (
                len(self.sources.inputs) > 1
                and name not in self.sources.read
                and not (number == 0 and implicit)
            ):
                section: Loc = ("inputs", number) if self.loc else ("input", name)
                help = "write 'from' on the node that reads it, or delete it"
                loc = (*self.loc, *section)
                self.report.add(
                    f"the input {name!r} is not read", loc, help, key=not self.loc
                )
