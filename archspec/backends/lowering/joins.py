"""Branches in ``forward``, and the operator that joins them."""

import re
from collections.abc import Callable, Sequence

from archspec.backends.contract.dialect import Layer
from archspec.backends.forward.program import Program, Ref, Step, When
from archspec.backends.lowering.class_state import ClassState
from archspec.backends.python.nodes import Stmt
from archspec.model.definitions import JoinItem, ModelBody, OpItem

LayerOf = Callable[[OpItem], Layer]  # an operator in the code of the framework
WriteBody = Callable[[ModelBody], Ref]  # writes all steps of a body, returns its result


_BRANCH = re.compile(r"branch\d+")  # the name of a node that its value may have too


def write_join(
    state: ClassState, item: JoinItem, layer_of: LayerOf, write: WriteBody
) -> None:
    """Write the branches of a join, each with ``write``, and the joining operator."""
    x = state.ref(item.inputs[0])
    for branch in item.branches:
        state.refs.setdefault(branch.input, x)
    if item.residual:
        _write_residual(state, item, layer_of, write)
        return
    busy = [branch for branch in item.branches if branch.items]
    firm = len(busy) > 2 or any(len(branch.items) > 2 for branch in busy)
    names = [branch.items[-1].name or "" for branch in busy if len(branch.items) == 1]
    own = len(names) == len(busy) and all(map(_BRANCH.fullmatch, names))
    for k, branch in enumerate(item.branches):
        word = f"branch{k + 1}"
        if own and branch.items:
            word = branch.items[0].name or word
        for step in branch.items if len(busy) > 1 else ():
            # A branch keeps one name from step to step.
            last = step.out is branch.result
            state.hints.setdefault(step.out, (word, firm and last))
    ins = tuple(write(branch) for branch in item.branches)
    state.compute(_joined(state.new(item.out), ins, layer_of(item.operator)))


def _joined(to: Ref, ins: Sequence[Ref], layer: Layer) -> Step:
    function = layer.call
    assert function is not None
    return Step(to, tuple(ins), lambda codes: function(*codes), layer.kind)


def _write_residual(
    state: ClassState, item: JoinItem, layer_of: LayerOf, write: WriteBody
) -> None:
    if len(item.branches) == 1:  # `skip` is false: no shortcut
        state.refs[item.out] = write(item.branches[0])
        return
    body, shortcut = item.branches
    add = layer_of(item.operator)
    if item.skip is None:
        if shortcut.items:
            state.hints.setdefault(shortcut.result, ("shortcut", True))
        children: list[Stmt] = []
        if body in state.order.bodies and shortcut in state.order.bodies:
            first, second = write(body), write(shortcut)
        else:
            with state.into(children, state.steps):
                second = write(shortcut)  # runs first, so that `x` can be reassigned
            first = write(body)
        state.init += children
        state.compute(_joined(state.new(item.out), (first, second), add))
        return
    flag = state.flag("skip", item.skip)
    first = write(body)
    init: list[Stmt] = []
    steps: Program = []
    result = Ref()
    with state.into(init, steps):
        second = write(shortcut)
        state.compute(_joined(result, (first, second), add))
    state.conditional(item.skip, init)
    state.compute(When(state.new(item.out), flag, steps, result, first))
