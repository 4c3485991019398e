"""Joins in ``forward``: add, mul, concat and residual."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from archspec.backends.steps import JOIN, Program, Ref, Step, When
from archspec.backends.target import Code, Stmt
from archspec.model.definitions import JoinItem, Val

if TYPE_CHECKING:
    from archspec.backends.writer import Writer


def write_join(writer: "Writer", item: JoinItem) -> None:
    """Write the branches of a join and what joins them."""
    if not item.branches:
        writer.step(item, _joiner(writer, item.kind, item.inputs), JOIN)
        return
    x = writer.ref(item.inputs[0])
    for branch in item.branches:
        writer.refs.setdefault(branch.input, x)
    if item.residual:
        _write_residual(writer, item)
        return
    busy = [branch for branch in item.branches if branch.items]
    firm = len(busy) > 2 or any(len(branch.items) > 2 for branch in busy)
    for k, branch in enumerate(item.branches):
        for step in branch.items if len(busy) > 1 else ():
            # A branch keeps one name from step to step.
            last = step.out is branch.result
            writer.hints.setdefault(step.out, (f"branch{k + 1}", firm and last))
    ins = tuple(writer.body(branch) for branch in item.branches)
    build = _joiner(writer, item.kind, [branch.result for branch in item.branches])
    writer.steps.append(Step(writer.new(item.out), ins, build, JOIN))


def _joiner(
    writer: "Writer", kind: str, values: Sequence[Val]
) -> Callable[[list[Code]], Code]:
    """What joins ``values``; their shapes tell whether that broadcasts."""
    shapes = [value.shape for value in values if isinstance(value.shape, tuple)]
    return lambda codes: writer.dialect.join(kind, codes, shapes)


def _write_residual(writer: "Writer", item: JoinItem) -> None:
    if len(item.branches) == 1:  # `skip` is false: no shortcut
        writer.refs[item.out] = writer.body(item.branches[0])
        return
    body, shortcut = item.branches
    add = _joiner(writer, "add", [body.result, shortcut.result])
    if item.skip is None:
        if shortcut.items:
            writer.hints.setdefault(shortcut.result, ("shortcut", True))
        children: list[Stmt] = []
        with writer.into(children, writer.steps):
            second = writer.body(shortcut)  # runs first, so that `x` can be reused
        first = writer.body(body)
        writer.init += children
        writer.steps.append(Step(writer.new(item.out), (first, second), add, JOIN))
        return
    flag = writer.flag("skip", item.skip)
    first = writer.body(body)
    init: list[Stmt] = []
    steps: Program = []
    result = Ref()
    with writer.into(init, steps):
        second = writer.body(shortcut)
        writer.steps.append(Step(result, (first, second), add, JOIN))
    writer.conditional(item.skip, init)
    writer.steps.append(When(writer.new(item.out), flag, steps, result, first))
