"""The sources that a node or an output can read: nodes, outputs of calls, inputs."""

from archspec.check.parts import SeqParts
from archspec.check.report import CheckProblems, listing
from archspec.check.walk import Loc, NodePlace, innermost
from archspec.spec import BlockCall, Definition, Network, Node, Reuse, Seq
from archspec.text.problems import suggest


class NodeSources:
    """The named sources of the nodes of one class.

    Attributes:
        inputs: the names of the inputs of the class.
        read: those of them that some ``from`` names.
    """

    def __init__(
        self,
        network: Network,
        definition: Definition,
        sites: list[NodePlace],
        report: CheckProblems,
    ):
        self.network, self.sites, self.report = network, sites, report
        self.inputs = definition.input_names
        self.parts = SeqParts(network, (site.node for site in sites))
        self.read: set[str] = set()
        self.by_name: dict[str, list[NodePlace]] = {}
        for site in sites:
            self.by_name.setdefault(site.name or "", []).append(site)

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
        if rest and not found.level and isinstance(found.node, Seq):
            said = self.parts.why_none(found.node, source.split("."))
            if said is not None:
                self.report.add(said[0], loc, said[1])
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
