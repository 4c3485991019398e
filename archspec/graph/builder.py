"""Adds the nodes of a graph one by one, checking each against its inputs."""

from archspec.graph import infer
from archspec.graph.nodes import GATE, GraphNode
from archspec.graph.plans import plan
from archspec.graph.report import GraphProblems
from archspec.graph.scopes.initial_laws import InitialLaws
from archspec.graph.scopes.scope import ModulePlace
from archspec.graph.scopes.values import Values
from archspec.ops import Op, OpError, spell
from archspec.ops.base import Numbers
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.join import Add


class Builder:
    """The nodes and values of a graph; None for a node with a problem."""

    def __init__(self, report: GraphProblems, evaluated: Values):
        self.report, self.evaluated = report, evaluated
        self.laws = InitialLaws(report, evaluated)
        self.nodes: list[GraphNode] = []
        self.values: dict[str, int] = {}

    def input(self, name: str, shape: Numbers) -> int:
        """A network input."""
        index, loc = len(self.nodes), ("input", name)
        node = GraphNode(index, name, "input", None, (), shape, name, None, loc, ())
        self.nodes.append(node)
        return index

    def add(
        self,
        kind: str,
        op: Op | None,
        inputs: tuple[int, ...],
        shape: Numbers,
        site: ModulePlace,
        only: str | None = None,
    ) -> int:
        index = len(self.nodes)
        path, owner, loc = site.path, site.owner, site.loc
        node = GraphNode(
            index, path, kind, op, inputs, shape, owner, only, loc, site.trail
        )
        self.nodes.append(node)
        return index

    def shape(self, index: int) -> Numbers:
        return self.nodes[index].shape

    def operator(
        self, operation: plan.Operator, inputs: tuple[int, ...], site: ModulePlace
    ) -> int | None:
        shapes = tuple(map(self.shape, inputs))
        values = (
            self.evaluated.fields(operation, site.env, site.trail)
            if operation.open
            else []
        )
        if values is None:
            return None
        key = (repr(values), shapes)  # as text: 1, 1.0 and True are different
        if key not in operation.memo:
            sides = len(shapes[0]) - 1 or None
            op = self.evaluated.operator(operation, values, sides, site.env, site.trail)
            if op is None:
                return None
            try:
                operation.memo[key] = op, infer.infer_op(op, *shapes)
            except OpError as error:
                where = (*site.loc, error.field or "op")
                self.report.add(
                    error.message, where, error.help, site.trail, key=error.key
                )
                return None
        op, out = operation.memo[key]
        if site.only is not None and not self.keeps(shapes[0], out, site):
            return None
        if site.owner != site.path and not self.shares(op, shapes, site):
            return None
        if site.owner == site.path:
            self.laws.add(op, shapes, site)
        return self.add(op.NAME, op, inputs, out, site, site.only)

    def keeps(self, x: Numbers, y: Numbers, site: ModulePlace) -> bool:
        """Whether a node that acts in only one mode keeps the shape."""
        if x != y:
            message = f"'only' on a node that makes {spell(y)} of {spell(x)}"
            help = "in the other mode it passes its input on: the shapes must be equal"
            self.report.add(message, (*site.loc, "only"), help, site.trail)
        return x == y

    def shares(self, op: Op, xs: tuple[Numbers, ...], site: ModulePlace) -> bool:
        """Whether the reused module has tensors that fit these inputs."""
        index = self.values.get(site.owner)
        if index is None:
            return False  # a problem was reported at its definition
        made = tuple(map(self.shape, self.nodes[index].inputs))
        # Weights of a depthwise convolution may fit another number of channels.
        grouped = isinstance(op, (Conv, ConvTranspose)) and made[0][0] != xs[0][0]
        if op.tensors(*made) == op.tensors(*xs) and not grouped:
            return True
        was, now = (" and ".join(map(spell, shapes)) for shapes in (made, xs))
        message = f"{site.owner!r} is made for {was}, but gets {now} here"
        help = "its weights fit only one shape: write another node"
        self.report.add(message, (*site.loc, "node"), help, site.trail)
        return False

    def gate(self, x: int, made: int, site: ModulePlace) -> int | None:
        """The value of a group that acts in only one mode."""
        if not self.keeps(self.shape(x), self.shape(made), site):
            return None
        return self.add(GATE, None, (x, made), self.shape(made), site, site.only)

    def residual(self, body: int, shortcut: int, site: ModulePlace) -> int | None:
        """The sum of the branches of a residual."""
        try:
            shape = infer.infer_residual(self.shape(body), self.shape(shortcut))
        except OpError as error:
            self.report.add(error.message, (*site.loc, "op"), error.help, site.trail)
            return None
        return self.add(Add.NAME, Add(), (body, shortcut), shape, site)
