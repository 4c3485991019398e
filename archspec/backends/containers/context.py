"""The interface of the lowering to the writers of classes."""

from collections.abc import Sequence
from typing import Protocol

from archspec.backends.containers.needs import ModeNeeds
from archspec.backends.containers.order import Order
from archspec.backends.contract.dialect import Dialect, Layer, Signature
from archspec.model.definitions import AnyItem, ClassDef, ModelBody, OpItem, Val


class LoweringContext(Protocol):
    """The state and the queries of the lowering that the writers of classes use."""

    dialect: Dialect
    refused: frozenset[str]  # names that no child can have in this framework
    constructor_names: set[str]  # names that a local of a constructor must not have
    order: Order  # the items that must run in the order of the spec
    modes: ModeNeeds

    @property
    def outputs(self) -> frozenset[Val]:
        """The values in seqs that are outputs of the current class."""
        ...

    def layer(self, item: OpItem) -> Layer: ...
    def signature(self, target: ClassDef) -> Signature: ...
    def group_class(
        self, path: Sequence[str], body: ModelBody, item: AnyItem
    ) -> tuple[Signature, tuple[Val, ...]]: ...
