"""The state of one class during writing: its values, children and steps."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from archspec.backends.containers.order import Order
from archspec.backends.contract.dialect import Dialect
from archspec.backends.forward.program import AnyStep, Build, Program, Ref, Step
from archspec.backends.python.build import invoke, self_attribute
from archspec.backends.python.nodes import Assign, Code, Ex, Identifier, If, Part, Stmt
from archspec.backends.python.walk import located
from archspec.expr import Expr
from archspec.model.definitions import AnyItem, Val
from archspec.model.names.naming import unused
from archspec.record import replace


class ClassState:
    """The state of one class during writing.

    Attributes:
        dialect: the dialect of the framework.
        order: the items that must run in the order of the spec.
        init: the statements of the constructor.
        steps: the steps of ``forward``.
        refs: the reference of each value.
        hints: the preferred name of a value, and whether it is required.
        attributes: the names of attributes that are taken.
        kept: the statements of ``init`` whose children are shared, by identity.
        captured: the values from outside, which become inputs of the class.
        locals: the names in ``forward`` that are taken.
        origin: the parts of the spec that are being written.
    """

    def __init__(self, dialect: Dialect, order: Order):
        self.dialect, self.order = dialect, order
        self.init: list[Stmt] = []
        self.steps: Program = []
        self.refs: dict[Val, Ref] = {}
        self.hints: dict[Val, tuple[str, bool]] = {}
        self.attributes: set[str] = set()
        self.kept: dict[int, Stmt] = {}
        self.captured: dict[Val, Ref] = {}
        self.locals: set[str] = set(dialect.reserved)
        self.origin: list[Part] = []

    def ref(self, val: Val) -> Ref:
        """The reference of a value; a value from outside becomes an input of the class."""
        if val not in self.refs:
            self.captured[val] = self.refs[val] = Ref()
        return self.refs[val]

    def new(self, val: Val) -> Ref:
        hint, firm = self.hints.get(val, ("", False))
        self.refs[val] = Ref(hint, firm)
        return self.refs[val]

    @contextmanager
    def into(self, init: list[Stmt], steps: Program) -> Generator[None, None, None]:
        """Write children and steps to these lists inside the context."""
        saved = self.init, self.steps
        self.init, self.steps = init, steps
        try:
            yield
        finally:
            self.init, self.steps = saved

    @contextmanager
    def at(self, origin: list[Part]) -> Generator[None, None, None]:
        """Record ``origin`` as the source of the statements written inside."""
        saved, self.origin = self.origin, origin
        try:
            yield
        finally:
            self.origin = saved

    def construct(self, *stmts: Stmt) -> None:
        """Add statements to the constructor."""
        self.init += [located(stmt, self.origin) for stmt in stmts]

    def compute(self, step: AnyStep) -> None:
        """Add a step to ``forward``."""
        self.steps.append(replace(step, origin=self.origin))

    def step(self, item: AnyItem, build: Build, kind: str) -> None:
        ins = tuple(self.ref(val) for val in item.inputs)
        self.compute(Step(self.new(item.out), ins, build, kind))

    def call_of(self, layer: Code, codes: Sequence[Code], takes_mode: bool) -> Code:
        """The call of ``layer``, with the mode as an argument if it ``takes_mode``."""
        word = self.dialect.mode_argument
        mode = {word: Identifier(word)} if takes_mode and word else {}
        return invoke(layer, *codes, **mode)

    def flag(self, name: str, cond: Expr) -> Code:
        """A condition on arguments, stored on ``self`` for ``forward``."""
        attribute = self.attribute(name)
        self.construct(Assign(self_attribute(attribute), Ex(cond)))
        return self_attribute(attribute)

    def attribute(self, name: str) -> str:
        unique = unused(self.attributes, name.replace("-", "_"))
        self.attributes.add(unique)
        return unique

    def conditional(self, cond: Expr, init: Sequence[Stmt]) -> None:
        """Construct children only if ``cond`` holds, but shared children always."""
        self.init += [stmt for stmt in init if id(stmt) in self.kept]
        own = tuple(stmt for stmt in init if id(stmt) not in self.kept)
        if own:
            self.construct(If(Ex(cond), own))
