"""A seq or a repeat written out, so that its parts can be outputs as well."""

from collections.abc import Iterator, Mapping, Sequence

from archspec import spec
from archspec.cut.levels import (
    Env,
    NoSuchPart,
    Path,
    entering,
    holds,
    listed,
    name_of,
    rows_of,
)
from archspec.cut.needed import needed, pruned
from archspec.cut.values import updated, written_out
from archspec.spec import Node, Repeat, Seq
from archspec.spec.fields import check_name

Paths = Sequence[Path]


def opened(node: Node, paths: Paths, env: Env, whole: bool) -> Node:
    """``node`` as a seq whose parts at ``paths`` have certain numbers or names.

    Args:
        node: the node, which may open a level of names.
        paths: the names and numbers of the parts, not empty.
        env: the values of all names that its expressions see.
        whole: whether its own value is needed too; otherwise it ends at the last part.

    Raises:
        NoSuchPart: a path does not exist, or leads into a call, a join, or a named copy
            among numbered items.
    """
    parts: dict[str, list[Path]] = {}
    for path in paths:
        parts.setdefault(path[0], []).append(path[1:])
    seq = _seq(node, paths[0], env)
    if isinstance(seq.body, dict):
        return updated(seq, body=_named(seq.body, parts, env, whole))
    return updated(seq, body=_numbered(seq.body, parts, env, whole))


def _seq(node: Node, path: Path, env: Env) -> Seq:
    """``node`` as a seq, with the copies of a repeat written out."""
    closed = NoSuchPart(len(path), closed=True)
    if node.only is not None or not holds(node.when, env):
        raise closed
    if isinstance(node, Seq):
        return updated(node, when=None)
    if not isinstance(node, Repeat):
        raise closed
    copies = list(_copies(node, env))
    if node.names is None:
        return _made([copy for _, found in copies for copy in found], node)
    if any(check_name(name, "node") or len(found) != 1 for name, found in copies):
        raise closed
    return _made({name: found[0] for name, found in copies}, node)


def _made(body: spec.Body, node: Repeat) -> Seq:
    seq = spec.node("seq", body=body)
    assert isinstance(seq, Seq)
    return updated(seq, from_=node.from_)


def _copies(node: Repeat, env: Env) -> Iterator[tuple[str, list[Node]]]:
    """The nodes of each copy of a repeat with its own level, with the copy's name."""
    body = node.body
    for number, row in enumerate(rows_of(node, env)):
        values = {node.index: number, **row}
        name = name_of(node.names or "", {**env, **values})
        if isinstance(body, Node):
            yield name, list(_flat(written_out([body], values), env))
        else:
            yield name, written_out([spec.node("seq", body=body)], values)


def _flat(nodes: Sequence[Node], env: Env) -> Iterator[Node]:
    """The items of a list, each with its number."""
    for node in nodes:
        if not holds(node.when, env):
            if node.from_ is not None:
                raise NoSuchPart(
                    1, closed=True
                )  # the next item reads its input instead
            continue
        if not isinstance(node, Repeat):
            yield updated(node, when=None)
            continue
        if node.names is not None:
            raise NoSuchPart(1, closed=True)
        yield from entering(list(_spliced(node, env)), node)


def _spliced(node: Repeat, env: Env) -> Iterator[Node]:
    for number, row in enumerate(rows_of(node, env)):
        values = {node.index: number, **row}
        yield from _flat(written_out(listed(node.body, None), values), env)


def _numbered(
    body: Sequence[Node], parts: Mapping[str, Paths], env: Env, whole: bool
) -> list[Node]:
    longest = max(len(path) for paths in parts.values() for path in paths) + 1
    try:
        items = list(_flat(body, env))
    except NoSuchPart:
        raise NoSuchPart(longest, closed=True) from None
    numbers = {str(number): number for number in range(len(items))}
    for head, paths in parts.items():
        if head not in numbers:
            raise NoSuchPart(1 + len(paths[0]), closed=False)
    last = max(numbers[head] for head in parts)
    for head, paths in parts.items():
        number, inner = numbers[head], [path for path in paths if path]
        if inner:
            alone = number == last and len(inner) == len(paths)
            items[number] = opened(items[number], inner, env, whole or not alone)
    return items if whole else items[: last + 1]


def _named(
    body: Mapping[str, Node], parts: Mapping[str, Paths], env: Env, whole: bool
) -> dict[str, Node]:
    kept = dict(body)
    for head, paths in parts.items():
        if head not in kept or not holds(kept[head].when, env):
            raise NoSuchPart(1 + len(paths[0]), closed=False)
        kept[head] = updated(kept[head], when=None)
    value = {list(kept)[-1]} if whole else set[str]()
    for head, paths in parts.items():
        inner = [path for path in paths if path]
        if inner:
            others = value | (set(parts) - {head})
            alone = len(inner) == len(paths) and head not in needed(kept, others)
            kept[head] = opened(kept[head], inner, env, not alone)
    found = pruned(kept, value | set(parts))
    assert isinstance(found, dict)
    return found
