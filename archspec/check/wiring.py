"""Wiring: ``from``, ``outputs``, ``reuse``, and calls with several outputs."""

from archspec.check.parts import OutputParts
from archspec.check.report import CheckProblems, listing
from archspec.check.walk import Loc, NodePlace, innermost
from archspec.spec import (
    BlockCall,
    Definition,
    Join,
    Network,
    Node,
    Residual,
    Reuse,
    Seq,
)
from archspec.text.problems import suggest

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
        self.inputs = definition.input_names
        self.read: set[str] = set()  # inputs that some `from` names
        self.by_name: dict[str, list[NodePlace]] = {}
        for site in sites:
            self.by_name.setdefault(site.name or "", []).append(site)

    # Sources of a node.

    def check_count(self, site: NodePlace) -> None:
        """Joins and calls with several inputs read a list, all other nodes a single
        one.
        """
        node, given = site.node, len(site.node.sources)
        if isinstance(node, Join):
            return
        wanted = self.inputs_of(site)
        if len(wanted) > 1 and given != len(wanted):
            names = ", ".join(wanted)
            got = f"'from' names {given}" if given else "there is no 'from'"
            message = f"block '{self.target_of(site).op}' has {len(wanted)} inputs ({names}), and {got}"
            help = f"write from: [{names}], with the nodes to read"
            self.report.add(message, (*site.loc, "from" if given else "op"), help)
        elif len(wanted) == 1 and isinstance(node.from_, list):
            help = (
                f"write from: {node.from_[0]}"
                if given == 1
                else "join them with add or concat"
            )
            self.report.add(f"{site.called} reads one node", (*site.loc, "from"), help)

    def inputs_of(self, site: NodePlace) -> list[str]:
        """The inputs of a node; empty for an unknown block."""
        node = self.target_of(site)
        if not isinstance(node, BlockCall):
            return ["x"]
        block = self.network.blocks.get(node.op)
        return block.inputs if block else []

    def target_of(self, site: NodePlace) -> Node:
        """The node itself, or the one that a reuse applies again."""
        if not isinstance(site.node, Reuse):
            return site.node
        found = self.find(site.node.node, site)
        return found.node if found and not isinstance(found.node, Reuse) else site.node

    def outputs_of(self, site: NodePlace) -> list[str]:
        """The names of the outputs of a call, empty for all other nodes."""
        node = self.target_of(site)
        block = (
            self.network.blocks.get(node.op) if isinstance(node, BlockCall) else None
        )
        return list(block.outputs) if block else []

    def check_sources(self, site: NodePlace) -> None:
        listed = isinstance(site.node.from_, list)
        for number, source in enumerate(site.node.sources):
            loc = (*site.loc, "from", number) if listed else (*site.loc, "from")
            self.check_source(source, site, loc)

    def check_source(self, source: str, reader: NodePlace | None, loc: Loc) -> None:
        head, _, rest = source.partition(".")
        if head in self.inputs or (head == "input" and len(self.inputs) == 1):
            self.read.add(self.inputs[0] if head == "input" else head)
            if rest:
                self.report.add(
                    f"the input {head!r} has no outputs", loc, f"write from: {head}"
                )
            return
        found = self.find(head, reader)
        if found is None:
            message, help = self.why_not(head, reader)
            self.report.add(message, loc, help)
            return
        outputs = self.outputs_of(found)
        if not self.inputs_of(found):
            return  # the outputs of an unknown block are unknown too
        if rest and rest not in outputs:
            message, help = self.no_output(found, rest, outputs)
            self.report.add(message, loc, help)
        elif not rest and len(outputs) > 1:
            message, help = self.ambiguous(found)
            self.report.add(message, loc, help)

    def find(self, name: str, reader: NodePlace | None) -> NodePlace | None:
        """The node that ``name`` stands for: the innermost one that is visible."""
        return innermost(self.by_name.get(name, ()), reader)

    def ambiguous(self, call: NodePlace) -> tuple[str, str]:
        """Message and help for a call without a chosen output."""
        outputs = self.outputs_of(call)
        help = (
            f"write from: {call.name}.{outputs[0]}" if call.name else "give it a name"
        )
        names = ", ".join(outputs)
        return (
            f"{call.called} has {len(outputs)} outputs ({names}), and none is chosen",
            help,
        )

    def no_output(
        self, found: NodePlace, rest: str, outputs: list[str]
    ) -> tuple[str, str]:
        name = found.name
        if outputs:
            help = suggest(rest, outputs) or listing("outputs", outputs)
            return f"block '{found.node.op}' has no output {rest!r}", help
        if found.node.op in ("seq", "repeat"):
            help = f"read '{name}' itself, or make it a block with outputs"
            return (
                f"'from' cannot name a node inside '{name}', which is a {found.node.op}",
                help,
            )
        return f"{name!r} has one output without a name", f"write from: {name}"

    def why_not(self, name: str, reader: NodePlace | None) -> tuple[str, str]:
        """Message and help for a name that ``reader`` cannot read."""
        if name == "input":
            names = ", ".join(self.inputs)
            self.read.update(self.inputs)
            return f"'input' could be any of {names}", f"write from: {self.inputs[0]}"
        for site in self.by_name.get(name, ()):
            if site.made:
                help = "give it a name, in a mapping: {conv: {op: conv, ...}}"
                return f"{name!r} is the path of a node without a name", help
            if reader and reader is site:
                return f"{name!r} is this node itself", "a node reads earlier nodes"
            if reader and reader.inside(site):
                return (
                    f"{name!r} contains this node",
                    "the first node in it reads its input",
                )
            if not site.shares_level(reader):
                outer = next(
                    part
                    for part in site.level
                    if not reader or part not in reader.level
                )
                help = f"read {outer.called} itself, or make it a block with outputs"
                return f"{name!r} is inside {outer.called}, a {outer.node.op}", help
            if join := site.apart(reader):
                help = "branches do not see each other's nodes: read a node before the join"
                return f"{name!r} is in another branch of {join.called}", help
            return f"{name!r} comes later", "a node reads earlier nodes"
        visible = [
            site.name for site in self.sites if site.name and site.visible(reader)
        ]
        known = (
            [*self.inputs, *visible] if len(self.inputs) > 1 else ["input", *visible]
        )
        return f"there is no node {name!r} here", suggest(name, known) or listing(
            "nodes", known
        )

    # Calls with several outputs.

    def check_single(self, site: NodePlace) -> None:
        """A call with several outputs is read only by name, and is never skipped."""
        node = site.node
        previous = site.previous
        if previous and node.from_ is None and len(self.outputs_of(previous)) > 1:
            message, help = self.ambiguous(previous)
            self.report.add(
                f"{site.called} has no 'from': {message}", (*site.loc, "op"), help
            )
        outputs = self.outputs_of(site)
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
        message, _ = self.ambiguous(site)
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
        found = self.find(head, site)
        if site.level:
            outer = site.level[-1]
            message = f"'reuse' cannot be inside {outer.called}, a {outer.node.op}"
            help = (
                "it applies a node of the class itself: move it out, or write a block"
            )
            self.report.add(message, (*site.loc, "op"), help)
        elif found is None:
            message, help = self.why_not(head, site)
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

    def check_outputs(self) -> None:
        outputs = self.definition.outputs
        parts = OutputParts(self.network, (site.node for site in self.sites))
        for name, output in outputs.items():
            loc = (*self.loc, "outputs", name, "from")
            self.check_output(output.from_, parts, loc)
        for mode in MODES:
            if outputs and all(
                output.only not in (None, mode) for output in outputs.values()
            ):
                help = "drop 'only' from one of them"
                message = f"no output exists in the mode '{mode}'"
                self.report.add(message, (*self.loc, "outputs"), help, key=True)

    def check_output(self, source: str, parts: OutputParts, loc: Loc) -> None:
        """An output may be a part of a seq; otherwise it reads as a node does."""
        path = source.split(".")
        found = self.find(path[0], None)
        if found is None or len(path) == 1 or not isinstance(found.node, Seq):
            self.check_source(source, None, loc)
            return
        said = parts.why_none(found.node, path)
        if said is not None:
            self.report.add(said[0], loc, said[1])

    def check_inputs(self) -> None:
        """Every input must be read: the first by the first node or by name, the others
        by name.
        """
        first = self.sites[0] if self.sites else None
        implicit = first is None or first.node.from_ is None
        for number, name in enumerate(self.inputs):
            if (
                len(self.inputs) > 1
                and name not in self.read
                and not (number == 0 and implicit)
            ):
                section: Loc = ("inputs", number) if self.loc else ("input", name)
                help = "write 'from' on the node that reads it, or delete it"
                loc = (*self.loc, *section)
                self.report.add(
                    f"the input {name!r} is not read", loc, help, key=not self.loc
                )
