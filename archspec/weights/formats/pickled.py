"""Reads pickles of plain data without executing them.

A pickle is a program for a stack machine. This interpreter builds dicts, lists, tuples,
texts and numbers, and calls only the few names that its caller lists, each of which is
a function of archspec. Any other name becomes a `Foreign`, which accepts any operation
and does nothing. Nothing is imported, and the pickle module is not used to load.
"""

import io
import pickletools
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from archspec.weights.errors import Malformed
from archspec.weights.formats.held import Foreign

# The names that a pickle may use: functions, and constants for their arguments.
GlobalNames: TypeAlias = Mapping[tuple[str, str], object]
Persistent: TypeAlias = Callable[[Any], object]

DAMAGED = "it contains a damaged pickle"
_CONSTANTS: Mapping[str, object] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_EMPTY = {"EMPTY_DICT": dict, "EMPTY_LIST": list, "EMPTY_TUPLE": tuple}
_VALUES = {
    *("INT", "LONG", "FLOAT"),
    *("BININT", "BININT1", "BININT2", "LONG1", "LONG4", "BINFLOAT"),
    *("UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8"),
    *("BINBYTES", "SHORT_BINBYTES", "BINBYTES8", "BYTEARRAY8"),
    # From Python 2: bytes, given as Latin-1 text.
    *("STRING", "BINSTRING", "SHORT_BINSTRING"),
}
_IGNORED = {"PROTO", "FRAME", "READONLY_BUFFER"}
_FOREIGN = {
    "EMPTY_SET": "a set",
    "NEXT_BUFFER": "a buffer outside the pickle",
    **dict.fromkeys(("EXT1", "EXT2", "EXT4"), "an extension, which is not run"),
}
_ARGUMENTS = 8  # more than any function takes
_LONGEST = 80  # characters of a name in a message
_MARK = object()


class Stateful:
    """Base of objects that get their content later."""

    def set_state(self, state: Any) -> None:
        """Take the content. Raises Malformed, TypeError or ValueError."""
        raise NotImplementedError


def empty_dict(*_: Any) -> dict[Any, Any]:
    """A dict for another class of dict, filled later."""
    return {}


def unpickle(
    stream: io.BytesIO, names: GlobalNames, persistent: Persistent | None = None
) -> object:
    """Read the pickle at the position of ``stream``, and move past it.

    ``names`` has the names that it may use; ``persistent`` resolves its references.
    Raises Malformed if it is not a pickle.
    """
    machine = _Machine(names, persistent or _nothing)
    try:
        for opcode, arg, _ in pickletools.genops(stream):
            if opcode.name == "STOP":
                return machine.pop()
            machine.step(opcode.name, arg)
    except (IndexError, KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, Malformed):
            raise
        raise Malformed(DAMAGED) from None
    raise Malformed("it contains a truncated pickle")


def _nothing(_: object) -> object:
    return Foreign("a reference to something outside the file")


class _Machine:
    def __init__(self, names: GlobalNames, persistent: Persistent) -> None:
        self.names, self.persistent = names, persistent
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def step(self, name: str, arg: Any) -> None:
        if name in _VALUES:
            self.stack.append(arg)
        elif name in _CONSTANTS:
            self.stack.append(_CONSTANTS[name])
        elif name in _EMPTY:
            self.stack.append(_EMPTY[name]())
        elif name in _FOREIGN:
            self.stack.append(Foreign(_FOREIGN[name]))
        elif name not in _IGNORED:
            self._work(name, arg)

    def _work(self, name: str, arg: Any) -> None:
        stack = self.stack
        match name:
            case "MARK":
                stack.append(_MARK)
            case "POP":
                stack.pop()
            case "POP_MARK":
                self._to_mark()
            case "DUP":
                stack.append(self._top())
            case "TUPLE":
                stack.append(tuple(self._to_mark()))
            case "LIST":
                stack.append(self._to_mark())
            case "DICT":
                items = self._to_mark()
                stack.append({})
                self._fill(items)
            case "FROZENSET":
                self._to_mark()
                stack.append(Foreign("a set"))
            case "TUPLE1" | "TUPLE2" | "TUPLE3":
                stack.append(tuple(self._take(int(name[-1]))))
            case "PUT" | "BINPUT" | "LONG_BINPUT":
                self.memo[arg] = self._top()
            case "MEMOIZE":
                self.memo[len(self.memo)] = self._top()
            case "GET" | "BINGET" | "LONG_BINGET":
                stack.append(self.memo[arg])
            case "SETITEM" | "APPEND":
                self._fill(self._take(2 if name == "SETITEM" else 1))
            case "SETITEMS" | "APPENDS" | "ADDITEMS":
                self._fill(self._to_mark())
            case _:
                self._make(name, arg)

    def _make(self, name: str, arg: Any) -> None:
        """The instructions with which a pickle would run code."""
        stack = self.stack
        match name:
            case "GLOBAL":
                stack.append(self._find(*arg.split(" ", 1)))
            case "STACK_GLOBAL":
                stack.append(self._find(*self._take(2)))
            case "REDUCE" | "NEWOBJ":
                stack.append(_call(*self._take(2)))
            case "NEWOBJ_EX":
                made, arguments, named = self._take(3)
                if named and not isinstance(made, Foreign):
                    raise TypeError
                stack.append(_call(made, arguments))
            case "INST":
                arguments = self._to_mark()
                stack.append(_call(self._find(*arg.split(" ", 1)), (*arguments,)))
            case "OBJ":
                made, *arguments = self._to_mark()
                stack.append(_call(made, (*arguments,)))
            case "BUILD":
                (state,) = self._take(1)
                _build(self._top(), state)
            case "PERSID":
                stack.append(self.persistent(arg))
            case "BINPERSID":
                stack.append(self.persistent(*self._take(1)))
            case _:
                raise Malformed(f"{DAMAGED}: no instruction is called {name}")

    def pop(self) -> Any:
        return self._take(1)[0]

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
        if (module, attribute) in self.names:
            return self.names[module, attribute]
        return Foreign(f"{module}.{attribute}"[:_LONGEST] + ", which is not run")

    def _fill(self, items: list[Any]) -> None:
        target = self._top()
        if isinstance(target, list):
            cast("list[Any]", target).extend(items)
        elif isinstance(target, dict):
            for key, value in zip(items[::2], items[1::2], strict=True):
                # Hashing a tuple of tuples may take forever, and numbers may be chosen
                # to collide. No value under such a key is needed.
                held = key if isinstance(key, str) else Foreign("no text")
                cast("dict[Any, Any]", target)[held] = value
        elif not isinstance(target, Foreign):
            raise TypeError


def _build(built: object, state: object) -> None:
    if isinstance(built, Stateful):
        built.set_state(state)
    elif not isinstance(built, (dict, Foreign)):
        raise TypeError
    # The attributes that PyTorch gives an ordered dict are not weights.


def _call(function: object, arguments: object) -> object:
    # Only values from `names` can be called.
    given = cast("tuple[Any, ...]", arguments)
    if isinstance(function, Foreign):
        return Foreign(function.phrase)
    if not callable(function) or not isinstance(arguments, tuple):
        raise TypeError
    if len(given) > _ARGUMENTS:
        raise TypeError
    return function(*given)
