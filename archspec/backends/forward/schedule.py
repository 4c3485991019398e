"""Writes the body of ``forward``: which calls nest, which values get names.

Lowering builds a program of steps over references. The schedule turns each reference
into a part of the expression that uses it, or into a variable. As in code written by
hand, `x` is reassigned as long as its previous value is not needed later.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, count

from archspec.backends.contract.flow import JOIN, MAJOR, POOL
from archspec.backends.forward.liveness import count_uses, prune, reads_of
from archspec.backends.forward.program import Each, Program, Ref, Step, Unpack, When
from archspec.backends.printing.layout import fits_line
from archspec.backends.python.nodes import (
    Assign,
    Code,
    For,
    Identifier,
    If,
    Items,
    Origin,
    Part,
    Return,
    Stmt,
)
from archspec.model.names.naming import unused
from archspec.record import field, record, replace

DEFAULT_NAMES = ("x", "y", "z", "u", "v", "w")  # of values without a name
INDENT = 8
DEPTH = 3  # calls that nest before a value gets a name


@record(frozen=False)
class _Pending:
    code: Code
    depth: int
    major: bool
    closed: bool  # a pool ends its statement, unless it begins it
    reads: list[str]
    origin: list[Part]


@record(frozen=False)
class _Writer:
    uses: dict[Ref, int]
    taken: set[str]
    names: dict[Ref, str] = field(factory=dict[Ref, str])
    pending: dict[Ref, _Pending] = field(factory=dict[Ref, _Pending])
    live: dict[str, int] = field(factory=dict[str, int])  # variable -> reads to come
    origins: dict[Ref, Origin] = field(factory=dict[Ref, Origin])

    def write(self, steps: Program, out: list[Stmt], indent: int) -> None:
        for step in steps:
            match step:
                case Step():
                    self.step(step, out, indent)
                case Unpack():
                    self.unpack(step, out)
                case When():
                    self.when(step, out, indent)
                case Each():
                    self.each(step, out)

    def step(self, step: Step, out: list[Stmt], indent: int) -> None:
        for ref in step.ins:
            held = self.pending.get(ref)
            if held is not None and _ends(held, step.kind):
                self.assign(ref, out)
        built = self.build(step)
        room = "x = " if self.uses.get(step.out) else "return "
        if built is None or not fits_line(built.code, indent, room):
            built = self.build_of_variables(step, out)
        self.consume(step.ins)
        built.major |= step.kind == MAJOR
        built.closed = step.kind == POOL and built.depth > 1
        self.pending[step.out] = built
        if step.out.firm or self.uses.get(step.out, 0) != 1:
            self.assign(step.out, out)

    def build_of_variables(self, step: Step | Unpack, out: list[Stmt]) -> _Pending:
        """The code of ``step`` if each value that it reads has a name."""
        for ref in step.ins:
            self.assign(ref, out)
        built = self.build(step)
        assert built is not None
        return built

    def build(self, step: Step | Unpack) -> _Pending | None:
        """The code of ``step``; None if it needs variables."""
        ins = step.ins
        parts = [self.pending.get(ref) for ref in ins]
        codes: list[Code] = []
        reads: list[str] = []
        origin: list[Part] = []
        for ref, held in zip(ins, parts, strict=True):
            codes.append(held.code if held else Identifier(self.names[ref]))
            reads += held.reads if held else [self.names[ref]]
            origin += held.origin if held else ()
        depth = 1 + max((held.depth for held in parts if held), default=0)
        major = any(held.major for held in parts if held)
        code = step.build(codes)
        if code is None:
            return None
        origin += step.origin
        return _Pending(code, depth, major, False, reads, origin)

    def consume(self, ins: Sequence[Ref]) -> None:
        for ref in ins:
            self.pending.pop(ref, None)

    def assign(self, ref: Ref, out: list[Stmt]) -> str:
        """Give ``ref`` a variable, if it has none yet; return its name."""
        held = self.pending.pop(ref, None)
        if held is None:
            return self.names[ref]
        # The identity returns its input.
        if isinstance(held.code, Identifier) and held.code.id in self.live:
            self.names[ref] = held.code.id
            self.live[held.code.id] += self.uses.get(ref, 0) - len(held.reads)
            return held.code.id
        self.release(held.reads)
        name = self.choose(ref)
        out.append(Assign(name, held.code, held.origin))
        self.origins[ref] = held.origin
        self.name(ref, name)
        return name

    def name(self, ref: Ref, name: str) -> None:
        self.names[ref] = name
        self.live[name] = self.uses.get(ref, 0)

    def release(self, reads: Sequence[str]) -> None:
        for name in reads:
            self.live[name] -= 1

    def choose(self, ref: Ref) -> str:
        candidates = chain(
            [ref.hint] if ref.hint else (), DEFAULT_NAMES, _default_names()
        )
        return next(
            name
            for name in candidates
            if name not in self.taken and self.live.get(name, 0) <= 0
        )

    def unpack(self, step: Unpack, out: list[Stmt]) -> None:
        built = self.build(step)
        built = built or self.build_of_variables(step, out)
        self.consume(step.ins)
        self.release(built.reads)
        names: list[str] = []
        for ref in step.outs:
            names.append(self.choose(ref) if self.uses.get(ref) else "_")
            if names[-1] != "_":
                self.name(ref, names[-1])
                self.origins[ref] = built.origin
        out.append(Assign(tuple(names), built.code, built.origin))

    def when(self, step: When, out: list[Stmt], indent: int) -> None:
        name = self.assign(step.other, out)
        self.live[name] -= 1  # the read of the value that stays unchanged
        inner = reads_of(step.steps, step.other) + (step.result is step.other)
        if self.live[name] > inner:
            copy = self.choose(step.out)
            out.append(Assign(copy, Identifier(name), step.origin))
            target = copy
        else:
            target = name
        body: list[Stmt] = []
        self.write(step.steps, body, indent + 4)
        if step.result in self.pending:
            held = self.pending.pop(step.result)
            self.release(held.reads)
            if held.code != Identifier(target):  # the identity
                body.append(Assign(target, held.code, held.origin))
        elif self.names[step.result] != target:
            self.release([self.names[step.result]])
            named = Identifier(self.names[step.result])
            body.append(Assign(target, named, step.origin))
        if body:
            out.append(If(step.cond, tuple(body), origin=step.origin))
        self.name(step.out, target)
        self.origins[step.out] = step.origin

    def each(self, step: Each, out: list[Stmt]) -> None:
        names = [self.assign(ref, out) for ref in step.ins]
        target = names[0]
        if self.live[target] > 1:
            target = self.choose(step.out)
            out.append(Assign(target, Identifier(names[0]), step.origin))
        self.release(names)
        taken = {target, *names}
        taken |= self.taken | {name for name, reads in self.live.items() if reads > 0}
        layer = unused(taken, "layer")
        made = step.build([*map(Identifier, (layer, target, *names[1:]))])
        assert made is not None  # of variables alone
        applied = Assign(target, made, step.origin)
        out.append(For(layer, step.layers, (applied,), step.origin))
        self.name(step.out, target)
        self.origins[step.out] = step.origin

    def nests(self, refs: Sequence[Ref]) -> bool:
        """Whether names would make the returned expressions simpler."""
        return len(refs) > 1 or any(
            ref in self.pending and self.pending[ref].depth > 1 for ref in refs
        )

    def finish(self, refs: Sequence[Ref], out: list[Stmt], indent: int) -> None:
        held = [self.pending.get(ref) for ref in refs]
        places = (
            one.origin if one else self.origins.get(ref, ())
            for ref, one in zip(refs, held, strict=True)
        )
        origin = [part for place in places for part in place]
        codes = [
            one.code if one else Identifier(self.names[ref])
            for ref, one in zip(refs, held, strict=True)
        ]
        value = codes[0] if len(codes) == 1 else Items(tuple(codes))
        if not fits_line(value, indent, "return ") and self.nests(refs):
            codes = [Identifier(self.assign(ref, out)) for ref in refs]
            value = codes[0] if len(codes) == 1 else Items(tuple(codes))
        out.append(Return(value, origin))


def _default_names() -> Iterator[str]:
    return (f"x{number}" for number in count(2))


def _ends(held: _Pending, kind: str) -> bool:
    """Whether a step of ``kind`` starts a new statement after ``held``."""
    if kind == JOIN:
        return held.depth > 1
    if held.closed:
        return kind != POOL
    if kind == MAJOR and held.major:
        return True
    return held.depth >= DEPTH + (kind == POOL)


@record
class Ending:
    """A return of a method, and the steps that only this return needs."""

    steps: Program
    refs: tuple[Ref, ...]


def write_forward(
    inputs: dict[str, Ref],
    steps: Program,
    ending: Ending,
    taken: set[str],
    training: tuple[Code, Ending] | None = None,
) -> tuple[Stmt, ...]:
    """The statements of ``forward``; with ``training``, another ending in that mode."""
    wanted = set(ending.refs)
    ending = replace(ending, steps=prune(ending.steps, wanted))
    if training is not None:
        wanted |= set(training[1].refs)
        steps_there = prune(training[1].steps, wanted)
        training = (training[0], replace(training[1], steps=steps_there))
    steps = prune(steps, wanted)
    uses: dict[Ref, int] = {}
    for part in [ending, *([training[1]] if training else [])]:
        count_uses(part.steps, uses)
        for ref in part.refs:
            uses[ref] = uses.get(ref, 0) + 1
    count_uses(steps, uses)
    writer = _Writer(uses, taken)
    for name, ref in inputs.items():
        writer.name(ref, name)
    out: list[Stmt] = []
    writer.write(steps, out, INDENT)
    if training is not None:
        cond, other = training
        for ref in list(writer.pending):
            writer.assign(ref, out)
        body: list[Stmt] = []
        before = dict(writer.live)
        writer.write(other.steps, body, INDENT + 4)
        writer.finish(other.refs, body, INDENT + 4)
        writer.live = before
        out.append(If(cond, tuple(body)))
    writer.write(ending.steps, out, INDENT)
    writer.finish(ending.refs, out, INDENT)
    return tuple(out)
