"""Statements that fill a group that the framework cannot write as one expression."""

from collections.abc import Sequence

from archspec.backends.containers.entries import (
    GroupEntry,
    LayerGroup,
    LayerLoop,
    SingleLayer,
    expression,
)
from archspec.backends.contract.dialect import Dialect
from archspec.backends.python.nodes import (
    Assign,
    Code,
    Ex,
    For,
    Identifier,
    If,
    Part,
    Stmt,
)
from archspec.backends.python.walk import located
from archspec.model.names.naming import unused


class Filler:
    """Writes the statements that fill a group, and chooses the names of locals."""

    def __init__(self, dialect: Dialect, taken: set[str]):
        self.dialect, self.taken = dialect, taken

    def fill(self, target: Code, entries: Sequence[GroupEntry]) -> list[Stmt]:
        """Statements that append ``entries`` to the group ``target``."""
        out: list[Stmt] = []
        batch: list[Code] = []
        parts: list[Part] = []

        def flush() -> None:
            if batch:
                made = self.dialect.append(target, tuple(batch))
                out.extend(located(stmt, tuple(parts)) for stmt in made)
                batch.clear()
                parts.clear()

        for entry in entries:
            made: list[Stmt]
            if isinstance(entry, LayerLoop):
                flush()
                body = (*self.fill(target, entry.entries), *entry.after)
                made = [*entry.before, For(entry.target, entry.iterable, body)]
            else:
                code = expression(self.dialect, entry.layer)
                if code is not None and entry.name is None and entry.when is None:
                    batch.append(code)
                    parts += entry.origin
                    continue
                flush()
                made = self.leaf(target, entry, code)
            if entry.when is not None:
                made = [If(Ex(entry.when), tuple(made))]
            out += [located(stmt, entry.origin) for stmt in made]
        flush()
        return out

    def leaf(self, target: Code, leaf: SingleLayer, code: Code | None) -> list[Stmt]:
        before: list[Stmt] = []
        if code is None:
            assert isinstance(leaf.layer, LayerGroup)
            name = self.local()
            before = self.create(name, leaf.layer)
            self.taken.discard(name)
            code = Identifier(name)
        if leaf.name is None:
            return [*before, *self.dialect.append(target, (code,))]
        return [*before, self.dialect.append_named(target, leaf.name, code)]

    def create(self, target: str, group: LayerGroup) -> list[Stmt]:
        """Statements that construct ``group`` as the local ``target``."""
        empty = Assign(target, group.empty)
        return [empty, *self.fill(Identifier(target), group.entries)]

    def local(self) -> str:
        name = unused(self.taken, "layer", "inner")
        self.taken.add(name)
        return name
