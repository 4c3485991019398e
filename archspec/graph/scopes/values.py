"""Evaluates the expressions of a class; reports errors at their fields."""

from collections.abc import Sequence
from typing import Any

from archspec.expr import (
    Expr,
    ExprError,
    Name,
    Value,
    constant,
    evaluate,
    lift,
    show,
    show_value,
    walk_names,
)
from archspec.graph.nodes import MAX_NODES, Frame, Loc
from archspec.graph.plans import plan
from archspec.graph.plans.fields import build
from archspec.graph.plans.plan import Env
from archspec.graph.report import GraphProblems
from archspec.graph.scopes.params import mismatch, plain
from archspec.ops import Op, OpError
from archspec.ops.fields.checks import is_int
from archspec.spec import NAME, check_name

Trail = Sequence[Frame]


class Values:
    """Values of fields, conditions and arguments; None after a problem."""

    def __init__(self, report: GraphProblems):
        self.report = report
        self.conditions: dict[Loc, set[bool]] = {}  # the values of each

    def of(self, expr: Expr, env: Env, loc: Loc, trail: Trail) -> Value:
        """The value of an expression."""
        try:
            return evaluate(expr, env)
        except ExprError as error:
            self.fail(error.message, expr, env, loc, trail, error.help)
            return None

    def fail(
        self, message: str, expr: Expr, env: Env, loc: Loc, trail: Trail, help: str = ""
    ) -> None:
        """Report that an expression has a bad value here."""
        reads = [name for name in dict.fromkeys(walk_names(expr)) if name in env]
        values = ", ".join(f"{name} = {show_value(env[name])}" for name in reads)
        where = values if isinstance(expr, Name) else f"{show(expr)}, where {values}"
        notes = [where] if values else []
        self.report.add(message, loc, help, trail, notes)

    def flag(self, expr: Expr, env: Env, loc: Loc, trail: Trail) -> bool | None:
        """The value of a condition."""
        value = self.of(expr, env, loc, trail)
        if isinstance(value, bool):
            self.conditions.setdefault(loc, set()).add(value)
            return value
        if value is None:
            return None
        message = f"expected true or false, got {show_value(value)}"
        self.fail(message, expr, env, loc, trail, "write a comparison")
        return None

    def fields(
        self, operation: plan.Operator, env: Env, trail: Trail
    ) -> list[Value] | None:
        """The values of the open fields of an operator."""
        values = [
            self.of(e, env, (*operation.loc, name), trail)
            for name, _, e in operation.open
        ]
        return None if None in values else values

    def operator(
        self,
        operation: plan.Operator,
        values: Sequence[Value],
        sides: int | None,
        env: Env,
        trail: Trail,
    ) -> Op | None:
        """The operator with the values of its open fields, for as many sides."""
        fields: dict[str, Any] = {}
        good = True
        known = [*(expr for _, _, expr in operation.given), *map(lift, values)]
        written = (*operation.given, *operation.open)
        for (name, kind, expr), value in zip(written, known, strict=True):
            try:
                fields[name] = kind.canonical(value, lambda _: False, sides)
                message = kind.check(fields[name])
            except ExprError as error:
                message = error.message
            if message:
                help = f"expected {kind.name}"
                if isinstance(constant(value), float) and "whole" in message:
                    help = "'//' rounds down, int() removes the fraction"
                self.fail(message, expr, env, (*operation.loc, name), trail, help)
                good = False
        try:
            return build(operation.cls, fields, sides) if good else None
        except OpError as error:
            where = (*operation.loc, error.field or "op")
            self.report.add(error.message, where, error.help, trail, key=error.key)
            return None

    def arguments(
        self,
        operation: plan.PlannedCall,
        block: plan.PlannedClass,
        env: Env,
        trail: Trail,
    ) -> dict[str, Value] | None:
        """The params of a block: arguments of a call, and defaults."""
        values: dict[str, Value] = {}
        good = True
        for name, param in block.params.items():
            if name not in operation.args:
                values[name] = plain(param.default)
                continue
            loc, expr = (*operation.loc, name), operation.args[name]
            value = values[name] = self.of(expr, env, loc, trail)
            good &= value is not None
            if value is not None and (message := mismatch(name, param, value)):
                self.fail(message, expr, env, loc, trail, f"its type is {param.type}")
                good = False
        return values if good else None

    def class_env(
        self, cls: plan.PlannedClass, params: Env, channels: int, trail: Trail
    ) -> dict[str, Value] | None:
        """The names for expressions of a class: params, ``in_channels``, ``let``."""
        env = {**params, "in_channels": channels}
        for name, expr in cls.let.items():
            value = self.of(expr, env, (*cls.loc, "let", name), trail)
            if value is None:
                return None
            env[name] = value
        return env

    # Repeats.

    def rows(
        self, operation: plan.PlannedRepeat, env: Env, limit: int, trail: Trail
    ) -> Sequence[Env] | None:
        """The additional names of each copy of a repeat, except the index."""
        if operation.times is not None:
            loc = (*operation.loc, "times")
            times = self.of(operation.times, env, loc, trail)
            if times is None:
                return None
            if isinstance(times, bool) or not isinstance(times, int) or times < 1:
                message = f"a repeat needs at least one copy, got {show_value(times)}"
                help = "use 'when' on the repeat to leave it out"
                self.fail(
                    message,
                    operation.times,
                    env,
                    loc,
                    trail,
                    help if is_int(times) else "",
                )
                return None
            if times > limit:
                message = f"the network has more than {MAX_NODES:,} nodes"
                self.fail(message, operation.times, env, loc, trail)
                return None
            empty: Env = {}
            return [empty] * times
        assert operation.over is not None
        return self.table(operation, operation.over, env, trail)

    def table(
        self, operation: plan.PlannedRepeat, over: Expr, env: Env, trail: Trail
    ) -> Sequence[Env] | None:
        """The rows of ``over`` by the names of ``as``."""
        loc = (*operation.loc, "over")
        rows = self.of(over, env, loc, trail)
        if rows is None:
            return None
        if not isinstance(rows, list) or not rows:
            message = (
                f"'over' must be a list with at least one row, got {show_value(rows)}"
            )
            help = "use 'when' on the repeat to leave it out"
            if rows != []:
                help = f"write times: {show(over)}" if is_int(rows) else ""
            self.fail(message, over, env, loc, trail, help)
            return None
        if not operation.columns:
            return [{operation.row[0]: row} for row in rows]
        found: list[Env] = []
        for place, row in enumerate(rows):
            if not isinstance(row, list) or len(row) != len(operation.row):
                wanted = f"[{', '.join(operation.row)}]"
                message = f"row {place} of 'over' is {show_value(row)}, not {wanted}"
                help = "a row has one item for each name of 'as'"
                if len(operation.row) == 1:
                    help = f"write as: {operation.row[0]}"
                self.fail(message, over, env, (*loc, place), trail, help)
                return None
            found.append(dict(zip(operation.row, row, strict=True)))
        return found

    def copy_name(
        self, operation: plan.PlannedRepeat, env: Env, trail: Trail
    ) -> str | None:
        """The name of a copy, from the template ``names``."""
        loc, text = (*operation.loc, "names"), ""
        for part in operation.names or ():
            if isinstance(part, str):
                text += part
                continue
            value = self.of(part, env, loc, trail)
            if value is None:
                return None
            if not isinstance(value, str) and not is_int(value):
                message = f"a name cannot contain {show_value(value)}"
                self.fail(
                    message, part, env, loc, trail, "use a whole number or a word"
                )
                return None
            text += str(value)
        if not NAME.match(text):
            message = f"{text!r} cannot be the name of a copy"
            help = (
                "names start with a letter or '_', then have letters, digits, '_' and "
                "'-'"
            )
            self.report.add(message, loc, help, trail)
            return None
        if message := check_name(text, "node"):
            self.report.add(message, loc, "use another name", trail)
            return None
        return text
