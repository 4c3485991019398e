"""Writes one class: children into the constructor, steps into ``forward``.

The writer walks a body of the model in order. A named node becomes an attribute or a
function call; groups and repeats become containers; what no container can express
becomes a class of its own, whose arguments are the names it captures.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

from archspec.backends.containers import (
    Entry,
    Filler,
    Group,
    Leaf,
    Loop,
    Piece,
    expression,
    has_names,
    loop_of,
    name_code,
    say_numbers,
)
from archspec.backends.dialect import (
    Argument,
    Dialect,
    Layer,
    Signature,
    Site,
    Unsupported,
)
from archspec.backends.forward import (
    JOIN,
    MAJOR,
    MINOR,
    Each,
    Program,
    Ref,
    Step,
    Unpack,
    When,
)
from archspec.backends.target import (
    Arg,
    Assign,
    Choice,
    Code,
    Ex,
    If,
    Invoke,
    Raw,
    Stmt,
    Sum,
    invoke,
)
from archspec.expr import Const, Expr, fold, substitute, substitute_product
from archspec.model.definitions import (
    AnyItem,
    Body,
    CallItem,
    ClassDef,
    JoinItem,
    Loc,
    OpItem,
    RepeatItem,
    ReuseItem,
    SeqItem,
    Val,
)


class LoweringError(Exception):
    """An Unsupported with the place in the spec where it stands."""

    def __init__(self, reason: str, loc: Loc):
        super().__init__(reason)
        self.reason, self.loc = reason, loc


class Host(Protocol):
    """What a writer asks of the lowering it belongs to."""

    dialect: Dialect
    words: set[str]  # names that a local of a constructor must not take

    def layer(self, item: OpItem) -> Layer: ...
    def signature(self, target: ClassDef) -> Signature: ...
    def depends_on_mode(self, body: Body) -> bool: ...
    def group_class(
        self, path: Sequence[str], body: Body, item: AnyItem
    ) -> "tuple[Signature, tuple[Val, ...]]": ...


def is_chain(body: Body) -> bool:
    """Whether ``body`` only applies one thing after the other."""
    x = body.input
    for item in body.items:
        if item.inputs != (x,) or item.only is not None or isinstance(item, ReuseItem):
            return False
        # Nodes in the branches of a named join belong to the level of the join itself.
        if isinstance(item, JoinItem) and not body.listed:
            return False
        # A container hands its layers one value.
        if any(_outside(inner) for inner in bodies_of(item)):
            return False
        if isinstance(item, CallItem) and len(item.outs) > 1:
            return False
        x = item.out
    return body.result is x


class Writer:
    """The state of one class while it is written."""

    def __init__(self, host: Host, path: Sequence[str], plain: bool):
        self.host, self.dialect, self.path, self.plain = (
            host,
            host.dialect,
            tuple(path),
            plain,
        )
        self.init: list[Stmt] = []
        self.steps: Program = []
        self.refs: dict[Val, Ref] = {}
        self.hints: dict[Val, tuple[str, bool]] = {}
        self.attributes: set[str] = set()
        self.shared: dict[Code, str] = {}
        self.applied: dict[AnyItem, Callable[[Code], Code]] = {}
        self.captured: dict[Val, Ref] = {}
        self.locals: set[str] = set(self.dialect.reserved)

    # --- values -------------------------------------------------------------------

    def ref(self, val: Val) -> Ref:
        """The reference of a value; one from outside becomes an input of the class."""
        if val not in self.refs:
            self.captured[val] = self.refs[val] = Ref()
        return self.refs[val]

    def new(self, val: Val) -> Ref:
        hint, firm = self.hints.get(val, ("", False))
        self.refs[val] = Ref(hint, firm)
        return self.refs[val]

    @contextmanager
    def into(self, init: list[Stmt], steps: Program) -> Iterator[None]:
        """Children and steps go to these lists instead."""
        saved = self.init, self.steps
        self.init, self.steps = init, steps
        try:
            yield
        finally:
            self.init, self.steps = saved

    # --- bodies -------------------------------------------------------------------

    def body(self, body: Body) -> Ref:
        """Write all steps of ``body``; the reference of its result."""
        previous = body.input
        for item in body.items:
            for source in item.inputs:
                if source is not previous:
                    self.hint_source(body, source)
            previous = item.out
        for item in body.items:
            try:
                self.item(item)
            except Unsupported as error:
                raise LoweringError(error.reason, item.loc) from None
        return self.ref(body.result)

    def hint_source(self, body: Body, source: Val) -> None:
        """A value that is read by name is called by that name."""
        for item in body.items:
            if item.out is source and item.name and item.name.isidentifier():
                name = (
                    item.name
                    if item.name not in self.dialect.reserved
                    else f"{item.name}_"
                )
                self.hints.setdefault(source, (name, True))

    def item(self, item: AnyItem) -> None:
        conds: list[Code] = []
        if item.only is not None:
            train = self.dialect.training
            conds.append(Raw(train if item.only == "train" else f"not {train}"))
        if item.when is not None and not self.is_layer(item):
            conds.append(self.flag(f"use_{item.name}", item.when))
        if not conds:
            self.inner(item, item.when)
            return
        cond = conds[0] if len(conds) == 1 else Sum("and", tuple(conds))
        other = self.ref(item.inputs[0])
        init: list[Stmt] = []
        steps: Program = []
        with self.into(init, steps):
            self.inner(item, item.when if self.is_layer(item) else None)
        result = self.refs[item.out]
        if init and item.when is not None and not self.is_layer(item):
            init = [If(Ex(item.when), tuple(init))]
        self.init += init
        self.steps.append(When(self.new(item.out), cond, steps, result, other))

    def is_layer(self, item: AnyItem) -> bool:
        """Whether ``item`` is one child that an identity can stand in for."""
        if isinstance(item, OpItem):
            layer = self.host.layer(item)
            return layer.module is not None and layer.apply is Layer.apply
        if isinstance(item, CallItem):
            return len(item.inputs) == 1 and len(item.outs) == 1
        return isinstance(item, (SeqItem, RepeatItem)) and not self.reads_outside(item)

    def reads_outside(self, item: SeqItem | RepeatItem) -> bool:
        return bool(_outside(item.body))

    def inner(self, item: AnyItem, when: Expr | None) -> None:
        match item:
            case OpItem():
                self.operator(item, when)
            case CallItem():
                self.call(item, when)
            case SeqItem() | RepeatItem():
                self.group(item, when)
            case JoinItem():
                self.join(item)
            case ReuseItem():
                apply = self.applied[item.target]
                operator = isinstance(item.target, OpItem)
                kind = self.host.layer(item.target).kind if operator else MAJOR
                self.step(item, lambda codes: apply(codes[0]), kind)

    def step(
        self, item: AnyItem, build: Callable[[list[Code]], Code], kind: str
    ) -> None:
        ins = tuple(self.ref(val) for val in item.inputs)
        self.steps.append(Step(self.new(item.out), ins, build, kind))

    # --- children -----------------------------------------------------------------

    def flag(self, name: str, cond: Expr) -> Code:
        """A condition on arguments, kept for ``forward``."""
        attribute = self.attribute(name)
        self.init.append(Assign(f"self.{attribute}", Ex(cond)))
        return Raw(f"self.{attribute}")

    def attribute(self, name: str) -> str:
        word, number = name.replace("-", "_"), 2
        unique = word
        while unique in self.attributes:
            unique, number = f"{word}{number}", number + 1
        self.attributes.add(unique)
        return unique

    def child(self, name: str, piece: Piece, when: Expr | None) -> Code:
        """Register ``piece`` as the child ``name``, or the identity where not ``when``."""
        self.attributes.add(name)
        code = expression(self.dialect, piece)
        if code is not None:
            self.init += self.one(name, code, when)
        else:
            assert isinstance(piece, Group)
            filler = self.filler()
            target = f"self.{name}" if name.isidentifier() else filler.local()
            empty = self.dialect.empty(piece.plain, piece.named)
            stmts = filler.fill(target, piece.entries)
            if name.isidentifier():
                self.init.append(self.dialect.set_child(name, empty))
                self.init += stmts if when is None else [If(Ex(when), tuple(stmts))]
            else:
                stmts = stmts if when is None else [If(Ex(when), tuple(stmts))]
                self.init += [Assign(target, empty), *stmts]
                self.init.append(self.dialect.set_child(name, Raw(target)))
        return self.dialect.child(name)

    def filler(self) -> Filler:
        return Filler(self.dialect, set(self.host.words))

    def one(self, name: str, code: Code, when: Expr | None) -> list[Stmt]:
        """A child that is one expression."""
        if when is None:
            return [self.dialect.set_child(name, code)]
        identity = self.dialect.identity(self.plain)
        short = Choice(Ex(when), code, identity)
        stmt = self.dialect.set_child(name, short)
        from archspec.backends.layout import lay_out

        if len(lay_out([stmt], 8)) == 1:
            return [stmt]
        return [
            If(
                Ex(when),
                (self.dialect.set_child(name, code),),
                (self.dialect.set_child(name, identity),),
            )
        ]

    def operator(self, item: OpItem, when: Expr | None) -> None:
        layer = self.host.layer(item)
        function = layer.call
        if function is not None and when is None:
            self.applied[item] = function
            self.step(item, lambda codes: function(codes[0]), layer.kind)
            return
        assert layer.module is not None
        child = self.op_child(item, layer, when)
        apply = layer.apply
        self.applied[item] = lambda x: apply(child, x)
        self.step(item, lambda codes: apply(child, codes[0]), layer.kind)

    def op_child(self, item: OpItem, layer: Layer, when: Expr | None) -> Code:
        assert layer.module is not None and item.name is not None
        if not layer.shared or when is not None:
            return self.child(item.name, layer.module, when)
        if layer.module not in self.shared:
            name = item.op.NAME
            if name in self.attributes or name in self.names_of_children:
                name = item.name
            self.shared[layer.module] = name
            self.child(name, layer.module, None)
        return self.dialect.child(self.shared[layer.module])

    names_of_children: frozenset[str] = frozenset()

    def call(self, item: CallItem, when: Expr | None) -> None:
        assert item.name is not None
        signature = self.host.signature(item.target)
        child = self.child(item.name, construct(item, signature), when)
        several = len(item.outs) > 1

        def build(codes: list[Code]) -> Code:
            return Invoke(child, tuple(Arg(code) for code in codes))

        if not several:
            self.applied[item] = lambda x: Invoke(child, (Arg(x),))
            self.step(item, build, MAJOR)
            return
        ins = tuple(self.ref(val) for val in item.inputs)
        for name, val in item.outs.items():
            self.hints.setdefault(val, (name, True))
        outs = tuple(self.new(val) for val in item.outs.values())
        self.steps.append(Unpack(outs, ins, build))

    def group(self, item: SeqItem | RepeatItem, when: Expr | None) -> None:
        assert item.name is not None
        piece, outside = self.group_piece(item)
        child = self.child(item.name, piece, when)
        ins = (self.ref(item.inputs[0]), *(self.ref(val) for val in outside))
        if isinstance(item, RepeatItem) and outside:
            # No container hands its layers more than one value: a loop does.
            apply = lambda codes: invoke(*codes)  # noqa: E731
            self.steps.append(Each(self.new(item.out), ins, child, apply))
            return

        def build(codes: list[Code]) -> Code:
            return Invoke(child, tuple(Arg(code) for code in codes))

        if not outside:
            self.applied[item] = lambda x: Invoke(child, (Arg(x),))
        self.steps.append(Step(self.new(item.out), ins, build, MAJOR))

    def group_piece(self, item: SeqItem | RepeatItem) -> tuple[Piece, tuple[Val, ...]]:
        """A seq or named repeat as a container, or as a class of its own.

        Of a repeat, the values are those that each copy reads besides the one before.
        """
        path = (*self.path, item.name or "layer")
        if isinstance(item, SeqItem):
            return self.body_piece(item.body, path, item)
        outside: list[Val] = []
        entries = [self.repeat(item, path, outside)]
        plain = self.host.depends_on_mode(item.body)
        return Group(tuple(entries), plain, has_names(entries)), tuple(outside)

    def body_piece(
        self, body: Body, path: Sequence[str], item: AnyItem
    ) -> tuple[Piece, tuple[Val, ...]]:
        named = any(inner.name is not None for inner in body.items)
        in_class = named and self.dialect.named_groups_are_classes
        if not is_chain(body) or in_class or _outside(body):
            signature, outside = self.host.group_class(path, body, item)
            return construct_group(signature), outside
        entries = self.entries(body, path)
        plain = self.host.depends_on_mode(body)
        return Group(tuple(entries), plain, has_names(entries)), ()

    # --- items of a container -----------------------------------------------------

    def entries(self, body: Body, path: Sequence[str]) -> list[Entry]:
        """The items of a chain as entries of a container."""
        found: list[Entry] = []
        for item in body.items:
            try:
                found += self.entry(item, path)
            except Unsupported as error:
                raise LoweringError(error.reason, item.loc) from None
        try:
            return say_numbers(found)
        except Unsupported as error:
            raise LoweringError(error.reason, body.items[-1].loc) from None

    def entry(self, item: AnyItem, path: Sequence[str]) -> list[Entry]:
        name = None if item.name is None else name_code([item.name])
        if isinstance(item, RepeatItem) and item.spliced:
            return [replace(self.repeat(item, path), when=item.when)]
        return [Leaf(name, self.piece(item, path), item.when)]

    def repeat(
        self, item: RepeatItem, path: Sequence[str], outside: list[Val] | None = None
    ) -> Loop:
        """The loop of a repeat; values that its copies read go to ``outside``."""
        name = None if item.names is None else name_code(item.names)
        body = item.body
        first = body.items[0] if body.items else None
        if item.single and isinstance(first, RepeatItem) and first.spliced:
            entries: list[Entry] = [
                replace(self.repeat(first, path, outside), when=first.when)
            ]
        elif item.single and first is not None:
            layer = self.piece(first, (*path, "layer"), outside)
            entries = [Leaf(name, layer, first.when)]
        elif item.spliced and body.listed and name is None:
            entries = self.entries(body, path)
        else:
            piece, beyond = self.body_piece(body, (*path, "layer"), item)
            note(beyond, outside)
            entries = [Leaf(name, piece)]
        return loop_of(item, entries)

    def piece(
        self, item: AnyItem, path: Sequence[str], outside: list[Val] | None = None
    ) -> Piece:
        """One item of a container as a layer; values it reads go to ``outside``."""
        place = (*path, item.name or "layer")
        match item:
            case OpItem():
                layer = self.host.layer(item).item
                if layer is not None:
                    return layer
            case CallItem():
                return construct(item, self.host.signature(item.target))
            case SeqItem():
                piece, beyond = self.body_piece(item.body, place, item)
                note(beyond, outside)
                return piece
            case RepeatItem():
                piece, beyond = self.group_piece(item)
                note(beyond, None)
                return piece
            case _:
                pass
        alone = Body(item.inputs[0], (item,), item.out)
        signature, beyond = self.host.group_class(place, alone, item)
        note(beyond, outside)
        return construct_group(signature)

    # --- joins --------------------------------------------------------------------

    def join(self, item: JoinItem) -> None:
        if not item.branches:
            self.step(item, self.joiner(item.kind, item.inputs), JOIN)
            return
        x = self.ref(item.inputs[0])
        for branch in item.branches:
            self.refs.setdefault(branch.input, x)
        if item.residual:
            self.residual(item)
            return
        busy = [branch for branch in item.branches if branch.items]
        firm = len(busy) > 2 or any(len(branch.items) > 2 for branch in busy)
        for k, branch in enumerate(item.branches):
            for step in branch.items if len(busy) > 1 else ():
                # A branch keeps one name from step to step.
                last = step.out is branch.result
                self.hints.setdefault(step.out, (f"branch{k + 1}", firm and last))
        ins = tuple(self.body(branch) for branch in item.branches)
        build = self.joiner(item.kind, [branch.result for branch in item.branches])
        self.steps.append(Step(self.new(item.out), ins, build, JOIN))

    def joiner(self, kind: str, values: Sequence[Val]) -> Callable[[list[Code]], Code]:
        """What joins ``values``; their shapes tell whether that broadcasts."""
        shapes = [value.shape for value in values if isinstance(value.shape, tuple)]
        return lambda codes: self.dialect.join(kind, codes, shapes)

    def residual(self, item: JoinItem) -> None:
        if len(item.branches) == 1:  # `skip` is false: no shortcut
            self.refs[item.out] = self.body(item.branches[0])
            return
        body, shortcut = item.branches
        add = self.joiner("add", [body.result, shortcut.result])
        if item.skip is None:
            if shortcut.items:
                self.hints.setdefault(shortcut.result, ("shortcut", True))
            children: list[Stmt] = []
            with self.into(children, self.steps):
                second = self.body(shortcut)  # runs first, so that `x` can be reused
            first = self.body(body)
            self.init += children
            self.steps.append(Step(self.new(item.out), (first, second), add, JOIN))
            return
        flag = self.flag("skip", item.skip)
        first = self.body(body)
        init: list[Stmt] = []
        steps: Program = []
        result = Ref()
        with self.into(init, steps):
            second = self.body(shortcut)
            self.steps.append(Step(result, (first, second), add, JOIN))
        if init:
            self.init.append(If(Ex(item.skip), tuple(init)))
        self.steps.append(When(self.new(item.out), flag, steps, result, first))


def note(beyond: Sequence[Val], outside: list[Val] | None) -> None:
    """Add what a layer of a container reads to ``outside``.

    Raises:
        Unsupported: where the container hands its layers a single value.
    """
    if beyond and outside is None:
        raise Unsupported("a group inside a list reads a value from outside it")
    if beyond and outside is not None:
        outside += beyond


def construct(item: CallItem, signature: Signature) -> Code:
    """The construction of a block with its arguments."""
    args: list[Arg] = []
    for argument in signature.arguments:
        if argument.value is None:
            given = item.args.get(argument.name)
            if given is None:
                continue
            default = argument.default
            if isinstance(default, Ex) and default.expr == given:
                continue
            args.append(Arg(Ex(given), argument.name if default is not None else ""))
            continue
        if argument.when is not None:
            needed = fold(substitute(argument.when, item.bindings))
            if isinstance(needed, Const) and not needed.value:
                continue
        value = substitute_product(argument.value, item.bindings)
        args.append(
            Arg(Ex(value), argument.name if argument.default is not None else "")
        )
    return Invoke(Raw(signature.name), tuple(args))


def construct_group(signature: Signature) -> Code:
    """The construction of a class made for a group: it takes what it captured."""
    return Invoke(
        Raw(signature.name),
        tuple(Arg(Ex(argument.value)) for argument in signature.arguments),
    )


def _outside(body: Body) -> set[Val]:
    """The values that ``body`` reads from outside, its input aside."""
    known: set[Val] = {body.input}
    outside: set[Val] = set()
    _scan(body, known, outside)
    return outside


def _scan(body: Body, known: set[Val], outside: set[Val]) -> None:
    known.add(body.input)
    for item in body.items:
        outside |= {val for val in item.inputs if val not in known}
        for inner in bodies_of(item):
            _scan(inner, known, outside)
        known.add(item.out)
        if isinstance(item, CallItem):
            known.update(item.outs.values())


def bodies_of(item: AnyItem) -> tuple[Body, ...]:
    """The bodies that ``item`` holds."""
    if isinstance(item, (SeqItem, RepeatItem)):
        return (item.body,)
    return item.branches if isinstance(item, JoinItem) else ()


__all__ = [
    "MINOR",
    "Argument",
    "LoweringError",
    "Mapping",
    "Site",
    "Writer",
    "construct",
    "is_chain",
]
