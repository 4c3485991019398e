"""Unrolls classes: the nodes of every instance, copy and branch."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from archspec.graph.builder import Builder
from archspec.graph.limits import UnrollLimits
from archspec.graph.nodes import Frame, Instance
from archspec.graph.plans import plan
from archspec.graph.plans.plan import Env
from archspec.graph.report import GraphProblems
from archspec.graph.scopes.names import Names
from archspec.graph.scopes.scope import (
    Bundle,
    Flow,
    Inside,
    ModulePlace,
    NamedValue,
    NameLevel,
    Tap,
    ValueScope,
    only_value,
)
from archspec.graph.scopes.values import Values
from archspec.record import replace

Inputs = tuple[int, ...]


class Unroller:
    """Unrolls into ``graph``. A value is None after a problem."""

    def __init__(self, blocks: Mapping[str, plan.PlannedClass], report: GraphProblems):
        self.blocks, self.report = blocks, report
        self.evaluated = Values(report)
        self.graph = Builder(report, self.evaluated)
        self.names = Names(report, self.graph.values)
        self.instances: dict[str, Instance] = {}
        self.limits = UnrollLimits(report)
        self.makers: dict[
            type[plan.Operation], Callable[[Any, Inputs, ModulePlace], Flow]
        ] = {
            plan.Operator: self.graph.operator,
            plan.PlannedCall: self.call,
            plan.PlannedSeq: self.seq,
            plan.PlannedJoin: self.join,
            plan.PlannedResidual: self.residual,
            plan.PlannedRepeat: self.repeat,
        }

    # Items and bodies.

    def body(self, body: plan.PlannedBody, x: int, level: NameLevel, env: Env) -> Flow:
        """The value of the last item, which may be the outputs of a call."""
        flow: Flow = x
        for item in body.items:
            flow = self.step(item, flow, level, env)
        return flow

    def value(
        self,
        body: plan.PlannedNode | plan.PlannedBody,
        x: int,
        level: NameLevel,
        env: Env,
        name: str | None = None,
    ) -> int | None:
        """The single value of a body, or of an item called ``name``."""
        if isinstance(body, plan.PlannedNode):
            flow = self.step(body, x, level, env, name)
        else:
            flow = self.body(body, x, level, env)
        return only_value(flow)

    def step(
        self,
        item: plan.PlannedNode,
        x: Flow,
        level: NameLevel,
        env: Env,
        name: str | None = None,
    ) -> Flow:
        """The value after ``item``, which gets ``name`` unless it has its own name."""
        self.limits.count(item.loc, level.trail)
        flows = self.names.sources(item, x, level)
        if item.broken:
            return self.keep(item, level, NamedValue(None, item.operation))
        if item.when is not None:
            loc = (*item.loc, "when")
            here = self.evaluated.flag(item.when, env, loc, level.trail)
            if not here:
                return self.keep(
                    item, level, NamedValue(flows[0] if here is False else None)
                )
        inputs = self.inputs(flows)
        if inputs is None:
            return self.keep(item, level, NamedValue(None, item.operation))
        if isinstance(item.operation, plan.PlannedRepeat) and item.operation.spliced:
            return self.copies(item.operation, inputs[0], level, env)
        name = item.name or name or level.number()
        module: plan.Operation | None = item.operation
        owner = level.owner + name
        if isinstance(module, plan.PlannedReuse):
            module, owner = self.names.module(module, item.loc, level)
        if module is None:
            return self.keep(item, level, NamedValue(None, item.operation))
        site = ModulePlace(
            level.prefix + name, owner, level, env, item.loc, item.only, item.init
        )
        value = self.makers[type(module)](module, inputs, site)
        if item.only is not None and not isinstance(module, plan.Operator):
            value = self.gate(inputs[0], value, site)
        index = only_value(value)
        if index is not None:
            self.graph.values[site.path] = index
        return self.keep(item, level, NamedValue(value, module, owner, site.path))

    def keep(self, item: plan.PlannedNode, level: NameLevel, entry: NamedValue) -> Flow:
        """Bind the item's name, if it has one, to its value."""
        if item.name is not None:
            level.scope.names[item.name] = entry
        return entry.value

    def inputs(self, flows: Sequence[Flow]) -> Inputs | None:
        """The indices of the input nodes; None if one of them has a problem."""
        found = [only_value(flow) for flow in flows]
        good = tuple(index for index in found if index is not None)
        return good if len(good) == len(found) else None

    def gate(self, x: int, made: Flow, site: ModulePlace) -> Flow:
        """The value of a group that acts in only one mode."""
        value = only_value(made)
        if value is None:
            return None
        index = self.graph.gate(x, value, site)
        if isinstance(made, Bundle):
            return Bundle({name: Tap(index, None) for name in made.taps})
        return index

    # Joins.

    def branches(
        self, branches: Sequence[plan.PlannedBranch], x: int, site: ModulePlace
    ) -> list[int | None]:
        """The values of the branches; adds their names to those of the level."""
        values: list[int | None] = []
        found: dict[str, NamedValue] = {}
        with self.limits.inside(site.loc):
            for branch in branches:
                level, name = site.level.branch(), f"{site.name}.{branch.suffix}"
                values.append(self.value(branch.body, x, level, site.env, name))
                found |= level.scope.names
        site.level.scope.names |= found
        return values

    def join(
        self, operation: plan.PlannedJoin, inputs: Inputs, site: ModulePlace
    ) -> int | None:
        values = self.branches(operation.branches, inputs[0], site)
        found = tuple(value for value in values if value is not None)
        if len(found) < len(values):
            return None
        # A join and its branches act in the same mode.
        return self.graph.operator(operation.operator, found, replace(site, only=None))

    def residual(
        self, operation: plan.PlannedResidual, inputs: Inputs, site: ModulePlace
    ) -> int | None:
        loc = (*operation.loc, "skip")
        skip = self.evaluated.flag(operation.skip, site.env, loc, site.trail)
        if skip is None:
            return None
        if not skip:
            return self.branches([operation.body], inputs[0], site)[0]
        body, shortcut = self.branches(
            [operation.body, operation.shortcut], inputs[0], site
        )
        if body is None or shortcut is None:
            return None
        return self.graph.residual(body, shortcut, site)

    # Levels.

    def seq(
        self, operation: plan.PlannedSeq, inputs: Inputs, site: ModulePlace
    ) -> int | None:
        with self.limits.inside(site.loc):
            return self.value(operation.body, inputs[0], site.inner(), site.env)

    def repeat(
        self, operation: plan.PlannedRepeat, inputs: Inputs, site: ModulePlace
    ) -> int | None:
        with self.limits.inside(site.loc):
            return self.copies(operation, inputs[0], site.inner(), site.env)

    def copies(
        self, operation: plan.PlannedRepeat, x: int, level: NameLevel, env: Env
    ) -> int | None:
        """The value after all copies of a repeat, as items of ``level``."""
        rows = self.evaluated.rows(operation, env, self.limits.left, level.trail)
        value: int | None = x
        for i, row in enumerate(rows or ()):
            self.limits.count(operation.loc, level.trail)
            copy_env = {**env, operation.index: i, **row}
            name = None
            if operation.names is not None:
                name = self.evaluated.copy_name(operation, copy_env, level.trail)
                if name is None or not self.is_unused(name, operation, level):
                    return None
            value = self.copy(operation, value, level, copy_env, name)
            if value is None:
                return None
        return value if rows else None

    def is_unused(
        self, name: str, operation: plan.PlannedRepeat, level: NameLevel
    ) -> bool:
        """Whether no other copy has this name."""
        if level.prefix + name not in self.graph.values:
            return True
        message = f"two copies would be called {name!r}"
        help = f"for example names: '{name}{{{operation.index}}}'"
        self.report.add(message, (*operation.loc, "names"), help, level.trail)
        return False

    def copy(
        self,
        operation: plan.PlannedRepeat,
        x: int,
        level: NameLevel,
        env: Env,
        name: str | None,
    ) -> int | None:
        body = operation.body
        if isinstance(body, plan.PlannedNode):
            return self.value(body, x, level, env, name)
        if operation.spliced and not body.named and name is None:
            return self.value(body, x, level, env)
        name = name or level.number()
        site = ModulePlace(
            level.prefix + name, level.owner + name, level, env, body.loc
        )
        value = self.value(body, x, site.inner(), env)
        if value is not None:
            self.graph.values[site.path] = value
        return value

    # Classes.

    def call(
        self, operation: plan.PlannedCall, inputs: Inputs, site: ModulePlace
    ) -> Flow:
        cls = self.blocks[operation.block]
        args = self.evaluated.arguments(operation, cls, site.env, site.trail)
        if args is None:
            return None
        channels = self.graph.shape(inputs[0])[0]
        made = self.instances.get(site.owner)
        if made is not None and made.in_channels != channels:
            message = f"{site.owner!r} is made for {made.in_channels} channels"
            loc = (*site.loc, "node")
            message = f"{message}, but gets {channels} here"
            help = "its weights fit only one number: write another node"
            self.report.add(message, loc, help, site.trail)
            return None
        self.instances[site.path] = Instance(
            site.path, operation.block, args, channels, site.loc, site.owner
        )
        frame = Frame(operation.block, site.path, site.loc)
        inside = Inside(
            cls, dict(zip(cls.inputs, inputs, strict=True)), (frame, *site.trail)
        )
        level = NameLevel(f"{site.path}.", f"{site.owner}.", ValueScope(), inside)
        with self.limits.inside(site.loc):
            return self.instance(level, args, inputs[0], channels)

    def instance(self, level: NameLevel, args: Env, x: int, channels: int) -> Flow:
        """The value of an instance of a class, or its named outputs."""
        cls = level.inside.cls
        env = self.evaluated.class_env(cls, args, channels, level.trail)
        if env is None:
            return None
        level = self.graph.laws.enter(level, env)
        if not cls.outputs:
            return self.value(cls.body, x, level, env)
        self.body(cls.body, x, level, env)
        taps: dict[str, Tap] = {}
        for name, out in cls.outputs.items():
            loc = (*cls.loc, "outputs", name, "from")
            flow = self.names.find(out.from_, level, loc, out.only)
            index = only_value(flow)
            taps[name] = Tap(index, out.only)
            if index is not None and level.prefix:
                self.graph.values.setdefault(f"{level.prefix}{name}", index)
        return Bundle(taps)
