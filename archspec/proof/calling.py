"""Calls of a network with arguments other than its inputs.

The text has Python's syntax and is never evaluated: ``x, t=zeros``, or ``encode(x)`` with
the name of another method.
"""

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from archspec.record import record

MAX_LENGTH = 500  # characters of a call
MAX_SIZE = 2**24  # numbers of an array, without the batch axis
FILLS = ("zeros", "ones", "arange")
DTYPES = ("int", "float", "bool")
_VALUES = (
    "a value is an input of the spec by its name, None, True, False, a number, a 'word', "
    "a list of these, or zeros, ones or arange"
)


@record
class Calling:
    """A call.

    Attributes:
        text: the text as written.
        method: the name of the method, "" for the network itself.
        args: values by position, as `read_call` describes them.
        kwargs: values by keyword.
    """

    text: str
    method: str
    args: tuple[Mapping[str, Any], ...]
    kwargs: Mapping[str, Mapping[str, Any]]

    @property
    def sized(self) -> bool:
        """Whether it has arrays of fixed sizes, which may fit only one input size."""
        return any(value.get("sizes") for value in (*self.args, *self.kwargs.values()))

    def plain(self) -> dict[str, Any]:
        """The call as JSON for a worker."""
        args, kwargs = list(self.args), dict(self.kwargs)
        return {"method": self.method, "args": args, "kwargs": kwargs}


def read_call(text: str, inputs: Sequence[str]) -> Calling:
    """Parse the call ``text`` of a network with ``inputs``.

    A value is {"input": its number}, {"value": plain data}, or an array: {"fill": one
    of `FILLS`, "sizes": after the batch axis, "like": an input's number or None,
    "dtype": one of `DTYPES` or None}.

    Raises ValueError for a text that is not a call, or names an unknown input.
    """
    node = _parsed(text)
    method = ""
    if isinstance(node.func, ast.Name) and node.func.id:
        method = node.func.id
    reader = _Reader(list(inputs))
    kwargs: dict[str, Mapping[str, Any]] = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            raise ValueError(f"'**' cannot be read; {_VALUES}")
        kwargs[keyword.arg] = reader.value(keyword.value)
    return Calling(text, method, tuple(map(reader.value, node.args)), kwargs)


def _parsed(text: str) -> ast.Call:
    """The call of a method, or of ``_`` if there are only arguments."""
    if len(text) > MAX_LENGTH:
        raise ValueError(f"a call has at most {MAX_LENGTH} characters")
    whole = _expression(text.strip())
    named = isinstance(whole, ast.Call) and isinstance(whole.func, ast.Name)
    if isinstance(whole, ast.Call) and named and _name(whole.func) not in FILLS:
        return whole
    found = _expression(f"_({text})")
    # A parenthesis that closes too early leaves another kind of expression.
    if not isinstance(found, ast.Call) or _name(found.func) != "_":
        raise ValueError(f"{text!r} is not a list of arguments such as 'x, t=zeros'")
    found.func = ast.Name("", ast.Load())
    return found


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


class _Reader:
    """Reads values with a whitelist."""

    def __init__(self, inputs: list[str]):
        self._inputs = inputs

    def value(self, node: ast.expr) -> Mapping[str, Any]:
        name = _name(node)
        if name in self._inputs:
            return {"input": self._inputs.index(name)}
        if name in FILLS:
            return self._array(name, [], [])
        if name:
            listed = ", ".join(self._inputs)
            raise ValueError(
                f"{name!r} is not an input of the spec ({listed}); {_VALUES}"
            )
        if isinstance(node, ast.Call) and _name(node.func) in FILLS:
            return self._array(_name(node.func), node.args, node.keywords)
        return {"value": _literal(node)}

    def _array(
        self, fill: str, args: Sequence[ast.expr], keywords: Sequence[ast.keyword]
    ) -> Mapping[str, Any]:
        sizes = [_size(node) for node in args]
        if fill == "arange" and len(sizes) != 1:
            raise ValueError("arange has one size: arange(10)")
        like, dtype = None, None
        for keyword in keywords:
            name = _name(keyword.value)
            if keyword.arg == "like" and name in self._inputs and not sizes:
                like = self._inputs.index(name)
            elif keyword.arg == "dtype" and name in DTYPES:
                dtype = name
            else:
                known = f"like=INPUT instead of sizes, dtype={'|'.join(DTYPES)}"
                raise ValueError(f"{keyword.arg!r} of {fill} cannot be read; {known}")
        count = 1
        for size in sizes:
            count *= size
        if count > MAX_SIZE:
            raise ValueError(f"an array has at most {MAX_SIZE:,} numbers")
        return {"fill": fill, "sizes": sizes, "like": like, "dtype": dtype}


def _size(node: ast.expr) -> int:
    value = _literal(node)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{ast.unparse(node)!r} is not the size of an array")
    return value


def _literal(node: ast.expr) -> Any:
    if isinstance(node, ast.Constant):
        value = node.value
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _literal(node.operand)
        if isinstance(value, (int, float)):
            return -value
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_literal(item) for item in node.elts]
    raise ValueError(f"{ast.unparse(node)!r} cannot be read; {_VALUES}")
