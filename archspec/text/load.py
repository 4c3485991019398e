"""YAML as trees in which every value has a position.

A tree is built from the parser's events. PyYAML's own constructors follow YAML 1.1
(where ``on`` is true and ``1e-5`` is a text), drop positions, and keep the last of two
equal keys.
"""

import re
from typing import NoReturn

from yaml import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    StreamEndEvent,
)

from archspec.record import record
from archspec.text.events import parse_events
from archspec.text.files import MAX_BYTES, too_large
from archspec.text.problems import (
    CompileError,
    Problem,
    Problems,
    Related,
    phase,
    suggest,
)
from archspec.text.scalars import resolve, resolve_as
from archspec.text.source import Source, Span
from archspec.text.syntax import tag_problem
from archspec.text.tree import (
    Mapping,
    MappingEntry,
    Scalar,
    Sequence,
    Tree,
    fragment_help,
    is_empty,
    locate,
    plain,
)

__all__ = [
    "Mapping",
    "MappingEntry",
    "Scalar",
    "Sequence",
    "Tree",
    "fragment_help",
    "load_tree",
    "locate",
    "plain",
]

MAX_DEPTH = 100
MAX_NODES = 200_000  # after aliases are expanded

_CORE_TAG = "tag:yaml.org,2002:"
_PROPERTY = re.compile(r"(?:!<[^>]*>|[&!][^\s,\[\]{}]*)(?:\s|#[^\n]*)*")
_MERGE = "<<"


@phase("syntax")
def load_tree(source: Source) -> Tree:
    """The tree of a YAML text with exactly one document.

    Raises CompileError for text that is not YAML, tags, duplicate keys, wrong aliases,
    and trees that are too large or too deep.
    """
    if len(source.text) > MAX_BYTES:
        raise CompileError([too_large(source.path)])
    return _Builder(source).build()


@record
class _Anchor:
    tree: Tree
    size: int  # nodes, with aliases expanded
    height: int  # levels below the anchored node


class _Builder:
    """Turns events into a tree; collects problems that are not fatal in ``problems``.

    ``nodes`` and ``deepest`` measure the tree so far as if aliases were copied: an
    alias adds the size of its anchor, without expanding it.
    """

    def __init__(self, source: Source):
        self.source = source
        self.events = parse_events(source)
        self.problems = Problems()
        self.anchors: dict[str, _Anchor | None] = {}  # None while it is being built
        self.nodes = 0
        self.deepest = 0

    def build(self) -> Tree:
        try:
            return self.document()
        except CompileError as error:
            raise CompileError([*self.problems.items, *error.problems]) from None

    def document(self) -> Tree:
        next(self.events)  # the start of the stream
        tree = None
        if isinstance(next(self.events), DocumentStartEvent):
            tree = self.node(next(self.events), 1)
            next(self.events)  # the end of the document
            event = next(self.events)
            if not isinstance(event, StreamEndEvent):
                help = "write one spec per file"
                self.problems.add("a second document", self.span_of(event), help)
        self.problems.raise_if_any()
        if tree is None or is_empty(tree):
            help = "start with the lines 'archspec: 1', 'name: ...' and 'input: ...'"
            self.stop("the file is empty", Span(self.source, 0, 0), help)
        return tree

    def span_of(self, event: Event) -> Span:
        return Span(self.source, event.start_mark.index, event.end_mark.index)

    def stop(self, message: str, span: Span, help: str = "") -> NoReturn:
        raise CompileError([Problem(message, span, help)])

    def node(self, event: Event, depth: int) -> Tree:
        """The tree that begins with an event, ``depth`` levels below the file."""
        assert isinstance(event, NodeEvent)
        if depth > MAX_DEPTH:
            self.stop(f"nested more than {MAX_DEPTH} levels deep", self.span_of(event))
        self.nodes += 1
        if event.anchor is None:
            return self.content(event, depth)
        if isinstance(event, AliasEvent):
            return self.alias(event, depth)
        self.anchors[event.anchor] = None
        nodes, deepest, self.deepest = self.nodes, self.deepest, depth
        tree = self.content(event, depth)
        size, height = self.nodes - nodes + 1, self.deepest - depth
        self.anchors[event.anchor] = _Anchor(tree, size, height)
        self.deepest = max(deepest, self.deepest)
        return tree

    def alias(self, event: AliasEvent, depth: int) -> Tree:
        name, span = event.anchor, self.span_of(event)
        if name not in self.anchors:
            help = suggest(name, self.anchors)
            self.problems.add(f"there is no anchor '&{name}' above", span, help)
            return Scalar(None, "", span)
        anchor = self.anchors[name]
        if anchor is None:
            self.stop(f"'*{name}' is inside '&{name}' itself", span)
        self.nodes += anchor.size - 1
        self.deepest = max(self.deepest, depth + anchor.height)
        if self.nodes > MAX_NODES:
            self.stop(f"aliases expand to more than {MAX_NODES} values", span)
        if self.deepest > MAX_DEPTH:
            self.stop(f"aliases nest more than {MAX_DEPTH} levels deep", span)
        return anchor.tree

    def content(self, event: NodeEvent, depth: int) -> Tree:
        if depth > self.deepest:
            self.deepest = depth
        if isinstance(event, ScalarEvent):
            return self.scalar(event)
        assert isinstance(event, CollectionStartEvent)
        if isinstance(event, MappingStartEvent):
            return self.mapping(event, depth)
        return self.sequence(event, depth)

    def scalar(self, event: ScalarEvent) -> Scalar:
        text, start, end = event.value, event.start_mark.index, event.end_mark.index
        if not (event.anchor or event.tag or event.style):  # nearly all scalars
            try:
                return Scalar(resolve(text), text, Span(self.source, start, end))
            except ValueError:  # reported below
                pass
        start = self.content_start(event, end)
        if event.style in ("|", ">"):  # the end mark is at the start of a later line
            end = start + len(self.source.text[start:end].rstrip())
        span = Span(self.source, start, end)
        kind = self.kind(event, ("str", "int", "float", "bool", "null"))
        value = None
        try:
            if kind:
                value = resolve_as(kind, text)
            else:
                value = text if event.style else resolve(text)
        except ValueError as error:
            self.problems.add(str(error), span, "delete the tag" if kind else "")
        return Scalar(value, text, span, int(event.style in ("'", '"')))

    def sequence(self, event: CollectionStartEvent, depth: int) -> Sequence:
        self.kind(event, ("seq",))
        items: list[Tree] = []
        end = event.end_mark.index
        while not isinstance(item := next(self.events), CollectionEndEvent):
            tree, span = self.placed(item, depth + 1)
            items.append(tree)
            end = span.end
        return Sequence(tuple(items), self.collection_span(event, item, end))

    def mapping(self, event: CollectionStartEvent, depth: int) -> Mapping:
        self.kind(event, ("map",))
        entries: dict[str, MappingEntry] = {}
        own: dict[str, Span] = {}
        end = event.end_mark.index
        while not isinstance(item := next(self.events), CollectionEndEvent):
            key, key_span = self.placed(item, depth + 1)
            value, value_span = self.placed(next(self.events), depth + 1)
            end = value_span.end if value_span.end > key_span.end else key_span.end
            if not isinstance(key, Scalar):
                help = "put quotes around a text that starts with a bracket"
                self.problems.add("a key must be a plain word", key_span, help)
            elif key.text in own:
                first = Related(f"the first '{key.text}' is", own[key.text])
                help = "delete one of them, or give it another name"
                message = f"duplicate key '{key.text}'"
                self.problems.add(message, key_span, help, related=(first,))
            elif key.text == _MERGE and not key.offset:
                own[_MERGE] = key_span
                self.merge(entries, value, value_span)
            else:
                own[key.text] = key_span
                entries[key.text] = MappingEntry(key_span, value)
        return Mapping(entries, self.collection_span(event, item, end))

    def merge(self, entries: dict[str, MappingEntry], value: Tree, span: Span) -> None:
        """Add merged entries in place of ``<<``, unless the mapping has its own."""
        for item in value.items if isinstance(value, Sequence) else (value,):
            if not isinstance(item, Mapping):
                message = "'<<' takes a mapping or a list of mappings"
                return self.problems.add(message, span, "such as '<<: *anchor'")
            for key, entry in item.entries.items():
                entries.setdefault(key, entry)

    def placed(self, event: Event, depth: int) -> tuple[Tree, Span]:
        """A node and its position; for an alias, the position of the alias."""
        tree = self.node(event, depth)
        return tree, self.span_of(event) if type(event) is AliasEvent else tree.span

    def kind(
        self, event: ScalarEvent | CollectionStartEvent, allowed: tuple[str, ...]
    ) -> str:
        """The name of the explicit core tag, or an empty text if there is none."""
        if not event.tag:
            return ""
        kind = event.tag.removeprefix(_CORE_TAG)
        if kind in allowed and kind != event.tag:
            return kind
        start = self.source.text.index("!", event.start_mark.index)
        self.problems.items.append(tag_problem(self.source, start))
        return ""

    def content_start(self, event: ScalarEvent | CollectionStartEvent, end: int) -> int:
        """The offset at which a node begins after its anchor and tag."""
        start = event.start_mark.index
        if not event.anchor and not event.tag:
            return start
        for part in (event.anchor, event.tag):
            found = part and _PROPERTY.match(self.source.text, start, end)
            start = found.end() if found else start
        return start

    def collection_span(
        self, start: CollectionStartEvent, end: Event, last: int
    ) -> Span:
        """The span of a collection, without trailing blank lines."""
        begin = self.content_start(start, len(self.source.text))
        stop = end.end_mark.index
        closed = start.flow_style and self.source.text[stop - 1] in "]}"
        return Span(self.source, begin, stop if closed else last)
