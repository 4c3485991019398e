"""Classes that are containers themselves."""

from collections.abc import Sequence
from itertools import pairwise

from archspec.backends.containers.bodies import is_chain
from archspec.backends.containers.entries import (
    GroupEntry,
    LayerGroup,
    expression,
    has_names,
)
from archspec.backends.containers.host import Host
from archspec.backends.contract.flow import MAJOR
from archspec.backends.forward.program import Ref, Step
from archspec.backends.forward.schedule import Ending, write_forward
from archspec.backends.lowering.children import Writer
from archspec.backends.lowering.classes.finish import Written, written_class
from archspec.backends.lowering.classes.methods import START
from archspec.backends.python.build import inherited
from archspec.backends.python.nodes import Code, Do, Identifier, Invoke, Stmt
from archspec.model.definitions import AnyItem, ClassDef, ModelBody, OpItem
from archspec.record import replace


def functions_at_end(host: Host, body: ModelBody) -> int:
    """The number of functions at the end of a list whose rest is a chain; 0 for other
    lists.
    """
    count = len(body.items)
    while count and _is_function(host, body.items[count - 1]):
        count -= 1
    linear = all(a.out is b.inputs[0] for a, b in pairwise(body.items))
    return len(body.items) - count if linear and is_chain(_first(body, count)) else 0


def _is_function(host: Host, item: AnyItem) -> bool:
    if not isinstance(item, OpItem) or item.when or len(item.inputs) > 1:
        return False
    return host.layer(item).call is not None


def _first(body: ModelBody, count: int) -> ModelBody:
    """The first ``count`` items of ``body``."""
    result = body.items[count - 1].out if count else body.input
    return replace(body, items=body.items[:count], result=result)


def write_list(host: Host, definition: ClassDef, tail: int) -> tuple[Written, Writer]:
    """A class that is a container; ``tail`` functions follow its layers."""
    body, dialect = definition.body, host.dialect
    plain = host.depends_on_mode(body)
    layers = _first(body, len(body.items) - tail)
    writer = Writer(host, (definition.name,), plain)
    entries = writer.layers.entries(layers, writer.path)
    told = any(map(host.told, body.items))
    forward = _functions(writer, definition, layers, told) if tail else None
    init = _constructor(writer, definition, layers, entries)
    base = dialect.list_base(plain, has_names(entries))
    written = written_class(definition, init, forward, base, plain, told, listed=True)
    return written, writer


def _functions(
    writer: Writer, definition: ClassDef, layers: ModelBody, told: bool
) -> list[Stmt]:
    """The statements of ``forward``: its base's, and the functions that follow."""
    dialect, plain = writer.dialect, writer.plain
    call = inherited(dialect.forward_name(plain))
    args = [*map(Identifier, dialect.forward_params(plain)[1:])]
    x, result = Ref(), Ref()

    def base_call(codes: list[Code]) -> Code:
        return writer.call_of(call, [*args, *codes], told)

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
    """The statements that fill the container: one call of its base if that takes all."""
    if not has_names(entries) and not definition.let:
        whole = expression(writer.dialect, LayerGroup(tuple(entries), writer.plain))
        if isinstance(whole, Invoke):
            return [Do(Invoke(inherited("__init__"), whole.args), layers.items)]
    return [Do(START), *writer.filler().fill(Identifier("self"), entries)]
