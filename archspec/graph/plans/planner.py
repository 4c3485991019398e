"""Prepares the classes of a network with checked names: see ``archspec.check``."""

from archspec import spec
from archspec.expr import parse
from archspec.graph.nodes import Loc
from archspec.graph.plans import fields, plan
from archspec.graph.report import GraphProblems


def plan_class(
    network: spec.Network,
    written: spec.Definition,
    name: str,
    loc: Loc,
    report: GraphProblems,
) -> plan.PlannedClass:
    """A prepared block of ``network``, or the network itself; ``report`` gets problems."""
    names = frozenset({*written.params, *written.let, "in_channels"})
    planner = _Planner(network, report)
    return plan.PlannedClass(
        name=name,
        loc=loc,
        params=written.params,
        let=written.let,
        inputs=tuple(written.input_names),
        body=planner.body(written.body, (*loc, "body"), names),
        outputs=written.outputs,
        init=written.init,
    )


class _Planner:
    def __init__(self, network: spec.Network, report: GraphProblems):
        self.network, self.report = network, report
        # Equal operators without names in their fields are checked once.
        self.literal: dict[tuple[object, ...], plan.Operator] = {}

    def body(
        self, written: spec.Body, loc: Loc, names: fields.Names
    ) -> plan.PlannedBody:
        """A prepared body; ``names`` are visible to its expressions."""
        if isinstance(written, list):
            items = (
                self.item(node, None, (*loc, number), names, spliced=True)
                for number, node in enumerate(written)
            )
            return plan.PlannedBody(loc, tuple(items), named=False)
        items = (
            self.item(node, name, (*loc, name), names) for name, node in written.items()
        )
        return plan.PlannedBody(loc, tuple(items), named=True)

    def branch(
        self,
        written: spec.Branch,
        join: str | None,
        suffix: str,
        loc: Loc,
        names: fields.Names,
    ) -> plan.PlannedBranch:
        """A branch of the join called ``join`` (None if it has a number)."""
        if not isinstance(written, spec.Node):
            return plan.PlannedBranch(self.body(written, loc, names), suffix)
        name = None if join is None else f"{join}_{suffix}"
        return plan.PlannedBranch(self.item(written, name, loc, names), suffix)

    def item(
        self,
        node: spec.Node,
        name: str | None,
        loc: Loc,
        names: fields.Names,
        spliced: bool = False,
    ) -> plan.PlannedNode:
        """A prepared node; ``spliced`` if a repeat opens no level there."""
        operation, good = self.operation(node, name, loc, names, spliced)
        return plan.PlannedNode(
            operation=operation,
            loc=loc,
            name=name,
            reads=tuple(node.sources),
            listed=isinstance(node.from_, list),
            also=node.also,
            when=node.when,
            only=node.only,
            broken=not good,
            init=node.init,
        )

    def operation(
        self,
        node: spec.Node,
        name: str | None,
        loc: Loc,
        names: fields.Names,
        spliced: bool,
    ) -> tuple[plan.Operation, bool]:
        """The operation of a node, and whether its own keys are valid."""
        match node:
            case spec.Join(branches=[*parts]):
                operator, good = self.operator(node, loc, names)
                branches = (
                    self.branch(part, name, str(k), (*loc, "branches", k), names)
                    for k, part in enumerate(parts)
                )
                return plan.PlannedJoin(operator, tuple(branches)), good
            case spec.OpNode():
                return self.operator(node, loc, names)
            case spec.BlockCall():
                block = self.network.blocks[node.op]
                return plan.PlannedCall(
                    loc, node.op, fields.arguments(node, block, names)
                ), True
            case spec.Seq():
                return plan.PlannedSeq(
                    self.body(node.body, (*loc, "body"), names)
                ), True
            case spec.Residual():
                body, shortcut = (
                    self.branch(part, name, key, (*loc, key), names)
                    for key, part in (("body", node.body), ("shortcut", node.shortcut))
                )
                return plan.PlannedResidual(loc, body, shortcut, node.skip), True
            case spec.Repeat():
                return self.repeat(node, loc, names, spliced)
            case spec.Reuse():
                return plan.PlannedReuse(node.node), True
            case _:
                raise TypeError(f"not a node of the language: {node!r}")

    def operator(
        self, node: spec.OpNode, loc: Loc, names: fields.Names
    ) -> tuple[plan.Operator, bool]:
        key = fields.literal(node)
        if key is not None and key in self.literal:
            return self.literal[key], True
        made, good = fields.operator(node, names, loc, self.report)
        if key is not None and good and not made.open:
            self.literal[key] = made
        return made, good

    def repeat(
        self, node: spec.Repeat, loc: Loc, names: fields.Names, spliced: bool
    ) -> tuple[plan.PlannedRepeat, bool]:
        good, place = True, (*loc, "body")
        template = None
        if node.names is not None:
            parts = spec.template_parts(node.names)
            template = tuple(
                parse(text) if is_expr else text for text, is_expr in parts
            )
        inner = names | {node.index, *node.row_names}
        if isinstance(node.body, spec.Node):
            body = self.item(node.body, None, place, inner, spliced=True)
        else:
            body = self.body(node.body, place, inner)
        if template and isinstance(node.body, spec.Repeat):
            message = "'names' has nothing to name: each copy is itself a repeat"
            self.report.add(message, (*loc, "names"), "put it on the inner repeat")
            good = False
        if spliced and node.only is not None:
            message = "'only' needs a level of names, and a repeat has none here"
            self.report.add(message, (*loc, "only"), "put the repeat into a seq")
            good = False
        repeat = plan.PlannedRepeat(
            loc=loc,
            times=node.times,
            over=node.over,
            row=tuple(node.row_names),
            columns=not isinstance(node.as_, str),
            index=node.index,
            names=template,
            body=body,
            spliced=spliced,
        )
        return repeat, good
