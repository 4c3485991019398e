"""A seq or a repeat that ends early, at one of its parts."""

from collections.abc import Mapping, Sequence

from archspec import spec
from archspec.cut.needed import pruned
from archspec.cut.values import updated, written_out
from archspec.expr import Const, Expr, ListExpr, SliceExpr, Value, evaluate, parse
from archspec.spec import Body, Branch, Node, Repeat, Seq, template_parts

Env = Mapping[str, Value]  # the names that expressions at a place see
Path = Sequence[str]
Row = dict[str, Value]  # the row names of a copy with their values


class NoSuchPart(Exception):
    """There is no such part.

    Attributes:
        rest: the number of steps of the path that were not possible.
        closed: whether the node there cannot end early at all.
    """

    def __init__(self, rest: int, closed: bool):
        super().__init__(rest, closed)
        self.rest, self.closed = rest, closed


def cut_short(node: Node, path: Path, env: Env) -> Node:
    """``node`` up to its part at ``path``, whose value becomes that of the node.

    Args:
        node: the node, which may open a level of names.
        path: the names and numbers of the part; empty for the node itself.
        env: the values of all names that its expressions see.

    Raises:
        NoSuchPart: the path does not exist, or leads into a call or a join.
    """
    if not path:
        return node
    if isinstance(node, Seq) and node.only is None:
        return node.model_copy(update={"body": _body(node.body, path, env)})
    if isinstance(node, Repeat) and node.only is None:
        return _repeat(node, path, env)
    raise NoSuchPart(len(path), closed=True)


def _body(body: Body, path: Path, env: Env) -> Body:
    if not isinstance(body, dict):
        return _found(_Items(path).all(body, env), path)
    head = path[0]
    if head not in body or not holds(body[head].when, env):
        raise NoSuchPart(len(path), closed=False)
    names = list(body)
    kept = {name: body[name] for name in names[: names.index(head)]}
    return pruned({**kept, head: cut_short(body[head], path[1:], env)}, [head])


def _repeat(node: Repeat, path: Path, env: Env) -> Node:
    """A repeat with its own level: fewer copies, or a seq of its items."""
    body = node.body
    if isinstance(body, list) and node.names is None:
        body = spec.node(
            "seq", body=body
        )  # in a list, its items would have no level of their own
    spliced = updated(node, body=body, from_=None, when=None)
    found = _found(_Items(path).copies(spliced, env), path)
    first = found[0]
    if len(found) == 1 and isinstance(first, Repeat) and first.body is spliced.body:
        return updated(node, times=first.times, over=first.over)
    return updated(spec.node("seq", body=found), from_=node.from_, when=node.when)


def _found(items: list[Node] | None, path: Path) -> list[Node]:
    if items is None:
        raise NoSuchPart(len(path), closed=False)
    return items


class _Items:
    """Numbers the items of a level, as the graph does, up to the one at ``path``.

    Its methods return the nodes up to the end of the path, or None if it is not
    reached.
    """

    def __init__(self, path: Path):
        self.head, self.rest = path[0], path[1:]
        self.count = 0

    def all(self, nodes: Sequence[Node], env: Env) -> list[Node] | None:
        for place, node in enumerate(nodes):
            found = self.item(node, env)
            if found is not None:
                return [*nodes[:place], *found]
        return None

    def item(self, node: Node, env: Env) -> list[Node] | None:
        if not holds(node.when, env):
            return None  # it takes no number
        if isinstance(node, Repeat):
            return self.copies(node, env)
        if self.number() != self.head:
            return None
        return [cut_short(node, self.rest, env)]

    def number(self) -> str:
        self.count += 1
        return str(self.count - 1)

    def copies(self, node: Repeat, env: Env) -> list[Node] | None:
        rows = rows_of(node, env)
        for number, row in enumerate(rows):
            values = {node.index: number, **row}
            found = self.copy(node, {**env, **values})
            if found is None:
                continue
            whole = _same(found, _parts(node.body))
            rest = [] if whole else written_out(found, values)
            count = number + whole
            if count == len(rows):
                return [node]
            if count > 1:
                node = updated(node, when=None)  # it is true, and applies to all items
                return [_first(node, count), *rest]
            return entering([*self.single(node, env, rows, count), *rest], node)
        return None

    def single(
        self, node: Repeat, env: Env, rows: Sequence[Row], count: int
    ) -> list[Node]:
        """The first copy, written out, if ``count`` is not 0."""
        if not count:
            return []
        values = {node.index: 0, **rows[0]}
        name = node.names and name_of(node.names, {**env, **values})
        return written_out(listed(node.body, name), values)

    def copy(self, node: Repeat, env: Env) -> list[Node] | None:
        body = node.body
        if node.names is None and isinstance(body, Node):
            return self.item(body, env)
        if node.names is None and isinstance(body, list):
            return self.all(body, env)
        if isinstance(body, Node) and not holds(body.when, env):
            return None
        name = self.number() if node.names is None else name_of(node.names, env)
        if name != self.head:
            return None
        if not self.rest:
            return _parts(body)
        if isinstance(body, Node):
            body = cut_short(body, self.rest, env)
        else:
            body = _body(body, self.rest, env)
        return listed(body, node.names and name)


def listed(body: Branch, name: str | None) -> list[Node]:
    """A copy, named ``name`` or numbered, as items of a list."""
    if name is not None:
        # A new index, which hides none of the replaced names.
        return [spec.node("repeat", times=1, index="_", names=name, body=body)]
    return [spec.node("seq", body=body)] if isinstance(body, dict) else _parts(body)


def entering(items: list[Node], repeat: Repeat) -> list[Node]:
    """The items of its first copy, which reads the input of the repeat."""
    if items[0].from_ is None:
        items[0] = updated(items[0], from_=repeat.from_)
    return items


def _parts(body: Branch) -> list[Node]:
    if isinstance(body, Node):
        return [body]
    return list(body.values()) if isinstance(body, dict) else body


def _same(found: Sequence[Node], parts: Sequence[Node]) -> bool:
    """Whether the nodes are all parts of a copy, unchanged."""
    pairs = zip(found, parts, strict=False)
    return len(found) == len(parts) and all(one is other for one, other in pairs)


def _first(node: Repeat, count: int) -> Repeat:
    """The first ``count`` copies of a repeat."""
    if node.over is None:
        return updated(node, times=Const(count))
    if isinstance(node.over, ListExpr):
        return updated(node, over=ListExpr(node.over.items[:count]))
    return updated(node, over=SliceExpr(node.over, None, Const(count)))


def holds(when: Expr | None, env: Env) -> bool:
    return when is None or bool(evaluate(when, env))


def rows_of(node: Repeat, env: Env) -> list[Row]:
    """The row names of each copy with their values."""
    if node.times is not None:
        times = evaluate(node.times, env)
        assert isinstance(times, int)  # otherwise the graph would not exist
        return [{}] * times
    assert node.over is not None
    rows = evaluate(node.over, env)
    assert isinstance(rows, list)
    if isinstance(node.as_, str):
        return [{node.as_: row} for row in rows]
    return [_columns(node.row_names, row) for row in rows]


def _columns(names: Sequence[str], row: Value) -> Row:
    assert isinstance(row, list)
    return dict(zip(names, row, strict=True))


def name_of(template: str, env: Env) -> str:
    return "".join(
        str(evaluate(parse(text), env)) if is_expr else text
        for text, is_expr in template_parts(template)
    )
