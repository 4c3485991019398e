"""Calls of a group of which parts are outputs of the class around it.

A class made for the group returns them. A container is called in slices, each of which
ends at an output: ``self.features[:4](x)``.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archspec.backends.steps import MAJOR, Each, Ref, Step, Unpack
from archspec.backends.target import Attr, Code, Invoke, Raw, invoke
from archspec.model.definitions import AnyItem, Body, RepeatItem, SeqItem, Val

if TYPE_CHECKING:
    from archspec.backends.writer import Writer


def parts_in(body: Body, outputs: frozenset[Val]) -> tuple[Val, ...]:
    """The values inside of ``body`` that are among ``outputs``, its result aside."""
    if not outputs:
        return ()
    found = dict.fromkeys(_values(body))
    return tuple(
        val for val in found if val in outputs and val not in (body.input, body.result)
    )


def _values(body: Body) -> Iterator[Val]:
    for item in body.items:
        if isinstance(item, SeqItem):
            yield from _values(item.body)
        yield item.out


def returned(body: Body, outputs: frozenset[Val]) -> tuple[Val, ...]:
    """What a class made for ``body`` returns: parts that are outputs, and its result."""
    return (*parts_in(body, outputs), body.result)


def call_group(
    writer: "Writer", item: SeqItem, child: Code, beyond: Sequence[Val]
) -> None:
    """Write the calls of ``child``, which is ``item``; it also gets ``beyond``."""
    ins = tuple(writer.ref(val) for val in (*item.inputs, *beyond))
    _call(writer, item.body, child, ins, (*writer.path, item.name or "layer"))


def _call(
    writer: "Writer", body: Body, child: Code, ins: tuple[Ref, ...], path: Sequence[str]
) -> None:
    if writer.pieces.in_class(body, path):
        values = returned(body, writer.host.outputs)
        outs = tuple(writer.new(val) for val in values)
        writer.steps.append(Unpack(outs, ins, lambda codes: invoke(child, *codes)))
        return
    start, count = 0, len(body.items)
    for number, item in enumerate(body.items):
        inside = _inside(writer, item)
        if inside is not None:
            _slice(writer, body, child, start, number)
            ins = (writer.ref(inside.inputs[0]),)
            place = (*path, "layer")
            _call(writer, inside.body, Raw(f"{_text(child)}[{number}]"), ins, place)
            start = number + 1
        elif item.out in writer.host.outputs:
            _slice(writer, body, child, start, number + 1)
            start = number + 1
    _slice(writer, body, child, start, count)


def _inside(writer: "Writer", item: AnyItem) -> SeqItem | None:
    """``item``, if it has parts that are outputs."""
    if isinstance(item, SeqItem) and parts_in(item.body, writer.host.outputs):
        return item
    return None


def _slice(writer: "Writer", body: Body, child: Code, start: int, stop: int) -> None:
    """Write the call of the items from ``start`` to ``stop``."""
    if start == stop:
        return
    first, last = body.items[start], body.items[stop - 1]
    ins, out = (writer.ref(first.inputs[0]),), writer.new(last.out)
    if stop - start == 1 and not _moving(first):
        code = Raw(f"{_text(child)}[{start}]")
        writer.steps.append(Step(out, ins, lambda codes: invoke(code, *codes), MAJOR))
        return
    ends = (str(start) if start else "", str(stop) if stop < len(body.items) else "")
    code = Raw(f"{_text(child)}[{':'.join(ends)}]")
    if writer.dialect.slices_are_layers:
        writer.steps.append(Step(out, ins, lambda codes: invoke(code, *codes), MAJOR))
    else:
        writer.steps.append(Each(out, ins, code, lambda codes: invoke(*codes)))


def _moving(item: AnyItem) -> bool:
    """Whether an item of a list may be none or several of its container."""
    spliced = isinstance(item, RepeatItem) and item.spliced
    return item.when is not None or spliced


def _text(child: Code) -> str:
    """How a child is read."""
    match child:
        case Raw(text):
            return text
        case Attr(Raw(text), name):
            return f"{text}.{name}"
        case Invoke(Raw(text), args):
            return f"{text}({', '.join(_text(arg.value) for arg in args)})"
        case _:
            raise TypeError(f"not a child: {child!r}")
