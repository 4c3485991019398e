"""The file under proof, compiled so that every value it computes is seen.

Its syntax tree is changed in memory, never the file: each call, each operation of
arithmetic, each subscript and each return hands its value to a recorder and gets it back. Line
numbers stay, and so does the order in which things happen.
"""

from __future__ import annotations

import ast
from types import CodeType
from typing import TypeVar

_Node = TypeVar("_Node", bound=ast.AST)

# A global of the module, with methods `call`, `operate`, `owner`, `part`, `value` and
# `returned`.
RECORDER = "__archspec__"

# These look at the frame that calls them, most of them without arguments.
_FRAME = {"super", "locals", "vars", "dir", "globals", "eval", "exec"}
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
# Attributes that compute a tensor, or cut its gradient off.
_VIEWS = {"T", "mT", "array", "data"}


def instrument(source: str, filename: str) -> CodeType:
    """Compile ``source``. Raises SyntaxError as compiling it as it stands does."""
    tree = _Instrument().visit(ast.parse(source, filename))
    return compile(ast.fix_missing_locations(tree), filename, "exec", dont_inherit=True)


class _Instrument(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in _FRAME:
            return node
        # call(line, function, *args, **kwargs)
        given = [_line(node), node.func, *node.args]
        return _at(node, ast.Call(_method("call"), given, node.keywords))

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return _operated(node, type(node.op), node.left, node.right)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) > 1 or type(node.ops[0]) not in _OPERATORS:
            return node
        return _operated(node, type(node.ops[0]), node.left, *node.comparators)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) not in _OPERATORS:
            return _seen(node, node)
        return _operated(node, type(node.op), node.operand)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        # part(line, owner(x)[key]): the recorder knows of what it is a part
        node.value = _at(node.value, ast.Call(_method("owner"), [node.value], []))
        call = ast.Call(_method("part"), [_line(node), node], [])
        return ast.copy_location(call, node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        view = node.attr in _VIEWS and isinstance(node.ctx, ast.Load)
        return _seen(node, node) if view else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST | list[ast.AST]:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name):
            return node
        # x = x += y, as it were: a value changed in place is one that is computed.
        name = ast.Name(node.target.id, ast.Load())
        made = _operated(node, type(node.op), name, node.value, place="i")
        target = ast.Name(node.target.id, ast.Store())
        return _at(node, ast.Assign([target], made))

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        if node.value is not None:
            call = ast.Call(_method("returned"), [_line(node), node.value], [])
            node.value = _at(node.value, call)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_MatchValue(self, node: ast.AST) -> ast.AST:
        return node  # a pattern, not a value

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._body_only(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._body_only(node)

    def _body_only(self, node: ast.FunctionDef | ast.ClassDef) -> ast.AST:
        # Neither bases and decorators nor annotations compute values of the network.
        body: list[ast.stmt] = []
        for statement in node.body:
            changed = self.visit(statement)
            body += changed if isinstance(changed, list) else [changed]
        node.body = body
        return node


def _line(node: ast.stmt | ast.expr) -> ast.Constant:
    return ast.Constant(node.lineno)


def _method(name: str) -> ast.Attribute:
    return ast.Attribute(ast.Name(RECORDER, ast.Load()), name, ast.Load())


def _at(node: ast.AST, made: _Node) -> _Node:
    return ast.copy_location(made, node)


def _operated(
    node: ast.stmt | ast.expr,
    kind: type[ast.AST],
    *operands: ast.expr,
    place: str = "",
) -> ast.expr:
    name = ast.Constant(place + _OPERATORS[kind].rstrip("_" if place else ""))
    call = ast.Call(_method("operate"), [_line(node), name, *operands], [])
    return ast.copy_location(call, node)


def _seen(node: ast.stmt | ast.expr, value: ast.expr) -> ast.expr:
    call = ast.Call(_method("value"), [_line(node), value], [])
    return ast.copy_location(call, node)
