"""The names that are visible at a place in a class, and the paths there."""

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


# A value between nodes: the index of a graph node, the outputs of a call, or None after
# a problem, when later nodes cannot be checked.
Flow: TypeAlias = int | Bundle | None


def only_value(flow: Flow) -> int | None:
    """The index of a single value; None for several outputs, or after a problem."""
    if isinstance(flow, Bundle):
        return next(iter(flow.taps.values())).index if len(flow.taps) == 1 else None
    return flow


@record
class NamedValue:
    """A named node: its value and, for `reuse`, its module and the path that owns it.

    ``module`` is None if the node is skipped. ``path`` is that of its parts.
    """

    value: Flow
    module: plan.Operation | None = None
    owner: str = ""
    path: str = ""


@record(frozen=False)
class ValueScope:
    """The names defined so far at one place, and the enclosing scopes."""

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
    """The current instance: its class, inputs and trail.

    ``starts`` has the laws of its initial tensors, from the class and the file.
    """

    cls: plan.PlannedClass
    inputs: Mapping[str, int]
    trail: tuple[Frame, ...]
    starts: Mapping[str, TensorStart] = field(factory=dict[str, TensorStart])


@record(frozen=False)
class NameLevel:
    """A level of names: the prefix of its paths, and the number of its items so far."""

    prefix: str  # "layer1." or ""
    owner: str  # the same for the path that owns the tensors
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
        """The same level for a branch of a join, whose names stay private."""
        scope = ValueScope(self.scope)
        return NameLevel(self.prefix, self.owner, scope, self.inside)


@record
class ModulePlace:
    """A place at which a module is applied: its path, its level and its values."""

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
        """The level of names that it opens."""
        scope = ValueScope(self.level.scope)
        return NameLevel(f"{self.path}.", f"{self.owner}.", scope, self.level.inside)
