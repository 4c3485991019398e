"""Lowers the model to the target tree: one class after the other, blocks first."""

from collections.abc import Sequence

from archspec.backends.containers.bodies import (
    child_names,
    constructor_names,
    is_chain,
    numbered,
)
from archspec.backends.containers.needs import ModeNeeds
from archspec.backends.containers.order import order_of
from archspec.backends.contract.dialect import Dialect, Layer, Signature, Site
from archspec.backends.contract.facts.reserved import refused_children
from archspec.backends.contract.refusals import LoweringError, Unsupported
from archspec.backends.forward.program import Ref
from archspec.backends.forward.schedule import write_forward
from archspec.backends.lowering.calls import calls_of
from archspec.backends.lowering.children import Writer
from archspec.backends.lowering.classes.finish import START, Written, finish
from archspec.backends.lowering.classes.group_class import write_group
from archspec.backends.lowering.classes.group_names import GroupNames
from archspec.backends.lowering.classes.list_class import functions_at_end, write_list
from archspec.backends.lowering.in_place import fresh
from archspec.backends.lowering.list_fields import whole_lists
from archspec.backends.lowering.modes import endings
from archspec.backends.python.nodes import Class, Do, Module
from archspec.model.definitions import AnyItem, ClassDef, Model, ModelBody, OpItem, Val


def lower(model: Model, dialect: Dialect) -> Module:
    """The file of ``model`` in the code of ``dialect``'s framework.

    Raises:
        LoweringError: the framework cannot express an operator exactly.
        NeedsValue: params must be fixed before the file can be printed.
    """
    lowering = _Lowering(model, dialect)
    for definition in model.classes:
        lowering.define(definition)
    return Module(tuple(lowering.classes), calls_of(model))


class _Lowering:
    def __init__(self, model: Model, dialect: Dialect):
        self.model, self.dialect = model, dialect
        self.current = model.root  # the class that is being written
        self.classes: list[Class] = []
        self.signatures: dict[ClassDef, Signature] = {}
        self.layers: dict[OpItem, Layer] = {}
        self.modes = ModeNeeds(dialect)
        self.fresh = fresh(definition.body for definition in model.classes)
        self.fresh -= set[Val]().union(*(c.parts for c in model.classes))
        self.order = order_of(model.classes)
        own = (definition.name for definition in model.classes)
        self.names = GroupNames([*own, *dialect.helpers])
        self.refused = refused_children(dialect.name)
        self.constructor_names = set(dialect.reserved).union(
            *(constructor_names(c) for c in model.classes)
        )

    # --- LoweringContext ----------------------------------------------------------

    @property
    def outputs(self) -> frozenset[Val]:
        return self.current.parts

    def layer(self, item: OpItem) -> Layer:
        """The operator in the code of the framework, lowered once.

        Raises LoweringError if the framework cannot express it.
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
            self.layers[item] = whole_lists(layer, item.lists, len(site.x) - 1)
        return self.layers[item]

    def signature(self, target: ClassDef) -> Signature:
        return self.signatures[target]

    def group_class(
        self, path: Sequence[str], body: ModelBody, item: AnyItem
    ) -> tuple[Signature, tuple[Val, ...]]:
        """A class for a group that no container can express."""
        name = self.names.new(path)
        made, captured = write_group(self, self.current, name, path, body, item)
        self.classes.append(made.code)
        return made.signature, captured

    # --- classes ------------------------------------------------------------------

    def define(self, definition: ClassDef) -> None:
        """A class for a block or the network: a container, if it can be one."""
        self.current, body = definition, definition.body
        simple = not any(exit.only or exit.name for exit in definition.outputs)
        outs = [exit for exit in definition.outputs if exit.value is body.result]
        listed = body.listed and len(definition.inputs) == 1
        if (
            listed
            and is_chain(body)
            and (simple or len(outs) == len(definition.outputs) == 1)
        ):
            self.add(definition, *write_list(self, definition, 0))
        elif listed and simple and (tail := functions_at_end(self, body)):
            self.add(definition, *write_list(self, definition, tail))
        else:
            self.network_class(definition)

    def network_class(self, definition: ClassDef) -> None:
        """A class with named children and a ``forward`` of its own."""
        body = numbered(definition.body, definition)
        writer = Writer(self, (definition.name,), self.modes.form(definition))
        writer.names_of_children = frozenset(child_names(body))
        inputs: dict[str, Ref] = {}
        for name, val in definition.inputs.items():
            inputs[name] = writer.refs[val] = Ref()
        for exit in definition.outputs:
            if exit.value is not body.result:
                writer.hints.setdefault(exit.value, (exit.name.replace("-", "_"), True))
        writer.body(body)
        taken = writer.locals | {name for name in inputs if name not in ("x", "y", "z")}
        common, ending, training = endings(definition, writer)
        other = None if training is None else (self.dialect.training, training)
        forward = list(write_forward(inputs, common, ending, taken, other))
        written = Written(
            name=definition.name,
            doc=definition.docstring,
            inputs=tuple(definition.inputs),
            init=[Do(START), *writer.init],
            forward=forward,
            form=writer.form,
            base=writer.form.module,
            takes_mode=self.modes.takes_mode.definition(definition),
        )
        self.add(definition, written, writer)

    def add(self, definition: ClassDef, written: Written, writer: Writer) -> None:
        """Resolve the names of a class and add it."""
        made = finish(self.dialect, definition, written, writer)
        self.classes.append(made.code)
        self.signatures[definition] = made.signature
