"""From the model to the target tree: one class after the other, blocks first."""

from collections.abc import Sequence
from itertools import pairwise

from archspec.backends.containers.bodies import (
    child_names,
    is_chain,
    numbered,
    words_of,
)
from archspec.backends.containers.entries import LayerGroup, expression, has_names
from archspec.backends.containers.order import order_of
from archspec.backends.containers.parts import returned
from archspec.backends.contract.dialect import Argument, Dialect, Layer, Signature, Site
from archspec.backends.contract.flow import MAJOR
from archspec.backends.contract.refusals import LoweringError, Unsupported
from archspec.backends.contract.reserved import refused_children
from archspec.backends.forward.program import Ref, Step
from archspec.backends.forward.schedule import Ending, write_forward
from archspec.backends.lowering.arguments import settle
from archspec.backends.lowering.calls import calls_of
from archspec.backends.lowering.children import Writer
from archspec.backends.lowering.finish import Written, finish
from archspec.backends.lowering.group_names import GroupNames
from archspec.backends.lowering.in_place import fresh
from archspec.backends.lowering.list_fields import whole_lists
from archspec.backends.lowering.list_values import Lists
from archspec.backends.lowering.methods import START, methods
from archspec.backends.lowering.modes import endings
from archspec.backends.lowering.needs import ModeNeeds
from archspec.backends.python.build import dotted, inherited, own
from archspec.backends.python.free_names import free_names
from archspec.backends.python.nodes import (
    Assign,
    Class,
    Do,
    Identifier,
    Invoke,
    Module,
    Stmt,
)
from archspec.expr import Name
from archspec.model.definitions import (
    AnyItem,
    ClassDef,
    Model,
    ModelBody,
    OpItem,
    RepeatItem,
    SeqItem,
    Val,
)
from archspec.record import replace


def lower(model: Model, dialect: Dialect) -> Module:
    """The file of ``model`` in the words of ``dialect``.

    Raises:
        LoweringError: an operator that the framework cannot express exactly.
        NeedsValue: params that have to be fixed to be printed at all.
    """
    lowering = _Lowering(model, dialect)
    for definition in model.classes:
        lowering.define(definition)
    return Module(tuple(lowering.classes), calls_of(model))


class _Lowering:
    def __init__(self, model: Model, dialect: Dialect):
        self.model, self.dialect = model, dialect
        self.current = model.root  # the class that is written
        self.classes: list[Class] = []
        self.signatures: dict[ClassDef, Signature] = {}
        self.layers: dict[OpItem, Layer] = {}
        self.modes = ModeNeeds(self.signatures)
        self.fresh = fresh(definition.body for definition in model.classes)
        self.fresh -= set[Val]().union(*(c.parts for c in model.classes))
        self.order = order_of(model.classes)
        own = (definition.name for definition in model.classes)
        self.names = GroupNames([*own, *dialect.helpers])
        self.refused = refused_children(dialect.name)
        self.words = set(dialect.reserved).union(*(words_of(c) for c in model.classes))

    # --- what writers ask ---------------------------------------------------------

    @property
    def outputs(self) -> frozenset[Val]:
        return self.current.parts

    def layer(self, item: OpItem) -> Layer:
        """The operator in the words of the framework, lowered once.

        Raises LoweringError if the framework has none.
        """
        if item not in self.layers:
            row = self.dialect.rows.get(type(item.op))
            if row is None:
                why = f"this backend does not have {item.op.NAME} yet"
                raise LoweringError(Unsupported(why), item.loc)
            attribute = item.name if (item.name or "").isidentifier() else None
            site = Site(item.xs, item.init, attribute, item.inputs[0] in self.fresh)
            try:
                layer = row(item.op, site)
            except Unsupported as error:
                raise LoweringError(error, item.loc) from None
            self.layers[item] = whole_lists(layer, item.lists)
        return self.layers[item]

    def signature(self, target: ClassDef) -> Signature:
        return self.signatures[target]

    def depends_on_mode(self, body: ModelBody) -> bool:
        """Whether ``body``, or a class it calls, acts differently in training."""
        return self.modes.differ.body(body)

    def told(self, item: AnyItem) -> bool:
        """Whether ``item`` is told the mode by an argument, since something in it needs it."""
        return bool(self.dialect.mode_argument) and self.modes.told.item(item)

    def group_class(
        self, path: Sequence[str], body: ModelBody, item: AnyItem
    ) -> tuple[Signature, tuple[Val, ...]]:
        """A class for a group that no container can express."""
        name = self.names.new(path)
        place = ".".join(part for part in path[1:] if part != "layer")
        doc = f"Part `{place}` of {path[0]}." if place else f"A part of {path[0]}."
        plain = self.depends_on_mode(body)
        body = numbered(body, self.current)
        writer = Writer(self, path, plain)
        x = Ref()
        writer.refs[body.input] = x
        # The first copy of a repeat reads that, the others do not; nor does a reuse.
        if not isinstance(item, RepeatItem) and not _reused(item):
            writer.refs.setdefault(item.inputs[0], x)
        writer.body(body)
        results = tuple(writer.ref(val) for val in returned(body, self.outputs))
        inputs = {"x": x}
        for k, ref in enumerate(writer.captured.values()):
            inputs[f"skip{k + 1}" if k else "skip"] = ref
        forward = write_forward(
            inputs,
            writer.steps,
            Ending([], results),
            writer.locals | set(inputs) - {"x"},
        )
        taken, types = set(writer.locals), self.current.types
        settled = settle(writer.init, forward, writer.attribute, taken, types)
        settled.init = Lists({}).statements(settled.init)
        settled.forward = Lists({}).statements(settled.forward)
        free = free_names(settled.init)
        free += [word for word in settled.kept if word not in free]
        sizes = {argument.name: argument for argument in settled.sizes}
        arguments = [sizes.get(word, Argument(word, None, Name(word))) for word in free]
        arguments = [Argument(a.name, None, a.value) for a in arguments]
        keep: list[Stmt] = [
            Assign(own(v), Identifier(k)) for k, v in settled.kept.items()
        ]
        init = [
            Do(START),
            *self.dialect.scope([*keep, *settled.init]),
        ]
        told = any(map(self.told, body.items))
        forward = settled.forward
        made = methods(
            self.dialect, arguments, init, tuple(inputs), forward, plain, told
        )
        self.classes.append(
            Class(
                name,
                self.current.name,
                dotted(self.dialect.module_base(plain)),
                doc,
                made,
            )
        )
        return Signature(name, arguments, plain, told), tuple(writer.captured)

    # --- classes ------------------------------------------------------------------

    def define(self, definition: ClassDef) -> None:
        self.current, body = definition, definition.body
        simple = not any(exit.only or exit.name for exit in definition.outputs)
        outs = [exit for exit in definition.outputs if exit.value is body.result]
        chain = body.listed and is_chain(body) and len(definition.inputs) == 1
        if chain and (simple or len(outs) == len(definition.outputs) == 1):
            self.list_class(definition)
        elif body.listed and len(definition.inputs) == 1 and simple and self.tail(body):
            self.list_class(definition, self.tail(body))
        else:
            named = replace(definition, body=numbered(body, definition))
            self.network_class(named, definition)

    def tail(self, body: ModelBody) -> int:
        """How many functions end a list whose rest is a chain; 0 if it is no such list."""
        count = len(body.items)
        while count and self.is_function(body.items[count - 1]):
            count -= 1
        head = replace(body, items=body.items[:count], result=_result(body, count))
        linear = all(a.out is b.inputs[0] for a, b in pairwise(body.items))
        return len(body.items) - count if linear and is_chain(head) else 0

    def is_function(self, item: AnyItem) -> bool:
        if not isinstance(item, OpItem) or item.when or len(item.inputs) > 1:
            return False
        return self.layer(item).call is not None

    def list_class(self, definition: ClassDef, tail: int = 0) -> None:
        """A class that is a container itself; ``tail`` functions follow its layers."""
        body, dialect = definition.body, self.dialect
        plain = self.depends_on_mode(body)
        told = any(map(self.told, body.items))
        count = len(body.items) - tail
        last = body.items[count:]
        body = replace(body, items=body.items[:count], result=_result(body, count))
        writer = Writer(self, (definition.name,), plain)
        entries = writer.pieces.entries(body, (definition.name,))
        parts = body.items
        forward: list[Stmt] | None = None
        if last:
            x, result = Ref(), Ref()
            name = dialect.forward_name(plain)
            args = dialect.forward_params(plain)[1:]
            head = [inherited(name), *map(Identifier, args)]
            step = Step(
                result,
                (x,),
                lambda codes: writer.call_of(head[0], [*head[1:], codes[0]], told),
                MAJOR,
                parts,
            )
            writer.steps.append(step)
            writer.refs[body.result] = result
            end = writer.body(ModelBody(body.result, last, last[-1].out))
            inputs = {next(iter(definition.inputs)): x}
            ending = Ending([], (end,))
            forward = list(write_forward(inputs, writer.steps, ending, writer.locals))
        named = has_names(entries)
        base = dialect.list_base(plain, named)
        whole = (
            None if named else expression(dialect, LayerGroup(tuple(entries), plain))
        )
        if isinstance(whole, Invoke) and not definition.let:
            init: list[Stmt] = [Do(Invoke(inherited("__init__"), whole.args), parts)]
        else:
            init = [
                Do(START),
                *writer.filler().fill(Identifier("self"), entries),
            ]
        written = Written(init, forward, base, plain, told, listed=True)
        self.add(definition, written, writer)

    def network_class(self, definition: ClassDef, original: ClassDef) -> None:
        """A class with named children and a ``forward`` of its own."""
        body = definition.body
        plain = self.depends_on_mode(body) or any(
            exit.only for exit in definition.outputs
        )
        writer = Writer(self, (definition.name,), plain)
        writer.names_of_children = frozenset(child_names(body))
        inputs: dict[str, Ref] = {}
        for name, val in definition.inputs.items():
            inputs[name.replace("-", "_")] = writer.refs[val] = Ref()
        for exit in definition.outputs:
            if exit.value is not body.result:
                writer.hints.setdefault(exit.value, (exit.name.replace("-", "_"), True))
        writer.body(body)
        taken = writer.locals | {name for name in inputs if name not in ("x", "y", "z")}
        common, ending, training = endings(definition, writer)
        other = None if training is None else (self.dialect.training, training)
        forward = write_forward(inputs, common, ending, taken, other)
        init = [Do(START), *writer.init]
        base = self.dialect.module_base(plain)
        told = plain or self.modes.told.body(body)
        told = told and bool(self.dialect.mode_argument)
        self.add(definition, Written(init, list(forward), base, plain, told), writer)
        self.signatures[original] = self.signatures[definition]

    def add(self, definition: ClassDef, written: Written, writer: Writer) -> None:
        """Settle the names of a class and add it."""
        settled = finish(self.dialect, definition, written, writer)
        self.classes.append(settled.code)
        self.signatures[definition] = settled.signature


def _reused(item: AnyItem) -> bool:
    return isinstance(item, SeqItem) and item.reused


def _result(body: ModelBody, count: int) -> Val:
    return body.items[count - 1].out if count else body.input
