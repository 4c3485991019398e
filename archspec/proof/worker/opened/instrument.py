"""Compiles the file under proof so that a recorder sees every value that it computes.

The syntax tree is changed in memory, never the file: each call, arithmetic operation,
subscript and return passes its value through a recorder. Line numbers and the order of
evaluation stay the same.
"""

from __future__ import annotations

import ast
from types import CodeType
from typing import Any, TypeVar

_Node = TypeVar("_Node", bound=ast.AST)

# A global of the module, with methods `call`, `operate`, `owner`, `part`, `value` and
# `returned`.
RECORDER = "__archspec__"

# These inspect the frame of their caller, most of them without arguments.
_FRAME = {"super", "locals", "vars", "dir", "globals", "eval", "exec"}
# So do these, under any name of their module: functions that make a type and record its
# module, and `importlib.resources.files`.
_FRAME_OF = {
    *("namedtuple", "NamedTuple", "TypedDict", "TypeVar", "ParamSpec", "NewType"),
    *("_getframe", "currentframe", "files"),
}
# Functions of the module `operator` that do what an expression does.
_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
    ast.BitAnd: "and_",
    ast.BitOr: "or_",
    ast.BitXor: "xor",
    ast.USub: "neg",
    ast.UAdd: "pos",
    ast.Invert: "invert",
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}
# Attributes that compute a tensor, or cut off its gradient.
_VIEWS = {"T", "mT", "array", "data"}


def instrument(source: str, filename: str, offset: int = 0) -> CodeType:
    """Compile ``source``; the recorder gets its line numbers plus ``offset``.

    Raises SyntaxError as compiling the unchanged text does.
    """
    tree = _Instrument(offset).visit(ast.parse(source, filename))
    return compile(ast.fix_missing_locations(tree), filename, "exec", dont_inherit=True)


class _Instrument(ast.NodeTransformer):
    def __init__(self, offset: int):
        self._offset = offset

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if _looks_at_frame(node.func):
            return node
        # call(line, function, *args, **kwargs)
        given = [self._line(node), node.func, *node.args]
        return _at(node, ast.Call(_method("call"), given, node.keywords))

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return self._operated(node, type(node.op), node.left, node.right)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) > 1 or type(node.ops[0]) not in _OPERATORS:
            return node
        return self._operated(node, type(node.ops[0]), node.left, *node.comparators)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) not in _OPERATORS:
            return self._seen(node, node)
        return self._operated(node, type(node.op), node.operand)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        # part(line, owner(x)[key]): the recorder knows the owner of the part
        node.value = _at(node.value, ast.Call(_method("owner"), [node.value], []))
        call = ast.Call(_method("part"), [self._line(node), node], [])
        return ast.copy_location(call, node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        view = node.attr in _VIEWS and isinstance(node.ctx, ast.Load)
        return self._seen(node, node) if view else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST | list[ast.AST]:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name):
            return node
        # Like x = (x += y): a value changed in place counts as computed.
        name = ast.Name(node.target.id, ast.Load())
        made = self._operated(node, type(node.op), name, node.value, place="i")
        target = ast.Name(node.target.id, ast.Store())
        return _at(node, ast.Assign([target], made))

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        if node.value is not None:
            call = ast.Call(_method("returned"), [self._line(node), node.value], [])
            node.value = _at(node.value, call)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_match_case(self, node: Any) -> ast.AST:
        # Its pattern is not a value. Python 3.8 has no such node.
        node.guard = node.guard and self.visit(node.guard)
        return self._body_only(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._body_only(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._body_only(node)

    def _body_only(self, node: Any) -> ast.AST:
        # Bases, decorators and annotations do not compute values of the network.
        body: list[ast.stmt] = []
        for statement in node.body:
            changed = self.visit(statement)
            body += changed if isinstance(changed, list) else [changed]
        node.body = body
        return node

    def _line(self, node: ast.stmt | ast.expr) -> ast.Constant:
        return ast.Constant(node.lineno + self._offset)

    def _operated(
        self,
        node: ast.stmt | ast.expr,
        kind: type[ast.AST],
        *operands: ast.expr,
        place: str = "",
    ) -> ast.expr:
        name = ast.Constant(place + _OPERATORS[kind].rstrip("_" if place else ""))
        call = ast.Call(_method("operate"), [self._line(node), name, *operands], [])
        return ast.copy_location(call, node)

    def _seen(self, node: ast.stmt | ast.expr, value: ast.expr) -> ast.expr:
        call = ast.Call(_method("value"), [self._line(node), value], [])
        return ast.copy_location(call, node)


def _looks_at_frame(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id in _FRAME or function.id in _FRAME_OF
    return isinstance(function, ast.Attribute) and function.attr in _FRAME_OF


def _method(name: str) -> ast.Attribute:
    return ast.Attribute(ast.Name(RECORDER, ast.Load()), name, ast.Load())


def _at(node: ast.AST, made: _Node) -> _Node:
    return ast.copy_location(made, node)
