"""Every node of a class with its place: its predecessor and the nodes that it sees."""

from collections.abc import Iterable, Iterator

from archspec.record import record, replace
from archspec.spec import (
    BlockCall,
    Body,
    Branch,
    Definition,
    Join,
    Node,
    OpNode,
    Repeat,
    Residual,
    Seq,
)
from archspec.spec.faults import Loc


@record(eq=False, kw_only=True)
class NodePlace:
    """A node and its place in a class.

    Attributes:
        node: the node.
        loc: its place in the spec.
        name: its name on its level; None if a list or a repeat numbers it.
        made: whether the name is generated, for the single node of a join's branch.
        order: its number in reading order.
        parent: the node it is a part of; None in the body of the class.
        level: the seqs and repeats around it, outermost first.
        branches: the joins around it, each with the number of its branch.
        names: the index and row names of the repeats around it.
        previous: the node before it in its body; None for the first.
        last: whether its value is that of its body.
    """

    node: Node
    loc: Loc
    name: str | None
    made: bool
    order: int
    parent: "NodePlace | None"
    level: "tuple[NodePlace, ...]"
    branches: "tuple[tuple[NodePlace, int], ...]"
    names: frozenset[str]
    previous: "NodePlace | None"
    last: bool

    @property
    def called(self) -> str:
        """Its name for a message, or else its operator."""
        return (
            f"'{self.name}'" if self.name and not self.made else f"this {self.node.op}"
        )

    def inside(self, other: "NodePlace") -> bool:
        """Whether it is ``other`` or a part of it."""
        site: NodePlace | None = self
        while site is not None and site is not other:
            site = site.parent
        return site is other

    def shares_level(self, other: "NodePlace | None") -> bool:
        """Whether it is on the level of ``other`` (None: the class) or on an enclosing
        one.
        """
        level = other.level if other else ()
        return level[: len(self.level)] == self.level

    def apart(self, other: "NodePlace | None") -> "NodePlace | None":
        """The join that has the two nodes in different branches, if any."""
        numbers = dict(other.branches) if other else {}
        joins = (
            join
            for join, branch in self.branches
            if numbers.get(join, branch) != branch
        )
        return next(joins, None)

    def visible(self, reader: "NodePlace | None") -> bool:
        """Whether ``reader`` may name it; None means the outputs of the class."""
        if self.name is None or self.made or not self.shares_level(reader):
            return False
        if reader is None:
            return True
        return (
            self.order < reader.order
            and not reader.inside(self)
            and not self.apart(reader)
        )


@record(eq=False)
class _Frame:
    parent: NodePlace | None = None
    level: tuple[NodePlace, ...] = ()
    branches: tuple[tuple[NodePlace, int], ...] = ()
    names: frozenset[str] = frozenset()


def walk(definition: Definition, loc: Loc) -> list[NodePlace]:
    """The nodes of a class in reading order, including those of seqs, joins and
    repeats.

    Args:
        definition: a block or the network.
        loc: its place in the spec: ``("blocks", "Bottleneck")``, or ``()``.
    """
    return walk_body(definition.body, (*loc, "body"))


def walk_body(body: Body, loc: Loc = ()) -> list[NodePlace]:
    """The same for a body alone, whose nodes see nothing outside it."""
    walker = _Walker()
    walker.body(body, loc, _Frame())
    return walker.sites


def innermost(named: Iterable[NodePlace], reader: NodePlace | None) -> NodePlace | None:
    """The innermost of the nodes with one name that ``reader`` may name."""
    visible = [site for site in named if site.visible(reader)]
    return max(visible, key=lambda site: len(site.level), default=None)


def branches_of(node: Node) -> Iterator[tuple[str, Loc, Branch]]:
    """The branches of a join: (name of a single node there, place, branch)."""
    if isinstance(node, Residual):
        yield "body", ("body",), node.body
        yield "shortcut", ("shortcut",), node.shortcut
    elif isinstance(node, Join):
        for number, branch in enumerate(node.branches or ()):
            yield str(number), ("branches", number), branch


class _Walker:
    def __init__(self) -> None:
        self.sites: list[NodePlace] = []

    def body(self, body: Branch, loc: Loc, frame: _Frame) -> None:
        if isinstance(body, Node):
            self.add(body, loc, frame)
            return
        named = isinstance(body, dict)
        items = list(body.items()) if isinstance(body, dict) else list(enumerate(body))
        previous = None
        for number, (key, node) in enumerate(items):
            last = number == len(items) - 1
            name = str(key) if named else None
            previous = self.add(
                node, (*loc, key), frame, name, previous=previous, last=last
            )

    def add(
        self,
        node: Node,
        loc: Loc,
        frame: _Frame,
        name: str | None = None,
        *,
        made: bool = False,
        previous: NodePlace | None = None,
        last: bool = True,
    ) -> NodePlace:
        site = NodePlace(
            node=node,
            loc=loc,
            name=name,
            made=made,
            order=len(self.sites),
            parent=frame.parent,
            level=frame.level,
            branches=frame.branches,
            names=frame.names,
            previous=previous,
            last=last,
        )
        self.sites.append(site)
        if isinstance(node, Join) or not isinstance(node, (OpNode, BlockCall)):
            self.parts(site, replace(frame, parent=site))  # the others have no parts
        return site

    def parts(self, site: NodePlace, frame: _Frame) -> None:
        node, inner = site.node, (*site.level, site)
        if isinstance(node, Seq):
            self.body(node.body, (*site.loc, "body"), replace(frame, level=inner))
        elif isinstance(node, Repeat):
            names = frame.names | {node.index, *node.row_names}
            frame = replace(frame, level=inner, names=names)
            self.body(node.body, (*site.loc, "body"), frame)
        for number, (suffix, place, branch) in enumerate(branches_of(node)):
            own = replace(frame, branches=(*frame.branches, (site, number)))
            if isinstance(branch, Node):
                name = f"{site.name}_{suffix}" if site.name else None
                self.add(branch, (*site.loc, *place), own, name, made=True)
            else:
                self.body(branch, (*site.loc, *place), own)
