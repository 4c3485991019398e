"""The laws of initial tensors: the nearest ``init`` of each, with numbers."""

from collections.abc import Sequence
from typing import TypeGuard

from archspec.expr import Value, lift, show_value
from archspec.graph.nodes import Loc, TensorStart
from archspec.graph.plans.plan import Env
from archspec.graph.report import GraphProblems
from archspec.graph.scopes.scope import ModulePlace, NameLevel
from archspec.graph.scopes.values import Trail, Values
from archspec.ops import WEIGHTED, Op
from archspec.ops.base import Shape
from archspec.record import replace
from archspec.spec import Init, Initializer


class InitialLaws:
    """Collects the laws of a network's initial tensors.

    Attributes:
        found: the laws by name of tensor.
    """

    def __init__(self, report: GraphProblems, evaluated: Values):
        self.found: dict[str, TensorStart] = {}
        self._report, self._evaluated = report, evaluated
        self._file: dict[str, TensorStart] = {}

    def enter(self, level: NameLevel, env: Env) -> NameLevel:
        """``level``, the top level of an instance, with the laws of its class and file."""
        cls, trail = level.inside.cls, level.trail
        own = self._evaluate(cls.init, env, cls.loc, trail)
        if not trail:  # the network, which comes before every block
            self._file = own
        inside = replace(level.inside, starts={**self._file, **own})
        return NameLevel(level.prefix, level.owner, level.scope, inside)

    def add(self, op: Op, xs: Sequence[Shape], site: ModulePlace) -> None:
        """Add the laws of the tensors of ``op``, for inputs of shapes ``xs``."""
        tensors = op.tensors(*xs)
        if not tensors:
            return
        laws = dict(site.level.inside.starts) if op.NAME in WEIGHTED else {}
        laws |= self._evaluate(site.init, site.env, site.loc, site.trail)
        for name, tensor in tensors.items():
            start = laws.get(name)
            if start is None and tensor.first is not None:
                start = TensorStart("constant", (tensor.first,))
            if start is not None:
                path = site.owner if op.BARE else f"{site.owner}.{name}"
                self.found[path] = start

    def _evaluate(
        self, init: Init, env: Env, loc: Loc, trail: Trail
    ) -> dict[str, TensorStart]:
        """The values of ``init``, without those with a problem."""
        found: dict[str, TensorStart] = {}
        for tensor, start in init.items():
            place = (*loc, "init", tensor)
            numbers = self._numbers(start, env, place, trail)
            if numbers is not None:
                found[tensor] = TensorStart(start.kind, numbers)
        return found

    def _numbers(
        self, start: Initializer, env: Env, loc: Loc, trail: Trail
    ) -> tuple[float, ...] | None:
        numbers: list[float] = []
        for expr in map(lift, start.args):
            value = self._evaluated.of(expr, env, loc, trail)
            if value is None:
                return None
            if not _is_number(value):
                message = f"expected a number, got {show_value(value)}"
                self._evaluated.fail(message, expr, env, loc, trail)
                return None
            numbers.append(value)
        message = _fault(start.kind, *numbers)
        if not message:
            return tuple(numbers)
        self._report.add(message, loc, "", trail)
        return None


def _is_number(value: Value) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fault(kind: str, *numbers: float) -> str:
    """The error in the numbers of a law, or an empty text."""
    if kind == "normal" and numbers[0] < 0:
        return f"a standard deviation cannot be negative, got {numbers[0]:g}"
    if kind == "uniform" and numbers[0] > numbers[1]:
        return f"the lower bound comes first, got [{numbers[0]:g}, {numbers[1]:g}]"
    return ""
