"""Writes one class: children into the constructor, steps into ``forward``.

The writer walks a body of the model in order. A named node becomes an attribute or a
function call, and groups and repeats become containers. A group that no container can
express becomes a class of its own; its arguments are the names it captures.
"""

from collections.abc import Container, Iterator, Sequence

from archspec.backends.containers.construct import construct
from archspec.backends.containers.context import LoweringContext
from archspec.backends.containers.entries import AnyLayer, LayerGroup, expression
from archspec.backends.containers.fill import Filler
from archspec.backends.containers.groups import LayerMaker
from archspec.backends.containers.parts import parts_in
from archspec.backends.contract.dialect import ClassForm, Layer
from archspec.backends.contract.refusals import LoweringError, Unsupported
from archspec.backends.forward.program import Program, Ref, When
from archspec.backends.lowering.child_calls import WriteCall, called, looped, unpacked
from archspec.backends.lowering.class_state import ClassState
from archspec.backends.lowering.joins import write_join
from archspec.backends.lowering.slices import Slices
from archspec.backends.printing.layout import is_one_line
from archspec.backends.python.build import joined, self_attribute
from archspec.backends.python.nodes import (
    Assign,
    Choice,
    Code,
    Ex,
    Identifier,
    If,
    Part,
    Prefix,
    Stmt,
)
from archspec.expr import Expr
from archspec.model.definitions import (
    AnyItem,
    CallItem,
    JoinItem,
    Loc,
    ModelBody,
    OpItem,
    RepeatItem,
    ReuseItem,
    SeqItem,
    ignores_input,
)
from archspec.ops.dense import Identity
from archspec.record import record, replace


class Writer(ClassState):
    """Writes the children and the steps of one class."""

    def __init__(self, context: LoweringContext, path: Sequence[str], form: ClassForm):
        super().__init__(context.dialect, context.order)
        self.context, self.path, self.form = context, tuple(path), form
        self.layers = LayerMaker(context, path)
        self.attributes |= context.refused
        self.shared: dict[Code, tuple[str, list[Part]]] = {}
        self.applied: dict[AnyItem, WriteCall] = {}
        self.names_of_children: Container[str] = ()

    # --- bodies -------------------------------------------------------------------

    def body(self, body: ModelBody) -> Ref:
        """Write all steps of ``body``; the reference of its result."""
        by_value = {item.out: item for item in body.items}
        previous = body.input
        for item in body.items:
            for source in item.inputs:
                if source is not previous and source in by_value:
                    self.hint_source(by_value[source])
            previous = item.out
        for item in body.items:
            try:
                with self.at([_part(item)]):
                    self.item(item)
            except Unsupported as error:
                raise LoweringError(error, item.loc) from None
            if item in self.order.items:
                self.ref(item.out).firm = True  # keeps the statement here
        return self.ref(body.result)

    def hint_source(self, item: AnyItem) -> None:
        """Name the variable of ``item`` after the node, since other nodes read it."""
        if not item.name or not item.name.isidentifier():
            return
        reserved = item.name in self.dialect.reserved
        name = f"{item.name}_" if reserved else item.name
        self.hints.setdefault(item.out, (name, True))

    def item(self, item: AnyItem) -> None:
        conds: list[Code] = []
        if item.only is not None:
            train = self.dialect.training
            conds.append(train if item.only == "train" else Prefix("not", train))
        if item.when is not None and not self.is_layer(item):
            conds.append(self.flag(f"use_{item.name}", item.when))
        if not conds:
            self.inner(item, item.when)
            return
        cond = conds[0] if len(conds) == 1 else joined("and", conds)
        other = self.ref(item.inputs[0])
        init: list[Stmt] = []
        steps: Program = []
        with self.into(init, steps):
            self.inner(item, item.when if self.is_layer(item) else None)
        result = self.refs[item.out]
        if item.when is not None and not self.is_layer(item):
            self.conditional(item.when, init)
        else:
            self.init += init
        self.compute(When(self.new(item.out), cond, steps, result, other))

    def is_layer(self, item: AnyItem) -> bool:
        """Whether ``item`` is one child that an identity can replace."""
        if isinstance(item, OpItem):
            layer = self.context.layer(item)
            plain = layer.apply is Layer.apply and len(item.inputs) == 1
            return layer.module is not None and plain
        if isinstance(item, CallItem):
            return len(item.inputs) == 1 and len(item.outs) == 1
        return isinstance(item, (SeqItem, RepeatItem)) and not item.body.outside

    def inner(self, item: AnyItem, when: Expr | None) -> None:
        match item:
            case OpItem():
                self.operator(item, when)
            case CallItem():
                self.call(item, when)
            case SeqItem() | RepeatItem():
                self.group(item, when)
            case JoinItem():
                write_join(self, item, self.context.layer, self.body)
            case ReuseItem():
                self.applied[item.target](item)

    # --- children -----------------------------------------------------------------

    def child(self, name: str, layer: AnyLayer, when: Expr | None) -> Code:
        """Register ``layer`` as the child ``name``, or the identity unless ``when``.

        Raises:
            Unsupported: the framework needs that name itself.
        """
        if name in self.context.refused:
            why = f"{name!r} is an attribute of a class of this framework"
            raise Unsupported(why, "rename the node")
        self.attributes.add(name)
        code = expression(self.dialect, layer)
        if code is not None:
            self.construct(*self.one(name, code, when))
        else:
            assert isinstance(layer, LayerGroup)
            filler = self.filler()
            local = "" if name.isidentifier() else filler.local()
            target = Identifier(local) if local else self_attribute(name)
            stmts = filler.fill(target, layer.entries)
            if stmts and when is not None:
                stmts = [If(Ex(when), tuple(stmts))]
            if local:
                child = self.dialect.set_child(name, target)
                self.construct(Assign(local, layer.empty), *stmts, child)
            else:
                self.construct(self.dialect.set_child(name, layer.empty), *stmts)
        return self.dialect.child(name)

    def filler(self) -> Filler:
        return Filler(self.dialect, set(self.context.constructor_names))

    def one(self, name: str, code: Code, when: Expr | None) -> list[Stmt]:
        """A child that is one expression."""
        if when is None:
            return [self.dialect.set_child(name, code)]
        identity = self.form.identity
        short = Choice(Ex(when), code, identity)
        stmt = self.dialect.set_child(name, short)
        if is_one_line(stmt, 8):
            return [stmt]
        return [
            If(
                Ex(when),
                (self.dialect.set_child(name, code),),
                (self.dialect.set_child(name, identity),),
            )
        ]

    def operator(self, item: OpItem, when: Expr | None) -> None:
        layer = self.context.layer(item)
        function = layer.call
        if function is not None and (when is None or isinstance(item.op, Identity)):
            self.apply(
                item,
                lambda to: self.step(to, lambda codes: function(*codes), layer.kind),
            )
            return
        assert layer.module is not None
        child = self.op_child(item, layer, when)
        self.apply(
            item,
            lambda to: self.step(
                to, lambda codes: layer.apply(child, *codes), layer.kind
            ),
        )

    def apply(self, item: AnyItem, write: WriteCall) -> None:
        """Write the step of ``item``, in a way that can be repeated for a reuse."""
        self.applied[item] = write
        write(item)

    def op_child(self, item: OpItem, layer: Layer, when: Expr | None) -> Code:
        assert layer.module is not None and item.name is not None
        if not layer.shared or when is not None:
            return self.child(item.name, layer.module, when)
        if layer.module not in self.shared:
            name = item.op.NAME
            if name in self.attributes or name in self.names_of_children:
                name = item.name
            origin: list[Part] = []
            self.shared[layer.module] = name, origin
            with self.at(origin):
                self.child(name, layer.module, None)
            self.kept[id(self.init[-1])] = self.init[-1]
        name, origin = self.shared[layer.module]
        origin.append(item)
        return self.dialect.child(name)

    def call(self, item: CallItem, when: Expr | None) -> None:
        assert item.name is not None
        signature = self.context.signature(item.target)
        child = self.child(item.name, construct(item, signature), when)
        several = len(item.outs) > 1
        takes_mode = self.context.modes.takes_mode.item(item)
        call = (unpacked if several else called)(self, child, takes_mode)
        self.apply(item, call)

    def group(self, item: SeqItem | RepeatItem, when: Expr | None) -> None:
        assert item.name is not None
        read = self.reading(item)
        layer, outside = self.layers.group(read)
        child = self.child(item.name, layer, when)
        if isinstance(read, SeqItem) and parts_in(read.body, self.context.outputs):
            Slices(self, self.layers).call(read, child, outside)
            return
        loop = isinstance(item, RepeatItem) and outside
        takes_mode = self.context.modes.takes_mode.item(item)
        write = (looped if loop else called)(self, child, takes_mode, outside)
        self.applied[item] = write
        write(read)

    def reading(self, item: SeqItem | RepeatItem) -> SeqItem | RepeatItem:
        """``item`` with a value that it needs as its input, if it ignores its own."""
        if not ignores_input(item):
            return item
        outside = item.body.outside
        source = next((val for val in self.refs if val in outside), item.inputs[0])
        return replace(item, inputs=(source,))


@record
class _Joining:
    """A join without its branches, which have statements of their own."""

    item: JoinItem

    def places(self) -> Iterator[Loc]:
        yield self.item.loc


def _part(item: AnyItem) -> Part:
    """The part of the spec that is written for ``item``."""
    return _Joining(item) if isinstance(item, JoinItem) else item
