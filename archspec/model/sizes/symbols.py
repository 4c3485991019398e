"""Sizes that no spec can name, and the requests that make them known."""

from collections.abc import Container, Iterable
from typing import ClassVar, TypeAlias

from archspec.expr import Expr, Symbol, names, symbols
from archspec.record import record
from archspec.spec.faults import Loc

ROOT = ""  # the owner of the network's own params


@record
class FixedParam:
    """A request for a fixed value of a param of the block ``owner``, or of the network."""

    owner: str
    name: str


@record
class RunningLocal:
    """A request for a local that holds the size at each copy of the repeat at ``loc``."""

    owner: str
    loc: Loc


@record
class LargestChannels:
    """A request for the largest number of channels at the join at ``loc``.

    Without it, channels of a join that depend on different params are assumed to be equal.
    """

    loc: Loc


Request: TypeAlias = FixedParam | RunningLocal | LargestChannels


def is_of_block(request: Request, owner: str) -> bool:
    """Whether ``request`` concerns the block ``owner``."""
    return not isinstance(request, LargestChannels) and request.owner == owner


class NeedsValue(Exception):
    """A part cannot be printed unless these requests are granted."""

    def __init__(self, requests: Iterable[Request], reason: str):
        super().__init__(reason)
        self.requests, self.reason = frozenset(requests), reason

    def beyond(self, granted: Container[Request]) -> set[Request]:
        """The requests to grant in addition to ``granted``.

        A running local removes no constructor argument, so it comes first.
        """
        new = {request for request in self.requests if request not in granted}
        return {request for request in new if isinstance(request, RunningLocal)} or new


@record
class InputSize(Symbol):
    """A side of an input of a class, known to its callers: "l", "d", "h" or "w".

    ``input`` is empty for the first input.
    """

    side: str
    input: str = ""
    is_size: ClassVar[bool] = True

    @property
    def text(self) -> str:
        return f"{self.side}_{self.input}" if self.input else self.side


@record
class CopySize(Symbol):
    """A size at the input of a copy of the repeat at ``loc``, before it is known."""

    loc: Loc
    axis: int

    @property
    def text(self) -> str:
        return "?"


@record
class Opaque(Symbol):
    """A size without a plain form, until ``requests`` are granted.

    Sizes that were computed from different expressions have different ``source`` hashes:
    they may differ.
    """

    requests: frozenset[Request]
    source: int

    @property
    def text(self) -> str:
        return "?"


def is_opaque(expr: Expr) -> bool:
    """Whether a part of ``expr`` has no plain form."""
    return any(isinstance(symbol, Opaque) for symbol in symbols(expr))


def requests_of(expr: Expr) -> set[Request]:
    """The requests that give the opaque parts of ``expr`` a plain form."""
    found = (symbol for symbol in symbols(expr) if isinstance(symbol, Opaque))
    return set[Request]().union(*(symbol.requests for symbol in found))


@record
class OwnParams:
    """The params of the class ``owner`` that are not fixed."""

    owner: str
    names: frozenset[str]

    def all(self) -> set[Request]:
        """The requests for all of them."""
        return {FixedParam(self.owner, name) for name in self.names}

    def behind(self, *exprs: Expr) -> set[Request]:
        """The requests that make ``exprs`` known."""
        found: set[Request] = set()
        for expr in exprs:
            read = names(expr) & self.names
            found |= {FixedParam(self.owner, name) for name in read}
            found |= requests_of(expr)
        return found
