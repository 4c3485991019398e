"""What can be seen from a place in a class, and how paths are made there."""

from collections.abc import Mapping
from typing import TypeAlias

from archspec.graph.nodes import Frame, Loc, TensorStart
from archspec.graph.plans import plan
from archspec.graph.plans.plan import Env
from archspec.record import field, record
from archspec.spec import Init, Initializer


@record
class Tap:
    """A named output of a block call: a node, and the mode in which it exists."""

    index: int | None
    only: str | None


@record
class Bundle:
    """The named outputs of a block call."""

    taps: Mapping[str, Tap]


# What flows from node to node: the index of a graph node, the outputs of a call, or
# None where a problem was reported and nothing that follows can be checked.
Flow: TypeAlias = int | Bundle | None


def only_value(flow: Flow) -> int | None:
    """The index of a value; None for several outputs, or where there is a problem."""
    if isinstance(flow, Bundle):
        return next(iter(flow.taps.values())).index if len(flow.taps) == 1 else None
    return flow


@record
class NamedValue:
    """A named node: its value and, for `reuse`, its module and the path that owns it.

    ``module`` is None where the node is skipped.
    """

    value: Flow
    module: plan.What | None = None
    owner: str = ""


@record(frozen=False)
class ValueScope:
    """The names given so far at one place, and those around it."""

    parent: "ValueScope | None" = None
    names: dict[str, NamedValue] = field(factory=dict[str, NamedValue])

    def find(self, name: str) -> NamedValue | None:
        scope: ValueScope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None


@record
class Inside:
    """The instance that is being unrolled: its class, inputs and trail.

    ``starts`` is how the weights inside start, as the class and the file say.
    """

    cls: plan.PlannedClass
    inputs: Mapping[str, int]
    trail: tuple[Frame, ...]
    starts: Mapping[str, TensorStart] = field(factory=dict[str, TensorStart])


@record(frozen=False)
class NameLevel:
    """A level of names: where its paths start, and how many items it has numbered."""

    prefix: str  # "layer1." or ""
    owner: str  # the same of the path that owns the tensors
    scope: ValueScope
    inside: Inside
    count: int = 0

    @property
    def trail(self) -> tuple[Frame, ...]:
        return self.inside.trail

    def number(self) -> str:
        """The name of the next item of a list."""
        self.count += 1
        return str(self.count - 1)

    def branch(self) -> "NameLevel":
        """The same level for a branch of a join, whose names it keeps to itself."""
        scope = ValueScope(self.scope)
        return NameLevel(self.prefix, self.owner, scope, self.inside)


@record
class ModulePlace:
    """A place where a module is applied: its own path, its level and its numbers."""

    path: str
    owner: str
    level: NameLevel
    env: Env
    loc: Loc
    only: str | None = None
    init: Init = field(factory=dict[str, Initializer])

    @property
    def name(self) -> str:
        """The name at its level."""
        return self.path[len(self.level.prefix) :]

    @property
    def trail(self) -> tuple[Frame, ...]:
        return self.level.inside.trail

    def inner(self) -> NameLevel:
        """The level of names that it opens in its class."""
        scope = ValueScope(self.level.scope)
        return NameLevel(f"{self.path}.", f"{self.owner}.", scope, self.level.inside)
