"""Forms that cannot be printed; each is a compile error at the node's position.

`Refusal` lists the forms of lists that no emitted class can have. A row raises
`Unsupported` for an operator, or for values of its fields, that its framework cannot
express exactly.
"""

from enum import Enum

from archspec.model.definitions import Loc


class Refusal(Enum):
    """A form without code, with the reason."""

    NUMBER_AFTER_NAMES = (
        "the number of a node in a list, after named copies, depends on arguments"
    )
    SPLICED_REPEAT = "a repeat without a name stands in a list whose items do not just feed each other"
    NESTED_LOOPS = "more than 16 loops stand inside each other"

    @property
    def help(self) -> str:
        """The correction."""
        if self is Refusal.NUMBER_AFTER_NAMES:
            return "leave 'names' out, or write the list as a mapping of named nodes"
        if self is Refusal.NESTED_LOOPS:
            return "call a block on the way"
        return (
            "write the list as a mapping of named nodes, or put the repeat into a seq"
        )


class Unsupported(Exception):
    """A framework has no exact code for a form; the caller adds the position.

    Args:
        why: the reason, as it follows "cannot express this".
        help: an alternative, if there is one.
    """

    def __init__(self, why: str | Refusal, help: str = ""):
        self.why = why.value if isinstance(why, Refusal) else why
        self.help = why.help if isinstance(why, Refusal) else help
        super().__init__(self.why)


class LoweringError(Exception):
    """An unsupported form with its node."""

    def __init__(self, reason: Unsupported | Refusal, loc: Loc):
        self.reason = Unsupported(reason) if isinstance(reason, Refusal) else reason
        self.loc = loc
        super().__init__(self.reason.why)
