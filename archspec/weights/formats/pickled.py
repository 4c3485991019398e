"""Reads pickles of plain data without executing them.

A pickle is a program for a stack machine. Here it runs on a machine that knows only the
instructions that build dicts, lists, tuples, texts and numbers, and only the few names
that its caller lists, each of which is a function of archspec's own. Nothing is
imported, and nothing of the pickle module takes part.
"""

import io
import pickletools
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from archspec.weights.errors import Malformed

# What a pickle may name: functions, and marks that are only given to them.
Names: TypeAlias = Mapping[tuple[str, str], object]

_CONSTANTS: Mapping[str, object] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_EMPTY = {"EMPTY_DICT": dict, "EMPTY_LIST": list, "EMPTY_TUPLE": tuple}
_VALUES = {
    *("BININT", "BININT1", "BININT2", "LONG1", "LONG4", "BINFLOAT"),
    *("BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8"),
    *("BINBYTES", "SHORT_BINBYTES", "BINBYTES8"),
    *("BINSTRING", "SHORT_BINSTRING"),  # of Python 2: bytes, given as Latin-1 text
}
_ARGUMENTS = 8  # more than any of the functions takes
_MARK = object()


class Stateful:
    """Base of objects whose content comes after them."""

    def set_state(self, state: Any) -> None:
        """Take the content. Raises Malformed, TypeError or ValueError."""
        raise NotImplementedError


def ordered_dict() -> dict[Any, Any]:
    """An empty collections.OrderedDict, which is filled afterwards."""
    return {}


def unpickle(
    stream: io.BytesIO,
    names: Names,
    persistent: Callable[[Any], object] | None = None,
) -> object:
    """The data of the pickle at the position of ``stream``, which moves past it.

    ``names`` is what it may name, ``persistent`` finds what it refers to.
    Raises Malformed for anything else.
    """
    machine = _Machine(names, persistent)
    try:
        for opcode, arg, _ in pickletools.genops(stream):
            if opcode.name == "STOP":
                return machine.stack.pop()
            machine.step(opcode.name, arg)
    except (IndexError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, Malformed):
            raise
        raise Malformed("it holds a pickle that is damaged") from None
    raise Malformed("it holds a pickle that is cut short")


class _Machine:
    def __init__(
        self, names: Names, persistent: Callable[[Any], object] | None
    ) -> None:
        self.names, self.persistent = names, persistent
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def step(self, name: str, arg: Any) -> None:
        stack = self.stack
        match name:
            case _ if name in _VALUES:
                stack.append(arg)
            case _ if name in _CONSTANTS:
                stack.append(_CONSTANTS[name])
            case _ if name in _EMPTY:
                stack.append(_EMPTY[name]())
            case "MARK":
                stack.append(_MARK)
            case "TUPLE":
                stack.append(tuple(self._to_mark()))
            case "TUPLE1" | "TUPLE2" | "TUPLE3":
                stack.append(tuple(self._take(int(name[-1]))))
            case "BINPUT" | "LONG_BINPUT":
                self.memo[arg] = self._top()
            case "MEMOIZE":
                self.memo[len(self.memo)] = self._top()
            case "BINGET" | "LONG_BINGET":
                stack.append(self.memo[arg])
            case "GLOBAL":
                stack.append(self._find(*arg.split(" ", 1)))
            case "STACK_GLOBAL":
                stack.append(self._find(*self._take(2)))
            case "REDUCE":
                stack.append(_call(*self._take(2)))
            case "BINPERSID" if self.persistent is not None:
                stack.append(self.persistent(*self._take(1)))
            case "BUILD":
                (state,) = self._take(1)
                _build(self._top(), state)
            case "SETITEM" | "APPEND":
                self._fill(self._take(2 if name == "SETITEM" else 1))
            case "SETITEMS" | "APPENDS":
                self._fill(self._to_mark())
            case "PROTO" | "FRAME":
                pass
            case _:
                raise Malformed(
                    f"it holds a pickle with the instruction {name}, which is not run"
                )

    def _top(self) -> Any:
        if self.stack[-1] is _MARK:
            raise IndexError
        return self.stack[-1]

    def _take(self, count: int) -> list[Any]:
        taken = self.stack[-count:]
        if len(taken) < count or any(item is _MARK for item in taken):
            raise IndexError
        del self.stack[-count:]
        return taken

    def _to_mark(self) -> list[Any]:
        items: list[Any] = []
        while self.stack[-1] is not _MARK:
            items.append(self.stack.pop())
        self.stack.pop()
        return items[::-1]

    def _find(self, module: object, attribute: object) -> object:
        if not isinstance(module, str) or not isinstance(attribute, str):
            raise TypeError
        if (module, attribute) not in self.names:
            raise Malformed(
                f"it holds a pickle that asks for {module}.{attribute}, which is not run",
                "weights need no code: save the state dict alone, not the network",
            )
        return self.names[module, attribute]

    def _fill(self, items: list[Any]) -> None:
        target = self._top()
        if isinstance(target, list):
            cast("list[Any]", target).extend(items)
        elif isinstance(target, dict):
            for key, value in zip(items[::2], items[1::2], strict=True):
                # No others: to hash a tuple of tuples may take for ever.
                if not isinstance(key, (str, int)):
                    raise TypeError
                cast("dict[Any, Any]", target)[key] = value
        else:
            raise TypeError


def _build(built: object, state: object) -> None:
    if isinstance(built, Stateful):
        built.set_state(state)
    elif not isinstance(built, dict):
        raise TypeError
    # The attributes of an ordered dict, which PyTorch gives it, are no weights.


def _call(function: object, arguments: object) -> object:
    # Nothing on the stack can be called but what `names` has given.
    given = cast("tuple[Any, ...]", arguments)
    if not callable(function) or not isinstance(arguments, tuple):
        raise TypeError
    if len(given) > _ARGUMENTS:
        raise TypeError
    return function(*given)
