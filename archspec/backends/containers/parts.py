"""Parts of a group that are outputs of the surrounding class."""

from collections.abc import Iterator

from archspec.model.definitions import ModelBody, SeqItem, Val


def parts_in(body: ModelBody, outputs: frozenset[Val]) -> tuple[Val, ...]:
    """The values inside ``body``, except its result, that are among ``outputs``."""
    if not outputs:
        return ()
    found = dict.fromkeys(_values(body))
    return tuple(
        val for val in found if val in outputs and val not in (body.input, body.result)
    )


def _values(body: ModelBody) -> Iterator[Val]:
    for item in body.items:
        if isinstance(item, SeqItem):
            yield from _values(item.body)
        yield item.out


def returned(body: ModelBody, outputs: frozenset[Val]) -> tuple[Val, ...]:
    """The values that a class for ``body`` returns: inner outputs, then the result."""
    return (*parts_in(body, outputs), body.result)
