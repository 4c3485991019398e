"""The class of a group that no container can express."""

from collections.abc import Sequence

from archspec.backends.containers.bodies import numbered
from archspec.backends.containers.context import LoweringContext
from archspec.backends.containers.parts import returned
from archspec.backends.forward.program import Ref
from archspec.backends.forward.schedule import Ending, write_forward
from archspec.backends.lowering.children import Writer
from archspec.backends.lowering.classes.finish import (
    START,
    Finished,
    Written,
    finish_group,
)
from archspec.backends.python.nodes import Do
from archspec.model.definitions import (
    AnyItem,
    ClassDef,
    ModelBody,
    RepeatItem,
    SeqItem,
    Val,
)


def write_group(
    context: LoweringContext,
    definition: ClassDef,
    name: str,
    path: Sequence[str],
    body: ModelBody,
    item: AnyItem,
) -> tuple[Finished, tuple[Val, ...]]:
    """The class ``name`` of ``body``, the part of ``item`` at ``path``.

    Also returns the values that it reads besides its input.
    """
    writer = Writer(context, path, context.modes.form(body))
    body = numbered(body, definition)
    x = writer.refs[body.input] = Ref()
    if _reads_its_input(item):
        writer.refs.setdefault(item.inputs[0], x)
    writer.body(body)
    results = tuple(writer.ref(val) for val in returned(body, context.outputs))
    inputs = {"x": x}
    for k, ref in enumerate(writer.captured.values()):
        inputs[f"skip{k + 1}" if k else "skip"] = ref
    taken = writer.locals | set(inputs) - {"x"}
    forward = write_forward(inputs, writer.steps, Ending([], results), taken)
    place = ".".join(part for part in path[1:] if part != "layer")
    written = Written(
        name=name,
        doc=f"Part `{place}` of {path[0]}." if place else f"A part of {path[0]}.",
        inputs=tuple(inputs),
        init=[Do(START), *writer.init],
        forward=list(forward),
        base=writer.form.module,
        form=writer.form,
        takes_mode=context.modes.takes_mode.body(body),
    )
    made = finish_group(context.dialect, definition, written, writer)
    return made, tuple(writer.captured)


def _reads_its_input(item: AnyItem) -> bool:
    """Whether the class always reads the inputs of ``item``.

    Only the first copy of a repeat reads them, and a reuse has other inputs.
    """
    reused = isinstance(item, SeqItem) and item.reused
    return not isinstance(item, RepeatItem) and not reused
