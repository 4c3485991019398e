"""PyYAML's parser events, typed."""

# pyright: reportUnknownMemberType=false
# (PyYAML's type stubs leave the scanner and `parse` without types.)

import re
from collections.abc import Iterator
from typing import NamedTuple, cast

import yaml

from archspec.text.problems import CompileError, Problem
from archspec.text.source import Source, Span
from archspec.text.syntax import Failure

# YAML 1.1, which PyYAML implements, ends a line at U+0085, U+2028 and U+2029, where YAML
# 1.2 and editors do not: they are refused, so that line numbers are never in doubt.
_FORBIDDEN = re.compile(
    "[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_NO_CHARACTER = re.compile(r"\\U(?!000|0010)\w*")


class Event(NamedTuple):
    """A step of the parser; ``start`` and ``end`` are character offsets.

    An anchor and a tag are within the bounds of the node that has them. ``style`` is
    the first character of a scalar that is not plain.
    """

    kind: type[yaml.Event]
    start: int
    end: int
    anchor: str
    tag: str
    text: str
    style: str
    flow: bool


class _PythonLoader(yaml.SafeLoader):
    """PyYAML's own parser, with libyaml's view of tabs between tokens."""

    def scan_to_next_token(self) -> None:
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()


def parse_events(source: Source) -> Iterator[Event]:
    """The parser's events, one by one.

    Raises CompileError where the text is not YAML.
    """
    if bad := _FORBIDDEN.search(source.text):
        message = f"the character U+{ord(bad[0]):04X} is not allowed in a spec"
        span = Span(source, bad.start(), bad.end())
        raise CompileError([Problem(message, span, "delete it")])
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else _PythonLoader
    try:
        yield from map(
            _typed,
            cast("Iterator[yaml.Event]", yaml.parse(source.text, Loader=loader)),
        )
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.index if error.problem_mark else 0
        begin = error.context_mark.index if error.context_mark else at
        reading, failed = error.context or "", error.problem or ""
        problem = Failure(source, reading, failed, begin, at).explain()
        raise CompileError([problem]) from None
    except ValueError:  # from chr(), which the Python parser calls unchecked
        found = _NO_CHARACTER.search(source.text)
        span = Span(source, *found.span()) if found else None
        raise CompileError([Problem("there is no such character", span)]) from None


def _typed(event: yaml.Event) -> Event:
    # The index of a mark counts characters in both parsers: not so its column, which
    # does not count a byte order mark in one of them.
    if isinstance(event, yaml.ScalarEvent):
        start, end = event.start_mark.index, event.end_mark.index
        anchor, tag, style = event.anchor or "", event.tag or "", event.style or ""
        return Event(type(event), start, end, anchor, tag, event.value, style, False)
    return Event(
        kind=type(event),
        start=event.start_mark.index,
        end=event.end_mark.index,
        anchor=getattr(event, "anchor", None) or "",
        tag=getattr(event, "tag", None) or "",
        text=getattr(event, "value", None) or "",
        style=getattr(event, "style", None) or "",
        flow=bool(getattr(event, "flow_style", None)),
    )
