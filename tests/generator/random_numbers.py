"""Random expressions: the numbers, flags and words of a random spec."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Draw = Callable[[int], int]  # draws a number below the given one

ACTIVATIONS = ("relu", "tanh", "sigmoid", "leaky_relu", "elu", "silu", "hard_swish")

_NUMBERS = (
    "{a}",
    "{a} + {n}",
    "{a} * 2",
    "2 * {a} - 1",
    "{a} // 2 + 1",
    "({a} + {n}) % 3 + 1",
    "max({a}, {n})",
    "min({a}, {b}) + 1",
    "abs({a} - {n}) + 1",
    "ceil({a} / 2)",
    "int({a} * 1.5)",
    "[{n}, {a}][0]",
)
_CONDITIONS = ("{a} > {n}", "{a} == {n}", "{a} % 2 == 0", "1 < {a} <= {n}")
_WITH_FLAG = ("{a} if {f} else {n}", "{n} + (1 if {f} and {a} > 2 else 0)")
_WITH_LIST = ("{l}[0]", "{l}[-1]", "len({l})", "sum({l}[:1]) + {n}", "({l} + [{n}])[1]")
_OF_FLAG = ("{f}", "not {f}", "{f} or {a} > {n}", "not ({f} and {a} < {n})")
_OF_WORD = ("{w} == 'tanh'", "{w} in ['relu', 'elu']")
_OF_LIST = ("{l} == [{n}, 2]", "len({l}) > {n}", "{a} in {l}")


@dataclass
class Names:
    """The names that the expressions of a class may use, by type."""

    ints: list[str]
    flags: list[str] = field(default_factory=list)
    floats: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class Chooser:
    """Draws decisions, and expressions over ``names``."""

    def __init__(self, draw: Draw, names: Names):
        self.draw, self.names = draw, names

    def pick(self, *items: Any) -> Any:
        return items[self.draw(len(items))]

    def chance(self, percent: int) -> bool:
        # False is simpler, and 0 is where hypothesis shrinks to.
        return self.draw(100) >= 100 - percent

    def number(self) -> Any:
        """A small whole number of at least 1, or an expression for one."""
        literal = self.pick(1, 2, 3, 4, 5)
        if not self.chance(60):
            return literal
        names = self.names
        forms = [*_NUMBERS, *(_WITH_FLAG if names.flags else ())]
        forms += _WITH_LIST if names.lists else ()
        forms += ["max(1, round({a} * {r}))"] if names.floats else []
        return self.filled(self.pick(*forms), literal)

    def condition(self) -> str:
        """An expression that is true or false."""
        names = self.names
        forms = [*_CONDITIONS, *(_OF_FLAG if names.flags else ())]
        forms += _OF_WORD if names.words else ()
        forms += _OF_LIST if names.lists else ()
        return self.filled(self.pick(*forms), self.pick(1, 2, 3, 4))

    def filled(self, form: str, number: int) -> str:
        names = self.names
        words = {
            "a": self.pick(*names.ints),
            "b": self.pick(*names.ints),
            "f": self.pick(*names.flags) if names.flags else "",
            "l": self.pick(*names.lists) if names.lists else "",
            "r": self.pick(*names.floats) if names.floats else "",
            "w": self.pick(*names.words) if names.words else "",
        }
        return form.format(n=number, **words)

    def argument(self, default: Any) -> Any:
        """A value for a param of the type of ``default``."""
        match default:
            case bool() | "bool":
                return self.pick(True, False, self.condition())
            case int() | "int":
                return self.number()
            case float():
                return self.pick(0.25, 0.5, *self.names.floats)
            case list():
                return self.pick([2, 3], [1, 4, 2], *self.names.lists)
            case _:
                return self.pick(*ACTIVATIONS[:4], *self.names.words)
