"""Classes that are containers themselves."""

from collections.abc import Sequence
from itertools import pairwise

from archspec.backends.containers.bodies import is_chain
from archspec.backends.containers.context import LoweringContext
from archspec.backends.containers.entries import (
    GroupEntry,
    LayerGroup,
    expression,
    has_names,
)
from archspec.backends.contract.flow import MAJOR
from archspec.backends.forward.program import Ref, Step
from archspec.backends.forward.schedule import Ending, write_forward
from archspec.backends.lowering.children import Writer
from archspec.backends.lowering.classes.finish import START, Written
from archspec.backends.python.build import super_attribute
from archspec.backends.python.nodes import Code, Do, Identifier, Invoke, Stmt
from archspec.model.definitions import AnyItem, ClassDef, ModelBody, OpItem
from archspec.record import replace


def functions_at_end(context: LoweringContext, body: ModelBody) -> int:
    """The number of functions at the end of a list; 0 unless the rest is a chain."""
    count = len(body.items)
    while count and _is_function(context, body.items[count - 1]):
        count -= 1
    linear = all(a.out is b.inputs[0] for a, b in pairwise(body.items))
    return len(body.items) - count if linear and is_chain(_first(body, count)) else 0


def _is_function(context: LoweringContext, item: AnyItem) -> bool:
    if not isinstance(item, OpItem) or item.when or len(item.inputs) > 1:
        return False
    return context.layer(item).call is not None


def _first(body: ModelBody, count: int) -> ModelBody:
    """The first ``count`` items of ``body``."""
    result = body.items[count - 1].out if count else body.input
    return replace(body, items=body.items[:count], result=result)


def write_list(
    context: LoweringContext, definition: ClassDef, tail: int
) -> tuple[Written, Writer]:
    """A class that is a container; ``tail`` functions follow its layers."""
    body = definition.body
    layers = _first(body, len(body.items) - tail)
    writer = Writer(context, (definition.name,), context.modes.form(definition))
    entries = writer.layers.entries(layers, writer.path)
    takes_mode = context.modes.takes_mode.definition(definition)
    forward = _functions(writer, definition, layers, takes_mode) if tail else None
    init = _constructor(writer, definition, layers, entries)
    written = Written(
        name=definition.name,
        doc=definition.docstring,
        inputs=tuple(definition.inputs),
        init=init,
        forward=forward,
        form=writer.form,
        base=writer.form.list_base(has_names(entries)),
        takes_mode=takes_mode,
        listed=True,
    )
    return written, writer


def _functions(
    writer: Writer, definition: ClassDef, layers: ModelBody, takes_mode: bool
) -> list[Stmt]:
    """The statements of ``forward``: a call of its base's, then the functions."""
    call = super_attribute(writer.form.forward)
    args = [*map(Identifier, writer.form.first[1:])]
    x, result = Ref(), Ref()

    def base_call(codes: list[Code]) -> Code:
        return writer.call_of(call, [*args, *codes], takes_mode)

    writer.steps.append(Step(result, (x,), base_call, MAJOR, layers.items))
    writer.refs[layers.result] = result
    last = definition.body.items[len(layers.items) :]
    end = writer.body(ModelBody(layers.result, last, last[-1].out))
    inputs = {next(iter(definition.inputs)): x}
    ending = Ending([], (end,))
    return list(write_forward(inputs, writer.steps, ending, writer.locals))


def _constructor(
    writer: Writer,
    definition: ClassDef,
    layers: ModelBody,
    entries: Sequence[GroupEntry],
) -> list[Stmt]:
    """The statements that fill the container: one call of the base's, if possible."""
    if not has_names(entries) and not definition.let:
        whole = expression(writer.dialect, LayerGroup(tuple(entries), writer.form))
        if isinstance(whole, Invoke):
            return [Do(Invoke(super_attribute("__init__"), whole.args), layers.items)]
    return [Do(START), *writer.filler().fill(Identifier("self"), entries)]
