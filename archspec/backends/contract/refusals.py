"""What no backend can print: the whole list, each with its reason.

Every operator has an exact form in every framework; these are shapes of lists that no
emitted class can have. Each is a compile error at the node's position.
"""

from enum import Enum

from archspec.model.definitions import Loc


class Refusal(Enum):
    """A form without code, and why."""

    NUMBER_AFTER_NAMES = (
        "the number of a node in a list, after named copies, depends on arguments"
    )
    SPLICED_REPEAT = "a repeat without a name stands in a list whose items do not just feed each other"
    NESTED_LOOPS = "more than 16 loops stand inside each other"

    @property
    def help(self) -> str:
        """What to write instead."""
        if self is Refusal.NUMBER_AFTER_NAMES:
            return "leave 'names' out, or write the list as a mapping of named nodes"
        if self is Refusal.NESTED_LOOPS:
            return "call a block on the way"
        return (
            "write the list as a mapping of named nodes, or put the repeat into a seq"
        )


class Unsupported(Exception):
    """A refusal whose place its caller knows."""

    def __init__(self, refusal: Refusal):
        super().__init__(refusal.value)
        self.refusal = refusal


class LoweringError(Exception):
    """A refusal, and the node it is about."""

    def __init__(self, refusal: Refusal, loc: Loc):
        super().__init__(refusal.value)
        self.refusal, self.loc = refusal, loc
