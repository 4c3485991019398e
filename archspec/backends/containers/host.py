"""The interface of the lowering for the writers of a class."""

from collections.abc import Sequence
from typing import Protocol

from archspec.backends.containers.order import Order
from archspec.backends.contract.dialect import Dialect, Layer, Signature
from archspec.model.definitions import AnyItem, ClassDef, ModelBody, OpItem, Val


class Host(Protocol):
    """The interface of the lowering for a writer."""

    dialect: Dialect
    refused: frozenset[str]  # names that no child can have in this framework
    words: set[str]  # names that a local of a constructor must not take
    order: Order  # what has to run in the order of the spec

    @property
    def outputs(self) -> frozenset[Val]:
        """The values in seqs that are outputs of the class that is written."""
        ...

    def layer(self, item: OpItem) -> Layer: ...
    def signature(self, target: ClassDef) -> Signature: ...
    def depends_on_mode(self, body: ModelBody) -> bool: ...
    def told(self, item: AnyItem) -> bool: ...
    def group_class(
        self, path: Sequence[str], body: ModelBody, item: AnyItem
    ) -> tuple[Signature, tuple[Val, ...]]: ...
